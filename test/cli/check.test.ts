/** `check` in all its forms, over an API of three lists: one long, one short, one empty. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countsOf } from '../../src/cli/abilities-table.js';
import { checkAgain } from '../../src/cli/check.js';
import type { Ability } from '../../src/explain/abilities.js';
import { systemWorld } from '../../src/world/system-world.js';
import { createFolder } from '../authoring/init/folder.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { directoryWith, until } from './harness.js';
import { inside } from './inside.js';

const long = Array.from({ length: 60 }, (_, at) => ({ id: `l${at}`, name: `Name ${at}`, size: at }));
const page = (rows: readonly object[]) => (given: { readonly limit: number; readonly offset: number }) =>
  rows.slice(given.offset, given.offset + given.limit);
const root = { longs: page(long), shorts: page(long.slice(0, 2)), empties: page([]) };
const type = (name: string): string => `type ${name} { id: ID!, name: String!, size: Int! }`;
const list = (field: string, of: string): string => `${field}(limit: Int = 20, offset: Int = 0): [${of}!]!`;
const types = `${type('Long')} ${type('Short')} ${type('Empty')}
  type Query { ${list('longs', 'Long')} ${list('shorts', 'Short')} ${list('empties', 'Empty')} }`;

let api: Served;
const folder = createFolder();
beforeAll(async () => {
  api = await serveGraphql(types, root);
  await folder.init(api.url);
});
afterAll(async () => {
  folder.remove();
  await api.close();
});

const check = (...args: string[]) => inside(['check', '--mappings', folder.path, ...args]);

it('says of each collection how many operations are in each state', async () => {
  const { code, stdout } = await check();
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "collection  upstream               fields  filters           sorts   pages by  counted
    ----------  ---------------------  ------  ----------------  ------  --------  ----------
    empties     default: saved schema  3       5 there, 40 here  6 here  offset    by reading
    longs       default: saved schema  3       5 there, 40 here  6 here  offset    by reading
    shorts      default: saved schema  3       5 there, 40 here  6 here  offset    by reading
    3 collections, 0 problems
    "
  `);
});

it('the numbers are those of the fields, each under its least state', async () => {
  const { collections } = JSON.parse((await check('--json', '--fields')).stdout) as {
    collections: { filters: object; sorts: object; abilities: readonly Ability[] }[];
  };
  expect(collections).toHaveLength(3);
  for (const { filters, sorts, abilities } of collections) {
    const sorted = abilities.filter(({ operation }) => /^(as|des)cending$/.test(operation));
    expect(Object.values(sorts).reduce((a, b) => a + b)).toBe(sorted.length);
    // This API sorts nothing.
    expect(sorted.every(({ state }) => state !== 'there')).toBe(true);
    expect(sorts).toMatchObject({ there: 0 });
    expect(filters).toMatchObject({ there: expect.any(Number), here: expect.any(Number) });
  }
  const of = (state: Ability['state'], partly = true): Ability => ({
    field: 'name',
    operation: 'contains',
    state,
    reason: '',
    partly,
  });
  const none = { there: 0, narrowed: 0, here: 0, refused: 0 };
  expect(countsOf([of('there', false)], 'filters')).toEqual({ ...none, there: 1 });
  expect(countsOf([of('there'), of('here'), of('narrowed')], 'filters')).toEqual({ ...none, here: 1 });
});

it('--live: rows read, and lists that are empty', async () => {
  const { code, stdout, progress } = await check('--live');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^longs .* 50 of 60$/m);
  expect(stdout).toMatch(/^shorts .* all 2$/m);
  expect(stdout).toMatch(/^empties .* none came$/m);
  expect(stdout).toContain('no row came, so nothing of the collection could be tried');
  expect(stdout).toMatch(/^3 collections, 0 problems, 1 warning$/m);
  expect(progress).toContainEqual(expect.stringMatching(/^reading \w+, \d of 3 done$/));
  expect(progress.at(-1)).toBe('');
  const { collections } = JSON.parse((await check('--live', '--json')).stdout);
  expect(collections.map((each: { rows: unknown }) => each.rows)).toEqual([
    { read: 0, total: 0 },
    { read: 50, total: 60 },
    { read: 2, total: 2 },
  ]);
});

it('--live reads collections at the same time', async () => {
  let started = 0;
  let all: () => void = () => undefined;
  const together = new Promise<void>((resolve) => {
    all = resolve;
  });
  const waiting = Object.fromEntries(
    Object.entries(root).map(([field, rows]) => {
      let first = true;
      const answer = async (given: { readonly limit: number; readonly offset: number }) => {
        if (first) {
          first = false;
          started += 1;
          if (started === 3) all();
          // Where they are asked one after another, the others never come.
          await Promise.race([together, systemWorld.sleep(5000)]);
        }
        return rows(given);
      };
      return [field, answer];
    }),
  );
  const slow = await serveGraphql(types, waiting);
  const before = readFileSync(join(folder.path, 'upstream.yaml'), 'utf8');
  writeFileSync(join(folder.path, 'upstream.yaml'), before.replace(api.url, slow.url));
  const began = check('--live');
  await Promise.race([together, systemWorld.sleep(4000)]);
  expect(started).toBe(3);
  expect((await began).code).toBe(0);
  writeFileSync(join(folder.path, 'upstream.yaml'), before);
  await slow.close();
});

const brokenFiles = () => {
  const text = readFileSync(join(folder.path, 'longs.yaml'), 'utf8');
  return {
    'upstream.yaml': readFileSync(join(folder.path, 'upstream.yaml'), 'utf8'),
    'schema.graphql': readFileSync(join(folder.path, 'schema.graphql'), 'utf8'),
    'a,b.yaml': text.replace('name: name', 'name: nmae # 100 %'),
  };
};

it('--format github: a command for each problem, escaped', async () => {
  const broken = directoryWith(brokenFiles());
  const { code, stdout } = await inside(['check', '--mappings', broken.path, '--format', 'github']);
  broken.remove();
  expect(code).toBe(1);
  const [first, ...rest] = stdout.trim().split('\n');
  expect(first).toMatch(
    /^::error file=\/[^,:]*a%2Cb\.yaml,line=\d+,col=\d+::the upstream type Long has no field "nmae"%0Adid you mean "name"\?$/,
  );
  expect(rest).toEqual(['0 collections, 1 problem']);
});

it('--json: problems with their places and what to do', async () => {
  const broken = directoryWith(brokenFiles());
  const { code, stdout } = await inside(['check', '--mappings', broken.path, '--json']);
  broken.remove();
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    errors: 1,
    warnings: 0,
    collections: [],
    problems: [{ line: expect.any(Number), column: expect.any(Number), help: 'did you mean "name"?' }],
  });
});

it('--strict: exit code 1 for warnings too', async () => {
  expect((await check('--live', '--strict')).code).toBe(1);
  expect((await check('--strict')).code).toBe(0);
});

it.each([
  [['--format', 'xml'], '--format must be text or json or github'],
  [['--json', '--format', 'github'], 'Give only one of --json and --format'],
])('%j is wrong usage', async (args, message) => {
  expect(await check(...args)).toMatchObject({ code: 2, stderr: `${message}\n`, stdout: '' });
});

it('--watch: checks again whenever a file has changed', async () => {
  const files = brokenFiles();
  const watched = directoryWith(files);
  const out: string[] = [];
  const notes: string[] = [];
  const stop = new AbortController();
  const done = checkAgain(
    { mappings: watched.path },
    {
      world: systemWorld,
      environment: {},
      program: 'wix-graphql-adapter',
      print: (line) => void out.push(line),
      note: (line) => void notes.push(line),
      progress: () => undefined,
      terminal: false,
      setExitCode: () => expect.unreachable('the end is no failure'),
    },
    stop.signal,
  );
  const summary = (times: number) =>
    until(() => out.filter((line) => /^\d collections?, /.test(line))[times - 1]);
  expect(await summary(1)).toBe('0 collections, 1 problem');
  writeFileSync(join(watched.path, 'a,b.yaml'), files['a,b.yaml'].replace('nmae', 'name'));
  expect(await summary(2)).toBe('1 collection, 0 problems');
  expect(notes).toContain('a,b.yaml changed');
  writeFileSync(join(watched.path, 'new.yaml'), 'version: 1\n');
  expect(await summary(3)).toMatch(/^1 collection, [1-9]\d* problems?$/);
  stop.abort();
  await done;
  watched.remove();
});
