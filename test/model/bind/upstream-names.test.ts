/** A foreign key that is filtered through the object it belongs to: null tests of that say nothing of rows without it. */
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import type { Json } from '../../../src/wix/json.js';
import { sentFor } from '../../plan/bound.js';
import { bindRig } from '../../rig.js';

const sdl = `
  type Query { books(where: BookWhere, limit: Int, offset: Int): [Book!]! }
  type Book { id: ID! authorId: ID ownerId: ID! author: Author owner: Author! }
  type Author { id: ID! }
  input BookWhere { id: Ids authorId: Ids author: AuthorWhere owner: AuthorWhere AND: [BookWhere!] OR: [BookWhere!] NOT: BookWhere }
  input AuthorWhere { id: Ids }
  input Ids { eq: ID in: [ID!] isNull: Boolean }
`;
const filter = {
  style: 'operators',
  at: 'where',
  operators: {
    any: { eq: { eq: '$value' }, in: { in: '$value' }, isNull: { isNull: true }, notNull: { isNull: false } },
  },
  and: { AND: '$all' },
  or: { OR: '$all' },
  not: { NOT: '$one' },
  notLogic: 'two-valued',
} as const;

const sent = (field: Json, condition: Json): ReturnType<typeof sentFor> => {
  const model = bindRig(
    'http://localhost/graphql',
    buildSchema(sdl),
    { request: () => Promise.reject(new Error('deaf')), shown: '', close: () => Promise.resolve() },
    { defaults: { page: { size: 'limit', offset: 'offset' }, filter } } as never,
    [{ collection: 'books', type: 'Book', id: 'id', list: 'books', fields: { author: field } } as never],
  ).model('books');
  return sentFor(model, { author: condition } as never);
};

test('by the key itself', () => {
  expect(sent('authorId', { $eq: null })).toMatchObject({ exact: true });
});

test.each(['author.id', 'authorId'])('%s by the object: equality is sent, a null test is not', (path) => {
  const field = path === 'authorId' ? { path, filter: 'author.id' } : { path };
  expect(sent(field, { $eq: 'a' })).toEqual({
    sent: { author: { id: { eq: 'a' } } },
    exact: true,
  });
  expect(JSON.stringify(sent(field, { $eq: null }))).not.toContain('isNull":true');
});

test('where each row has the object, nothing is lost', () => {
  expect(sent({ path: 'ownerId', filter: 'owner.id' }, { $eq: 'a' })).toMatchObject({ exact: true });
});
