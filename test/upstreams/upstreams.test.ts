/** Options and misbehaviour of the imitated upstreams, and the harness itself. */
import { buildSchema } from 'graphql';
import { afterAll, describe, expect, test } from 'vitest';
import { ask, fiveRows, idsOf, row } from './ask.js';
import { makeRows } from './data.js';
import type { Misbehaviour } from './engine/pages.js';
import type { ProductOptions, ProductUpstream } from './engine/start.js';
import { sdlOf, upstreamNames, upstreams } from './fixture-shapes.js';
import { startHasura } from './hasura.js';

const running: ProductUpstream[] = [];
afterAll(() => Promise.all(running.map((each) => each.close())));
const kept = async (starting: Promise<ProductUpstream>): Promise<ProductUpstream> => {
  const upstream = await starting;
  running.push(upstream);
  return upstream;
};

describe('options', () => {
  test('hasura keeps every digit of a bigint, or quotes it', async () => {
    const body = async (options: object): Promise<string> => {
      const upstream = await kept(startHasura(fiveRows, options));
      const response = await fetch(upstream.url, {
        method: 'POST',
        body: JSON.stringify({ query: '{ Product_by_pk(id: 10) { big } }' }),
      });
      return response.text();
    };
    expect(await body({})).toContain('"big":9007199254740993');
    expect(await body({ stringifyNumericTypes: true })).toContain('"big":"9007199254740993"');
  });

  test('ties change their order from request to request', async () => {
    const same = makeRows(50).map((each) => ({ ...each, title: 'same' }));
    const upstream = await kept(startHasura(same));
    const once = idsOf(await ask(upstream, '{ Product(order_by: { title: asc }) { id } }'));
    expect(idsOf(await ask(upstream, '{ Product(order_by: { title: asc }) { id } }'))).not.toEqual(once);
  });

  test('ICU-like collation', async () => {
    const upstream = await kept(startHasura(fiveRows, { collation: 'locale' }));
    const ids = idsOf(await ask(upstream, '{ Product(order_by: { title: asc_nulls_first }) { id } }'));
    expect(ids).toEqual(['10', '11', '1', '2', '12']);
  });

  test.each([
    ['İstanbul', '%istanbul%', { unicode: true, ascii: false }],
    ['\u212Aelvin', '%KELVIN%', { unicode: true, ascii: false }],
    ['ΟΔΟΣ', '%οδος%', { unicode: false, ascii: false }],
    ['ΟΔΟΣ', '%οδοσ%', { unicode: true, ascii: false }],
    ['Straße', '%STRASSE%', { unicode: false, ascii: false }],
    ['e\u0301', '%É%', { unicode: false, ascii: false }],
    ['aBc', '%AbC', { unicode: true, ascii: true }],
    ['😀', '_', { unicode: true, ascii: true }],
  ])('PostgreSQL folds letter by letter: %s ILIKE %s', async (title, pattern, expected) => {
    for (const folding of ['unicode', 'ascii'] as const) {
      const upstream = await kept(startHasura([row(1, { title })], { folding }));
      const query = 'query ($p: String) { Product(where: { title: { _ilike: $p } }) { id } }';
      expect(idsOf(await ask(upstream, query, { p: pattern }))).toEqual(expected[folding] ? ['1'] : []);
    }
  });

  test('strapi silently cuts pages', async () => {
    const upstream = await kept(upstreams.strapi5.start(makeRows(150)));
    expect(
      idsOf(await ask(upstream, '{ products(pagination: { limit: 120 }) { documentId } }')),
    ).toHaveLength(100);
    expect(idsOf(await ask(upstream, '{ products { documentId } }'))).toHaveLength(10);
  });

  test('appsync filters after the limit', async () => {
    const upstream = await kept(upstreams.appsync.start(fiveRows));
    const answer = await ask(
      upstream,
      '{ listProducts(limit: 2, filter: { title: { eq: "apple" } }) { items { id } nextToken } }',
    );
    expect(answer.data).toEqual({ listProducts: { items: [], nextToken: expect.any(String) } });
  });

  test('microseconds are finer than what the rows say', async () => {
    const upstream = await kept(startHasura(fiveRows, { microseconds: true }));
    const answer = await ask(
      upstream,
      '{ Product(where: { created_at: { _is_null: false } }) { created_at } }',
    );
    expect(answer.data).toEqual({
      Product: [
        { created_at: '1969-12-31T23:59:59.999137+00:00' },
        { created_at: '2020-02-29T10:20:30.001411+00:00' },
      ],
    });
  });
});

