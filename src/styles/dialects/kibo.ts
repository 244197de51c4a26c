import type { Dialect } from '../vocabulary.js';

/** Kibo Commerce. Filters are conditions in a text, joined by `and`. */
export const kibo = {
  name: 'kibo',
  title: 'Kibo Commerce',
  match: [
    {
      listArguments: ['startIndex', 'pageSize', 'sortBy', 'filter'],
      types: ['*Collection'],
      typeFields: { '*Collection': ['startIndex', 'pageSize', 'pageCount', 'totalCount', 'items'] },
      score: 15,
    },
  ],
  list: {
    rows: 'items',
    count: 'totalCount',
    page: { size: 'pageSize', offset: 'startIndex', pages: 'pageCount', max: 200 },
    filter: {
      style: 'search',
      at: 'filter',
      language: 'kibo',
      searchable: [
        'productCode:text',
        'orderNumber:number',
        'email:text',
        'emailAddress:text',
        'status:enum',
        'submittedDate:date',
        'isActive:boolean',
      ],
    },
    sort: {
      at: 'sortBy',
      ascending: '$field asc',
      descending: '$field desc',
      nulls: 'unknown',
      nesting: 'joined',
      nestingSeparator: '.',
    },
  },
  get: { field: '$type', arguments: { $field: '$id' } },
  ids: ['productCode', 'id'],
  limits: { page: 200 },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: 'Access tokens live an hour: use oauth2 in mappings/upstream.yaml with the credentials of the application.',
  },
  notes: [
    'Which fields can be filtered on is not in the schema; add them in list.filter.searchable.',
    'The filter language has no quoting, so operands with blanks or punctuation are checked here.',
    'Conditions can only be joined by and; alternatives and negations are worked out here.',
    'One sort key at a time. Updates want the whole object; declare them in the mapping.',
  ],
  example: {
    type: 'Product',
    list: 'products',
    fields: { title: 'content.productName', code: 'productCode' },
  },
} satisfies Dialect;
