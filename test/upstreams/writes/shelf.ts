/** The books of the imitated APIs that write: what is there, what was done to it, and when it is refused. */
import type { Json } from '../data.js';

export interface Book {
  readonly id: string;
  readonly title: string;
  readonly isbn: string | null;
  readonly price: string | null;
  readonly stock: number | null;
  readonly inPrint: boolean | null;
  readonly genre: 'NOVEL' | 'POETRY' | null;
  readonly tags: readonly string[] | null;
  readonly publishedOn: string | null;
  readonly addedAt: string | null;
  readonly size: { readonly width: number | null; readonly height: number | null } | null;
  readonly author: { readonly id: string; readonly name: string } | null;
  readonly meta: Json;
  readonly version: number;
  readonly published: boolean;
}

export type Patch = { readonly [name: string]: unknown };

/** Something that was done, in order. */
export interface Effect {
  readonly kind: 'insert' | 'update' | 'remove' | 'publish';
  readonly id: string;
}

export type Refusal = 'exists' | 'notFound' | 'invalid' | 'conflict';

export class ShelfRefusal extends Error {
  readonly kind: Refusal;
  readonly field: string | undefined;
  constructor(kind: Refusal, message: string, field?: string) {
    super(message);
    this.kind = kind;
    this.field = field;
  }
}

export interface Shelf {
  readonly books: Map<string, Book>;
  readonly effects: Effect[];
  /** Books by the key that they were made with. */
  readonly keys: Map<string, Book>;
  insert(given: Patch): Book;
  update(id: string, patch: Patch, version?: number): Book;
  remove(id: string, version?: number): Book;
  publish(id: string): Book;
}

const authors: Readonly<Record<string, string>> = { a1: 'Ada', a2: 'Grace' };
const clean = /^book(\d+)$/;

export function createShelf(): Shelf {
  const books = new Map<string, Book>();
  const effects: Effect[] = [];
  let last = 0;
  const check = (book: Book): void => {
    if (typeof book.title !== 'string') throw new ShelfRefusal('invalid', 'title must not be null', 'title');
    if (book.title.includes('!')) throw new ShelfRefusal('invalid', 'title has an exclamation mark', 'title');
    if (book.isbn === null) return;
    for (const other of books.values())
      if (other.id !== book.id && other.isbn === book.isbn)
        throw new ShelfRefusal('exists', 'duplicate key value violates the constraint on isbn', 'isbn');
  };
  const there = (id: string, version: number | undefined): Book => {
    const found = books.get(String(id));
    if (!found) throw new ShelfRefusal('notFound', `there is no book ${id}`);
    if (version !== undefined && version !== found.version)
      throw new ShelfRefusal('conflict', `version ${version} is not ${found.version}`);
    return found;
  };
  return {
    books,
    effects,
    keys: new Map(),
    insert(given) {
      while (books.has(`book${last + 1}`)) last += 1;
      const id = given.id === undefined || given.id === null ? `book${++last}` : String(given.id);
      last = Math.max(last, Number(clean.exec(id)?.[1] ?? 0));
      if (books.has(id)) throw new ShelfRefusal('exists', `duplicate key: there is a book ${id}`, 'id');
      const book = changed({ ...blank, id, title: given.title as string }, given);
      check(book);
      books.set(id, book);
      effects.push({ kind: 'insert', id });
      return book;
    },
    update(id, patch, version) {
      const found = there(id, version);
      const book = { ...changed(found, patch), version: found.version + 1 };
      check(book);
      books.set(found.id, book);
      effects.push({ kind: 'update', id: found.id });
      return book;
    },
    remove(id, version) {
      const found = there(id, version);
      books.delete(found.id);
      effects.push({ kind: 'remove', id: found.id });
      return found;
    },
    publish(id) {
      const book = { ...there(id, undefined), published: true };
      books.set(book.id, book);
      effects.push({ kind: 'publish', id: book.id });
      return book;
    },
  };
}

const blank: Book = {
  id: '',
  title: '',
  isbn: null,
  price: null,
  stock: null,
  inPrint: null,
  genre: null,
  tags: null,
  publishedOn: null,
  addedAt: null,
  size: null,
  author: null,
  meta: null,
  version: 1,
  published: false,
};

function changed(book: Book, { authorId, ...patch }: Patch): Book {
  const known = Object.entries(patch).filter(
    ([name, value]) => name in blank && name !== 'id' && value !== undefined,
  );
  const id = authorId as string | null | undefined;
  const name = id === undefined || id === null ? undefined : authors[id];
  if (typeof id === 'string' && name === undefined)
    throw new ShelfRefusal('invalid', `there is no author ${id}`, 'authorId');
  const author = id === undefined ? {} : { author: id === null ? null : { id, name: name! } };
  return { ...book, ...(Object.fromEntries(known) as Partial<Book>), ...author };
}
