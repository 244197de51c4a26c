/**
 * The console asks the very handlers that answer Wix: random requests, right ones and wrong ones, are asked of two services with the same
 * history, of one by a signed request and of the other on the Query screen. What is sent to the API, items and errors are the same.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCatalogue } from '../../src/demo/catalog.js';
import { createDemoSchema } from '../../src/demo/schema.js';
import { type ReadingKind, readings } from '../../src/service/reading-kinds.js';
import type { FieldType } from '../../src/wix/protocol.js';
import { type FieldSample, filters } from '../oracle/arbitrary.js';
import type { Item } from '../oracle/values.js';
import { startUpstream, type Upstream } from '../upstreams/harness.js';
import { type ShownService, showService } from './shown.js';

const requests = 1000;
const seed = Number(process.env.LAW_SEED ?? Date.now() % 2 ** 31);

interface Side {
  readonly api: Upstream;
  readonly service: ShownService;
}

let wix: Side;
let shown: Side;
let fields: readonly FieldSample[];

beforeAll(async () => {
  const side = async (): Promise<Side> => {
    const { products, ...others } = createCatalogue();
    // Few rows: it is about what is asked.
    const api = await startUpstream(createDemoSchema({ ...others, products: products.slice(0, 25) }));
    return { api, service: await showService(api.url) };
  };
  [wix, shown] = await Promise.all([side(), side()]);
  const collection = await shown.service.json('collections/products');
  await wix.service.json('collections/products');
  const all = { collectionId: 'products', query: {} };
  await shown.service.signed('/v3/items/query', all);
  const { body } = await wix.service.signed('/v3/items/query', all);
  for (const { api } of [wix, shown]) api.reset();
  const items = body.items as readonly Item[];
  fields = (collection.fields as readonly { readonly key: string; readonly type: FieldType }[]).map(
    ({ key, type }) => ({ key, type, samples: items.map((item) => item[key] ?? null) }),
  );
});
afterAll(async () => {
  for (const side of [wix, shown]) {
    await side?.service.stop();
    await side?.api.close();
  }
});

interface Question {
  readonly kind: ReadingKind;
  readonly request: Readonly<Record<string, unknown>>;
  readonly as: string;
  readonly language: string;
}

/** Mostly right: names that are none, and pages that are none, stand in some. */
function questions(): fc.Arbitrary<Question> {
  const key = fc.constantFrom(...fields.map((each) => each.key), 'nothing', 'brand.name', 'id');
  const sort = fc.array(fc.record({ fieldName: key, order: fc.constantFrom('ASC', 'DESC') }), {
    maxLength: 2,
  });
  const paging = fc.record({
    limit: fc.constantFrom(1, 3, 5, 50, 0, -1, 'five'),
    offset: fc.constantFrom(0, 0, 2, 24, 26),
  });
  const filter = filters(fields, { depth: 2 });
  const collectionId = fc.oneof(
    { weight: 20, arbitrary: fc.constant('products') },
    { weight: 1, arbitrary: fc.constantFrom('product', 'shop/products') },
  );
  const included = fc.subarray([{ fieldKey: 'brand' }, { fieldKey: 'category' }, { fieldKey: 'title' }], {
    maxLength: 2,
  });
  const query = fc.record({ filter, sort, paging, fields: fc.array(key, { maxLength: 3 }) });
  const request: fc.Arbitrary<Pick<Question, 'kind' | 'request'>> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .record({ collectionId, query, includeReferencedItems: included, returnTotalCount: fc.boolean() })
        .map((made) => ({ kind: 'query' as const, request: made })),
    },
    {
      weight: 2,
      arbitrary: fc
        .record({ collectionId, filter })
        .map((made) => ({ kind: 'count' as const, request: made })),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({ collectionId, filter, fieldName: key, paging, returnTotalCount: fc.boolean() })
        .map((made) => ({ kind: 'distinct' as const, request: made })),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({
          collectionId,
          initialFilter: filter,
          aggregation: key.map((each) => ({
            groupingFields: [each],
            operations: [{ resultFieldName: 'n', itemCount: {} }],
          })),
          paging,
        })
        .map((made) => ({ kind: 'aggregate' as const, request: made })),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({
          collectionId,
          referringFieldKey: key,
          referringItemIds: fc.constant([]),
          referencedItemIds: fc.constant([]),
          paging,
        })
        .map((made) => ({ kind: 'references' as const, request: made })),
    },
  );
  return fc
    .tuple(request, fc.constantFrom('', 'visitor', 'owner'), fc.constantFrom('', 'de'))
    .map(([made, as, language]) => ({ ...made, as, language }));
}

const identities: Readonly<Record<string, object>> = {
  '': {},
  visitor: {
    identity: {
      identityType: 'ANONYMOUS_VISITOR',
      anonymousVisitorId: '00000000-0000-4000-8000-000000000001',
    },
  },
  owner: { identity: { identityType: 'WIX_USER', wixUserId: '00000000-0000-4000-8000-000000000003' } },
};

/** What was sent; calls under way at once may come in another order. */
const sentTo = ({ api }: Side): readonly string[] => {
  const sent = api.requests.map(({ query, variables }) => JSON.stringify({ query, variables })).sort();
  api.reset();
  return sent;
};

test(`${requests} random requests: the same document, variables, items and errors (seed ${seed})`, async () => {
  const seen = { answered: 0, refused: 0, sent: 0 };
  await fc.assert(
    fc.asyncProperty(questions(), async ({ kind, request, as, language }) => {
      const metadata = { ...identities[as], ...(language === '' ? {} : { languages: [language] }) };
      const { status, body } = await wix.service.signed(readings[kind].path, request, metadata);
      const screen = (await shown.service.json('query', {
        kind,
        request: JSON.stringify(request),
        run: 'on',
        ...(as === '' ? {} : { as }),
        ...(language === '' ? {} : { language }),
      })) as {
        readonly run: { readonly answer?: object; readonly failure?: object; readonly requests: number };
      };
      const { answer, failure } = screen.run;
      expect(failure ?? answer).toEqual(body);
      expect(failure === undefined).toBe(status === 200);
      const sent = sentTo(shown);
      expect(sent).toEqual(sentTo(wix));
      expect(screen.run.requests).toBe(sent.length);
      seen[failure ? 'refused' : 'answered'] += 1;
      seen.sent += sent.length;
    }),
    { numRuns: requests, seed },
  );
  // None of these is rare, or the test would say little.
  expect(seen.answered).toBeGreaterThan(requests * 0.2);
  expect(seen.refused).toBeGreaterThan(requests * 0.1);
  expect(seen.sent).toBeGreaterThan(requests * 0.2);
});
