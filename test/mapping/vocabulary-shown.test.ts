/** Every member of the vocabulary, of mapping files and of dialects, is written by a test that shows what it does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectionMapping, upstreamMapping } from '../../src/mapping/schema.js';
import { dialect } from '../../src/styles/vocabulary/dialect.js';
import { pathsIn, root } from '../architecture/sources.js';
import { dialectCases } from '../laws/dialect-mappings.js';
import { imitationCases } from '../laws/imitation-mappings.js';
import { variantCases } from '../laws/variant-mappings.js';
import { isWriting, type MemberPath, membersOf, writtenIn } from './vocabulary.js';

const members = membersOf([collectionMapping, upstreamMapping, dialect]);

/** Members that tests write in a way that the walk does not see: the file, and the text that is to be found there. */
const elsewhere: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'writes.identify.idempotency.header': [
    'test/execute/write-keys.test.ts',
    "withKey({ header: 'Idempotency-Key' })",
  ],
  'writes.system': ['test/service/write-values.test.ts', "system: { _createdDate: 'written' }"],
  'writes.insert.flag': ['test/upstreams/writes/styles.ts', "flag: 'removed'"],
  'writes.insert.count': ['test/upstreams/writes/styles.ts', "count: 'affected_rows'"],
  'writes.insert.version': ['test/model/bind/write-faults.test.ts', "version: 'commercetools'"],
  'writes.insert.value': ['test/model/bind/write-faults.test.ts', "value: { set: '$value' }"],
};

/** One thing under two names: the same schema, compiled by the same code, as those named here. */
const alike: readonly (readonly [name: RegExp, as: string])[] = [
  // The second spelling of an operator is one like the first.
  [/^(list\.filter\.operators\.\*\.\*)\.otherwise\./, '$1.'],
  // The list style of upstream.yaml is laid under that of the collection.
  [/^defaults\./, 'list.'],
  // The mutation that follows is judged like the one before it.
  [/^writes\.insert\.after\./, 'writes.insert.'],
  // A mutation about a pair reads its answer like one about an item.
  [/^fields\.\*\.writes\.(?:add|remove)\./, 'writes.insert.'],
];

/** Dialects whose data serve in the laws: what these write is held by them. */
const lawful = [...dialectCases, ...imitationCases, ...variantCases].map(({ upstream }) =>
  String((upstream as { readonly dialect?: unknown }).dialect),
);
const dialectFiles = pathsIn('src/styles/dialects').filter((path) =>
  lawful.some((name) => name.startsWith(/([^/]+)\.ts$/.exec(path)![1]!)),
);
const testFiles = pathsIn('test').filter((path) => !path.startsWith('test/mapping/vocabulary'));

const written = [...testFiles, ...dialectFiles].flatMap((path) => writtenIn(path));
const named = (member: MemberPath): string => member.at(-1)!;
const unique = (member: MemberPath): boolean =>
  members.filter((each) => named(each) === named(member)).length === 1;
const isShown = (member: MemberPath): boolean =>
  written.some((each) => isWriting(each, member, unique(member)));

function isShownAs(member: MemberPath): boolean {
  const name = member.join('.');
  if (Object.hasOwn(elsewhere, name) || isShown(member)) return true;
  const [, as] = alike.find(([form]) => form.test(name)) ?? [];
  const other = as === undefined ? undefined : name.replace(alike.find(([form]) => form.test(name))![0], as);
  return other !== undefined && members.some((each) => each.join('.') === other && isShownAs(each));
}

test('each member is written by a test, or by a dialect that serves in the laws', () => {
  expect(members.length).toBeGreaterThan(200);
  expect(members.filter((each) => !isShownAs(each)).map((each) => each.join('.'))).toEqual([]);
});

test.each(Object.entries(elsewhere))('%s is shown where the table says', (member, [file, text]) => {
  expect(members.map((each) => each.join('.'))).toContain(member);
  expect(readFileSync(join(root, file), 'utf8')).toContain(text);
  // What the walk finds needs no line here.
  expect(isShown(member.split('.'))).toBe(false);
});

describe('how a writing is known', () => {
  test.each<[boolean, string, string, boolean]>([
    [true, 'list.page.max', 'list.page.max', false],
    [true, 'page.max', 'list.page.max', false],
    [true, 'x.list.page.max', 'list.page.max', false],
    [true, 'fields.title.scale', 'fields.*.scale', false],
    [false, 'sort.max', 'list.page.max', false],
    [false, 'max', 'list.page.max', false],
    [true, 'offsetMax', 'list.page.offsetMax', true],
  ])('%s: %s for %s', (expected, path, member, single) => {
    expect(isWriting(path.split('.'), member.split('.'), single)).toBe(expected);
  });
});
