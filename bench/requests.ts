/** Signed requests as Wix would send them. They differ in page, operand and request id, so no answer can be reused. */
import { randomUUID } from 'node:crypto';
import { createSigner, generateKeyPair, type Signer } from '../src/wix/jwt/sign.js';
import { systemWorld } from '../src/world/system-world.js';
import { productAt, rareWord, shelfCount } from './products.js';

export const queryPath = '/v3/items/query';
export const countPath = '/v3/items/count';
export const insertPath = '/v3/items/insert';
export const distinctPath = '/v3/items/query-distinct-values';
export const aggregatePath = '/v3/items/aggregate';
export const appId = '11111111-2222-4333-8444-555555555555';

/** Tokens of one load; enough that each connection sends another one each time. */
const tokenCount = 200;

export interface Keys {
  readonly publicKey: string;
  readonly signer: Signer;
}

export async function createKeys(algorithm: 'RS256' | 'ES256' = 'RS256'): Promise<Keys> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  return { publicKey, signer: createSigner({ world: systemWorld, privateKey, audience: appId }) };
}

/** Good for an hour: the benchmark may run longer than a token of Wix lives. */
function sign(signer: Signer, request: Readonly<Record<string, unknown>>): Promise<string> {
  const metadata = { requestId: randomUUID(), instanceId: randomUUID() };
  return signer.sign(request, metadata, { exp: Math.floor(Date.now() / 1000) + 3600 });
}

/** What the requests of a load ask for. */
export type Ask =
  /** A page, filtered, sorted and counted; all of it can be pushed. */
  | 'page'
  /** The number of items that match. */
  | 'count'
  /** One item. */
  | 'id'
  /** A page and the total of a filter that the upstream cannot do. */
  | 'contains'
  /** A page by one of 32 filters, each with other conditions. */
  | 'varied';

export interface Queries {
  readonly collection?: string;
  readonly include?: string | undefined;
  /** Default: a page. */
  readonly ask?: Ask | undefined;
}

/** Queries that differ in page and operand. */
export function signQueries(signer: Signer, rows: number, queries: Queries = {}): Promise<string[]> {
  const tokens = Array.from({ length: tokenCount }, (_, index) =>
    sign(signer, queryOf(rows, queries, index)),
  );
  return Promise.all(tokens);
}

function queryOf(rows: number, { collection = 'products', include, ask = 'page' }: Queries, index: number) {
  const filter = { available: { $eq: true }, price: { $lte: 1000 + index } };
  switch (ask) {
    case 'page':
      return {
        collectionId: collection,
        query: {
          filter,
          sort: [{ fieldName: 'createdAt', order: 'DESC' }],
          paging: { limit: rows, offset: (index % 50) * rows },
        },
        returnTotalCount: true,
        ...(include === undefined ? {} : { includeReferencedItems: [{ fieldKey: include }] }),
      };
    case 'varied': {
      const { query } = queryOf(rows, { collection }, index) as { query: object };
      return {
        collectionId: collection,
        query: { ...query, filter: variedFilter(index) },
        returnTotalCount: true,
      };
    }
    case 'count':
      return { collectionId: collection, filter };
    case 'id': {
      const { id } = productAt((index * 7) % shelfCount);
      const query = { filter: { _id: { $eq: id } }, paging: { limit: 1, offset: 0 } };
      return { collectionId: collection, query };
    }
    case 'contains': {
      const paging = { limit: rows, offset: (index % 4) * rows };
      const query = { filter: { description: { $contains: rareWord } }, paging };
      return { collectionId: collection, query, returnTotalCount: true };
    }
  }
}

/** All of them fit all products, so that the upstream need not filter. */
const conditions = [
  ['available', { $eq: true }],
  ['price', { $lte: 1000 }],
  ['stock', { $gte: 0 }],
  ['currency', { $ne: 'XXX' }],
  ['brand', { $ne: 'XXX' }],
] as const;

function variedFilter(index: number): Readonly<Record<string, object>> {
  return Object.fromEntries(conditions.filter((_, place) => ((index >> place) & 1) === 1));
}

/** Inserts of so many items, each with all fields of the collection, and with its id. */
export function signInserts(signer: Signer, rows: number, collectionId: string): Promise<string[]> {
  const tokens = Array.from({ length: tokenCount }, (_, index) =>
    sign(signer, {
      collectionId,
      items: Array.from({ length: rows }, (_, row) => newItem(index * rows + row)),
    }),
  );
  return Promise.all(tokens);
}

function newItem(position: number): Readonly<Record<string, unknown>> {
  const { id, pricing, created_at, updated_at, maker_id: _id, maker: _maker, ...same } = productAt(position);
  const dateOf = (text: string): object => ({ $date: text.replace('+00:00', 'Z') });
  return {
    _id: id,
    ...same,
    price: pricing.amount,
    currency: pricing.currency,
    createdAt: dateOf(created_at),
    updatedAt: dateOf(updated_at),
  };
}

/** So many requests for the same page of the collection that keeps answers, which no load asks for. */
export function signEqual(signer: Signer, count: number): Promise<string[]> {
  const request = { collectionId: 'kept', query: { paging: { limit: 7, offset: 7 } } };
  return Promise.all(Array.from({ length: count }, () => sign(signer, request)));
}

/** Groups over the rows with a word in a field that the upstream cannot filter: all rows must be read. */
export function signScan(signer: Signer): Promise<string> {
  return sign(signer, {
    collectionId: 'products',
    initialFilter: { description: { $contains: rareWord } },
    aggregation: {
      groupingFields: ['brand'],
      operations: [
        { resultFieldName: 'number', itemCount: {} },
        { resultFieldName: 'total', sum: { itemFieldName: 'price' } },
      ],
    },
    paging: { limit: 50, offset: 0 },
  });
}

/** The distinct names of the rows with that word: each row has another. */
export function signDistinct(signer: Signer): Promise<string> {
  return sign(signer, {
    collectionId: 'products',
    filter: { description: { $contains: rareWord } },
    fieldName: 'name',
    paging: { limit: 50, offset: 0 },
    returnTotalCount: true,
  });
}

/** The first 50 of them in the order of their names, which the upstream may order otherwise: sorted here. */
export function signSorted(signer: Signer): Promise<string> {
  return sign(signer, {
    collectionId: 'products',
    query: {
      filter: { description: { $contains: rareWord } },
      sort: [{ fieldName: 'name', order: 'DESC' }],
      paging: { limit: 50, offset: 0 },
    },
    returnTotalCount: true,
  });
}
