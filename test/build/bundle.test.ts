import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt, program, root } from '../cli/harness.js';
import { filesOfDist, packagesHeld, sourcesHeld } from './held.js';

beforeAll(ensureBuilt);

/** A file of dist with all that is loaded with it. */
function loadedWith(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport)"(\.[^"]+)"/g))
    loadedWith(resolve(dirname(file), path!), seen);
  return seen;
}

describe('the source maps', () => {
  it('lead to the sources', () => {
    const sources = filesOfDist().flatMap(sourcesHeld);
    expect(sources).toContain('src/cli/serve.ts');
    const own = sources.filter((each) => each.startsWith('src/'));
    expect(own.filter((each) => !existsSync(join(root, each)))).toEqual([]);
  });
});

describe('what is loaded', () => {
  const layersOf = (file: string) => {
    const sources = [...loadedWith(file)].flatMap(sourcesHeld);
    return new Set(sources.flatMap((each) => /^src\/([^/]+)\//.exec(each)?.[1] ?? []));
  };

  it('with the command line is no command yet', () => {
    expect([...layersOf(program)].filter((each) => ['authoring', 'execute', 'plan'].includes(each))).toEqual(
      [],
    );
  });

  it('to serve is nothing of the commands that write mapping files', () => {
    const serving = filesOfDist().find((file) => sourcesHeld(file).includes('src/cli/serve.ts'))!;
    const layers = layersOf(serving);
    expect(layers).toContain('server');
    expect(['authoring', 'demo', 'conform'].filter((each) => layers.has(each))).toEqual([]);
  });
});

describe('LICENCES.txt', () => {
  it('names each package whose code is there, with a licence that allows it', () => {
    const entries = [
      ...readFileSync(join(root, 'dist/LICENCES.txt'), 'utf8').matchAll(/^(@?[\w./-]+) \d[\w.+-]*: (.+)$/gm),
    ];
    expect([...new Set(entries.map(([, name]) => name))].sort()).toEqual(packagesHeld());
    const allowed = ['MIT', 'ISC', 'BlueOak-1.0.0', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];
    expect(entries.filter(([, , licence]) => !allowed.includes(licence!)).map(([line]) => line)).toEqual([]);
  });
});
