/** Where rows, totals, cursors and flags are found around a list, at any depth, and what only looks like a page. */
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { detectCollections } from '../../../src/authoring/detect/collections.js';

const part = 'type Part { id: ID! name: String price: Float }';
const info = 'type Info { endCursor: String hasNextPage: Boolean totalPages: Int total: Int }';

/** `parts` of a small API: the query fields and, from `Result` on, the types around the rows. */
function detect(query: string, types: string) {
  const detection = detectCollections(buildSchema(`type Query { ${query} } ${part} ${info} ${types}`));
  return {
    ...detection,
    found: detection.collections.map(({ field, style, itemType }) => ({
      field,
      itemType,
      rows: style.rows,
      count: style.count,
      page: style.page,
    })),
  };
}

const paged = { size: 'pageSize', max: 100, page: 'page' };
const numbered = 'parts(page: Int, pageSize: Int): Result!';
const cursors = 'parts(first: Int, after: String): Result!';
const continued = { size: 'first', max: 100, cursor: 'after' };

describe('rows, total, cursor and flags', () => {
  test.each([
    [
      'total two levels above the rows',
      numbered,
      'type Result { data: Data meta: Meta } type Data { items: Items } type Items { nodes: [Part!]! } type Meta { total: Int! }',
      { rows: 'data.items.nodes', count: 'meta.total', page: paged },
    ],
    [
      'total beside the middle level',
      numbered,
      'type Result { data: Data } type Data { items: Items meta: Meta } type Items { nodes: [Part!]! } type Meta { pagination: Pagination } type Pagination { total: Int! pageCount: Int! }',
      {
        rows: 'data.items.nodes',
        count: 'data.meta.pagination.total',
        page: { ...paged, pages: 'data.meta.pagination.pageCount' },
      },
    ],
    [
      'total of the page itself goes before a count above it',
      numbered,
      'type Result { data: Data count: Int } type Data { items: [Part!]! total: Int! }',
      { rows: 'data.items', count: 'data.total', page: paged },
    ],
    [
      'a total above the rows goes before a count beside them',
      numbered,
      'type Result { data: Data total: Int } type Data { items: [Part!]! count: Int! }',
      { rows: 'data.items', count: 'total', page: paged },
    ],
    [
      'edges below two objects',
      cursors,
      'type Result { payload: Payload } type Payload { products: Connection } type Connection { edges: [Edge!]! pageInfo: Info! } type Edge { cursor: String! node: Part! }',
      {
        rows: 'payload.products.edges[].node',
        count: 'payload.products.pageInfo.total',
        page: {
          ...continued,
          next: 'payload.products.pageInfo.endCursor',
          more: 'payload.products.pageInfo.hasNextPage',
          pages: 'payload.products.pageInfo.totalPages',
        },
      },
    ],
    [
      'page information above the connection',
      cursors,
      'type Result { payload: Payload } type Payload { pageInfo: Next products: Connection } type Next { endCursor: String } type Connection { edges: [Edge!]! totalCount: Int } type Edge { node: Part! }',
      {
        rows: 'payload.products.edges[].node',
        count: 'payload.products.totalCount',
        page: { ...continued, next: 'payload.pageInfo.endCursor' },
      },
    ],
    [
      'a flag above',
      'parts(limit: Int, offset: Int): Result!',
      'type Result { hasMore: Boolean! result: Found } type Found { parts: [Part!]! }',
      {
        rows: 'result.parts',
        count: undefined,
        page: { size: 'limit', max: 100, offset: 'offset', more: 'hasMore' },
      },
    ],
    [
      'errors and facets beside the envelope are not the rows',
      numbered,
      'type Result { errors: [Problem!] facets: [Facet!] data: Data meta: Meta } type Problem { message: String } type Facet { name: String hits: Int } type Data { records: [Part!]! facets: [Facet!] } type Meta { total: Int! }',
      { rows: 'data.records', count: 'meta.total', page: paged },
    ],
    [
      'two lists, one called as the field is',
      numbered,
      'type Result { data: Data meta: Meta } type Data { parts: [Part!]! brands: [Brand!]! } type Brand { id: ID! } type Meta { total: Int! }',
      { rows: 'data.parts', count: 'meta.total', page: paged },
    ],
    [
      'four objects',
      numbered,
      'type Result { response: A } type A { data: B meta: Meta } type B { body: C } type C { items: [Part!]! } type Meta { total: Int! }',
      { rows: 'response.data.body.items', count: 'response.meta.total', page: paged },
    ],
    [
      'a page number in an input object is enough',
      'parts(input: Input!): Result!',
      'input Input { page: Int pageSize: Int } type Result { answer: Answer } type Answer { parts: [Part!]! }',
      {
        rows: 'answer.parts',
        count: undefined,
        page: { size: 'input.pageSize', max: 100, page: 'input.page' },
      },
    ],
    [
      'Lighthouse',
      'parts(first: Int, page: Int): Result!',
      'type Result { data: [Part!]! paginatorInfo: Paginator! } type Paginator { count: Int! total: Int! lastPage: Int! hasMorePages: Boolean! }',
      {
        rows: 'data',
        count: 'paginatorInfo.total',
        page: {
          size: 'first',
          max: 100,
          page: 'page',
          more: 'paginatorInfo.hasMorePages',
          pages: 'paginatorInfo.lastPage',
        },
      },
    ],
  ])('%s', (_, query, types, expected) => {
    expect(detect(query, types).found).toEqual([{ field: 'parts', itemType: 'Part', ...expected }]);
  });
});

