/** One upstream for each way of paging: by offset, by page number, by cursor only, and the whole list at once. */
import type { Json } from '../../src/wix/json.js';
import type { Row } from '../upstreams/data.js';
import type { ProductOptions, ProductUpstream } from '../upstreams/engine/start.js';
import { upstreams } from '../upstreams/fixture-shapes.js';
import { dialectCases } from './dialect-mappings.js';

export interface PagingCase {
  readonly name: string;
  readonly start: (rows: readonly Row[], options?: ProductOptions) => Promise<ProductUpstream>;
  readonly upstream: Record<string, Json>;
  readonly mapping: Record<string, Json>;
  readonly keys: readonly string[];
}

const fields = {
  title: 'title',
  sku: 'sku',
  price: { path: 'price', type: 'NUMBER' },
  quantity: 'quantity',
  active: 'active',
  status: { path: 'status', type: 'TEXT' },
};
const keys = Object.keys(fields);

/** The bag of equalities has a list of ids, and no id. */
const idWithOwnOperators = {
  path: 'id',
  operators: { eq: { ids: ['$value'] }, in: { ids: '$value' } },
};

export const relayCase: PagingCase = {
  name: 'cursor only',
  start: upstreams.relayOnly.start,
  upstream: { dialect: 'relay' },
  mapping: {
    collection: 'products',
    type: 'Product',
    id: idWithOwnOperators,
    fields,
    list: {
      field: 'products',
      page: { max: 100 },
      filter: {
        style: 'templates',
        at: 'filterBy',
        operators: {
          any: { eq: { send: { $field: '$value' } } },
        },
      },
      sort: {
        at: 'orderBy',
        ascending: { field: '$FIELD', direction: 'ASC' },
        descending: { field: '$FIELD', direction: 'DESC' },
        nulls: 'lowest',
        unique: true,
      },
    },
  },
  keys,
};

export const pageCase: PagingCase = {
  name: 'page numbers',
  start: upstreams.pageOnly.start,
  upstream: { dialect: 'plain' },
  mapping: {
    collection: 'products',
    type: 'Product',
    id: 'id',
    fields,
    list: {
      field: 'products',
      rows: 'results',
      count: 'info.count',
      page: { page: 'page', pages: 'info.pages', fixed: 20 },
    },
  },
  keys,
};

export const wholeCase: PagingCase = {
  name: 'whole list',
  start: upstreams.plainList.start,
  upstream: { dialect: 'plain' },
  mapping: { collection: 'products', type: 'Product', id: 'id', fields, list: 'products' },
  keys,
};

const offsetCases: readonly PagingCase[] = dialectCases.filter((each) =>
  ['hasura', 'postgraphile', 'strapi5'].includes(each.name),
);

export const pagingCases: readonly PagingCase[] = [...offsetCases, pageCase, relayCase, wholeCase];
