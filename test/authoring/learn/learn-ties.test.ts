/** Positions in a sorted list are places only where equal rows keep their order. */
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

const types = `type Thing { id: ID!, size: Int! }
  type Things { nodes: [Thing!]!, pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean!, endCursor: String }
  enum Direction { ASC DESC }
  input ThingOrder { size: Direction }
  type Query { things(first: Int = 10, after: String, orderBy: [ThingOrder!]): Things! }`;
interface Asked {
  readonly first: number;
  readonly after?: string;
  readonly orderBy?: readonly { readonly size: 'ASC' | 'DESC' }[];
}

/** @param rank of a row among those that are equal to it, for a request */
function serve(sizes: (index: number) => number, rank: (index: number, request: number) => number) {
  const rows = Array.from({ length: 60 }, (_, index) => ({ id: `k${index}`, size: sizes(index), index }));
  let requests = 0;
  return {
    things: ({ first, after, orderBy }: Asked) => {
      requests += 1;
      const own = requests;
      const sign = orderBy?.[0]?.size === 'DESC' ? -1 : 1;
      const found = orderBy?.length
        ? [...rows].sort((a, b) => sign * (a.size - b.size) || rank(a.index, own) - rank(b.index, own))
        : rows;
      const start = Number(after ?? 0);
      const nodes = found.slice(start, start + first);
      const end = start + nodes.length;
      return { nodes, pageInfo: { hasNextPage: end < rows.length, endCursor: String(end) } };
    },
  };
}

test('equal rows in another order for each request: not called unique', async () => {
  api = await mapSmallApi(
    'things',
    types,
    serve(
      (index) => index % 4,
      (index, request) => (index * (request * 2 + 1) * 7) % 61,
    ),
  );
  expect(api.text).not.toContain('unique: true');
  const ids = await api.ids({ sort: [{ fieldName: 'size', order: 'ASC' }] });
  expect(new Set(ids).size).toBe(60);
});

test('equal rows that keep their order: called unique', async () => {
  api = await mapSmallApi(
    'things',
    types,
    serve(
      (index) => index % 4,
      (index) => index,
    ),
  );
  expect(api.text).toMatch(/unique: true/);
  expect(api.text).toContain('learned: equal rows keep their order from page to page');
});

test('no equal rows: nothing shows it', async () => {
  api = await mapSmallApi(
    'things',
    types,
    serve(
      (index) => index,
      (index) => index,
    ),
  );
  expect(api.text).not.toContain('unique: true');
});
