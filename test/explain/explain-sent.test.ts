/** What `explain` shows is what is sent: the first document, and whether more must be read than it tells. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import { sectionsOf } from '../docs/markdown.js';
import { context, type Rig, startRig } from '../rig.js';
import { startUpstream, type Upstream } from '../upstreams/harness.js';

const rows = Array.from({ length: 250 }, (_, index) => ({ id: String(index), title: `title ${index}` }));
const schema = makeExecutableSchema({
  typeDefs: `
    type Product { id: ID! title: String! size: Int }
    input TextFilter { eq: String }
    input ProductFilter { title: TextFilter }
    type Query {
      products(where: ProductFilter, limit: Int, offset: Int): [Product!]!
      product(id: ID!): Product
      nodes(ids: [ID!]!): [Product]!
      productsCount: Int!
    }`,
  resolvers: {
    Query: {
      products: (
        _: unknown,
        args: { where?: { title?: { eq?: string } }; limit: number; offset: number },
      ) => {
        const title = args.where?.title?.eq;
        const found = rows.filter((row) => title === undefined || row.title === title);
        return found.slice(args.offset, args.offset + args.limit);
      },
      product: (_: unknown, { id }: { id: string }) => rows.find((row) => row.id === id),
      nodes: (_: unknown, { ids }: { ids: string[] }) =>
        ids.map((id) => rows.find((row) => row.id === id) ?? null),
      productsCount: () => rows.length,
    },
  },
});
const list = {
  field: 'products',
  page: { size: 'limit', offset: 'offset', max: 100 },
  filter: { style: 'operators', at: 'where', operators: { text: { eq: { eq: '$value' } } } },
  count: { field: 'productsCount', path: '', filter: null },
};
const common = { type: 'Product', id: 'id', list, fields: { title: 'title', size: 'size' } };

let server: Upstream;
let rig: Rig;
beforeAll(async () => {
  server = await startUpstream(schema);
  rig = await startRig(server.url, { dialect: 'plain' }, [
    { ...common, collection: 'aliases', get: { field: 'product', arguments: { id: '$id' } } },
    {
      ...common,
      collection: 'nodes',
      get: {
        field: 'product',
        arguments: { id: '$id' },
        many: { field: 'nodes', arguments: { ids: '$ids' } },
      },
    },
  ]);
});
afterAll(async () => {
  await rig?.close();
  await server?.close();
});
beforeEach(() => server.reset());

describe.each(['aliases', 'nodes'])('items by id: %s', (collection) => {
  test('the document and its variables are those that are sent', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => String(index));
    const request = parseQuery({ collectionId: collection, query: { filter: { _id: { $in: ids } } } });
    const shown = rig.engine.explain(rig.model(collection), 'query', request);
    await rig.engine.query(rig.model(collection), request, context());
    const sent = server.requests.map(({ query, variables }) => ({ query, variables }));
    expect(sent).toContainEqual({ query: shown.document, variables: shown.variables });
    expect(shown).toMatchObject({ access: 'ids', requests: expect.stringMatching(`^${sent.length}\\b`) });
    expect(JSON.stringify(shown.variables)).toContain('"0"');
  });
});

describe('numbers that the upstream cannot give', () => {
  const model = () => rig.model('aliases');
  const filter = { title: 'title 7' };
  const query = { filter, fields: ['title'] };

  test('the total beside a page', async () => {
    const request = parseQuery({ collectionId: 'aliases', query, returnTotalCount: true });
    expect(rig.engine.explain(model(), 'query', request)).toMatchObject({
      total: 'counted here, by reading all rows that match',
      requests: expect.stringMatching(
        /^1 to 2 \(one more where the last page comes short\), then 1 for each 100 rows, at most 200 \(for the total; none where/,
      ),
      reasons: [
        {
          path: 'total',
          reason: 'the upstream cannot count with this filter',
          remedy: expect.stringContaining('list.count.filter'),
          position: expect.stringMatching(/^aliases\.yaml:\d+:3$/),
        },
      ],
    });
  });

  test('the total of a whole list', () => {
    const request = parseQuery({ collectionId: 'aliases', returnTotalCount: true });
    expect(rig.engine.explain(model(), 'query', request)).toMatchObject({
      total: 'in the same request',
      requests: '1',
      reasons: [],
    });
  });

  test('a count', () => {
    const request = parseCount({ collectionId: 'aliases', filter });
    expect(rig.engine.explain(model(), 'count', request)).toMatchObject({
      summary: 'All rows that the upstream finds are read page after page; counting is finished here.',
      total: 'counted here, by reading all rows that match',
      requests: '1 for each 100 rows, at most 200',
      reasons: [{ path: 'total', reason: 'the upstream cannot count with this filter' }],
    });
  });

  test.each([
    ['distinct', parseDistinct({ collectionId: 'aliases', fieldName: 'title' })],
    [
      'aggregate',
      parseAggregate({
        collectionId: 'aliases',
        aggregation: { operations: [{ resultFieldName: 'all', itemCount: {} }] },
      }),
    ],
  ] as const)('%s', (kind, request) => {
    expect(rig.engine.explain(model(), kind, request)).toMatchObject({
      requests: '1 for each 100 rows, at most 200',
      reasons: [
        {
          path: 'items',
          reason: 'the upstream does not aggregate',
          remedy: expect.stringContaining('aggregate'),
          position: expect.stringMatching(/^aliases\.yaml:\d+:\d+$/),
        },
      ],
    });
  });
});

describe('what is done here', () => {
  const rules = 'docs/errors.md#reasons-for-work-that-is-done-here';

  test('says as data what to read, where a line of the mapping can change it', () => {
    const request = parseQuery({ collectionId: 'aliases', query: { filter: { size: 5 } } });
    const { reasons } = rig.engine.explain(rig.model('aliases'), 'query', request);
    expect(reasons).toMatchObject([{ path: 'size', actions: [{ kind: 'open', page: rules }] }]);
    const [page, heading] = rules.split('#') as [string, string];
    expect(sectionsOf(page).get(heading)).toContain(`| ${reasons[0]!.reason.replace('number', '‹kind›')} |`);
  });
});

describe('conditions that stand together', () => {
  const reasonsOf = (filter: Record<string, Json>) => {
    const request = parseQuery({ collectionId: 'aliases', query: { filter } });
    return rig.engine.explain(rig.model('aliases'), 'query', request).reasons;
  };

  test('an alternative of one that cannot be sent', () => {
    expect(reasonsOf({ $or: [{ size: 5 }, { title: 'title 3' }] })).toMatchObject([
      { path: 'size', reason: 'the filter has no operator for fields of kind number' },
      {
        path: 'title',
        reason: 'it would be sent upstream if its alternative could be: size (eq)',
        remedy: 'list.filter.operators.number, if the API has operators for such fields',
        position: reasonsOf({ size: 5 })[0]!.position,
      },
    ]);
  });
});

describe('as the service would', () => {
  test('a page of nothing asks nothing', async () => {
    const request = parseQuery({ collectionId: 'aliases', query: { paging: { limit: 0 } } });
    const shown = rig.engine.explain(rig.model('aliases'), 'query', request);
    await rig.engine.query(rig.model('aliases'), request, context());
    expect(server.requests).toEqual([]);
    expect(shown).toMatchObject({ document: undefined, requests: '0' });
  });

  test('the total of a page of nothing is asked for alone', async () => {
    const request = parseQuery({
      collectionId: 'aliases',
      query: { paging: { limit: 0 } },
      returnTotalCount: true,
    });
    const shown = rig.engine.explain(rig.model('aliases'), 'query', request);
    await rig.engine.query(rig.model('aliases'), request, context());
    expect(server.requests.map((each) => each.query)).toEqual([shown.document]);
  });

  test('a cursor that is none is refused', () => {
    const request = parseQuery({ collectionId: 'aliases', query: { cursorPaging: { cursor: 'zzz' } } });
    expect(() => rig.engine.explain(rig.model('aliases'), 'query', request)).toThrow(/cursor is not one of/);
  });

  test('a cursor brings its request along', async () => {
    const first = parseQuery({
      collectionId: 'aliases',
      query: { filter: { title: { $ne: 'title 3' } }, cursorPaging: { limit: 20 } },
    });
    const { pagingMetadata } = await rig.engine.query(rig.model('aliases'), first, context());
    const cursor = pagingMetadata.cursors!.next!;
    const next = parseQuery({ collectionId: 'aliases', query: { cursorPaging: { limit: 20, cursor } } });
    const shown = rig.engine.explain(rig.model('aliases'), 'query', next);
    expect(shown.reasons).toMatchObject([{ path: 'title', operator: 'ne' }]);
  });

  test('unknown fields of aggregations are refused', () => {
    const operations = [{ resultFieldName: 'sum', sum: { itemFieldName: 'prise' } }];
    const request = parseAggregate({ collectionId: 'aliases', aggregation: { operations } });
    expect(() => rig.engine.explain(rig.model('aliases'), 'aggregate', request)).toThrow(
      /Unknown field|no field/,
    );
  });
});