describe('misbehaviour', () => {
  const walk = async (misbehave: Misbehaviour | undefined): Promise<string> => {
    const options: ProductOptions = misbehave ? { misbehave } : {};
    const upstream = await kept(upstreams.postgraphile.start(makeRows(5), options));
    const pages: string[] = [];
    let after: string | null = null;
    for (let requests = 0; requests < 5; requests += 1) {
      const answer = await ask(
        upstream,
        'query ($after: Cursor) { products(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      if (answer.errors) return [...pages, 'error'].join(' ');
      const { nodes, pageInfo } = (
        answer.data as {
          products: {
            nodes: ({ id: number } | null)[];
            pageInfo: { hasNextPage: boolean; endCursor: string | null };
          };
        }
      ).products;
      pages.push(nodes.map((node) => node?.id ?? 'null').join(',') || 'none');
      if (!pageInfo.hasNextPage) return pages.join(' ');
      after = pageInfo.endCursor ?? after;
    }
    return `${pages.join(' ')} …`;
  };
  test.each<[Misbehaviour | undefined, string]>([
    [undefined, '1,2 3,4 5'],
    ['repeatCursor', '1,2 3,4 3,4 3,4 3,4 …'],
    ['lyingHasNextPage', '1,2 3,4 5 none none …'],
    ['shortPages', '1 2 3 4 5'],
    ['longPages', '1,2,3,4,5'],
    ['duplicateRows', '1,2 2,3 3,4 4,5'],
    ['failAfter', '1,2 3,4 error'],
    ['nullRow', '1,null 3,null null'],
  ])('%s: pages of two come as %s', async (misbehave, expected) => {
    expect(await walk(misbehave)).toBe(expected);
  });

  test('an API without cursors that repeats gives its first page for every offset', async () => {
    const upstream = await kept(startHasura(makeRows(5), { misbehave: 'repeatCursor' }));
    expect(idsOf(await ask(upstream, '{ Product(limit: 2, offset: 2) { id } }'))).toEqual(['1', '2']);
  });
});

describe('harness', () => {
  test('records requests, leaves introspection out, resets, takes other rows', async () => {
    const upstream = await kept(startHasura(fiveRows));
    await ask(upstream, '{ __schema { queryType { name } } }');
    await ask(upstream, 'query Q($limit: Int) { Product(limit: $limit) { id } }', { limit: 1 });
    expect(upstream.introspections()).toBe(1);
    expect(upstream.requests.map(({ variables, introspection }) => ({ variables, introspection }))).toEqual([
      { variables: { limit: 1 }, introspection: false },
    ]);
    upstream.reset();
    expect(upstream.requests).toEqual([]);
    upstream.setRows(fiveRows.slice(0, 1));
    expect(idsOf(await ask(upstream, '{ Product { id } }'))).toEqual(['1']);
  });

  test('rows are the same for the same seed', () => {
    expect(makeRows(20, 7)).toEqual(makeRows(20, 7));
    expect(makeRows(20, 7)).not.toEqual(makeRows(20, 8));
  });

  test.each(upstreamNames)('%s prints an SDL that can be read again', (name) => {
    expect(Object.keys(buildSchema(sdlOf(name)).getTypeMap())).toContain(
      name === 'directus' ? 'products' : 'Product',
    );
  });
});
