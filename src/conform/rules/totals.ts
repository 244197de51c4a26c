/** Numbers of items: beside a page, and for themselves (sections 4.1, 4.2). */
import type { Json } from '../../wix/json.js';
import { type CollectionRule, collectionRule } from '../rule.js';
import { askItems, type ItemSample, matching, totalOf, within } from '../sample.js';
import { bodyOf, type Exchange, notSuccess, paths, type RawRequest } from '../server.js';
import { conditionsOf } from './conditions.js';

/** Filters that find all, some, few and no items. */
function filtersOf(sample: ItemSample): readonly Json[] {
  return [{}, ...sample.draw.some(conditionsOf(sample), sample.questions)];
}

function notThisNumber(exchange: Exchange, found: unknown, expected: number): string | undefined {
  const failed = notSuccess(exchange);
  if (failed !== undefined) return failed;
  return found === expected ? undefined : `the number ${expected}, not ${JSON.stringify(found)}`;
}

export function notThisTotal(exchange: Exchange, expected: number): string | undefined {
  return notThisNumber(exchange, totalOf(exchange), expected);
}

const counted: RawRequest = { returnTotalCount: true };

const pages: readonly RawRequest[] = [
  { limit: 1, offset: 0 },
  { limit: 2, offset: 1 },
  { limit: 50, offset: 0 },
];

export const totalRules: readonly CollectionRule[] = [
  collectionRule(
    'total.query',
    'must',
    '4.1',
    'With returnTotalCount, pagingMetadata.total is the number of all items that the filter finds, whatever the page holds.',
    async (sample, check) => {
      if (sample.collection.byCursor) return 'the collection pages by cursor';
      for (const [index, filter] of filtersOf(sample).entries()) {
        const query = { filter: within(sample, filter), paging: pages[index % pages.length] };
        const exchange = await askItems(sample, query, counted);
        check(exchange, notThisTotal(exchange, matching(sample, filter).length));
      }
      return undefined;
    },
  ),
  collectionRule(
    'total.beyond',
    'must',
    '4.1',
    'The total is the same where the page lies behind the end.',
    async (sample, check) => {
      if (sample.collection.byCursor) return 'the collection pages by cursor';
      const { length } = sample.items;
      const exchange = await askItems(sample, { paging: { limit: 5, offset: length + 5 } }, counted);
      check(exchange, notThisTotal(exchange, length));
      return undefined;
    },
  ),
  collectionRule(
    'total.unasked',
    'should',
    '5.3',
    'Without returnTotalCount there is no total.',
    async (sample, check) => {
      const exchange = await askItems(sample, { paging: { limit: 1, offset: 0 } });
      const total = totalOf(exchange);
      check(exchange, notSuccess(exchange) ?? (total === undefined ? undefined : `no total, not ${total}`));
      return undefined;
    },
  ),
  collectionRule(
    'total.count',
    'must',
    '4.2',
    'items/count gives totalCount, the number of items that the filter finds.',
    async (sample, check) => {
      const { server, collection } = sample;
      if (!collection.operations.has('COUNT')) return 'the collection does not offer COUNT';
      for (const filter of filtersOf(sample)) {
        const exchange = await server.ask(paths.count, {
          collectionId: collection.id,
          filter: within(sample, filter),
          consistentRead: true,
        });
        check(
          exchange,
          notThisNumber(exchange, bodyOf(exchange).totalCount, matching(sample, filter).length),
        );
      }
      return undefined;
    },
  ),
];
