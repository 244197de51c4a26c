/** The rules of the source tree: directions, cycles, what is used, names of types, complete switches, packages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cyclesOf } from './cycles.js';
import { openSwitches, sharedTypeNames, upwardImports } from './exceptions.js';
import { beside, entries, layerOf, layers, leaves, wrongDirection, wrongRoom } from './layers.js';
import { pathsIn, readSources, root } from './sources.js';
import { incompleteSwitches } from './switches.js';

const sources = readSources('src');
const paths = sources.map((each) => each.path);

/** Says which lines of the list are missing and which are to be taken out of it. */
function expectListed(found: readonly string[], listed: readonly string[]): void {
  expect({
    'new, and not allowed': found.filter((each) => !listed.includes(each)),
    'gone: take it out of exceptions.ts': listed.filter((each) => !found.includes(each)),
  }).toEqual({ 'new, and not allowed': [], 'gone: take it out of exceptions.ts': [] });
}

describe('imports', () => {
  it('go from the upper layers to the lower ones', () => {
    const found = sources.flatMap(({ path, imports }) =>
      imports
        .filter((each) => wrongDirection(path, each) !== undefined)
        .map((each) => `${path} -> ${each}: ${wrongDirection(path, each)}`),
    );
    expectListed(found, upwardImports);
  });

  it('go from the upper folders of a layer to the lower ones', () => {
    const found = sources.flatMap(({ path, imports }) =>
      imports.flatMap((each) => {
        const wrong = wrongRoom(path, each);
        return wrong === undefined ? [] : [`${path} -> ${each}: ${wrong}`];
      }),
    );
    expect(found).toEqual([]);
  });

  it('make no circle', () => {
    const imports = new Map(sources.map((each) => [each.path, each.imports]));
    expect(cyclesOf(imports)).toEqual([]);
  });

  it('name files that are there', () => {
    const missing = sources.flatMap(({ path, imports }) =>
      imports.filter((each) => !paths.includes(each)).map((each) => `${path} -> ${each}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('files', () => {
  it('belong to a layer, or are known to stand beside them', () => {
    const known = new Set([...layers, ...Object.keys(beside), ...leaves.map(layerOf)]);
    expect(paths.filter((each) => !known.has(layerOf(each)))).toEqual([]);
  });

  it('are used by another file, or are an entry', () => {
    const used = new Set(sources.flatMap((each) => each.imports));
    expect(paths.filter((each) => !used.has(each) && !(each in entries))).toEqual([]);
    expect(Object.keys(entries).filter((each) => used.has(each) || !paths.includes(each))).toEqual([]);
  });

  it('are under 300 lines', () => {
    const long = paths.filter((each) => readFileSync(join(root, each), 'utf8').split('\n').length > 300);
    expect(long).toEqual([]);
  });
});

it('no two exported types have one name', () => {
  const files = new Map<string, string[]>();
  for (const { path, types } of sources) {
    for (const name of types) files.set(name, [...(files.get(name) ?? []), path]);
  }
  const found = [...files].filter(([, each]) => each.length > 1);
  expectListed(
    found.map(([name, each]) => `${name}: ${each.join(', ')}`),
    sharedTypeNames,
  );
});

/** The words of this project that stand for one thing each, where a second type of the name would mislead. */
const words = ['Address', 'Condition', 'Filter', 'Json', 'Operation', 'Predicate', 'Template'];

it.each(words)('%s is one type: no file has another of its own under this name', (word) => {
  const exported = sources.filter((each) => each.types.includes(word)).map((each) => each.path);
  expect(exported).toHaveLength(1);
  expect(sources.filter((each) => each.ownTypes.includes(word)).map((each) => each.path)).toEqual([]);
});

it('switches have a case for each member, or a default that takes never', () => {
  expectListed(
    incompleteSwitches('src').map((each) => each.replace(/ lacks .*$/, '')),
    openSwitches,
  );
});

it('packages that are imported are named in package.json, and none has to be installed with the program, which holds their code', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  expect(dependencies).toBeUndefined();
  const imported = new Set(sources.flatMap((each) => each.packages));
  expect([...imported].filter((each) => !(each in devDependencies))).toEqual([]);
});

it('packages are imported by their public entry', () => {
  const found = sources.flatMap(({ path, innards }) => innards.map((each) => `${path}: ${each}`));
  expect(found).toEqual([]);
});

describe('tests', () => {
  it('put no module in the place of another: all files of a worker share what was loaded', () => {
    const replaces = new RegExp(`\\bvi\\.(?:${['mock', 'doMock', 'resetModules'].join('|')})\\(`);
    expect(pathsIn('test').filter((each) => replaces.test(readFileSync(join(root, each), 'utf8')))).toEqual(
      [],
    );
  });
});
