/** The largest page of a dialect is that of its defaults: a server may allow more. */
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

const types = `scalar ConnectionCursor
  type Item { id: ID!, size: Int! }
  type ItemEdge { node: Item!, cursor: ConnectionCursor! }
  type PageInfo { hasNextPage: Boolean, hasPreviousPage: Boolean, startCursor: ConnectionCursor, endCursor: ConnectionCursor }
  type ItemConnection { pageInfo: PageInfo!, edges: [ItemEdge!]!, totalCount: Int! }
  input CursorPaging { before: ConnectionCursor, after: ConnectionCursor, first: Int, last: Int }
  input IDFilterComparison { eq: ID, in: [ID!] }
  input IntFieldComparison { eq: Int, neq: Int, gt: Int, gte: Int, lt: Int, lte: Int }
  input ItemFilter { and: [ItemFilter!], or: [ItemFilter!], id: IDFilterComparison, size: IntFieldComparison }
  enum SortDirection { ASC DESC }
  enum SortNulls { NULLS_FIRST NULLS_LAST }
  enum ItemSortFields { id size }
  input ItemSort { field: ItemSortFields!, direction: SortDirection!, nulls: SortNulls }
  type Query { items(paging: CursorPaging! = {first: 10}, filter: ItemFilter! = {}, sorting: [ItemSort!]! = []): ItemConnection!, item(id: ID!): Item }`;

interface Row {
  readonly id: string;
  readonly size: number;
}
type Comparison = Readonly<Record<string, unknown>>;
interface Asked {
  readonly paging: { readonly first?: number; readonly after?: string };
  readonly filter: Readonly<Record<string, Comparison>>;
  readonly sorting: readonly { readonly field: keyof Row; readonly direction: 'ASC' | 'DESC' }[];
}

function meets(value: string | number, comparison: Comparison): boolean {
  return Object.entries(comparison).every(([name, operand]) => {
    if (name === 'eq') return value === operand;
    if (name === 'neq') return value !== operand;
    if (name === 'in') return (operand as readonly unknown[]).includes(value);
    const [one, other] = [Number(value), Number(operand)];
    if (one === other) return name === 'gte' || name === 'lte';
    return name.startsWith('gt') ? one > other : one < other;
  });
}

const rows: readonly Row[] = Array.from({ length: 230 }, (_, index) => ({
  id: String(index + 1),
  size: index % 7,
}));

/** @param refusal what is said of a larger page */
function serve(most: number, refusal: string) {
  return {
    item: ({ id }: Row) => rows.find((row) => row.id === id) ?? null,
    items: ({ paging: { first = 10, after }, filter, sorting }: Asked) => {
      if (first > most) throw new Error(refusal);
      const found = rows.filter((row) =>
        Object.entries(filter).every(([name, comparison]) => meets(row[name as keyof Row], comparison)),
      );
      const sorted = [...found].sort((a, b) => {
        for (const { field, direction } of sorting) {
          const sign = Number(a[field]) - Number(b[field]);
          if (sign !== 0) return direction === 'DESC' ? -sign : sign;
        }
        return 0;
      });
      const start = after === undefined ? 0 : Number(after) + 1;
      const nodes = sorted.slice(start, start + first);
      const end = start + nodes.length;
      return {
        edges: nodes.map((node, index) => ({ node, cursor: String(start + index) })),
        pageInfo: { hasNextPage: end < sorted.length, endCursor: nodes.length > 0 ? String(end - 1) : null },
        totalCount: found.length,
      };
    },
  };
}

test.each([
  { most: 100, refusal: 'The first limit is 100', written: /max: 100\b/ },
  { most: 1000, refusal: '', written: /max: 230\b/ },
  { most: 50, refusal: 'The first limit is 50', written: /^(?!.*max: [^5])/s },
  { most: 100, refusal: 'The page is too large', written: /max: 100\b/ },
])('nestjs-query with pages of at most $most ($refusal)', async ({ most, refusal, written }) => {
  api = await mapSmallApi('items', types, serve(most, refusal));
  expect(api.text).toMatch(written);
  expect(await api.ids()).toHaveLength(rows.length);
});
