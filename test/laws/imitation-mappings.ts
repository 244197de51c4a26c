/** Mapping of the common table for every other imitation: content systems, shops, and APIs of no known product. */
import { type DialectCase, dialectCase, type Shape, snake } from './dialect-case.js';

export const contentful: Shape = {
  dialect: 'contentful',
  list: 'productCollection',
  id: 'sys.id',
  names: (key) => (key === 'createdAt' ? 'publishDate' : key),
  fields: { imageUrl: 'image.url', categoryId: 'category.sys.id' },
};
export const keystone: Shape = { dialect: 'keystone', list: 'products', without: ['tags'] };
export const prisma: Shape = {
  dialect: 'prisma',
  list: 'products',
  fields: { categoryId: 'categoryId', category: { filter: 'category.is.name' } },
};
export const payload: Shape = {
  dialect: 'payload',
  list: 'Products',
  fields: { imageUrl: 'image.url', categoryId: { filter: 'category' } },
};
export const vendure: Shape = {
  dialect: 'vendure',
  list: 'products',
  fields: {
    price: { scale: 0.01 },
    imageUrl: 'featuredAsset.source',
    meta: 'customFields',
    category: 'collection.name',
    categoryId: 'collection.id',
  },
};
export const directus: Shape = {
  dialect: 'directus',
  list: { field: 'products', ids: 'integer' },
  type: 'products',
  names: (key) => ({ createdAt: 'date_added', releasedOn: 'released_on', opensAt: 'opens_at' })[key] ?? key,
  fields: { createdAt: { kind: 'date' } },
};
/** Fields of Shopify have names of their own in results, searches and sorts. */
export const shopify: Shape = {
  dialect: 'shopify-admin',
  id: { path: 'id', codec: 'shopify-gid' },
  list: {
    field: 'products',
    filter: {
      fields: { totalInventory: 'inventory_total', isGiftCard: 'gift_card', createdAt: 'created_at' },
      searchable: [
        'id:id',
        'created_at:date',
        'gift_card:boolean',
        'inventory_total:number',
        'price:number',
        'product_type:text',
        'sku:text',
        'status:enum',
        'tag:list',
        'title:text',
      ],
    },
    sort: { fields: { totalInventory: 'inventoryTotal' } },
  },
  fields: {
    quantity: 'totalInventory',
    active: 'isGiftCard',
    imageUrl: 'featuredImage.url',
    category: 'productType',
    categoryId: 'collection.id',
  },
  options: { wholeSeconds: true },
  values: {
    createdAt: (row) => row.createdAt && { $date: row.createdAt.replace(/\d{3}Z$/, '000Z') },
    _id: (row) => `Product:${row.id}`,
    categoryId: (row) => (row.category === null ? null : `gid://shopify/Collection/${row.category.id}`),
  },
};
/** A bag of equalities and one sort key. */
export const relayOnly: Shape = {
  dialect: 'relay',
  id: { path: 'id', operators: { eq: { ids: ['$value'] }, in: { ids: '$value' } } },
  list: {
    field: 'products',
    page: { max: 100 },
    filter: {
      style: 'templates',
      at: 'filterBy',
      nesting: 'none',
      operators: {
        any: { eq: { send: { $field: '$value' } } },
        list: { eq: null },
      },
    },
    sort: {
      at: 'orderBy',
      ascending: { field: '$FIELD', direction: 'ASC' },
      descending: { field: '$FIELD', direction: 'DESC' },
      nulls: 'lowest',
      unique: true,
      nesting: 'none',
    },
  },
  fields: {
    categoryId: { filter: 'categoryId', kind: 'text' },
    status: { operators: { eq: { status: '$value' }, in: { statuses: '$value' } } },
    tags: { operators: { has: { tag: '$value' } } },
  },
};
/** A list of predicates with texts as operands, on a MySQL. */
export const predicateList: Shape = {
  list: {
    field: 'productQuery',
    rows: 'entities',
    count: 'count',
    page: { size: 'limit', offset: 'offset' },
    filter: {
      style: 'predicates',
      at: 'filter.rules',
      nesting: 'none',
      operators: {
        any: {
          eq: { send: { field: '$field', operator: 'EQUAL', value: ['$text'] } },
          ne: { send: { field: '$field', operator: 'NOT_EQUAL', value: ['$text'] } },
          gt: { send: { field: '$field', operator: 'GREATER_THAN', value: ['$text'] } },
          gte: { send: { field: '$field', operator: 'GREATER_THAN_OR_EQUAL', value: ['$text'] } },
          lt: { send: { field: '$field', operator: 'SMALLER_THAN', value: ['$text'] } },
          lte: { send: { field: '$field', operator: 'SMALLER_THAN_OR_EQUAL', value: ['$text'] } },
          isNull: { send: { field: '$field', operator: 'IS_NULL' } },
          notNull: { send: { field: '$field', operator: 'IS_NOT_NULL' } },
        },
        text: {
          eq: { send: { field: '$field', operator: 'EQUAL', value: ['$value'] }, match: 'superset' },
          ne: null,
          in: { send: { field: '$field', operator: 'IN', value: '$value' }, match: 'superset' },
          contains: {
            send: { field: '$field', operator: 'LIKE', value: ['%$like%'] },
            match: 'superset',
            case: 'insensitive',
          },
          startsWith: {
            send: { field: '$field', operator: 'LIKE', value: ['$like%'] },
            match: 'superset',
            case: 'insensitive',
          },
          endsWith: {
            send: { field: '$field', operator: 'LIKE', value: ['%$like'] },
            match: 'superset',
            case: 'insensitive',
          },
        },
        list: { eq: null, ne: null, gt: null, gte: null, lt: null, lte: null, isNull: null, notNull: null },
      },
    },
    sort: {
      at: 'sort',
      list: true,
      ascending: { field: '$field', direction: 'ASC' },
      descending: { field: '$field', direction: 'DESC' },
      nulls: 'lowest',
      nesting: 'none',
    },
  },
  // Nothing in the schema says on which fields the texts of rules may stand.
  fields: {
    big: { filter: false, sort: false },
    imageUrl: { filter: false, sort: false },
    tags: { filter: false },
  },
  without: ['meta'],
};

