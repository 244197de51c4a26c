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
    ).toEqual([
      'Employee > Employee one object: Employee "employee"',
      'Employee > Employee many reverse: Employee "employees"',
    ]);
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

describe('both ends', () => {
  const inverses = (sdl: string): readonly (readonly string[])[] =>
    detectRelations(detectCollections(buildSchema(sdl)).collections).found.map((each) => [
      `${each.from}.${each.field}`,
      each.how,
      each.inverse ?? '–',
      each.words,
    ]);

  test('a list and a reference that have the names of each other are one relation', () => {
    expect(
      inverses(`
        type Query { books(limit: Int): [Book!]! authors(limit: Int): [Author!]! }
        type Book { id: ID! title: String author: Author }
        type Author { id: ID! name: String books: [Book!]! }
      `),
    ).toEqual([
      ['Book.author', 'object', '–', 'author'],
      ['Author.books', 'list', 'author', 'books'],
    ]);
  });

  test.each([
    ['a reference of another name', 'owner: Author', 'books: [Book!]!'],
    ['a list of another name', 'author: Author', 'favourites: [Book!]!'],
    ['a list that leads back', 'author: Author authors: [Author!]!', 'books: [Book!]!'],
  ])('%s leaves a doubt', (_, ofBook, ofAuthor) => {
    const found = inverses(`
      type Query { books(limit: Int): [Book!]! authors(limit: Int): [Author!]! }
      type Book { id: ID! title: String ${ofBook} }
      type Author { id: ID! name: String ${ofAuthor} }
    `);
    expect(found.map(([, , inverse]) => inverse)).toEqual(found.map(() => '–'));
  });

  test('PostGraphile says the key in the name of the list', () => {
    expect(
      inverses(`
        type Query { books(limit: Int): [Book!]! people(limit: Int): [Person!]! }
        type Book { id: Int! title: String ownerId: Int personByOwnerId: Person editorId: Int personByEditorId: Person }
        type Person { id: Int! name: String booksByOwnerId(first: Int): Books! booksByEditorId(first: Int): Books! }
        type Books { nodes: [Book!]! totalCount: Int! }
      `).slice(2),
    ).toEqual([
      ['Person.booksByOwnerId', 'connection', 'personByOwnerId', 'books by owner'],
      ['Person.booksByEditorId', 'connection', 'personByEditorId', 'books by editor'],
    ]);
  });

  test('a tree', () => {
    const tree = (members: string) =>
      inverses(`
        type Query { categories(limit: Int): [Category!]! }
        type Category { id: ID! name: String ${members} }
      `);
    expect(tree('parent: Category children: [Category!]!')[1]).toEqual([
      'Category.children',
      'list',
      'parent',
      'children',
    ]);
    expect(tree('Category: Category Categories: [Category!]!')[1]?.[2]).toBe('Category');
    expect(tree('Category: Category Categories: [Category!]! related: [Category!]!')[1]?.[2]).toBe('–');
    expect(tree('parentCategory: Category')[1]).toEqual([
      'Category.parentCategory',
      'reverse',
      '–',
      'children',
    ]);
    expect(tree('successor: Category')[1]).toEqual([
      'Category.successor',
      'reverse',
      '–',
      'categories by successor',
    ]);
  });

  test('the other end of a list that may be cut is the reference, when nothing else tells', () => {
    expect(
      inverses(`
        type Query { books(limit: Int): [Book!]! authors(limit: Int): [Author!]! }
        type Book { id: ID! title: String owner: Author }
        type Author { id: ID! name: String shelf(limit: Int): [Book!]! }
      `),
    ).toEqual([
      ['Book.owner', 'object', '–', 'owner'],
      ['Author.shelf', 'list', '–', 'shelf'],
      ['Author.owner', 'reverse', '–', 'books'],
    ]);
  });
});

describe('collections that join two others', () => {
  const pairs = (sdl: string) =>
    detectRelations(detectCollections(buildSchema(sdl)).collections)
      .found.filter(({ how }) => how === 'pairs' || how === 'join')
      .map(({ from, to, how, path, joins }) => [from, to, how, path, ...Object.values(joins ?? {})]);
  const queries = 'books(limit: Int): [Book!]! tags(limit: Int): [Tag!]!';

  test('by objects, by keys, with the list of them in an item', () => {
    expect(
      pairs(`
        type Query { ${queries} bookTags(limit: Int): [BookTag!]! }
        type Book { id: ID! title: String }
        type Tag { id: ID! name: String bookTags: [BookTag!]! }
        type BookTag { id: ID! book: Book! tag: Tag! createdAt: String }
      `),
    ).toEqual([
      ['Book', 'Tag', 'pairs', '', 'BookTag', 'book', 'tag'],
      ['Tag', 'Book', 'pairs', 'bookTags[].book', 'BookTag', 'tag', 'book'],
    ]);
    expect(
      pairs(`
        type Query { ${queries} placements(limit: Int): [Placement!]! }
        type Book { id: ID! title: String }
        type Tag { id: ID! name: String }
        type Placement { id: ID! book_id: ID! tagId: ID! position: Int }
      `),
    ).toEqual([
      ['Book', 'Tag', 'pairs', '', 'Placement', 'book_id', 'tagId'],
      ['Tag', 'Book', 'pairs', '', 'Placement', 'tagId', 'book_id'],
    ]);
  });

  test('items with values of their own, or with a third reference, join nothing', () => {
    const line = (members: string) =>
      pairs(`
        type Query { ${queries} lines(limit: Int): [Line!]! }
        type Book { id: ID! title: String }
        type Tag { id: ID! name: String }
        type Line { id: ID! book: Book! tag: Tag! ${members} }
      `);
    expect(line('')).toHaveLength(2);
    expect(line('quantity: Int')).toEqual([]);
    expect(line('other: Tag')).toEqual([]);
  });

  test('a list that holds the same items makes them needless', () => {
    expect(
      pairs(`
        type Query { ${queries} bookTags(limit: Int): [BookTag!]! }
        type Book { id: ID! title: String tags: [Tag!]! }
        type Tag { id: ID! name: String }
        type BookTag { id: ID! book: Book! tag: Tag! }
      `),
    ).toEqual([['Tag', 'Book', 'pairs', '', 'BookTag', 'tag', 'book']]);
  });
});

