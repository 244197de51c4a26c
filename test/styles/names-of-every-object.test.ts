/** Names like `constructor`, which every object knows: APIs have them (racing, building), and a table is not to be asked for them by mistake. */
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { bindFilter } from '../../src/styles/filter.js';
import { and, compare } from '../../src/styles/predicate.js';
import { operatorEntry } from '../../src/styles/vocabulary/filter.js';
import type { FilterStyle } from '../../src/styles/vocabulary.js';
import { isMissing, locate } from '../../src/upstream/document/location.js';

const schema = buildSchema(`
  input Words { eq: String, ne: String }
  input Where { constructor: Words, title: Words }
  type Item { constructor: String, title: String }
  type Query { items(where: Where): [Item!]! }
`);
const style: FilterStyle = {
  style: 'operators',
  at: 'where',
  operators: { any: { eq: { eq: '$value' }, ne: { ne: '$value' } } },
};

it('conditions on such fields are joined in one object, where the API has no other way', () => {
  const location = locate(schema, 'items');
  if (isMissing(location)) throw new Error('no such list');
  const binding = bindFilter(style, location, undefined);
  if ('message' in binding) throw new Error(binding.message);
  const path = (name: string) => ({ path: [name], kind: 'text' as const });
  const conditions = [
    compare(path('title'), 'eq', 'a'),
    compare(path('constructor'), 'eq', 'b'),
    compare(path('constructor'), 'ne', 'c'),
  ];
  expect(binding.render(and(conditions), (field) => binding.fieldAt(field.path, 'text'))).toEqual({
    title: { eq: 'a' },
    constructor: { eq: 'b', ne: 'c' },
  });
});

it.each(['constructor', 'toString', 'hasOwnProperty'])('a template may name a member %s', (name) => {
  const template = { [name]: { eq: '$value' } };
  expect(operatorEntry.safeParse(template)).toMatchObject({ success: true, data: template });
});