export const imitationCases: readonly DialectCase[] = [
  dialectCase('contentful', contentful),
  dialectCase('jsonServer', {
    dialect: 'json-graphql-server',
    list: 'allProducts',
    names: snake,
    fields: {
      createdAt: { kind: 'date' },
      category: 'Category.name',
      categoryId: { path: 'Category.id', filter: 'category_id' },
    },
  }),
  dialectCase('keystone', keystone),
  dialectCase('prisma', prisma),
  dialectCase('shopify', shopify),
  dialectCase('payload', payload),
  dialectCase('vendure', vendure),
  dialectCase('relayOnly', relayOnly),
  dialectCase('plainList', { dialect: 'plain', list: 'products', without: ['meta'] }),
  dialectCase('pageOnly', {
    dialect: 'plain',
    list: {
      field: 'products',
      rows: 'results',
      count: 'info.count',
      page: { page: 'page', pages: 'info.pages', fixed: 20 },
      filter: {
        style: 'equality',
        at: 'filter',
        operators: {
          text: {
            eq: { send: '$value', match: 'superset' },
            contains: { send: '$value', case: 'insensitive' },
            startsWith: { send: '$value', match: 'superset', case: 'insensitive' },
            endsWith: { send: '$value', match: 'superset', case: 'insensitive' },
          },
        },
        nesting: 'none',
      },
      text: { folding: 'javascript' },
    },
    without: ['meta'],
  }),
  dialectCase('appsync', { dialect: 'appsync', list: 'listProducts' }),
  dialectCase('predicateList', predicateList),
  dialectCase('directus', directus),
  dialectCase('dgraph', { dialect: 'dgraph', list: 'queryProduct', without: ['releasedOn', 'meta'] }),
];
