/** Relations to several items in proposed files: what is a line, what is a comment, and why. */
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Proposal } from '../../../src/authoring/propose/proposal.js';
import { propose } from '../../../src/authoring/propose/propose.js';
import { collectionFile } from '../../../src/authoring/write/files.js';

const operators = `
  input BookFilter { id: IdOps title: TextOps author: AuthorFilter AND: [BookFilter!] }
  input AuthorFilter { id: IdOps name: TextOps AND: [AuthorFilter!] }
  input ReviewFilter { id: IdOps bookId: IdOps AND: [ReviewFilter!] }
  input IdOps { eq: ID in: [ID!] } input TextOps { eq: String in: [String!] }
`;

/** Books and authors, as a schema says that they hang together. */
function related(ofBook: string, ofAuthor: string, more = '', filtered = true): Proposal {
  const where = (type: string): string => (filtered ? `where: ${type}Filter, ` : '');
  return propose(
    buildSchema(`
      type Query {
        books(${where('Book')}limit: Int, offset: Int): [Book!]!
        authors(${where('Author')}limit: Int, offset: Int): [Author!]!
      }
      type Book { id: ID! title: String ${ofBook} }
      type Author { id: ID! name: String ${ofAuthor} }
      ${operators}
      ${more}
    `),
  );
}

const fileOf = ({ collections }: Proposal, name: string): string =>
  collectionFile(collections.find((each) => each.name === name)!).text;
const lineOf = ({ collections }: Proposal, name: string, key: string): unknown =>
  collections.find((each) => each.name === name)!.value.fields[key];
const list = (type: string): string =>
  `(where: ${type}Filter, orderBy: [${type}Order!], limit: Int, offset: Int)`;
const page = 'type Books { nodes: [Book!]! pageInfo: Info! } type Info { hasNextPage: Boolean! }';

describe('a line', () => {
  test('a whole list, with the reference that leads back', () => {
    expect(lineOf(related('author: Author', 'books: [Book!]!'), 'authors', 'books')).toEqual({
      type: 'MULTI_REFERENCE',
      collection: 'books',
      through: { list: 'books', reverse: 'author' },
    });
  });

  test('a connection says whether it is whole, and takes the number of an include', () => {
    expect(
      lineOf(related('author: Author', 'books(first: Int): Books!', page), 'authors', 'books'),
    ).toMatchObject({
      through: {
        list: { path: 'books.nodes', more: 'books.pageInfo.hasNextPage', size: 'first' },
        reverse: 'author',
      },
    });
  });

  test('filter and order go into the list where it takes those of the other collection', () => {
    const proposal = propose(
      buildSchema(`
        type Query { books${list('Book')}: [Book!]! authors(limit: Int, offset: Int): [Author!]! }
        type Book { id: ID! title: String }
        type Author { id: ID! name: String books${list('Book')}: [Book!]! booksCount: Int! drafts(where: Other, limit: Int): [Book!]! draftsCount: Int! }
        input BookFilter { id: IdOps title: TextOps AND: [BookFilter!] }
        input BookOrder { title: Way } enum Way { ASC DESC } input Other { id: IdOps }
        input IdOps { eq: ID in: [ID!] } input TextOps { eq: String in: [String!] }
      `),
    );
    expect(lineOf(proposal, 'authors', 'books')).toMatchObject({
      through: {
        list: { path: 'books', total: 'booksCount', size: 'limit', filter: 'where', sort: 'orderBy' },
      },
    });
    expect(lineOf(proposal, 'authors', 'drafts')).toMatchObject({
      through: { list: { path: 'drafts', total: 'draftsCount', size: 'limit' } },
    });
  });

  test('a list that cannot be asked for in the order of making gives way to the reference', () => {
    const dated = (order: string): unknown =>
      lineOf(
        propose(
          buildSchema(`
            type Query {
              books(where: BookFilter, orderBy: [BookOrder!], limit: Int, offset: Int): [Book!]!
              authors(limit: Int, offset: Int): [Author!]!
            }
            type Book { id: ID! title: String createdAt: DateTime author: Author }
            type Author { id: ID! name: String books(limit: Int ${order}): [Book!]! booksCount: Int! }
            input BookFilter { id: IdOps author: AuthorFilter AND: [BookFilter!] } input AuthorFilter { id: IdOps }
            input BookOrder { title: Way createdAt: Way } enum Way { ASC DESC } scalar DateTime
            input IdOps { eq: ID in: [ID!] }
          `),
        ),
        'authors',
        'books',
      );
    expect(dated('')).toMatchObject({ through: { reverse: 'author' } });
    expect(dated('')).not.toHaveProperty('through.list');
    expect(dated('orderBy: [BookOrder!]')).toMatchObject({ through: { list: { sort: 'orderBy' } } });
  });

  test('never more than the API says that it gives', () => {
    const most = '"At most 20." first: Int';
    expect(lineOf(related('', `books(${most}): Books!`, page), 'authors', 'books')).toMatchObject({
      through: { list: { size: 'first', max: 20 } },
    });
  });

  test('a list that may be cut gives way to the reference that leads back', () => {
    const proposal = related('author: Author', 'books(limit: Int): [Book!]!');
    expect(lineOf(proposal, 'authors', 'books')).toEqual({
      type: 'MULTI_REFERENCE',
      collection: 'books',
      through: { reverse: 'author' },
    });
  });

  test('the other end of a reference, one for each where there are several', () => {
    const proposal = related('author: Author editor: Author', '');
    const fields = proposal.collections.find(({ name }) => name === 'authors')!.value.fields;
    // Books can be filtered by their author, not by their editor.
    expect(Object.keys(fields)).toEqual(['name', 'booksByAuthor']);
    expect(fileOf(proposal, 'authors')).toContain('# booksByEditor: {');
  });

  test('an argument that takes the id, as what its name says', () => {
    const proposal = propose(
      buildSchema(`
        type Query { books(limit: Int, offset: Int): [Book!]! reviews(bookId: ID, limit: Int, offset: Int): [Review!]! }
        type Book { id: ID! title: String }
        type Review { id: ID! text: String }
      `),
    );
    expect(lineOf(proposal, 'books', 'reviews')).toEqual({
      type: 'MULTI_REFERENCE',
      collection: 'reviews',
      through: { argument: 'bookId' },
    });
    expect(fileOf(proposal, 'books')).toContain('# guessed from the name of the argument\n  reviews:');
  });

  test('ids of several items take the place of the plain list', () => {
    const proposal = propose(
      buildSchema(`
        type Query { books(limit: Int, offset: Int): [Book!]! tags(limit: Int, offset: Int): [Tag!]! }
        type Book { id: ID! title: String tagIds: [ID!]! }
        type Tag { id: ID! name: String }
      `),
    );
    expect(proposal.collections.find(({ name }) => name === 'books')!.value.fields).toEqual({
      title: 'title',
      tags: { path: 'tagIds', type: 'MULTI_REFERENCE', collection: 'tags' },
    });
  });

  test('a collection that joins two, from both of them', () => {
    const proposal = propose(
      buildSchema(`
        type Query {
          books(limit: Int, offset: Int): [Book!]! tags(limit: Int, offset: Int): [Tag!]!
          bookTags(where: BookTagFilter, limit: Int, offset: Int): [BookTag!]!
        }
        type Book { id: ID! title: String }
        type Tag { id: ID! name: String }
        type BookTag { id: ID! bookId: ID! tagId: ID! }
        input BookTagFilter { id: IdOps bookId: IdOps tagId: IdOps AND: [BookTagFilter!] }
        ${operators}
      `),
    );
    expect(lineOf(proposal, 'books', 'tags')).toMatchObject({
      through: { join: { collection: 'bookTags', from: 'bookId', to: 'tagId' } },
    });
    expect(lineOf(proposal, 'tags', 'books')).toMatchObject({
      through: { join: { collection: 'bookTags', from: 'tagId', to: 'bookId' } },
    });
  });

  test('references that the filter knows by another name', () => {
    const filter = (book: string, author = ''): unknown =>
      lineOf(
        propose(
          buildSchema(`
            type Query {
              books(where: BookFilter, limit: Int, offset: Int): [Book!]!
              authors(limit: Int, offset: Int): [Author!]!
            }
            type Book { id: ID! title: String authorId: ID author: Author }
            type Author { id: ID! name: String }
            input BookFilter { id: IdOps title: TextOps ${book} AND: [BookFilter!] }
            ${author}
            input IdOps { eq: ID in: [ID!] } input TextOps { eq: String in: [String!] }
          `),
        ),
        'books',
        'author',
      );
    expect(filter('authorId: IdOps')).not.toHaveProperty('filter');
    expect(filter('author: IdOps')).toHaveProperty('filter', 'author');
    expect(filter('author: AuthorFilter', 'input AuthorFilter { id: IdOps }')).toHaveProperty(
      'filter',
      'author.id',
    );
    expect(filter('')).not.toHaveProperty('filter');
  });
});

