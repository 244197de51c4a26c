import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { detectCollections } from '../../../src/authoring/detect/collections.js';

const schema = buildSchema(`
  type Query {
    notes(orderId: String!): [Note!]!
    note(orderId: String!, noteId: String!): Note
    cards(accountId: Int!): [Card!]!
    card(accountId: String!, cardId: String!): Card
    locations: [Location!]!
    location(locationCode: String!, detailed: Boolean): Location
    types: [Kind!]!
    kind(labelName: String!): Kind
    searchNotes(term: String!): SearchPayload!
    tags: TagConnection!
  }
  type Note { id: String! text: String }
  type Card { id: String! last4: String }
  type Location { code: String! city: String }
  type Kind { name: String }
  type SearchPayload { nodes: [Hit!]! totalCount: Float! total: Float! pageInfo: PageInfo! }
  type Hit { id: ID! title: String }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type TagConnection { edges: [TagEdge!]! pageInfo: PageInfo! }
  type TagEdge { cursor: String! node: String! }
`);
const { collections } = detectCollections(schema);
const list = (field: string) => collections.find((each) => each.field === field);

test.each([
  [
    'an argument that the list wants too is the constant of the list',
    'notes',
    { field: 'note', arguments: { noteId: '$id' } },
  ],
  ['unless it is of another type', 'cards', undefined],
  ["a key after the type's name", 'locations', { field: 'location', arguments: { locationCode: '$id' } }],
  ['but not after another name', 'types', undefined],
])('%s', (_, field, style) => {
  expect(list(field)?.get).toEqual(style);
});

test('a total count may be a Float; a total alone may be money', () => {
  expect(list('searchNotes')?.style.count).toBe('totalCount');
});

test('edges of texts are no items', () => {
  expect(collections.map((each) => each.field)).not.toContain('tags.edges');
});
