/** `init` over APIs whose rows are deep in the answer; what it writes answers filter, sort, page and total rightly. */
import { afterEach, describe, expect, test } from 'vitest';
import { parseQuery } from '../../../src/wix/requests.js';
import { context } from '../../rig.js';
import { createFolder, type Folder, type Served, serveFolder } from './folder.js';
import { serveGraphql, type Served as Upstream } from './serve-graphql.js';

interface Part {
  readonly id: string;
  readonly name: string;
  readonly price: number;
  readonly stock: number;
}

const parts: readonly Part[] = Array.from({ length: 83 }, (_, index) => ({
  id: `p${index}`,
  name: `part ${(index * 37) % 83}`,
  price: ((index * 29) % 41) + 0.5,
  stock: (index * 7) % 10,
}));

interface Comparisons {
  readonly eq?: unknown;
  readonly in?: readonly unknown[];
  readonly gte?: number;
  readonly lt?: number;
}
interface Choice {
  readonly filter?: { readonly [name: string]: Comparisons } | null;
  readonly sort?: { readonly field: string; readonly direction: string } | null;
}

function chosen({ filter, sort }: Choice): Part[] {
  const conditions = Object.entries(filter ?? {});
  const found = parts.filter((part) =>
    conditions.every(([name, wanted]) => {
      const value = part[name as keyof Part];
      return (
        (wanted.eq === undefined || value === wanted.eq) &&
        (wanted.in === undefined || wanted.in.includes(value)) &&
        (wanted.gte === undefined || Number(value) >= wanted.gte) &&
        (wanted.lt === undefined || Number(value) < wanted.lt)
      );
    }),
  );
  if (!sort) return found;
  const name = sort.field as 'price' | 'stock';
  const sign = sort.direction === 'DESC' ? -1 : 1;
  return found.sort((a, b) => sign * (a[name] - b[name]));
}

const shared = `
  type Part { id: ID! name: String! price: Float! stock: Int! }
  input PartFilter { id: IdOps name: TextOps price: FloatOps stock: IntOps }
  input IdOps { eq: ID in: [ID!] }
  input TextOps { eq: String }
  input FloatOps { eq: Float gte: Float lt: Float }
  input IntOps { eq: Int gte: Int lt: Int }
  input PartSort { field: PartSortField! direction: Direction! }
  enum PartSortField { price stock }
  enum Direction { ASC DESC }
`;

interface Api {
  readonly name: string;
  readonly schema: string;
  readonly answer: (parameters: never) => unknown;
  /** What the mapping file must say. */
  readonly written: readonly RegExp[];
}