describe('a comment, with its reason', () => {
  const reason = (proposal: Proposal, key: string): string | undefined => {
    const { disabled } = proposal.collections.find(({ name }) => name === 'authors')!;
    return disabled.find(({ value }) => key in value)?.text;
  };

  test('a list that may be cut, and that nothing else completes', () => {
    const proposal = related('', 'books(limit: Int): [Book!]!');
    expect(reason(proposal, 'books')).toContain('may give only some of them');
    expect(proposal.relations.map(({ doubt }) => doubt)).toEqual(['may be cut']);
  });

  test('a reference by which nothing can be asked for', () => {
    expect(reason(related('author: Author', '', '', false), 'books')).toContain('cannot filter those items');
  });

  test('objects of another list than the collection shows', () => {
    const proposal = propose(
      buildSchema(`
        type Query { books(locale: String!, limit: Int, offset: Int): [Book!]! authors(limit: Int, offset: Int): [Author!]! }
        type Book { id: ID! title: String }
        type Author { id: ID! name: String books: [Book!]! }
      `),
    );
    expect(reason(proposal, 'books')).toContain('the list of books has arguments of its own');
  });

  test('members of several types', () => {
    const proposal = related('about: Topic', '', 'union Topic = Book | Author');
    expect(fileOf(proposal, 'books')).toContain(
      '# related items of several types, while a field refers to one: about (Book, Author)',
    );
  });
});

test('what a site owner reads is plain, and no two fields of a collection are called the same', () => {
  const proposal = related(
    'authorId: ID! author: Author tags: [String!] coAuthorIds: [ID!]',
    'books_connection(first: Int): Books! books_list(limit: Int): [Book!]! booksCount: Int',
    page,
  );
  const { fields } = proposal.collections.find(({ name }) => name === 'authors')!.value;
  expect(fields.books).toMatchObject({ through: { list: { path: 'books_connection.nodes' } } });
  expect(fields.books).not.toHaveProperty('displayName');
});
