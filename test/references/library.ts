/**
 * An API of books with relations of each kind: an object inside another, foreign keys, lists inside rows (plain, cut and
 * connections), lists of ids, join rows, list fields that take the other's id, and filters through relations.
 */
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { matches, type Row, type Where } from './library-filter.js';

export interface LibraryRows {
  readonly authors: readonly Row[];
  readonly books: readonly Row[];
  readonly reviews: readonly Row[];
  readonly tags: readonly Row[];
  readonly bookTags: readonly Row[];
}

export interface LibraryOptions {
  /** Most rows of a list inside a row, whatever is asked for; undefined: as many as are asked for. */
  readonly cap?: number;
  /** Most rows of a list at the root. */
  readonly page?: number;
  /** Ids of authors whose names cannot be given: an error, and null in their place. */
  readonly spoilt?: ReadonlySet<string>;
  /** Ids of books whose related objects cannot be given, where they may be null: an error, and null in their place. */
  readonly broken?: ReadonlySet<string>;
  /** Arguments that lists inside rows take and do not heed. */
  readonly ignored?: readonly ('where' | 'orderBy')[];
  /** What `every` says of an item without elements. */
  readonly everyOfNone?: boolean;
}

const operators = (type: string): string =>
  `eq: ${type} ne: ${type} in: [${type}!] nin: [${type}!] gt: ${type} gte: ${type} lt: ${type} lte: ${type} isNull: Boolean`;
const logic = (name: string): string => `AND: [${name}!] OR: [${name}!] NOT: ${name}`;
const list = (name: string): string => `(where: ${name}Where, orderBy: [Order!], limit: Int, offset: Int)`;

const schema = `
  input In { ${operators('ID')} contains: String }
  input TextIn { ${operators('String')} contains: String }
  scalar DateTime
  input TimeIn { ${operators('DateTime')} }
  input IntIn { ${operators('Int')} }
  input Order { field: String! down: Boolean }
  input AuthorWhere { ${logic('AuthorWhere')} id: In name: TextIn born: IntIn boss: AuthorWhere }
  input BookWhere { ${logic('BookWhere')} id: In title: TextIn pages: IntIn authorId: In author: AuthorWhere
    writer: AuthorIs writers: AuthorsWhere tags: TagsWhere reviews: ReviewsWhere tagIds: IdsIn }
  input ReviewWhere { ${logic('ReviewWhere')} id: In bookId: In stars: IntIn text: TextIn createdAt: TextIn madeAt: TimeIn }
  input TagWhere { ${logic('TagWhere')} id: In name: TextIn }
  input BookTagWhere { ${logic('BookTagWhere')} id: In bookId: In tagId: In createdAt: TextIn }
  input AuthorIs { is: AuthorWhere isNot: AuthorWhere }
  input AuthorsWhere { some: AuthorWhere every: AuthorWhere none: AuthorWhere }
  input TagsWhere { some: TagWhere every: TagWhere none: TagWhere }
  input ReviewsWhere { some: ReviewWhere every: ReviewWhere none: ReviewWhere }
  input IdsIn { hasSome: [ID!] hasAll: [ID!] }

  type Author { id: ID! name: String born: Int boss: Author bossId: ID books${list('Book')}: [Book!]! }
  type Book { id: ID! inPrint: Boolean title: String! pages: Int authorId: ID author: Author writer: Author tagIds: [ID!]
    reviews${list('Review')}: [Review!]! reviewPage${list('Review')}: ReviewPage!
    tags${list('Tag')}: [Tag!]! bookTags${list('BookTag')}: [BookTag!]! allTags: [Tag!] tagPage(limit: Int): TagsOfBook }
  type TagsOfBook { nodes: [Tag!] total: Int }
  type Review { id: ID! bookId: ID book: Book stars: Int text: String createdAt: String! madeAt: DateTime! }
  type Tag { id: ID! name: String! books${list('Book')}: [Book!]! }
  type BookTag { id: ID! bookId: ID tagId: ID book: Book tag: Tag createdAt: String! }
  type ReviewPage { nodes: [Review!]! total: Int! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! }

  type AuthorPage { items: [Author!]! total: Int! }
  type BookPage { items: [Book!]! total: Int! }
  type ReviewsPage { items: [Review!]! total: Int! }
  type TagPage { items: [Tag!]! total: Int! }
  type BookTagPage { items: [BookTag!]! total: Int! }
  type Query {
    authors(named: Boolean, where: AuthorWhere, orderBy: [Order!], limit: Int, offset: Int): AuthorPage! author(id: ID!): Author
    books${list('Book')}: BookPage! book(id: ID!): Book
    booksBy(authorId: ID, authorIds: [ID!], authorless: Boolean, orderBy: [Order!], limit: Int, offset: Int): BookPage!
    reviews(bookId: ID, where: ReviewWhere, orderBy: [Order!], limit: Int, offset: Int): ReviewsPage! review(id: ID!): Review
    reviewsOf(bookId: ID!, limit: Int, offset: Int): ReviewsPage!
    tags${list('Tag')}: TagPage! tag(id: ID!): Tag
    bookTags${list('BookTag')}: BookTagPage!
  }`;

interface ListArguments {
  readonly where?: Where | null;
  readonly orderBy?: readonly { readonly field: string; readonly down?: boolean | null }[] | null;
  readonly limit?: number | null;
  readonly offset?: number | null;
}

