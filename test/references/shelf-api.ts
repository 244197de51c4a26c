/**
 * An API of books whose references can be written in each way: join items, a foreign key of the other item, lists of ids
 * with a version, mutations about a pair, and connect inputs. Answers can be lost.
 */
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';

interface Book {
  readonly id: string;
  title: string;
  tagIds: string[];
  version: number;
  readonly linked: Set<string>;
}

export interface ShelfRows {
  readonly books: Map<string, Book>;
  /** Books of another list. */
  readonly archive: Map<string, Book>;
  readonly tags: Map<string, { readonly id: string; readonly name: string }>;
  readonly reviews: Map<string, { readonly id: string; text: string; bookId: string | null }>;
  readonly bookTags: Map<string, { readonly id: string; bookId: string; tagId: string }>;
  /** Names of the mutations that ran, in their order. */
  readonly ran: string[];
}

export function shelfRows(): ShelfRows {
  const named = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> =>
    new Map(rows.map((row) => [row.id, row]));
  const book = (id: string): Book => ({
    id,
    title: `Book ${id}`,
    tagIds: ['t1'],
    version: 1,
    linked: new Set(['t1']),
  });
  return {
    books: named(['b1', 'b2', 'b3'].map(book)),
    archive: named(['x1'].map(book)),
    tags: named(['t1', 't2', 't3', 't4'].map((id) => ({ id, name: `Tag ${id}` }))),
    reviews: named([
      { id: 'r1', text: 'good', bookId: 'b1' },
      { id: 'r2', text: 'bad', bookId: null },
      { id: 'r3', text: 'fair', bookId: null },
    ]),
    bookTags: named([
      { id: 'j1', bookId: 'b1', tagId: 't1' },
      { id: 'j2', bookId: 'b2', tagId: 't2' },
    ]),
    ran: [],
  };
}

const where = (type: string): string => `(where: ${type}Where, limit: Int, offset: Int)`;
const schema = `
  input In { eq: ID in: [ID!] isNull: Boolean }
  input Tags { hasSome: [ID!] }
  input BookWhere { id: In tagIds: Tags AND: [BookWhere!] OR: [BookWhere!] NOT: BookWhere }
  input TagWhere { id: In AND: [TagWhere!] OR: [TagWhere!] NOT: TagWhere }
  input ReviewWhere { id: In bookId: In AND: [ReviewWhere!] OR: [ReviewWhere!] NOT: ReviewWhere }
  input BookTagWhere { id: In bookId: In tagId: In AND: [BookTagWhere!] OR: [BookTagWhere!] NOT: BookTagWhere }
  type Tag { id: ID! name: String! }
  type Book { id: ID! title: String! tagIds: [ID!]! version: Int! tags: [Tag!]! }
  type Review { id: ID! text: String! bookId: ID }
  type BookTag { id: ID! bookId: ID! tagId: ID! }
  type BookPage { items: [Book!]! total: Int! }
  type TagPage { items: [Tag!]! total: Int! }
  type ReviewPage { items: [Review!]! total: Int! }
  type BookTagPage { items: [BookTag!]! total: Int! }
  type Query { books${where('Book')}: BookPage! archive${where('Book')}: BookPage! tags${where('Tag')}: TagPage! reviews${where('Review')}: ReviewPage!
    bookTags${where('BookTag')}: BookTagPage! }
  input BookTagInput { bookId: ID! tagId: ID! }
  input BookPatch { title: String tagIds: [ID!] }
  input ReviewPatch { text: String bookId: ID }
  input ById { id: ID! }
  input Links { connect: [ById!] disconnect: [ById!] }
  input BookData { tags: Links }
  type LinkError { code: String! message: String! }
  type LinkPayload { ok: Boolean! errors: [LinkError!]! }
  type Mutation {
    createBookTag(input: BookTagInput!): BookTag
    deleteBookTag(id: ID!): Boolean!
    deleteBook(id: ID!): Boolean!
    deleteTag(id: ID!): Boolean!
    deleteAllTags: Boolean!
    deleteAllBooks: Boolean!
    updateBook(id: ID!, version: Int, patch: BookPatch!): Book
    updateReview(id: ID!, patch: ReviewPatch!): Review
    linkTag(bookId: ID!, tagId: ID!): LinkPayload!
    unlinkTag(bookId: ID!, tagId: ID!): LinkPayload!
    editBook(where: ById!, data: BookData!): Book
  }`;

type Where = { readonly [key: string]: unknown };
type Page = {
  readonly where?: Where | null;
  readonly limit?: number | null;
  readonly offset?: number | null;
};

