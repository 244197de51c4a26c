/** Filters of the imitations that stand on search indexes, documents, graphs or plain code. */
import { everything, filters } from './filter-cases.js';

filters(
  'contentful',
  'query ($filter: ProductFilter) { productCollection(where: $filter) { items { sys { id } } } }',
  [
    [{}, everything],
    [{ title_not: 'apple' }, [1, 2, 10, 12]],
    [{ title_not_in: ['apple', 'Zebra'] }, [1, 2, 10]],
    [{ title_contains: 'ÉCLAIR' }, [1, 2]],
    [{ title_contains: '0%' }, [1]],
    [{ title_not_contains: 'a' }, [10]],
    [{ title: 'APPLE' }, []],
    [{ title: null }, everything],
    [{ title_exists: false }, [10]],
    [{ sys: { id_in: ['2', '11'] } }, [2, 11]],
    [{ OR: [{ quantity_lt: 0 }, { price_gte: 12.3 }] }, [1, 2]],
    [{ tags_contains_some: ['sale'] }, [1]],
    [{ tags_contains_none: ['red'] }, [2, 10, 11]],
    [{ category: { name: 'Books' } }, [1]],
    [{ releasedOn_gt: '2020-02-28T23:00:00Z' }, [12]],
  ],
);

filters('jsonServer', 'query ($filter: ProductFilter) { allProducts(filter: $filter) { id } }', [
  [{}, everything],
  [{ title_neq: 'apple' }, [1, 2, 10, 12]],
  [{ title: null }, [10]],
  [{ quantity_lte: 0 }, [2, 10, 12]],
  [{ title_lt: 'b' }, [11, 12]],
  [{ ids: ['12', '1'], title: 'apple' }, [1, 12]],
  [{ q: 'ÉCLAIR' }, [1, 2]],
  [{ q: '12' }, [1, 2, 12]],
  [{ created_at_gt: '2020-02-29T10:20:30.000Z' }, [11]],
  [{ created_at: '2020-02-29T10:20:30.001Z' }, [11]],
  [{ tags: ['red'] }, [1, 12]],
]);

filters(
  'appsync',
  'query ($filter: ModelProductFilterInput) { listProducts(filter: $filter) { items { id } } }',
  [
    [{}, [2, 10, 12, 1, 11]],
    [{ title: { ne: 'apple' } }, [2, 10, 12, 1]],
    [{ not: { title: { eq: 'apple' } } }, [2, 10, 12, 1]],
    [{ title: { contains: 'clair' } }, [2, 1]],
    [{ title: { beginsWith: 'é' } }, [2]],
    [{ title: { attributeExists: false } }, [10]],
    [{ tags: { contains: 'red' } }, [12, 1]],
    [{ tags: { notContains: 'red' } }, [2, 10, 11]],
    [{ price: { between: [2, 10] } }, [2, 12]],
    [{ createdAt: { ge: '2020' } }, [11]],
  ],
);

filters('dgraph', 'query ($filter: ProductFilter) { queryProduct(filter: $filter) { id } }', [
  [{}, everything],
  [{ id: ['12', '2', '99'] }, [2, 12]],
  [{ not: { title: { eq: 'apple' } } }, [1, 2, 10, 12]],
  [{ has: ['title', 'rating'] }, [11]],
  [{ not: { has: ['title'] } }, [10]],
  [{ active: true }, [10]],
  [{ title: { anyofterms: 'APPLE éclair' } }, [1, 2, 11]],
  [{ title: { allofterms: 'éclair 1000' } }, [2]],
  [{ tags: { eq: 'red' } }, [1, 12]],
  [{ price: { between: { min: 2, max: 9.99 } } }, [2, 12]],
  [{ or: [{ quantity: { lt: 0 } }, { status: { in: ['ACTIVE'] } }] }, [1, 2]],
]);

filters(
  'relayOnly',
  'query ($filter: ProductFilters) { products(first: 50, filterBy: $filter) { edges { node { id } } } }',
  [
    [{}, [1, 10, 11, 12, 2]],
    [{ quantity: 5, active: null }, [1, 11]],
    [{ statuses: ['ACTIVE', 'DRAFT'] }, [1, 2]],
    [{ categoryId: '1' }, [1]],
    [{ sku: 'A_B' }, []],
  ],
);

filters('pageOnly', 'query ($filter: FilterProduct) { products(filter: $filter) { results { id } } }', [
  [{ title: 'ÉCLAIR' }, [1, 2]],
  [{ status: 'a' }, [1, 2, 11]],
]);

filters('shopify', 'query ($filter: String) { products(first: 50, query: $filter) { nodes { id } } }', [
  ['', everything],
  [null, everything],
  ['title:ÉCLAIR', [1, 2]],
  ['title:écl', []],
  ['title:ÉCL*', [1, 2]],
  ['title:"éclair 1000"', [2]],
  ['title:éclair 1000', [2]],
  ['-title:apple', [1, 2, 10, 12]],
  ['NOT title:*', [10]],
  ['title:apple OR title:zebra', [11, 12]],
  ['title:zebra OR title:apple inventory_total:5', [11, 12]],
  ['(title:zebra OR title:apple) AND inventory_total:5', [11]],
  ['sku:A_B', [1]],
  ['sku:"a\\\\b"', [10]],
  ['sku:a\\\\b', [10]],
  ['sku:""', [12]],
  ['status:active,DRAFT', [1, 2]],
  ['tag:red', [1, 12]],
  ['product_type:BOOKS', [1, 10]],
  ['price:>=9.99', [1, 12]],
  ['inventory_total:-1', [2]],
  ['inventory_total:>-1 inventory_total:<5', [12]],
  ["created_at:<'1970-01-01T00:00:00Z'", [2]],
  ['id:>10', [11, 12]],
  ['unknown:thing', everything],
  ['red', [1, 12]],
  ['title:"open', /unbalanced quote/],
]);
