/** What problems say can be done about them, done: each edit is applied, and the problem is gone. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createDemoSchema } from '../../src/demo/schema.js';
import { fileKind } from '../../src/mapping/file-kind.js';
import type { Located } from '../../src/mapping/load.js';
import type { Edit } from '../../src/mapping/next-action.js';
import { parseYaml } from '../../src/mapping/parse-yaml.js';
import type { Problem } from '../../src/mapping/problem.js';
import { type CollectionMapping, collectionMapping, upstreamMapping } from '../../src/mapping/schema.js';
import { validate } from '../../src/mapping/validate.js';
import { bindCollection } from '../../src/model/bind/collection.js';
import { judgeDefaults } from '../../src/model/bind/defaults.js';
import { createSharedBinding } from '../../src/model/bind/shared.js';
import { directoryWith, root } from '../cli/harness.js';
import { inside } from '../cli/inside.js';
import { applied } from './applied.js';

const folder = join(root, 'mappings/demo');
const demo = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [
      name,
      readFileSync(join(folder, name), 'utf8').replace('${UPSTREAM_URL}', 'http://127.0.0.1:9/'),
    ]),
);
const schema = createDemoSchema();

type Files = Readonly<Record<string, string>>;

/**
 * As `check` would tell them: of the shape first, and of the schema where the shape is right.
 * @param changed only this file is another than that of the demo, so that others need not be bound again
 */
function problemsOf(files: Files, changed?: string): readonly Problem[] {
  const problems: Problem[] = [];
  const read = <T>(kind: Parameters<typeof validate<T>>[0], file: string): Located<T> | undefined => {
    const of = file === 'upstream.yaml' ? 'upstream' : 'collection';
    const { source, value, problems: syntax } = parseYaml(file, files[file]!, fileKind(of));
    const checked =
      syntax.length === 0 ? validate(kind, value!, source) : { problems: syntax, value: undefined };
    problems.push(...checked.problems);
    return checked.value === undefined ? undefined : { source, value: checked.value, file };
  };
  const upstream = read(upstreamMapping, 'upstream.yaml');
  const others = Object.keys(files).filter((name) => name !== 'upstream.yaml');
  const names = changed === undefined || changed === 'upstream.yaml' ? others : [changed];
  const collections = names.flatMap((name): readonly Located<CollectionMapping>[] => {
    const located = read(collectionMapping, name);
    return located ? [located] : [];
  });
  if (problems.length > 0 || !upstream) return problems;
  const model = {
    name: 'default',
    schema,
    mapping: upstream.value,
    dialect: undefined,
    idCodecs: new Map(),
    shared: createSharedBinding(schema, upstream.value, undefined),
  };
  const judged =
    changed === undefined || changed === 'upstream.yaml'
      ? judgeDefaults(upstream, model, collections)
      : { problems: [], spoiled: new Set<string>() };
  if (changed === 'upstream.yaml' && judged.problems.length > 0) return judged.problems;
  const bound = collections
    .filter(({ value }) => !judged.spoiled.has(value.collection))
    .flatMap((each) => bindCollection(each, model).problems);
  return [...judged.problems, ...bound].filter(({ severity }) => severity === 'error');
}

const editOf = ({ actions = [] }: Problem): Edit | undefined =>
  actions.find((each): each is Edit => each.kind === 'edit');

const mended = (files: Files, edit: Edit): Files => ({
  ...files,
  [edit.file]: applied(files[edit.file]!, edit),
});

/** Each word of the file, outside of comments, with two of its letters in each other's place. */
function* misspelt(file: string): Generator<readonly [string, Files]> {
  const text = demo[file]!;
  const seen = new Set<string>();
  for (const { 0: word, index } of text.matchAll(/[A-Za-z_]\w{3,}/g)) {
    // The same word in the same surroundings is the same mistake.
    const lead = text.slice(text.lastIndexOf('\n', index) + 1, index).replace(/[^A-Za-z$]+/g, ' ');
    if (seen.has(`${lead.slice(-12)} ${word}`)) continue;
    seen.add(`${lead.slice(-12)} ${word}`);
    if (/#.*$/.test(text.slice(text.lastIndexOf('\n', index) + 1, index))) continue;
    const at = [...word].findIndex(
      (letter, place) => place > 0 && place < word.length - 1 && letter !== word[place + 1],
    );
    if (at < 0) continue;
    const wrong = word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
    yield [word, { ...demo, [file]: text.slice(0, index) + wrong + text.slice(index + word.length) }];
  }
}

test('the files themselves have no problem', () => expect(problemsOf(demo)).toEqual([]));

describe('a misspelt name', () => {
  // What the other collections have is there too.
  test.each(['products.yaml', 'upstream.yaml'])(
    'any in %s is mended by the edit of its first problem',
    (file) => {
      let found = 0;
      const without: string[] = [];
      for (const [word, files] of misspelt(file)) {
        const [problem] = problemsOf(files, file);
        // Titles, keys of fields and names of variables may be anything.
        if (!problem) continue;
        found += 1;
        expect(problem.actions, problem.message).toContainEqual(
          expect.objectContaining({
            kind: 'open',
            page: expect.stringMatching(/^docs\/mapping-reference\.md#\w/),
          }),
        );
        const edit = editOf(problem);
        // Where no name is like it, it can only be left out.
        if (!edit?.title.startsWith('write ')) {
          without.push(`${word}: ${problem.message}`);
          continue;
        }
        expect(mended(files, edit)[file], word).toBe(demo[file]);
      }
      expect(found).toBeGreaterThan(25);
      expect(without.length, without.join('\n')).toBeLessThanOrEqual(Math.floor(found / 10));
    },
  );
});

const line = (from: string, to: string, file = 'brands.yaml'): Files => {
  expect(demo[file]).toContain(from);
  return { ...demo, [file]: demo[file]!.replace(from, to) };
};

describe('other slips with one obvious edit', () => {
  test.each([
    ['a number for a text', line('displayName: Brands', 'displayName: 2024')],
    ['a text for a number', line('version: 1', 'version: "1"')],
    [
      'a text for true',
      { ...demo, 'upstream.yaml': demo['upstream.yaml']!.replace('list: true', 'list: "true"') },
    ],
  ])('%s', (_, files) => {
    const [problem] = problemsOf(files);
    const edit = editOf(problem!);
    expect(edit, problem?.message).toBeDefined();
    expect(problemsOf(mended(files, edit!))).toEqual([]);
  });
});

it('check --json gives them; a variable that is not set is named', async () => {
  const work = directoryWith({
    'upstream.yaml': 'version: 1\nurl: ${SHOP_URL}\n',
    'a.yaml': 'version: 1\ncolection: a\ntype: A\nlist: as\nid: id\nfields: { x: x }\n',
  });
  const { problems } = JSON.parse((await inside(['check', '--mappings', work.path, '--json'])).stdout);
  work.remove();
  expect(problems.map(({ actions }: Problem) => actions)).toEqual([
    [
      {
        kind: 'edit',
        file: join(work.path, 'a.yaml'),
        line: 2,
        column: 1,
        length: 9,
        text: 'collection',
        title: 'write collection instead of colection',
      },
      { kind: 'open', page: 'docs/mapping-reference.md#collection-files' },
    ],
    [
      { kind: 'set', variable: 'SHOP_URL' },
      { kind: 'open', page: 'docs/mapping-reference.md#upstreamyaml' },
    ],
  ]);
});
