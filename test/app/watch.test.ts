/** Files that change under a running service are read again. */
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { fileState, lookAtFiles, placesOf } from '../../src/app/file-state.js';
import { watchFiles } from '../../src/app/watch.js';
import { directoryWith } from '../cli/harness.js';
import { simulateWorld } from '../world/simulated-world.js';

const directories: { remove(): void }[] = [];
afterEach(() => {
  for (const each of directories.splice(0)) each.remove();
});

function folder(files: Readonly<Record<string, string>>): string {
  const directory = directoryWith(files);
  directories.push(directory);
  return directory.path;
}

/** A watch over a directory whose files were just read. */
function watched(path: string, schemas: readonly string[] = []) {
  const world = simulateWorld(1);
  const places = placesOf(path, schemas);
  const read = () => ({ places, state: fileState(places) });
  let last = read();
  let told = 0;
  const end = watchFiles(
    world,
    { every: 1000 },
    () => last,
    () => {
      told += 1;
    },
  );
  /** Lets one look happen. @returns how often a change has been told so far */
  const look = async (): Promise<number> => {
    await world.pass(1000);
    while (world.waiting() === 0) await turn();
    return told;
  };
  return {
    look,
    world,
    end,
    readAgain: () => {
      last = read();
    },
  };
}

const texts = { 'products.yaml': 'a: 1\n', 'upstreams/blog.yaml': 'b: 1\n' };

/** As a ConfigMap is mounted: files are links through ..data, which is put in place by a rename. */
function configMap(path: string, version: number, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(path, `..${version}`));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, `..${version}`, name), text);
  symlinkSync(`..${version}`, join(path, '..data_tmp'));
  renameSync(join(path, '..data_tmp'), join(path, '..data'));
  if (version > 1) rmSync(join(path, `..${version - 1}`), { recursive: true });
}

describe('a change is told when the files have looked so twice:', () => {
  it.each<[string, (path: string) => void]>([
    ['a file is written in place', (path) => writeFileSync(join(path, 'products.yaml'), 'a: 2\n')],
    [
      'an editor puts another file in its place',
      (path) => {
        writeFileSync(join(path, '.products.yaml.swp'), 'a: 2\n');
        renameSync(join(path, '.products.yaml.swp'), join(path, 'products.yaml'));
      },
    ],
    [
      'the new text has the size and the time of the old one',
      (path) => {
        utimesSync(join(path, 'products.yaml'), 1, 1);
        writeFileSync(join(path, 'products.yaml'), 'a: 2\n');
        utimesSync(join(path, 'products.yaml'), 1, 1);
      },
    ],
    ['a file comes', (path) => writeFileSync(join(path, 'brands.yml'), 'c: 1\n')],
    ['a file goes', (path) => rmSync(join(path, 'products.yaml'))],
    ['the file of an upstream changes', (path) => writeFileSync(join(path, 'upstreams/blog.yaml'), 'b: 2\n')],
    ['the folder of upstreams goes', (path) => rmSync(join(path, 'upstreams'), { recursive: true })],
    ['all goes', (path) => rmSync(path, { recursive: true })],
  ])('%s', async (_name, change) => {
    const path = folder(texts);
    const { look, readAgain, end, world } = watched(path);
    expect(await look()).toBe(0);
    change(path);
    expect(await look()).toBe(0);
    expect(await look()).toBe(1);
    // What was told is not told again, whether it is read or not.
    expect(await look()).toBe(1);
    readAgain();
    expect(await look()).toBe(1);
    end();
    expect(world.waiting()).toBe(0);
  });

  it('the links of a ConfigMap lead elsewhere', async () => {
    const path = folder({});
    configMap(path, 1, { 'products.yaml': 'a: 1\n' });
    symlinkSync('..data/products.yaml', join(path, 'products.yaml'));
    const { look, readAgain } = watched(path);
    expect(await look()).toBe(0);
    configMap(path, 2, { 'products.yaml': 'a: 2\n' });
    expect([await look(), await look()]).toEqual([0, 1]);
    readAgain();
    configMap(path, 3, { 'products.yaml': 'a: 3\n' });
    expect([await look(), await look(), await look()]).toEqual([1, 2, 2]);
  });

  it('the directory itself is a link to another one', async () => {
    const path = folder({ 'one/products.yaml': 'a: 1\n', 'two/products.yaml': 'a: 2\n' });
    symlinkSync('one', join(path, 'current'));
    const { look } = watched(join(path, 'current'));
    expect(await look()).toBe(0);
    symlinkSync('two', join(path, 'next'));
    renameSync(join(path, 'next'), join(path, 'current'));
    expect([await look(), await look()]).toEqual([0, 1]);
  });

  it('a saved schema that is outside of the directory', async () => {
    const path = folder({ ...texts, 'schemas/shop.graphql': 'type Query { a: Int }' });
    const schema = join(path, 'schemas/shop.graphql');
    const { look } = watched(path, [schema]);
    expect(await look()).toBe(0);
    writeFileSync(schema, 'type Query { a: Int b: Int }');
    expect([await look(), await look()]).toEqual([0, 1]);
  });
});

describe('nothing is told', () => {
  it('while files are still being written', async () => {
    const path = folder(texts);
    const { look } = watched(path);
    for (let step = 0; step < 5; step += 1) {
      writeFileSync(join(path, 'products.yaml'), `a: ${'1'.repeat(step + 2)}\n`);
      expect(await look()).toBe(0);
    }
    expect(await look()).toBe(1);
  });

  it('of other files, and of what was read meanwhile', async () => {
    const path = folder(texts);
    const { look, readAgain } = watched(path);
    writeFileSync(join(path, '.products.yaml.swp'), 'x');
    writeFileSync(join(path, 'notes.txt'), 'x');
    expect([await look(), await look()]).toEqual([0, 0]);
    writeFileSync(join(path, 'products.yaml'), 'a: 22\n');
    expect(await look()).toBe(0);
    readAgain();
    expect([await look(), await look()]).toEqual([0, 0]);
  });
});

it('both ways of looking see the same', async () => {
  const path = folder({ ...texts, 's.graphql': 'type Query { a: Int }' });
  for (const schemas of [[], [join(path, 's.graphql')], [join(path, 'none.graphql')]]) {
    const places = placesOf(path, schemas);
    expect(await lookAtFiles(places)).toBe(fileState(places));
  }
  const nowhere = placesOf(join(path, 'nowhere'), []);
  expect(await lookAtFiles(nowhere)).toBe(fileState(nowhere));
});
