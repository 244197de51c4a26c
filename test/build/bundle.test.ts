import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt, root } from '../cli/harness.js';
import { filesOfDist, packagesHeld, sourcesHeld } from './held.js';

beforeAll(ensureBuilt);

const program = join(root, 'dist/parts/program.cjs');

/** A part with all that is loaded with it. */
function loadedWith(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  // Those that are loaded when they are used stand in a function.
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/\bvar \w+=require\("(\.[^"]+)"\)/g))
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

  it('are taken by Node where it is asked to, so that stacks lead to the sources', () => {
    const file = filesOfDist().find((each) => sourcesHeld(each).includes('src/cli/serve.ts'))!;
    const script = `
      const { load } = require(${JSON.stringify(join(root, 'dist/parts.cjs'))});
      load('./${basename(file)}').serve({}, undefined).catch(({ stack }) => console.log(stack));`;
    const stackOf = (...flags: readonly string[]) =>
      execFileSync(process.execPath, [...flags, '-e', script], { encoding: 'utf8' });
    const line = readFileSync(join(root, 'src/cli/serve.ts'), 'utf8')
      .split('\n')
      .findIndex((each) => each.includes('} = context;'));
    expect(stackOf('--enable-source-maps')).toContain(`src/cli/serve.ts:${line + 1}:`);
    expect(stackOf()).not.toContain('serve.ts');
  });
});

it('a part has no character beyond ASCII, since it is read without decoding', () => {
  const parts = filesOfDist().filter((each) => each.endsWith('.cjs'));
  expect(parts.length).toBeGreaterThan(10);
  expect(parts.filter((each) => /[^\0-\x7f]/.test(readFileSync(each, 'utf8')))).toEqual([]);
});

describe('what is loaded', () => {
  const sourcesOf = (file: string) => [...loadedWith(file)].flatMap(sourcesHeld);
  const layersOf = (file: string) =>
    new Set(sourcesOf(file).flatMap((each) => /^src\/([^/]+)\//.exec(each)?.[1] ?? []));
  const serving = () => filesOfDist().find((file) => sourcesHeld(file).includes('src/cli/serve.ts'))!;

  it('with the command line is no command yet', () => {
    expect([...layersOf(program)].filter((each) => ['authoring', 'execute', 'plan'].includes(each))).toEqual(
      [],
    );
  });

  it('to serve is nothing of the commands that write mapping files', () => {
    const layers = layersOf(serving());
    expect(layers).toContain('server');
    expect(['authoring', 'demo', 'conform'].filter((each) => layers.has(each))).toEqual([]);
  });

  it('of packages is what is used of them', () => {
    const sources = sourcesOf(serving());
    expect(sources.filter((each) => each.endsWith('undici/lib/dispatcher/pool.js'))).toHaveLength(1);
    const unwanted =
      /undici\/lib\/(?:mock|web\/websocket|dispatcher\/client-h2)|zod\/v4\/locales\/(?!en\.)|thread-stream|mime-db.*mime-db/;
    expect(sources.filter((each) => unwanted.test(each))).toEqual([]);
    expect(sources.filter((each) => each.endsWith('mime-db/db.json'))).toHaveLength(1);
  });

  it('as a module is the service as a function alone: Node takes longer to read modules', () => {
    const typeOf = (file: string) =>
      (JSON.parse(readFileSync(join(root, file), 'utf8')) as { type: string }).type;
    expect([typeOf('dist/package.json'), typeOf('dist/cli/package.json')]).toEqual(['commonjs', 'module']);
  });
});

it('only commander goes without the programs that it could start, whatever the folder of the repository is called', async () => {
  const { onlyWhatIsUsed } = (await import(
    new URL('../../build/only-what-is-used.mjs', import.meta.url).href
  )) as { onlyWhatIsUsed: Plugin };
  const folder = mkdtempSync(join(tmpdir(), 'bundle-test-'));
  const bundledAt = async (path: string): Promise<string> => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `import * as programs from 'node:child_process'; console.log(programs);`);
    const { outputFiles } = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      platform: 'node',
      plugins: [onlyWhatIsUsed],
    });
    return outputFiles[0]!.text;
  };
  try {
    const without = 'built without a module';
    expect(await bundledAt('node_modules/commander/lib/command.js')).toContain(without);
    expect(await bundledAt('commander/src/cli/open-browser.js')).not.toContain(without);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('the types of media are there for whom asks', () => {
  const types = createRequire(import.meta.url)('../../build/used/mime-types.cjs') as {
    readonly [name: string]: (given: string) => unknown;
  };
  expect(types.lookup!('page.html')).toBe('text/html');
  expect(types.contentType!('json')).toBe('application/json; charset=utf-8');
  expect(types.extension!('text/plain')).toBe('txt');
  expect(types.charset!('text/html')).toBe('UTF-8');
});

describe('the compiled code of the parts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dist-'));
  const part = join(folder, 'dist/parts/program.cjs');
  const ending = `.${process.version}-${process.arch}.code`;
  /** Whether V8 took the code that stands beside the first part, and what the program printed. */
  const started = (...flags: readonly string[]) => {
    const script = `
      const { load, scripts } = require(${JSON.stringify(join(folder, 'dist/parts.cjs'))});
      const taken = [];
      scripts.keep = (path, { cachedDataRejected }) => taken.push(cachedDataRejected === false);
      process.argv.splice(1, 0, 'cli.js');
      process.argv.splice(2, Infinity, '--version');
      load('./program.cjs').ended.then(() => console.log(JSON.stringify(taken)));`;
    const [version, taken] = execFileSync(process.execPath, [...flags, '-e', script], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '' },
    }).split('\n');
    return { version, taken: JSON.parse(taken!) as readonly boolean[] };
  };
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

  beforeAll(() => {
    for (const each of ['dist', 'package.json'])
      cpSync(join(root, each), join(folder, each), {
        recursive: true,
        filter: (path) => !path.endsWith('.map'),
      });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is there for each part that serving needs, for this Node', () => {
    const serving = filesOfDist().find((file) => sourcesHeld(file).includes('src/cli/serve.ts'))!;
    expect([...loadedWith(serving)].filter((each) => !existsSync(`${each}${ending}`))).toEqual([]);
  });

  it('is taken by V8', () => {
    const { version: printed, taken } = started();
    expect(printed).toBe(version);
    expect(taken.length).toBeGreaterThan(1);
    expect(taken).not.toContain(false);
  });

  it('is not taken with other flags, and the program runs all the same', () => {
    const { version: printed, taken } = started('--max-old-space-size=300');
    expect(printed).toBe(version);
    expect(taken).not.toContain(true);
  });

  it('may be broken or missing', () => {
    const code = readFileSync(part + ending);
    writeFileSync(part + ending, code.subarray(0, 1000));
    expect(started().taken[0]).toBe(false);
    expect(started().version).toBe(version);
    for (const each of readdirSync(join(folder, 'dist/parts')).filter((name) => name.endsWith('.code')))
      rmSync(join(folder, 'dist/parts', each));
    const { version: printed, taken } = started();
    expect(printed).toBe(version);
    expect(taken).not.toContain(true);
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