describe('lists in an item: what says that they are whole', () => {
  const listing = (members: string, types = '') => {
    const sdl = `
      type Query { books(limit: Int): [Book!]! tags(limit: Int): [Tag!]! }
      type Book { id: ID! title: String ${members} }
      type Tag { id: ID! name: String }
      ${types} ${page}
    `;
    const { found } = detectRelations(detectCollections(buildSchema(sdl)).collections);
    const { field: _field, ...listing } = found.find(({ to }) => to === 'Tag')!.listing!;
    return listing;
  };

  test('nothing has to, where no part can be asked for', () => {
    expect(listing('tags: [Tag!]!')).toEqual({
      parts: false,
      size: undefined,
      most: undefined,
      total: undefined,
      more: undefined,
    });
  });

  test('the flag, the total and the token of a page', () => {
    expect(listing('tags(first: Int): Tags!', 'type Tags { nodes: [Tag!]! pageInfo: PageInfo! }')).toEqual({
      parts: true,
      size: 'first',
      most: undefined,
      total: undefined,
      more: 'tags.pageInfo.hasNextPage',
    });
    expect(listing('tags(limit: Int): Tags!', 'type Tags { items: [Tag!]! nextToken: String }').more).toBe(
      'tags.nextToken',
    );
    // The last cursor is there at the end too.
    expect(
      listing(
        'tags(first: Int, after: String): Tags!',
        'type Tags { edges: [Edge!]! pageInfo: Info! } type Edge { node: Tag! } type Info { endCursor: String }',
      ).more,
    ).toBeUndefined();
  });

  test.each([
    ['tagsCount: Int!', 'tagsCount'],
    ['tags_aggregate: Sum!', 'tags_aggregate.aggregate.count'],
    ['_count: Counts!', '_count.tags'],
    ['tagsCount(after: String!): Int!', undefined],
    ['tagsCount(archived: Boolean = false): Int!', undefined],
  ])('a member beside it that counts: %s', (member, total) => {
    const types = 'type Sum { aggregate: Numbers! } type Numbers { count: Int! } type Counts { tags: Int! }';
    expect(listing(`tags(limit: Int): [Tag!]! ${member}`, types).total).toBe(total);
  });

  test('a size inside an input object', () => {
    expect(listing('tags(pagination: Pages): [Tag!]!', 'input Pages { limit: Int start: Int }')).toEqual({
      parts: true,
      size: 'pagination.limit',
      most: undefined,
      total: undefined,
      more: undefined,
    });
    expect(listing('tags(where: Filter): [Tag!]!', 'input Filter { views_gt: Int }').parts).toBe(false);
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

  test('an argument of another list of the same type', () => {
    const { collections, lists } = detectCollections(
      buildSchema(`
        type Query {
          books(limit: Int): [Book!]!
          reviews(limit: Int, offset: Int): [Review!]!
          reviewsByBook(bookId: ID!): [Review!]!
          latestReview(bookId: ID!): Review
        }
        type Book { id: ID! title: String }
        type Review { id: ID! text: String }
      `),
    );
    expect(detectRelations(collections, lists).found.map(({ how, path, list }) => [how, path, list])).toEqual(
      [['argument', 'bookId', 'reviewsByBook']],
    );
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
  expect(missed.map(({ field, reason, types }) => [field, reason, ...types])).toEqual([
    ['price', 'a value without an id'],
    ['film', 'no collection has its type'],
    ['any', 'one of several types'],
    ['cover', 'wants an argument'],
  ]);
});

test('members of several types, and those that want an argument, name the collections that are meant', () => {
  const { found, missed } = detectRelations(
    detectCollections(
      buildSchema(`
        type Query { books(limit: Int): [Book!]! films(limit: Int): [Film!]! authors(limit: Int): [Author!]! }
        interface Work { id: ID! }
        type Book implements Work { id: ID! title: String related: [Any!]! next: Work contributor(role: String!): Author }
        type Film implements Work { id: ID! title: String }
        type Author { id: ID! name: String }
        union Any = Film | Book
      `),
    ).collections,
  );
  expect(found).toEqual([]);
  expect(missed.map(({ field, reason, types }) => [field, reason, ...types])).toEqual([
    ['related', 'one of several types', 'Book', 'Film'],
    ['next', 'one of several types', 'Book', 'Film'],
    ['contributor', 'wants an argument', 'Author'],
  ]);
});