const apis: readonly Api[] = [
  {
    name: 'data.items.nodes beside meta.total',
    schema: `type Query { parts(page: Int, pageSize: Int, filter: PartFilter, sort: PartSort): Parts! part(id: ID!): One }
      type One { data: OneData } type OneData { part: Part }
      type Parts { data: Data meta: Meta! } type Data { items: Items! } type Items { nodes: [Part!]! } type Meta { total: Int! }`,
    answer: ({ page = 1, pageSize = 10, ...choice }: Choice & { page?: number; pageSize?: number }) => {
      const found = chosen(choice);
      const nodes = found.slice((page - 1) * pageSize, page * pageSize);
      return { data: { items: { nodes } }, meta: { total: found.length } };
    },
    written: [/rows: data\.items\.nodes/, /count: meta\.total/, /row: data\.part/],
  },
  {
    name: 'hits with scores under result, pagination on two levels',
    schema: `type Query { parts(limit: Int, offset: Int, filter: PartFilter, sort: PartSort): Answer! }
      type Answer { took: Int result: Result errors: [Problem!] } type Problem { message: String }
      type Result { hits: [Hit!]! pagination: Pagination } type Hit { score: Float item: Part! }
      type Pagination { total: Int! more: Boolean }`,
    answer: ({ limit = 10, offset = 0, ...choice }: Choice & { limit?: number; offset?: number }) => {
      const found = chosen(choice);
      const hits = found.slice(offset, offset + limit).map((item) => ({ score: 1, item }));
      return { took: 3, result: { hits, pagination: { total: found.length } }, errors: null };
    },
    written: [/rows: result\.hits\[\]\.item/, /count: result\.pagination\.total/],
  },
  {
    name: 'edges under payload.products, pageInfo above them',
    schema: `type Query { parts(first: Int, after: String, filter: PartFilter, sort: PartSort): Answer! }
      type Answer { payload: Payload } type Payload { products: Products! pageInfo: PageInfo! }
      type Products { edges: [Edge!]! } type Edge { cursor: String! node: Part! }
      type PageInfo { hasNextPage: Boolean! endCursor: String totalCount: Int! }`,
    answer: ({ first = 10, after, ...choice }: Choice & { first?: number; after?: string | null }) => {
      const found = chosen(choice);
      const start = after ? Number(after) + 1 : 0;
      const edges = found
        .slice(start, start + first)
        .map((node, at) => ({ cursor: String(start + at), node }));
      const hasNextPage = start + edges.length < found.length;
      const endCursor = edges.at(-1)?.cursor ?? null;
      return {
        payload: { products: { edges }, pageInfo: { hasNextPage, endCursor, totalCount: found.length } },
      };
    },
    written: [
      /rows: payload\.products\.edges\[\]\.node/,
      /payload\.pageInfo\.endCursor/,
      /count: payload\.pageInfo\.totalCount/,
    ],
  },
  {
    name: 'a list of elements that hold a row beside its score',
    schema: `type Query { parts(limit: Int, offset: Int, filter: PartFilter, sort: PartSort): [Hit!]! partsCount(filter: PartFilter): Int! }
      type Hit { score: Float item: Part! }`,
    answer: ({ limit = 10, offset = 0, ...choice }: Choice & { limit?: number; offset?: number }) =>
      chosen(choice)
        .slice(offset, offset + limit)
        .map((item) => ({ score: 1, item })),
    written: [/rows: "?'?\[\]\.item/, /partsCount/],
  },
];

const open: { upstream?: Upstream; folder?: Folder; served?: Served } = {};
afterEach(async () => {
  await open.served?.close();
  open.folder?.remove();
  await open.upstream?.close();
});

describe.each(apis)('$name', (api) => {
  test('is mapped and answers', async () => {
    open.upstream = await serveGraphql(`${shared} ${api.schema}`, {
      parts: api.answer,
      part: ({ id }: { id: string }) => ({ data: { part: parts.find((each) => each.id === id) ?? null } }),
      partsCount: (choice: Choice) => chosen(choice).length,
    });
    open.folder = createFolder();
    const ran = await open.folder.init(open.upstream.url);
    expect(ran.exitCode, ran.output).toBe(0);
    const file = open.folder.files()['parts.yaml'] ?? ran.output;
    for (const each of api.written) expect(file).toMatch(each);
    open.served = await serveFolder(open.folder.path);
    const { app, engine } = open.served;
    const model = app.collections.get('parts')!;
    const ask = (query: object) =>
      engine.query(model, parseQuery({ collectionId: 'parts', query, returnTotalCount: true }), context());

    const all = await ask({ paging: { offset: 0, limit: 1000 } });
    expect(all.items.map((item) => item._id).sort()).toEqual(parts.map((part) => part.id).sort());
    expect(all.pagingMetadata.total).toBe(parts.length);

    const dear = parts.filter((part) => part.price >= 20).sort((a, b) => b.price - a.price);
    const before = open.upstream.asked.length;
    const page = await ask({
      filter: { price: { $gte: 20 } },
      sort: [{ fieldName: 'price', order: 'DESC' }],
      paging: { offset: 7, limit: 5 },
    });
    expect(page.items.map((item) => item.price)).toEqual(dear.slice(7, 12).map((part) => part.price));
    expect(page.pagingMetadata.total).toBe(dear.length);
    // The upstream filters by itself, on the argument of the field above all those objects. One sort key has ties, so
    // the rows are sorted here and the page is completed by its ids.
    const asked = open.upstream.asked.slice(before);
    const listed = asked.slice(0, -1);
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.every((each) => JSON.stringify(each.variables).includes('"gte":20'))).toBe(true);

    const [wanted] = (await ask({ filter: { _id: { $eq: 'p42' } } })).items;
    expect(wanted).toMatchObject({ name: parts[42]!.name, stock: parts[42]!.stock });
    const named = await ask({ filter: { name: { $startsWith: 'part 8' } }, paging: { limit: 50 } });
    expect(named.pagingMetadata.total).toBe(parts.filter((part) => part.name.startsWith('part 8')).length);
  });
});
