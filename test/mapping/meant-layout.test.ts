/** Clumsy layouts: what a line that YAML does not take was meant to be is offered as an edit, and the file reads as it was meant then. */
import { describe, expect, test } from 'vitest';
import { fileKind } from '../../src/mapping/file-kind.js';
import type { Edit } from '../../src/mapping/next-action.js';
import { parseYaml } from '../../src/mapping/parse-yaml.js';
import { formatProblem, type Problem } from '../../src/mapping/problem.js';
import { applied } from './applied.js';

const good = `version: 1
collection: brands
type: Brand
list:
  field: brands
  page: { max: 5 }
id: id
fields:
  title: name
  country: country
  brand:
    path: brand.id
    type: REFERENCE
  tags: { path: "tags[].name", type: ARRAY_STRING }
writes:
  insert: { mutation: create, result: brand }
`;

const kind = fileKind('collection');
const problemsOf = (text: string): readonly Problem[] => parseYaml('a.yaml', text, kind).problems;
const editOf = ({ actions }: Problem): Edit | undefined =>
  actions?.find((each): each is Edit => each.kind === 'edit');

/** One line of the file, otherwise. */
function spoilt(line: string, instead: string): string {
  expect(good).toContain(`${line}\n`);
  return good.replace(`${line}\n`, `${instead}\n`);
}

describe('one edit makes the file as it was meant', () => {
  test.each<[string, string, string]>([
    ['one space too many at the edge', 'type: Brand', ' type: Brand'],
    ['two spaces too many at the edge', 'type: Brand', '  type: Brand'],
    ['a block at the edge, one space too many', 'writes:', ' writes:'],
    ['one space too many', '  country: country', '   country: country'],
    ['three spaces too many', '  country: country', '     country: country'],
    ['one space too few', '  country: country', ' country: country'],
    ['at the edge, although it is a field', '  country: country', 'country: country'],
    ['the first of two, two spaces too few', '    path: brand.id', '  path: brand.id'],
    ['the second of two, one space too many', '    type: REFERENCE', '     type: REFERENCE'],
    ['a block, one space too few', '  brand:', ' brand:'],
    ['a block, two spaces too many', '  brand:', '    brand:'],
    ['a member, one space too few', '  page: { max: 5 }', ' page: { max: 5 }'],
    ['a tab at the edge', 'type: Brand', '\ttype: Brand'],
    ['a tab', '  country: country', '\tcountry: country'],
    ['two tabs', '  country: country', '\t\tcountry: country'],
    ['one tab for four spaces', '    type: REFERENCE', '\ttype: REFERENCE'],
    ['a dash at the edge', 'type: Brand', '- type: Brand'],
    ['a dash at the first field', '  title: name', '  - title: name'],
    ['a dash at another field', '  country: country', '  - country: country'],
    ['a dash at a member', '    type: REFERENCE', '    - type: REFERENCE'],
    ['dashes between', '  country: country', '---\n  country: country'],
    ['dots between', 'type: Brand', '...\ntype: Brand'],
    ['an equals sign', 'type: Brand', 'type = Brand'],
    ['an equals sign without blanks', '    path: brand.id', '    path=brand.id'],
    ['an arrow', '    path: brand.id', '    path => brand.id'],
    ['a blank that is no space', 'type: Brand', 'type:\u00a0Brand'],
    ['a walrus', '    path: brand.id', '    path := brand.id'],
    ['no brace at the end', '  page: { max: 5 }', '  page: { max: 5'],
    [
      'no quotes around brackets in braces',
      '  tags: { path: "tags[].name", type: ARRAY_STRING }',
      '  tags: { path: tags[].name, type: ARRAY_STRING }',
    ],
  ])('%s', (_, line, instead) => {
    const text = spoilt(line, instead);
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(parseYaml('a.yaml', applied(text, editOf(problems[0]!)!), kind).value).toEqual(
      parseYaml('a.yaml', good, kind).value,
    );
  });

  test('tabs in every line that is indented', () => {
    const text = good.replace(/^ +/gm, (blanks) => '\t'.repeat(blanks.length / 2));
    expect(applied(text, editOf(problemsOf(text)[0]!)!)).toBe(good);
  });

  test.each<[string, string, string]>([
    ['a sign that begins no text, in braces', '{ mutation: @create, result: brand }', '"@create"'],
    ['backquotes', '{ mutation: `create`, result: brand }', '"`create`"'],
    ['a reference', '{ mutation: ${CREATE}, result: brand }', '"${CREATE}"'],
    ['a text with a reference', '{ mutation: create ${CREATE}, result: brand }', '"create ${CREATE}"'],
    ['a quote that is not closed', '{ mutation: create, result: "brand }', '"'],
  ])('%s', (_, instead, written) => {
    const text = spoilt('  insert: { mutation: create, result: brand }', `  insert: ${instead}`);
    const edit = editOf(problemsOf(text)[0]!)!;
    expect(edit.text).toBe(written);
    expect(problemsOf(applied(text, edit))).toEqual([]);
  });
});

test('the place is that of the line that was mistaken, not of the one before it', () => {
  const text = spoilt('  country: country', '   country: country');
  expect(problemsOf(text).map(formatProblem).join('\n')).toMatchInlineSnapshot(`
    "a.yaml:10:4: this line begins where none before it does
         country: country
         ^^^^^^^
      begin it with 2 spaces, like title"
  `);
  const dash = spoilt('  title: name', '  - title: name');
  expect(problemsOf(dash).map(formatProblem).join('\n')).toMatchInlineSnapshot(`
    "a.yaml:9:3: a dash begins an element of a list, and this is none
        - title: name
        ^
      remove the dash"
  `);
});

test('two collections in one file are not joined: what follows becomes a comment', () => {
  const [problem] = problemsOf(`${good}---\n${good}`);
  expect(problem!.message).toBe('a mapping file holds one document');
  expect(editOf(problem!)!.title).toBe('comment out what follows ---');
});

test('a long file is not read again for each thing that may have been meant', () => {
  const text = `${spoilt('type: Brand', ' type: Brand')}# ${'x'.repeat(200_000)}\n`;
  expect(editOf(problemsOf(text)[0]!)).toBeUndefined();
});