interface ByAuthor {
  readonly authorId?: string | null;
  readonly authorIds?: readonly string[] | null;
  readonly authorless?: boolean | null;
}

export function startLibrary(rows: LibraryRows, options: LibraryOptions = {}): Promise<Served> {
  const {
    cap = Number.POSITIVE_INFINITY,
    page = 100,
    spoilt = new Set(),
    broken = new Set(),
    everyOfNone = true,
    ignored = [],
  } = options;
  const found = (all: readonly Row[], { where, orderBy }: ListArguments): readonly Row[] =>
    ordered(
      all.filter((row) => matches(row, where ?? {}, everyOfNone)),
      orderBy ?? [],
    );
  const cut = (all: readonly Row[], { limit, offset }: ListArguments, most: number): readonly Row[] =>
    all.slice(offset ?? 0, (offset ?? 0) + Math.min(limit ?? most, most));
  const heeded = (given: ListArguments): ListArguments =>
    Object.fromEntries(Object.entries(given).filter(([name]) => !ignored.some((each) => each === name)));
  const inside = (all: () => readonly Row[]) => (given: ListArguments) =>
    cut(found(all(), heeded(given)), given, cap);
  const byId = (all: readonly Row[], id: unknown): Row | null => all.find((row) => row.id === id) ?? null;

  const authors: Row[] = rows.authors.map((row) => ({
    ...row,
    name: () => {
      if (spoilt.has(row.id as string)) throw new Error('the name cannot be read');
      return row.name;
    },
    boss: () => byId(authors, row.bossId),
    books: inside(() => books.filter((each) => each.authorId === row.id)),
  }));
  const reviews: Row[] = rows.reviews.map((row) => ({
    ...row,
    madeAt: row.createdAt,
    book: () => byId(books, row.bookId),
  }));
  const tags: Row[] = rows.tags.map((row) => ({
    ...row,
    books: inside(() =>
      present(bookTags.filter((each) => each.tagId === row.id).map((each) => byId(books, each.bookId))),
    ),
  }));
  const bookTags: Row[] = rows.bookTags.map((row) => ({
    ...row,
    book: () => byId(books, row.bookId),
    tag: () => byId(tags, row.tagId),
  }));
  const books: Row[] = rows.books.map((row) => {
    const given = <T>(value: T): T => {
      if (broken.has(row.id as string)) throw new Error('the related objects cannot be read');
      return value;
    };
    const reviewsOf = (): readonly Row[] => reviews.filter((each) => each.bookId === row.id);
    const joins = (): readonly Row[] => bookTags.filter((each) => each.bookId === row.id);
    const tagsOf = (): readonly Row[] => present(joins().map((each) => byId(tags, each.tagId)));
    return {
      ...row,
      author: () => given(byId(authors, row.authorId)),
      writer: () => byId(authors, row.authorId),
      writers: () => present([byId(authors, row.authorId)]),
      reviews: inside(reviewsOf),
      reviewPage: (given: ListArguments) => {
        const all = found(reviewsOf(), heeded(given));
        const nodes = cut(all, given, cap);
        const hasNextPage = (given.offset ?? 0) + nodes.length < all.length;
        return { nodes, total: all.length, pageInfo: { hasNextPage } };
      },
      tags: inside(tagsOf),
      allTags: () => given(tagsOf()),
      tagPage: () => given({ nodes: tagsOf(), total: tagsOf().length }),
      bookTags: inside(joins),
    };
  });
  const root = (all: readonly Row[]) => (given: ListArguments) => {
    const matching = found(all, given);
    return { items: cut(matching, given, page), total: matching.length };
  };
  const one =
    (all: readonly Row[]) =>
    ({ id }: { readonly id: string }) =>
      byId(all, id);
  return serveGraphql(schema, {
    authors: ({ named, ...given }: ListArguments & { readonly named?: boolean }) =>
      root(named === true ? authors.filter(({ id }) => !spoilt.has(id as string)) : authors)(given),
    author: one(authors),
    books: root(books),
    book: one(books),
    booksBy: ({ authorId, authorIds, authorless, ...given }: ListArguments & ByAuthor) =>
      root(
        books.filter(
          (row) =>
            (!authorId || row.authorId === authorId) &&
            (!authorIds || authorIds.some((each) => each === row.authorId)) &&
            (typeof authorless !== 'boolean' || (row.authorId === null) === authorless),
        ),
      )(given),
    reviews: ({ bookId, ...given }: ListArguments & { readonly bookId?: string | null }) =>
      root(bookId ? reviews.filter((each) => each.bookId === bookId) : reviews)(given),
    review: one(reviews),
    reviewsOf: ({ bookId, ...given }: ListArguments & { readonly bookId: string }) => {
      const matching = reviews.filter((each) => each.bookId === bookId);
      return { items: cut(matching, given, page), total: matching.length };
    },
    tags: root(tags),
    tag: one(tags),
    bookTags: root(bookTags),
  });
}

function present(all: readonly (Row | null)[]): readonly Row[] {
  return all.filter((each) => each !== null);
}

function ordered(all: readonly Row[], keys: NonNullable<ListArguments['orderBy']>): readonly Row[] {
  const rank = (value: unknown): string | number => (value ?? '') as string | number;
  return [...all].sort((a, b) => {
    for (const { field, down } of keys) {
      const [left, right] = [rank(a[field]), rank(b[field])];
      if (left === right) continue;
      return left < right === (down !== true) ? -1 : 1;
    }
    return 0;
  });
}
