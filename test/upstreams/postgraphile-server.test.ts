import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookshop } from '../fixtures/bookshop.js';
import { hasRare, rareNote } from '../rare/rare.js';
import { type RunningServer, startPostgraphile } from './postgraphile-server.js';

interface Answer {
  readonly data?: Record<string, { totalCount?: number; nodes?: Record<string, unknown>[] } | null>;
  readonly errors?: readonly { readonly message: string; readonly errcode?: string }[];
}

async function ask(server: RunningServer, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

const shop = bookshop();
describe.skipIf(!hasRare)(`PostGraphile over the bookshop, as it is${rareNote}`, () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startPostgraphile();
  });
  afterAll(() => server.close());

  it('holds every row', async () => {
    const { data } = await ask(
      server,
      '{ allAuthors { totalCount } allPublishers { totalCount } allCategories { totalCount } allBooks { totalCount } allBookCategories { totalCount } allReviews { totalCount } }',
    );
    expect(Object.values(data ?? {}).map((connection) => connection?.totalCount)).toEqual([
      shop.authors.length,
      shop.publishers.length,
      shop.categories.length,
      shop.books.length,
      shop.book_categories.length,
      shop.reviews.length,
    ]);
    expect(shop.books).toHaveLength(3000);
  });

  it('gives back titles, big numbers and lists as they went in', async () => {
    const { data } = await ask(
      server,
      '{ allBooks { nodes { id title sku sold ledger weight price tags } } }',
    );
    const rows = shop.books.map(({ id, title, sku, sold, ledger, weight, price, tags }) => ({
      id,
      title,
      sku,
      sold,
      ledger,
      weight,
      price,
      tags,
    }));
    expect(data?.allBooks?.nodes).toEqual(rows);
  });

  it('cuts no page: without a size all rows come, any size is allowed', async () => {
    const whole = await ask(server, '{ allBooks { nodes { id } } }');
    expect(whole.data?.allBooks?.nodes).toHaveLength(3000);
    const large = await ask(server, '{ allBooks(first: 2500, offset: 400) { nodes { id } } }');
    expect(large.data?.allBooks?.nodes).toHaveLength(2500);
    const none = await ask(server, '{ allBooks(first: 0) { totalCount nodes { id } } }');
    expect(none.data?.allBooks).toEqual({ totalCount: 3000, nodes: [] });
  });

  it('sorts missing values last ascending and first descending', async () => {
    const missing = shop.books.filter((row) => row.rating === null).length;
    const ascending = await ask(server, '{ allBooks(orderBy: RATING_ASC) { nodes { rating } } }');
    const ratings = ascending.data?.allBooks?.nodes?.map((node) => node.rating) ?? [];
    expect(ratings.slice(-missing).every((rating) => rating === null)).toBe(true);
    expect(ratings[0]).toBe(-1);
    const descending = await ask(server, '{ allBooks(orderBy: RATING_DESC, first: 1) { nodes { rating } } }');
    expect(descending.data?.allBooks?.nodes).toEqual([{ rating: null }]);
  });

  it.each([
    // lower('İ') is one letter i here; in JavaScript it is i and a combining dot.
    ['startsWithInsensitive', '\u0130z', ['\u0130zmir', 'izmir', 'IZMIR']],
    ['startsWithInsensitive', 'izm', ['\u0130zmir', 'izmir', 'IZMIR']],
    ['startsWithInsensitive', '\u0131z', ['\u0131zmir']],
    ['includesInsensitive', '50%', ['Half price: 50%', 'half PRICE: 50%']],
    // A backslash is not escaped by the plugin: it makes the closing % literal, so the rows found are wrong.
    ['includesInsensitive', '\\', ['%', 'Half price: 50%', 'Half price: 50\\%', 'half PRICE: 50%']],
    ['likeInsensitive', '%\\\\%', ['\\', 'Half price: 50\\%', 'm\\n']],
    ['includesInsensitive', 'CAF\u00C9', ['Caf\u00E9', 'CAF\u00C9']],
    ['startsWithInsensitive', 'k\u0065lvin', ['\u212Aelvin', 'kelvin']],
    ['includesInsensitive', 'ma\u00DF', ['Ma\u00DFstab']],
    ['likeInsensitive', 'm_n', ['m_n', 'mxn', 'm%n', 'm\\n']],
  ])('%s %j', async (operator, value, titles) => {
    const { data } = await ask(
      server,
      `query ($value: String) { allBooks(filter: { title: { ${operator}: $value } }) { nodes { title } } }`,
      { value },
    );
    expect(data?.allBooks?.nodes?.map((node) => node.title)).toEqual(titles);
  });

  it('drops rows without a value on "not equal"', async () => {
    const { data } = await ask(
      server,
      '{ allBooks(filter: { rating: { notEqualTo: 2.5 } }) { totalCount } }',
    );
    expect(data?.allBooks?.totalCount).toBe(
      shop.books.filter((row) => row.rating !== null && row.rating !== 2.5).length,
    );
  });

  it.each([
    ['a malformed uuid', '{ code: { equalTo: "not-a-uuid" } }', /UUID/],
    ['a whole number beyond 32 bits', '{ pages: { greaterThan: 2147483648 } }', /32-bit/],
    ['a whole number beyond 64 bits', '{ ledger: { equalTo: "9223372036854775808" } }', /out of range/],
    ['an unknown enum value', '{ format: { equalTo: SCROLL } }', /SCROLL/],
    ['a null operand', '{ title: { equalTo: null } }', /[Nn]ull/],
  ])('refuses %s', async (_, filter, message) => {
    const { errors } = await ask(server, `{ allBooks(filter: ${filter}) { totalCount } }`);
    expect(errors?.[0]?.message).toMatch(message);
  });

  it('answers many requests at once over its one connection', async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, n) => ask(server, `{ allBooks(first: ${n + 1}) { nodes { id } } }`)),
    );
    expect(answers.map((answer) => answer.data?.allBooks?.nodes?.length)).toEqual(
      Array.from({ length: 25 }, (_, n) => n + 1),
    );
  });
});

it.skipIf(!hasRare)(
  `starts with short names too, runs extra SQL, and refuses SQL that fails${rareNote}`,
  async () => {
    const simple = await startPostgraphile({ simple: true, sql: 'DELETE FROM reviews;' });
    try {
      const { data } = await ask(simple, '{ books(first: 1) { totalCount } reviews { totalCount } }');
      expect(data).toEqual({ books: { totalCount: 3000 }, reviews: { totalCount: 0 } });
    } finally {
      await simple.close();
    }
    await expect(startPostgraphile({ sql: 'SELECT no_such_column;' })).rejects.toThrow(/no_such_column/);
  },
);