describe('the row inside an element', () => {
  test.each([
    ['beside a score', 'type Hit { score: Float item: Part! }', 'results[].item'],
    ['alone', 'type Hit { product: Part! }', 'results[].product'],
    [
      'beside highlights',
      'type Hit { document: Part highlights: [Mark!] _score: Float } type Mark { text: String }',
      'results[].document',
    ],
  ])('%s', (_, types, rows) => {
    const query = 'parts(page: Int, pageSize: Int): Result!';
    const { found } = detect(query, `type Result { results: [Hit!]! total: Int! } ${types}`);
    expect(found).toEqual([{ field: 'parts', itemType: 'Part', rows, count: 'total', page: paged }]);
  });

  test('below objects', () => {
    const types =
      'type Result { data: Data meta: Info } type Data { hits: [Hit!]! } type Hit { score: Float item: Part! }';
    expect(detect(numbered, types).found[0]).toMatchObject({ rows: 'data.hits[].item', count: 'meta.total' });
  });

  test('in a plain list', () => {
    const { found } = detect(
      'parts(limit: Int, offset: Int): [Hit!]!',
      'type Hit { score: Float item: Part! }',
    );
    expect(found[0]).toMatchObject({ itemType: 'Part', rows: '[].item' });
  });

  test.each([
    ['a line with a quantity', 'type Hit { quantity: Int item: Part! }'],
    ['an element with an id', 'type Hit { id: ID! item: Part! }'],
    ['two objects', 'type Hit { score: Float item: Part! brand: Brand } type Brand { id: ID! }'],
    ['an object without an id', 'type Hit { score: Float price: Money } type Money { amount: Float }'],
  ])('not %s', (_, types) => {
    const { lists } = detect(numbered, `type Result { results: [Hit!]! total: Int! } ${types}`);
    expect(lists.map((each) => [each.itemType, each.style.rows])).toEqual([['Hit', 'results']]);
  });
});

describe('objects that are no page', () => {
  const line = 'type Line { sku: String quantity: Int }';
  test.each([
    [
      'an order with an id',
      'order(first: Int): Result',
      `type Result { data: Order meta: Meta } type Order { id: ID! lines: Lines total: Int } type Lines { items: [Line!]! } ${line} type Meta { total: Int }`,
    ],
    [
      'lines and a money total',
      'cart: Result',
      `type Result { bag: Bag total: Float } type Bag { items: [Line!]! } ${line}`,
    ],
    [
      'lines and a total of cents',
      'cart: Result',
      `type Result { bag: Bag total: Int } type Bag { lines: [Line!]! } ${line}`,
    ],
    [
      'a getter by id',
      'order(id: ID!): Result',
      `type Result { data: Data meta: Meta } type Data { lines: [Line!]! } ${line} type Meta { total: Int }`,
    ],
    [
      'aggregates',
      'sales(first: Int, filter: String): Result',
      'type Result { data: Data meta: Meta } type Data { items: [Sums!]! } type Sums { count: Int sum: Float avg: Float } type Meta { total: Int }',
    ],
    [
      'a report chosen by a filter',
      'report(filter: String): Result',
      'type Result { sales: Sales } type Sales { months: [Month!]! } type Month { name: String value: Float }',
    ],
  ])('%s', (_, query, types) => {
    const { lists } = detect(query, types);
    expect(lists.filter((each) => each.reached === 'root')).toEqual([]);
  });

  test('a namespace stays one: pages of their own below it, and several kinds of rows', () => {
    const { found } = detect(
      'site: Site search(query: String, page: Int): Search',
      `type Site { parts(first: Int, after: String): Connection brands: Brands }
       type Connection { nodes: [Part!]! pageInfo: Info! }
       type Search { brands: Brands people: People }
       type Brands { items: [Brand!]! total: Int } type Brand { id: ID! }
       type People { items: [Person!]! total: Int } type Person { id: ID! }`,
    );
    expect(found.map((each) => each.field).sort()).toEqual(['search.brands', 'search.people', 'site.parts']);
  });
});

// Every way through them would be more than the test has time for.
test('objects without ids that hold each other are looked at once each', () => {
  const names = Array.from({ length: 15 }, (_, index) => `T${index}`);
  const types = names.map((name) => `type ${name} { ${names.map((each) => `f${each}: ${each}`).join(' ')} }`);
  const schema = buildSchema(
    `type Query { ${names.map((each) => `q${each}(page: Int): ${each}`).join(' ')} } ${types.join(' ')}`,
  );
  expect(detectCollections(schema).collections).toEqual([]);
});
