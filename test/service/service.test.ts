import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../../src/execute/execution.js';
import type { CollectionModel } from '../../src/model/model.js';
import type { Catalog } from '../../src/service/catalog.js';
import type { Engine } from '../../src/service/engine.js';
import type { ServiceContext } from '../../src/service/handler.js';
import { createService } from '../../src/service/service.js';
import { AdapterError } from '../../src/wix/errors.js';
import { systemWorld } from '../../src/world/system-world.js';

const model = { id: 'products', limits: { deadline: 9000 } } as CollectionModel;

interface State {
  collections: Map<string, CollectionModel>;
  pending: Set<string>;
  started: Promise<void>;
}

function serviceWith(state: Partial<State> = {}, namespace?: string) {
  const calls: { model: CollectionModel; context: RequestContext }[] = [];
  const catalog: Catalog = {
    collections: new Map([['products', model]]),
    pending: new Set<string>(),
    rulesUnknown: new Set<string>(),
    started: Promise.resolve(),
    generationNumber: 1,
    kept: new Set(),
    problems: [],
    withdrawn: [],
    gateways: [],
    ready: true,
    reasons: [],
    ...state,
  };
  const engine = {
    count: async (called: CollectionModel, _request: unknown, context: RequestContext) => {
      calls.push({ model: called, context });
      return { totalCount: 7 };
    },
    describe: ({ id }: CollectionModel) => ({ id }),
  } as unknown as Engine;
  return { calls, service: createService({ catalog, engine: () => engine, namespace }) };
}

const noted: string[] = [];
const context: ServiceContext = {
  world: systemWorld,
  requestId: 'r1',
  scope: { language: 'de' },
  signal: new AbortController().signal,
  observe: (each) => {
    if (each.kind === 'collection named') noted.push(each.collection);
  },
  arrived: 1_000_000,
};

async function failure(promise: Promise<unknown>): Promise<AdapterError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AdapterError)) throw new Error('was not refused');
  return error;
}

describe('the deadline', () => {
  it("is the collection's, from the arrival of the request", async () => {
    const { service, calls } = serviceWith();
    await service('CountDataItems', { collectionId: 'products' }, context);
    expect(calls[0]!.context).toMatchObject({
      requestId: 'r1',
      deadline: 1_009_000,
      scope: { language: 'de' },
    });
  });
});

describe('collection ids', () => {
  it.each([
    ['products', undefined, 'products'],
    ['shop/products', 'shop', 'products'],
    ['a/b/products', 'a/b', 'products'],
  ])('%s with namespace %s', async (id, namespace, expected) => {
    const { service, calls } = serviceWith({}, namespace);
    noted.length = 0;
    await service('CountDataItems', { collectionId: id }, context);
    expect([calls[0]!.model.id, noted]).toEqual([expected, [expected]]);
  });

  it.each([
    ['shop/products', undefined],
    ['other/products', 'shop'],
    ['__proto__', undefined],
  ])('%s with namespace %s is unknown', async (id, namespace) => {
    const { service } = serviceWith({}, namespace);
    const error = await failure(service('CountDataItems', { collectionId: id }, context));
    expect([error.code, error.status]).toEqual(['COLLECTION_NOT_FOUND', 404]);
  });
});

describe('while an upstream is out of reach', () => {
  it('a request waits for the start that is under way', async () => {
    const collections = new Map<string, CollectionModel>();
    const pending = new Set(['products']);
    const started = new Promise<void>((resolve) => {
      setTimeout(() => {
        collections.set('products', model);
        pending.delete('products');
        resolve();
      }, 30);
    });
    const { service } = serviceWith({ collections, pending, started });
    await expect(service('CountDataItems', { collectionId: 'products' }, context)).resolves.toEqual({
      totalCount: 7,
    });
  });

  it.each([
    ['CountDataItems', { collectionId: 'products' }],
    ['InsertDataItems', { collectionId: 'products', items: [{}] }],
    ['ListCollections', { collectionIds: [] }],
  ] as const)('%s is refused as unavailable, not as unknown', async (operation, request) => {
    const { service } = serviceWith({ collections: new Map(), pending: new Set(['products']) });
    const error = await failure(service(operation, request, context));
    expect([error.code, error.status]).toEqual(['UNKNOWN_ERROR', 503]);
  });

  it.each([{}, { collectionIds: ['products', 'shop/orders'] }])(
    'a list without it would say that it is gone: %o is refused as a whole',
    async (request) => {
      const { service } = serviceWith({ pending: new Set(['orders']) }, 'shop');
      const error = await failure(service('ListCollections', request, context));
      expect([error.status, error.message]).toEqual([
        503,
        'The collection orders is not ready: its upstream API cannot be reached',
      ]);
    },
  );

  it('the other collections are described when they are asked for by name', async () => {
    const { service } = serviceWith({ pending: new Set(['orders']) });
    const request = { collectionIds: ['products'] };
    await expect(service('ListCollections', request, context)).resolves.toEqual({
      collections: [{ id: 'products' }],
    });
  });

  it('one whose mapping turns out broken is left out', async () => {
    const pending = new Set(['orders']);
    const started = Promise.resolve().then(() => void pending.delete('orders'));
    const { service } = serviceWith({ pending, started });
    const request = { collectionIds: ['products', 'orders'] };
    await expect(service('ListCollections', request, context)).resolves.toEqual({
      collections: [{ id: 'products' }],
    });
  });
});

describe('collections/get', () => {
  it.each([
    [{}, ['products']],
    [{ collectionIds: ['products', 'shop/products', 'nothing'] }, ['products']],
    [{ collectionIds: ['nothing'] }, []],
  ])('%o', async (request, expected) => {
    const { service } = serviceWith({}, 'shop');
    const answer = (await service('ListCollections', request, context)) as { collections: { id: string }[] };
    expect(answer.collections.map((each) => each.id)).toEqual(expected);
  });

  it('is empty, not refused, where there are no collections at all', async () => {
    const { service } = serviceWith({ collections: new Map() });
    await expect(service('ListCollections', {}, context)).resolves.toEqual({ collections: [] });
  });
});
