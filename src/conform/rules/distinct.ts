/** Distinct values of a field (section 4.4). */

import { createDistinct } from '../../wix/distinct.js';
import type { Json } from '../../wix/json.js';
import { largestPage } from '../../wix/paging.js';
import type { FieldType, SortOrder } from '../../wix/protocol.js';
import type { KnownField } from '../collections.js';
import { notTheseValues } from '../compare.js';
import { type Check, type CollectionRule, collectionRule } from '../rule.js';
import { type ItemSample, matching, within } from '../sample.js';
import { bodyOf, type Exchange, notSuccess, paths, type RawRequest } from '../server.js';
import { hasGaps } from '../values.js';
import { conditionsOf } from './conditions.js';
import { notThisTotal } from './totals.js';

const types: readonly FieldType[] = [
  'TEXT',
  'NUMBER',
  'BOOLEAN',
  'DATE',
  'DATETIME',
  'TIME',
  'ARRAY_STRING',
  'URL',
];

const valuesIn = (
  sample: ItemSample,
  { key }: KnownField,
  order: SortOrder = 'ASC',
  filter: Json = {},
): readonly Json[] => {
  const distinct = createDistinct(key);
  for (const item of matching(sample, filter)) distinct.add(item);
  return distinct.values(order);
};

/** Fields that have some values, and not too many for a page. */
function fieldsOf(sample: ItemSample): readonly KnownField[] {
  return sample.fields.filter((field) => {
    if (field.type === undefined || !types.includes(field.type)) return false;
    const { length } = valuesIn(sample, field);
    return length > 0 && length <= largestPage;
  });
}

function askValues(
  sample: ItemSample,
  { key }: KnownField,
  request: RawRequest = {},
  filter: Json = {},
): Promise<Exchange> {
  return sample.server.ask(paths.distinct, {
    collectionId: sample.collection.id,
    filter: within(sample, filter),
    fieldName: key,
    paging: { limit: largestPage, offset: 0 },
    consistentRead: true,
    returnTotalCount: false,
    ...request,
  });
}

function notTheValues(exchange: Exchange, expected: readonly Json[]): string | undefined {
  const { distinctValues } = bodyOf(exchange);
  const failed = notSuccess(exchange);
  if (failed !== undefined) return failed;
  return Array.isArray(distinctValues) ? notTheseValues(distinctValues, expected) : 'a list distinctValues';
}

function distinctRule(
  name: string,
  what: string,
  ask: (sample: ItemSample, field: KnownField, check: Check) => Promise<void>,
  fields: (sample: ItemSample) => readonly KnownField[] = fieldsOf,
): CollectionRule {
  return collectionRule(`distinct.${name}`, 'must', '4.4', what, async (sample, check) => {
    if (!sample.collection.operations.has('DISTINCT')) return 'the collection does not offer DISTINCT';
    for (const field of sample.draw.some(fields(sample), sample.questions)) await ask(sample, field, check);
    return 'no field has fitting values';
  });
}

async function askOrdered(
  sample: ItemSample,
  field: KnownField,
  check: Check,
  order?: SortOrder,
): Promise<void> {
  const exchange = await askValues(sample, field, order === undefined ? {} : { order });
  check(exchange, notTheValues(exchange, valuesIn(sample, field, order)));
}

export const distinctRules: readonly CollectionRule[] = [
  distinctRule(
    'values',
    'Each value comes once, ascending; texts that differ in case are different.',
    (sample, field, check) => askOrdered(sample, field, check, 'ASC'),
  ),
  distinctRule('descending', 'DESC turns the order round.', (sample, field, check) =>
    askOrdered(sample, field, check, 'DESC'),
  ),
  distinctRule('no-order', 'Without an order the values are ascending.', (sample, field, check) =>
    askOrdered(sample, field, check),
  ),
  distinctRule(
    'no-value',
    'Items without a value give none.',
    (sample, field, check) => askOrdered(sample, field, check, 'ASC'),
    (sample) => fieldsOf(sample).filter((field) => hasGaps(sample, field)),
  ),
  distinctRule(
    'lists',
    'Lists give their elements.',
    (sample, field, check) => askOrdered(sample, field, check, 'ASC'),
    (sample) => fieldsOf(sample).filter(({ type }) => type === 'ARRAY_STRING'),
  ),
  distinctRule('filter', 'Only items that the filter finds give values.', async (sample, field, check) => {
    const [filter = {}] = sample.draw.some(conditionsOf(sample), 1);
    const exchange = await askValues(sample, field, {}, filter);
    check(exchange, notTheValues(exchange, valuesIn(sample, field, 'ASC', filter)));
  }),
  distinctRule('pages', 'paging chooses among the sorted values.', async (sample, field, check) => {
    const all = valuesIn(sample, field);
    const limit = Math.max(1, Math.ceil(all.length / 2));
    for (const offset of [0, limit]) {
      const exchange = await askValues(sample, field, { order: 'ASC', paging: { limit, offset } });
      check(exchange, notTheValues(exchange, all.slice(offset, offset + limit)));
    }
  }),
  distinctRule(
    'total',
    'The total is the number of different values, whatever the page holds.',
    async (sample, field, check) => {
      const exchange = await askValues(sample, field, {
        returnTotalCount: true,
        paging: { limit: 1, offset: 0 },
      });
      check(exchange, notThisTotal(exchange, valuesIn(sample, field).length));
    },
  ),
];
