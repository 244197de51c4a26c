/** What `init` finds out by the rows that come: where missing values stand, and filters that do not do what they say. */
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from './small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

interface Row {
  readonly id: string;
  readonly name: string | null;
  readonly price: number | null;
}
const rows: readonly Row[] = Array.from({ length: 40 }, (_, index) => ({
  id: String(index + 10),
  name: index % 5 === 0 ? null : `n${index}`,
  price: index % 4 === 1 ? null : (index % 9) - 3,
}));

type Key = 'name' | 'price' | 'id';
interface Asked {
  readonly filter?: {
    readonly price?: { readonly eq?: number; readonly isNull?: boolean };
    readonly name?: { readonly eq?: string; readonly isNull?: boolean };
  };
  readonly order?: readonly { readonly [K in Key]?: 'ASC' | 'DESC' }[];
  readonly limit: number;
  readonly offset: number;
}

const sortable = `type Tool { id: ID!, name: String, price: Int }
  enum Direction { ASC DESC }
  input ToolOrder { id: Direction, name: Direction, price: Direction }
  type Query { tools(order: [ToolOrder!], limit: Int = 20, offset: Int = 0): [Tool!]! }`;

function sorted(order: Asked['order'], compare: (key: Key, a: Row, b: Row) => number): readonly Row[] {
  return [...rows].sort((a, b) => {
    for (const each of order ?? []) {
      for (const [key, direction] of Object.entries(each)) {
        const sign = compare(key as Key, a, b);
        if (sign !== 0) return direction === 'DESC' ? -sign : sign;
      }
    }
    return 0;
  });
}

const text = (a: string | null, b: string | null): number =>
  (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;

test('missing numbers that are sorted as 0 do not stand where missing texts do', async () => {
  api = await mapSmallApi('tools', sortable, {
    tools: ({ order, limit, offset }: Asked) =>
      sorted(order, (key, a, b) =>
        key === 'price' ? (a.price ?? 0) - (b.price ?? 0) : text(a[key], b[key]),
      ).slice(offset, offset + limit),
  });
  expect(api.text).not.toContain('nulls:');
  const prices = await api.ids({ sort: [{ fieldName: 'price', order: 'ASC' }] });
  const wanted = [...rows].sort((a, b) => (a.price ?? -99) - (b.price ?? -99) || (a.id < b.id ? -1 : 1));
  expect(prices).toEqual(wanted.map((row) => row.id));
});

test.each(['lowest', 'highest'] as const)('missing values of all kinds are %s', async (nulls) => {
  const missing = nulls === 'lowest' ? -1 : 1;
  api = await mapSmallApi('tools', sortable, {
    tools: ({ order, limit, offset }: Asked) =>
      sorted(order, (key, a, b) => {
        if (a[key] === null || b[key] === null)
          return a[key] === b[key] ? 0 : a[key] === null ? missing : -missing;
        return key === 'price' ? a.price! - b.price! : text(a[key], b[key]);
      }).slice(offset, offset + limit),
  });
  expect(api.text).toContain(`nulls: ${nulls}`);
});

const filtered = `type Tool { id: ID!, name: String, price: Int }
  input NumberFilter { eq: Int, isNull: Boolean }
  input TextFilter { eq: String, isNull: Boolean }
  input ToolFilter { name: TextFilter, price: NumberFilter }
  type Query { tools(filter: ToolFilter, limit: Int = 20, offset: Int = 0): [Tool!]! }`;

function serve(passes: (row: Row, filter: NonNullable<Asked['filter']>) => boolean) {
  return {
    tools: ({ filter, limit, offset }: Asked) =>
      rows.filter((row) => passes(row, filter ?? {})).slice(offset, offset + limit),
  };
}
const withPrice = rows.filter((row) => row.price !== null).map((row) => row.id);

test('a null test that does nothing when it is false', async () => {
  api = await mapSmallApi(
    'tools',
    filtered,
    serve((row, { price, name }) => {
      if (price?.isNull && row.price !== null) return false;
      if (name?.isNull && row.name !== null) return false;
      return price?.eq === undefined || row.price === price.eq;
    }),
  );
  expect(api.text).toContain('learned: the test for a value is not heeded');
  expect(await api.ids({ filter: { price: { $ne: null } } })).toEqual(withPrice);
  expect(await api.ids({ filter: { price: null } })).toHaveLength(rows.length - withPrice.length);
});

test('a filter that takes 0 for no value', async () => {
  api = await mapSmallApi(
    'tools',
    filtered,
    serve((row, { price, name }) => {
      if (price?.isNull !== undefined && (row.price === null) !== price.isNull) return false;
      if (name?.isNull !== undefined && (row.name === null) !== name.isNull) return false;
      return !price?.eq || row.price === price.eq;
    }),
  );
  expect(api.text).toContain('learned: the filter for a value gives other rows than those that have it');
  expect(await api.ids({ filter: { price: 0 } })).toEqual(
    rows.filter((row) => row.price === 0).map((row) => row.id),
  );
});

test('filters that do what they say stay', async () => {
  api = await mapSmallApi(
    'tools',
    filtered,
    serve((row, { price, name }) => {
      if (price?.isNull !== undefined && (row.price === null) !== price.isNull) return false;
      if (name?.isNull !== undefined && (row.name === null) !== name.isNull) return false;
      return (
        (price?.eq === undefined || row.price === price.eq) &&
        (name?.eq === undefined || row.name === name.eq)
      );
    }),
  );
  expect(api.text).not.toContain('learned');
  expect(await api.ids({ filter: { price: { $ne: null } } })).toEqual(withPrice);
});
