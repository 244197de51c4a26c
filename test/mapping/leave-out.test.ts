/** What is taken out of a file, and how: the rest stays to the letter, and nobody sees more than was meant. */
import { expect, test } from 'vitest';
import { fileKind } from '../../src/mapping/file-kind.js';
import type { Path } from '../../src/mapping/key-text.js';
import type { Edit } from '../../src/mapping/next-action.js';
import { parseYaml } from '../../src/mapping/parse-yaml.js';
import { applied } from './applied.js';

const text = `version: 1
collection: things
type: Thing # of the shop
list:
  field: things
  page: { size: limit, offset: offset, max: 50 }
  arguments: { state: LIVE }
id: id
where: { state: live }
allow:
  read: [visitor, member]
fields:
  title: title
  price:
    path: price # in cents
    scale: 0.01
  only: &same { path: only, sort: false }
`;

const edit = (path: Path, given = text, useless = false): Edit | undefined => {
  const { source } = parseYaml('a.yaml', given, fileKind('collection'));
  const { actions = [] } = source.problemAt(path, 'wrong', useless ? { useless } : {});
  return actions.find((each): each is Edit => each.kind === 'edit');
};

test.each<[string, Path, string, string]>([
  ['a member of an object on one line', ['list', 'page', 'offset'], ', offset: offset', ''],
  ['the last one', ['list', 'page', 'max'], ', max: 50', ''],
  ['the first one', ['list', 'page', 'size'], 'size: limit, ', ''],
  [
    'a key with its lines',
    ['fields', 'price'],
    '  price:\n    path: price # in cents\n    scale: 0.01',
    '  # price:\n  #   path: price # in cents\n  #   scale: 0.01',
  ],
  ['a line', ['fields', 'price', 'scale'], '    scale: 0.01', '    # scale: 0.01'],
  [
    'the field, of which nothing is left without its path',
    ['fields', 'price', 'path'],
    '  price:\n    path: price # in cents\n    scale: 0.01',
    '  # price:\n  #   path: price # in cents\n  #   scale: 0.01',
  ],
  ['one of those who may', ['allow', 'read', 1], ', member', ''],
])('%s', (_, path, before, after) => {
  expect(text).toContain(before);
  expect(applied(text, edit(path)!)).toBe(text.replace(before, () => after));
});

test.each<[string, Path]>([
  ['what a file needs', ['type']],
  ['a filter that hides items', ['where', 'state']],
  ['who may', ['allow', 'read']],
  ['a constant argument', ['list', 'arguments', 'state']],
  ['what others may name by its anchor', ['fields', 'only']],
])('not %s', (_, path) => expect(edit(path)).toBeUndefined());

test('what has no effect goes whatever it is about, and what holds nothing else goes with it', () => {
  const found = edit(['list', 'arguments', 'state'], text, true);
  expect(found?.title).toBe('comment out list.arguments');
  expect(applied(text, found!)).toBe(text.replace('  arguments', '  # arguments'));
});
