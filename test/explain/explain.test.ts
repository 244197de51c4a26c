/** What `explain` says of typical requests: read by people, so kept as they read it. */
import { describe, expect, test } from 'vitest';
import { explanationText } from '../../src/explain/text.js';
import type { RequestKind } from '../../src/service/engine.js';
import type { Json } from '../../src/wix/json.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import { boundDialects } from '../plan/products-mapping.js';

const rig = boundDialects.hasura({
  fields: {
    title: 'title',
    price: { path: 'price', type: 'NUMBER' },
    quantity: 'quantity',
    tags: { path: 'tags', type: 'ARRAY_STRING' },
  },
});
const parsers = { query: parseQuery, count: parseCount, aggregate: parseAggregate, distinct: parseDistinct };
const text = (kind: RequestKind, raw: Record<string, Json>): string => {
  const request = parsers[kind]({ collectionId: 'products', ...raw });
  return `\n${explanationText(rig.engine.explain(rig.model('products'), kind, request))}\n`;
};
const operations = [{ resultFieldName: 'sum', sum: { itemFieldName: 'price' } }];

describe('explanationText', () => {
  test('all is sent', () => {
    const query = {
      filter: { price: { $gte: 10 }, title: { $contains: 'red' } },
      sort: [{ fieldName: 'price', order: 'DESC' }],
      paging: { limit: 20, offset: 40 },
    };
    expect(text('query', { query, returnTotalCount: true })).toMatchInlineSnapshot(`
      "
      query of products: The upstream filters, sorts and pages.

      sent upstream
        filter    yes, see the variables
        sort      price descending, id ascending
        total     in the same request
        requests  1

      document
        query Wix_products($where: Product_bool_exp, $order_by: [Product_order_by!], $limit: Int, $offset: Int) { Product(where: $where, order_by: $order_by, limit: $limit, offset: $offset) { id price quantity tags title } total: Product_aggregate(where: $where) { aggregate { count } } }

      variables
        {
          "where": {
            "price": {
              "_gte": "10"
            },
            "title": {
              "_ilike": "%red%"
            }
          },
          "order_by": [
            {
              "price": "desc_nulls_last"
            },
            {
              "id": "asc_nulls_first"
            }
          ],
          "limit": 20,
          "offset": 40
        }

      done here
        nothing

      budget: 10000 rows, 200 requests, 64 MiB, 60000 ms
      "
    `);
  });
  test('a text that is checked again', () => {
    expect(
      text('query', { query: { filter: { title: { $contains: 'kiwi' } }, fields: ['title'] } }),
    ).toMatchInlineSnapshot(`
      "
      query of products: Rows are read page after page; filtering is finished here.

      sent upstream
        filter    yes, see the variables
        sort      id ascending
        total     not asked
        requests  1 for each 1000 rows, at most 200

      document
        query Wix_products($where: Product_bool_exp, $order_by: [Product_order_by!], $limit: Int, $offset: Int) { Product(where: $where, order_by: $order_by, limit: $limit, offset: $offset) { id title } total: Product_aggregate(where: $where) { aggregate { count } } }

      variables
        {
          "where": {
            "title": {
              "_ilike": "%iw%"
            }
          },
          "order_by": [
            {
              "id": "asc_nulls_first"
            }
          ],
          "limit": 100,
          "offset": 0
        }

      done here
        title (contains): the upstream finds more than Wix means; the rows are checked again
          products.yaml:7:3: an exact operator, or what the API does with case and dates, in the dialect

      budget: 10000 rows, 200 requests, 64 MiB, 60000 ms
      "
    `);
  });
  test('a sort that is done here', () => {
    expect(
      text('query', { query: { sort: [{ fieldName: 'title' }], fields: ['title'] } }),
    ).toMatchInlineSnapshot(`
      "
      query of products: All rows are read page after page; sorting is finished here.

      sent upstream
        filter    none
        sort      id ascending
        total     not asked
        requests  1 for each 1000 rows, at most 200

      document
        query Wix_products($order_by: [Product_order_by!], $limit: Int, $offset: Int) { Product(order_by: $order_by, limit: $limit, offset: $offset) { id title } total: Product_aggregate { aggregate { count } } }

      variables
        {
          "order_by": [
            {
              "id": "asc_nulls_first"
            }
          ],
          "limit": 1000,
          "offset": 0
        }

      done here
        title (ASC): the upstream may order text otherwise than Wix (by code unit)
          products.yaml:7:3: text: { order: utf16 } in list or upstream.yaml, if the API orders text that way

      budget: 10000 rows, 200 requests, 64 MiB, 60000 ms
      "
    `);
  });
  test('many ids', () => {
    const ids = Array.from({ length: 250 }, (_, index) => String(index));
    expect(
      text('query', { query: { filter: { _id: { $in: ids } }, fields: ['title'] } }).replace(
        /(\n +\d+,?)+/g,
        ' …',
      ),
    ).toMatchInlineSnapshot(`
      "
      query of products: The items are fetched by their 250 id(s), then filtered and sorted here.

      sent upstream
        filter    the ids, see the variables
        sort      none
        total     not asked
        requests  3 (up to 100 ids each)

      document
        query Wix_products($where: Product_bool_exp, $limit: Int, $offset: Int) { Product(where: $where, limit: $limit, offset: $offset) { id title } total: Product_aggregate(where: $where) { aggregate { count } } }

      variables
        {
          "where": {
            "id": {
              "_in": [ …
              ]
            }
          },
          "limit": 100,
          "offset": 0
        }

      at the same time
        {
          "where": {
            "id": {
              "_in": [ …
              ]
            }
          },
          "limit": 100,
          "offset": 0
        }

      at the same time
        {
          "where": {
            "id": {
              "_in": [ …
              ]
            }
          },
          "limit": 50,
          "offset": 0
        }

      done here
        everything else, with the items that are found

      budget: 10000 rows, 200 requests, 64 MiB, 60000 ms
      "
    `);
  });
  test('a count', () => {
    expect(text('count', { filter: { quantity: { $gt: 5 } } })).toMatchInlineSnapshot(`
      "
      count of products: The upstream counts.

      sent upstream
        filter    yes, see the variables
        sort      none
        total     in the same request
        requests  1

      document
        query Wix_products($where: Product_bool_exp) { total: Product_aggregate(where: $where) { aggregate { count } } }

      variables
        {
          "where": {
            "quantity": {
              "_gt": 5
            }
          }
        }

      done here
        nothing

      budget: 10000 rows, 200 requests, 64 MiB, 60000 ms
      "
    `);
  });
  test('an aggregation that is sent', () => {
    expect(text('aggregate', { aggregation: { operations } })).toMatchInlineSnapshot(`
      "
      aggregate of products: The upstream aggregates.

      sent upstream
        filter    none
        sort      none
        total     not asked
        requests  1

      document
        query Wix_products { Product_aggregate { aggregate { sum { price } } } }

      variables
        {}

      done here
        nothing

      budget: 10000 rows, 200 requests, 64 MiB, 60000 ms
      "
    `);
  });
  test('an aggregation that is done here', () => {
    expect(
      text('aggregate', { aggregation: { groupingFields: ['quantity'], operations } }),
    ).toMatchInlineSnapshot(`
      "
      aggregate of products: All rows are read page after page; aggregating is finished here.

      sent upstream
        filter    none
        sort      id ascending
        total     not asked
        requests  1 for each 1000 rows, at most 200

      document
        query Wix_products($order_by: [Product_order_by!], $limit: Int, $offset: Int) { Product(order_by: $order_by, limit: $limit, offset: $offset) { id price quantity } total: Product_aggregate { aggregate { count } } }

      variables
        {
          "order_by": [
            {
              "id": "asc_nulls_first"
            }
          ],
          "limit": 1000,
          "offset": 0
        }

      done here
        items (aggregate): the upstream does not make groups
          products.yaml:1:1: aggregate.groups, if the API can

      budget: 10000 rows, 200 requests, 64 MiB, 60000 ms
      "
    `);
  });
  test('distinct values', () => {
    expect(text('distinct', { fieldName: 'tags' })).toMatchInlineSnapshot(`
      "
      distinct of products: All rows are read page after page; aggregating is finished here.

      sent upstream
        filter    none
        sort      id ascending
        total     not asked
        requests  1 for each 1000 rows, at most 200

      document
        query Wix_products($order_by: [Product_order_by!], $limit: Int, $offset: Int) { Product(order_by: $order_by, limit: $limit, offset: $offset) { id tags } total: Product_aggregate { aggregate { count } } }

      variables
        {
          "order_by": [
            {
              "id": "asc_nulls_first"
            }
          ],
          "limit": 1000,
          "offset": 0
        }

      done here
        items (aggregate): the upstream does not make groups
          products.yaml:1:1: aggregate.groups, if the API can

      budget: 10000 rows, 200 requests, 64 MiB, 60000 ms
      "
    `);
  });
  test('nothing can match', () => {
    expect(text('query', { query: { filter: { price: 'cheap' } } })).toMatchInlineSnapshot(`
      "
      query of products: Nothing can match; the upstream is not asked.

      sent upstream
        nothing

      done here
        nothing

      budget: 10000 rows, 200 requests, 64 MiB, 60000 ms
      "
    `);
  });
});