function matches(row: Where, where: Where): boolean {
  return Object.entries(where).every(([key, wanted]) => {
    if (wanted === null || wanted === undefined) return true;
    if (key === 'AND') return (wanted as readonly Where[]).every((each) => matches(row, each));
    if (key === 'OR') return (wanted as readonly Where[]).some((each) => matches(row, each));
    if (key === 'NOT') return !matches(row, wanted as Where);
    const value = row[key];
    return Object.entries(wanted as Where).every(([operator, operand]) => {
      if (operator === 'eq') return value === operand;
      if (operator === 'in') return (operand as readonly unknown[]).includes(value);
      if (operator === 'isNull') return (value === null) === operand;
      return (operand as readonly unknown[]).some((each) => (value as readonly unknown[]).includes(each));
    });
  });
}

export interface ShelfOptions {
  /** Whether the answer of a mutation is lost: before it runs, or after. */
  readonly lose?: (query: string) => 'before' | 'after' | undefined;
}

export async function startShelfApi(rows: ShelfRows, { lose }: ShelfOptions = {}): Promise<Served> {
  const list =
    (all: ReadonlyMap<string, object>) =>
    ({ where, limit, offset }: Page) => {
      const found = [...all.values()].filter((row) => matches(row as Where, where ?? {}));
      return { items: found.slice(offset ?? 0, (offset ?? 0) + (limit ?? 100)), total: found.length };
    };
  const ran =
    <A, R>(name: string, run: (given: A) => R) =>
    (given: A): R => {
      rows.ran.push(name);
      return run(given);
    };
  const shown = (book: Book | undefined) =>
    book && { ...book, tags: [...book.linked].map((id) => rows.tags.get(id)).filter((each) => each) };
  for (const book of rows.books.values())
    Object.assign(book, { tags: () => [...book.linked].map((id) => rows.tags.get(id)!) });
  const link =
    (change: (book: Book, id: string) => boolean, code: string) =>
    ({ bookId, tagId }: { readonly bookId: string; readonly tagId: string }) => {
      const book = rows.books.get(bookId);
      const fault = !book || !rows.tags.has(tagId) ? 'MISSING' : change(book, tagId) ? undefined : code;
      return {
        ok: fault === undefined,
        errors: fault === undefined ? [] : [{ code: fault, message: fault }],
      };
    };
  let joins = 10;
  return serveGraphql(
    schema,
    {
      books: list(rows.books),
      archive: list(rows.archive),
      tags: list(rows.tags),
      reviews: list(rows.reviews),
      bookTags: list(rows.bookTags),
      createBookTag: ran(
        'createBookTag',
        ({ input }: { readonly input: { bookId: string; tagId: string } }) => {
          if (!rows.tags.has(input.tagId)) throw new Error('foreign key violation');
          joins += 1;
          const row = { id: `j${joins}`, ...input };
          rows.bookTags.set(row.id, row);
          return row;
        },
      ),
      deleteBookTag: ran('deleteBookTag', ({ id }: { readonly id: string }) => rows.bookTags.delete(id)),
      deleteBook: ran('deleteBook', ({ id }: { readonly id: string }) => rows.books.delete(id)),
      deleteTag: ran('deleteTag', ({ id }: { readonly id: string }) => rows.tags.delete(id)),
      deleteAllTags: ran('deleteAllTags', () => {
        rows.tags.clear();
        return true;
      }),
      deleteAllBooks: ran('deleteAllBooks', () => {
        rows.books.clear();
        return true;
      }),
      updateBook: ran(
        'updateBook',
        ({
          id,
          version,
          patch,
        }: {
          id: string;
          version?: number;
          patch: { title?: string; tagIds?: string[] };
        }) => {
          const book = rows.books.get(id);
          if (book && version !== undefined && version !== book.version) throw new Error('another version');
          if (book) Object.assign(book, patch, { version: book.version + 1 });
          return shown(book);
        },
      ),
      updateReview: ran('updateReview', ({ id, patch }: { id: string; patch: object }) => {
        const review = rows.reviews.get(id);
        if (review) Object.assign(review, patch);
        return review;
      }),
      linkTag: ran(
        'linkTag',
        link((book, id) => !book.linked.has(id) && Boolean(book.linked.add(id)), 'THERE'),
      ),
      unlinkTag: ran(
        'unlinkTag',
        link((book, id) => book.linked.delete(id), 'ABSENT'),
      ),
      editBook: ran(
        'editBook',
        ({
          where: { id },
          data,
        }: {
          where: { id: string };
          data: { tags: { connect?: { id: string }[]; disconnect?: { id: string }[] } };
        }) => {
          const book = rows.books.get(id);
          for (const each of data.tags.connect ?? []) book?.linked.add(each.id);
          for (const each of data.tags.disconnect ?? []) book?.linked.delete(each.id);
          return shown(book);
        },
      ),
    },
    undefined,
    lose,
  );
}
