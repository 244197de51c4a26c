import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { detectCollections } from '../../../src/authoring/detect/collections.js';
import { detectRelations } from '../../../src/authoring/detect/relations.js';

function relations(sdl: string): readonly string[] {
  const { found } = detectRelations(detectCollections(buildSchema(sdl)).collections);
  return found.map(
    ({ from, to, kind, how, path, key, words }) =>
      `${from} > ${to} ${kind === 'REFERENCE' ? 'one' : 'many'} ${how}: ${path}${key === undefined ? '' : ` by ${key}`} "${words}"`,
  );
}

const page = 'type PageInfo { hasNextPage: Boolean! endCursor: String }';

describe('one', () => {
  test('an object, with and without its key beside it', () => {
    expect(
      relations(`
        type Query { books(limit: Int): [Book!]! authors(limit: Int): [Author!]! }
        type Book { id: ID! title: String authorId: ID! author: Author! editor: Author }
        type Author { id: ID! name: String }
      `),
    ).toEqual([
      'Book > Author one object and key: author by authorId "author"',
      'Book > Author one object: editor "editor"',
      'Author > Book many reverse: author "books by author"',
      'Author > Book many reverse: editor "books by editor"',
    ]);
  });

  test('an object that PostGraphile names after its key', () => {
    expect(
      relations(`
        type Query { books(limit: Int): [Book!]! people(limit: Int): [Person!]! }
        type Book { id: Int! ownerId: Int personByOwnerId: Person }
        type Person { id: Int! name: String }
      `)[0],
    ).toBe('Book > Person one object and key: personByOwnerId by ownerId "owner"');
  });

  test('a key alone, where its name and type are those of a collection', () => {
    expect(
      relations(`
        type Query { books(limit: Int): [Book!]! authors(limit: Int): [Author!]! shelves(limit: Int): [Shelf!]! }
        type Book { id: ID! title: String author_id: ID shelfId: Int publisherId: ID }
        type Author { id: ID! name: String }
        type Shelf { id: ID! name: String }
      `),
    ).toEqual([
      'Book > Author one key: author_id by author_id "author"',
      'Author > Book many reverse: author_id "books"',
    ]);
  });

  test('an id of its own is no key of what it refers to', () => {
    expect(
      relations(`
        type Query { employees(limit: Int): [Employee!]! }
        type Employee { EmployeeId: Int! ReportsTo: Int Employee: Employee }
      `),
    ).toEqual(['Employee > Employee one object: Employee "employee"']);
  });

  test('through a response object', () => {
    expect(
      relations(`
        type Query { books(limit: Int): [Book!]! authors(limit: Int): [Author!]! }
        type Book { id: ID! title: String author: AuthorResponse }
        type AuthorResponse { data: Author }
        type Author { id: ID! name: String }
      `)[0],
    ).toBe('Book > Author one object: author.data "author"');
  });
});

describe('many', () => {
  test('lists and connections; one where both are of the same', () => {
    expect(
      relations(`
        type Query { books(limit: Int): [Book!]! tags(limit: Int): [Tag!]! }
        type Book { id: ID! tags: [Tag!]! tagsConnection(first: Int): TagConnection! related(first: Int, after: String): BookConnection }
        type Tag { id: ID! name: String }
        type TagConnection { nodes: [Tag!]! pageInfo: PageInfo! }
        type BookConnection { edges: [BookEdge!]! pageInfo: PageInfo! }
        type BookEdge { node: Book! }
        ${page}
      `),
    ).toEqual([
      'Book > Tag many list: tags "tags"',
      'Book > Book many connection: related.edges[].node "related"',
    ]);
  });

  test('a list of ids, and a type that joins two', () => {
    expect(
      relations(`
        type Query { books(limit: Int): [Book!]! tags(limit: Int): [Tag!]! shops(limit: Int): [Shop!]! }
        type Book { id: ID! title: String tagIds: [ID!] stock: [BookShop!]! }
        type BookShop { id: ID! book: Book! shop: Shop! position: Int }
        type Tag { id: ID! name: String }
        type Shop { id: ID! name: String }
      `),
    ).toEqual(['Book > Shop many join: stock[].shop "shops"', 'Book > Tag many ids: tagIds "tag"']);
  });

  test('an argument of the other list, where nothing else tells', () => {
    expect(
      relations(`
        type Query { books(limit: Int): [Book!]! reviews(limit: Int, bookId: ID): [Review!]! }
        type Book { id: ID! title: String }
        type Review { id: ID! text: String }
      `),
    ).toEqual(['Book > Review many argument: bookId "reviews"']);
  });
});

test('what is none, and why', () => {
  const { found, missed } = detectRelations(
    detectCollections(
      buildSchema(`
        type Query { books(limit: Int): [Book!]! film(id: ID!): Film }
        type Book { id: ID! title: String price: Money film: Film any: Any cover(size: Int!): Image }
        type Money { amount: Float }
        type Film { id: ID! title: String }
        union Any = Film | Money
        type Image { url: String }
      `),
    ).collections,
  );
  expect(found).toEqual([]);
  expect(Object.fromEntries(missed)).toEqual({
    'a value without an id': 1,
    'no collection has its type': 1,
    'one of several types': 1,
    'wants an argument': 1,
  });
});
