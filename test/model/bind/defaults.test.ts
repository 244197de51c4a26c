/** Defaults of upstream.yaml that fit none of the lists they were written for. */
import { describe, expect, test } from 'vitest';
import { judge, productsHead, upstreamWith } from './judge.js';

describe('no list has it', () => {
  test.each([
    ['the page size', upstreamWith('size: limit', 'size: limt'), []],
    ['the offset', upstreamWith('offset: offset', 'offset: ofset'), []],
    ['a cursor', upstreamWith('offset: offset', 'cursor: after, next: pageInfo.endCursor'), []],
    ['the filter', upstreamWith('at: where', 'at: wher'), ['products']],
    ['the sort', upstreamWith('at: orderBy', 'at: orderby'), ['products']],
    ['the count', upstreamWith('count: totalCount', 'count: totalCuont'), ['products']],
    [
      'a field that counts',
      upstreamWith('count: totalCount', 'count: { field: $list_count, path: n }'),
      ['products'],
    ],
    ['a member of an argument', upstreamWith('at: where', 'at: where.AMD'), ['products']],
    ['a step', upstreamWith('at: where', 'at: shop/where'), ['products']],
  ])('%s', async (_, files, served) => {
    const judged = await judge(files);
    expect(judged.served).toEqual(served);
    expect(judged.problems).toMatchSnapshot();
  });
});

describe('a template of the filter that names a member wrongly is told, since it would be left out in silence', () => {
  test.each([
    ['an operator', upstreamWith('gt: { gt: $value }', 'gte: { gt_e: $value }')],
    ['another case', upstreamWith('isNull: { isNull: true }', 'isNull: { IsNull: true }')],
    ['what joins conditions', upstreamWith('or: { OR: $all }', 'or: { ORR: $all }')],
  ])('%s', async (_, files) => {
    const { served, problems } = await judge(files);
    expect(served).toEqual(['products']);
    expect(problems).toMatchSnapshot();
  });

  test('not one that such an API may have, and this one has not', async () => {
    const { problems } = await judge(upstreamWith('gt: { gt: $value }', 'gt: { moreThan: $value }'));
    expect(problems).toBe('');
  });
});

describe('no mistake', () => {
  const schema = `
    type Product { id: ID! name: String }
    type Page { items: [Product!]! totalCount: Int! }
    type Query { products(first: Int): Page! others(limit: Int, offset: Int, where: F, orderBy: [O!]): Page! }
    input F { name: T AND: [F!] } input T { eq: String } input O { name: D } enum D { ASC DESC }
  `;
  const others = productsHead.replace('collection: products', 'collection: others');
  test('a default that one of the lists has', async () => {
    const { problems } = await judge(
      {
        'products.yaml': `${productsHead}list: products\nfields: { title: name }\n`,
        'others.yaml': `${others}list: others\nfields: { title: name }\n`,
      },
      schema,
    );
    expect(problems).toBe('');
  });

  test('a default that every list replaces', async () => {
    const { served, problems } = await judge({
      ...upstreamWith('size: limit', 'size: limt'),
      'products.yaml': `${productsHead}list: { field: products, page: { size: limit, offset: offset } }\nfields: { title: name }\n`,
    });
    expect([served, problems]).toEqual([['products'], '']);
  });
});
