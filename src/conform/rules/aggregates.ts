/** Aggregations (section 4.3): groups, their figures, and what may be asked of the groups. */
import { createAggregator, parseAggregation } from '../../wix/aggregate.js';
import { compileFilter } from '../../wix/filter/evaluate.js';
import { parseFilter } from '../../wix/filter/parse.js';
import { type Item, isObject, type Json, preview } from '../../wix/json.js';
import type { FieldType } from '../../wix/protocol.js';
import { compileSort, parseSort } from '../../wix/sort.js';
import type { KnownField } from '../collections.js';
import { nearlyEqual, notInOrder, notTheseValues } from '../compare.js';
import { type Check, type CollectionRule, collectionRule } from '../rule.js';
import { type ItemSample, matching, within } from '../sample.js';
import { bodyOf, type Exchange, notSuccess, paths, type RawRequest } from '../server.js';
import { hasGaps } from '../values.js';
import { conditionsOf } from './conditions.js';
import { notThisTotal } from './totals.js';

/** Groups that one page holds. */
const mostGroups = 1000;

const groupable: readonly FieldType[] = ['TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'DATETIME', 'REFERENCE'];
const ordered: readonly FieldType[] = ['TEXT', 'NUMBER', 'DATE', 'DATETIME'];

const sizeOf = ({ items }: ItemSample, { key }: KnownField): number =>
  new Set(items.map((item) => JSON.stringify(item[key] ?? null))).size;

/** Fields by which there are several groups, and not one for each item. */
function groupFields(sample: ItemSample): readonly KnownField[] {
  return sample.fields.filter(
    (field) =>
      field.type !== undefined &&
      groupable.includes(field.type) &&
      sizeOf(sample, field) > 1 &&
      sizeOf(sample, field) <= mostGroups &&
      sizeOf(sample, field) < sample.items.length,
  );
}

const ofType = ({ fields }: ItemSample, types: readonly FieldType[]): readonly KnownField[] =>
  fields.filter(({ key, type }) => key !== '_id' && type !== undefined && types.includes(type));

interface Asked {
  readonly groupBy: readonly string[];
  readonly operations: readonly RawRequest[];
  readonly filter?: Json;
  readonly finalFilter?: Json;
  readonly sort?: readonly RawRequest[];
  readonly paging?: { readonly limit: number; readonly offset: number };
}

/** All groups that the protocol gives, in the order of the sort. */
function groupsOf(
  sample: ItemSample,
  { groupBy, operations, filter = {}, finalFilter, sort }: Asked,
): readonly Item[] {
  const aggregator = createAggregator(parseAggregation({ groupingFields: groupBy, operations })!);
  for (const item of matching(sample, filter)) aggregator.add(item);
  const kept = aggregator.results().filter(compileFilter(parseFilter(finalFilter ?? {})));
  return sort === undefined ? kept : [...kept].sort(compileSort(parseSort(sort)));
}

async function askGroups(sample: ItemSample, asked: Asked, returnTotalCount = false): Promise<Exchange> {
  const { groupBy, operations, filter = {}, finalFilter, sort, paging } = asked;
  return sample.server.ask(paths.aggregate, {
    collectionId: sample.collection.id,
    initialFilter: within(sample, filter),
    aggregation: { groupingFields: groupBy, operations },
    ...(finalFilter === undefined ? {} : { finalFilter }),
    ...(sort === undefined ? {} : { sort }),
    paging: paging ?? { limit: mostGroups, offset: 0 },
    consistentRead: true,
    returnTotalCount,
  });
}

const answered = (exchange: Exchange): readonly Item[] => {
  const { items } = bodyOf(exchange);
  return Array.isArray(items) ? (items.filter(isObject) as Item[]) : [];
};

/** Why these are not the groups. Members besides those that were asked for are left to the server. */
function notTheseGroups(
  exchange: Exchange,
  expected: readonly Item[],
  { groupBy }: Asked,
): string | undefined {
  const failed = notSuccess(exchange);
  if (failed !== undefined) return failed;
  const actual = answered(exchange);
  if (actual.length !== expected.length) return `${expected.length} groups, not ${actual.length}`;
  const nameOf = (group: Item): string => JSON.stringify(groupBy.map((name) => group[name] ?? null));
  const found = new Map(actual.map((group) => [nameOf(group), group]));
  for (const group of expected) {
    const other = found.get(nameOf(group));
    const wrong = Object.keys(group).find((name) => !nearlyEqual(other?.[name], group[name]));
    if (wrong !== undefined) return `the group ${preview(group, 300)}, not ${preview(other ?? null, 300)}`;
  }
  return undefined;
}

function aggregateRule(
  name: string,
  what: string,
  run: (sample: ItemSample, check: Check) => Promise<string | undefined>,
): CollectionRule {
  return collectionRule(`aggregate.${name}`, 'must', '4.3', what, async (sample, check) =>
    sample.collection.operations.has('AGGREGATE')
      ? run(sample, check)
      : 'the collection does not offer AGGREGATE',
  );
}

const count: RawRequest = { resultFieldName: 'count', itemCount: {} };

/** One operation over each fitting field, in groups. */
function operationRule(
  kind: 'sum' | 'average' | 'min' | 'max',
  what: string,
  types: readonly FieldType[],
): CollectionRule {
  return aggregateRule(kind, what, async (sample, check) => {
    const { draw, questions } = sample;
    const groups = [undefined, ...groupFields(sample)];
    const all = ofType(sample, types).flatMap((field) => groups.map((group) => [field, group] as const));
    for (const [field, group] of draw.some(all, questions)) {
      const asked: Asked = {
        groupBy: group === undefined ? [] : [group.key],
        operations: [{ resultFieldName: 'result', [kind]: { itemFieldName: field.key } }],
      };
      const exchange = await askGroups(sample, asked);
      check(exchange, notTheseGroups(exchange, groupsOf(sample, asked), asked));
    }
    return `no field fits ${kind}`;
  });
}

const noGroups = 'no field has fewer different values than there are items';

/** Asks with each of some groupings. */
function groupingRule(
  name: string,
  what: string,
  ask: (sample: ItemSample, field: KnownField, check: Check) => Promise<void>,
  fields: (sample: ItemSample) => readonly KnownField[] = groupFields,
): CollectionRule {
  return aggregateRule(name, what, async (sample, check) => {
    for (const field of sample.draw.some(fields(sample), 3)) await ask(sample, field, check);
    return noGroups;
  });
}

async function askWhole(sample: ItemSample, asked: Asked, check: Check): Promise<void> {
  const exchange = await askGroups(sample, asked);
  check(exchange, notTheseGroups(exchange, groupsOf(sample, asked), asked));
}

/** Groups by how many items they hold, and by their value where that is the same. */
const byCount = ({ key }: KnownField): readonly RawRequest[] => [
  { fieldName: 'count', order: 'DESC' },
  { fieldName: key, order: 'ASC' },
];

const nothing: Json = { _id: { $in: [] } };

export const aggregateRules: readonly CollectionRule[] = [
  groupingRule(
    'groups',
    'There is a group for each value of the grouping field, with the number of its items.',
    (sample, { key }, check) => askWhole(sample, { groupBy: [key], operations: [count] }, check),
  ),
  groupingRule(
    'no-value',
    'Items without a value of the grouping field are a group of their own, whose member is null.',
    (sample, { key }, check) => askWhole(sample, { groupBy: [key], operations: [count] }, check),
    (sample) => groupFields(sample).filter((field) => hasGaps(sample, field)),
  ),
  groupingRule(
    'several-fields',
    'With several grouping fields there is a group for each combination.',
    (sample, field, check) => {
      const others = groupFields(sample).filter(({ key }) => key !== field.key);
      const [other = field] = sample.draw.some(others, 1);
      return askWhole(sample, { groupBy: [...new Set([field.key, other.key])], operations: [count] }, check);
    },
  ),
  operationRule('sum', 'sum adds the numbers and skips what has no value.', ['NUMBER']),
  operationRule('average', 'average is that of the numbers that are there, not of all items.', ['NUMBER']),
  operationRule('min', 'min is the smallest value: of numbers, times, and texts in binary order.', ordered),
  operationRule('max', 'max is the greatest value: of numbers, times, and texts in binary order.', ordered),
  aggregateRule(
    'whole',
    'Without grouping fields all items are one group, also where there are none: itemCount 0, sum 0, the others null.',
    async (sample, check) => {
      const [number] = ofType(sample, ['NUMBER']);
      const operations = [
        count,
        ...(number === undefined
          ? []
          : (['sum', 'average', 'max'] as const).map((kind) => ({
              resultFieldName: kind,
              [kind]: { itemFieldName: number.key },
            }))),
      ];
      for (const filter of [{}, nothing]) await askWhole(sample, { groupBy: [], operations, filter }, check);
      return undefined;
    },
  ),
  groupingRule(
    'distinct-groups',
    'Without operations the groups themselves are the answer.',
    (sample, { key }, check) => askWhole(sample, { groupBy: [key], operations: [] }, check),
  ),
  groupingRule(
    'initial-filter',
    'initialFilter chooses the items before they are grouped.',
    async (sample, { key }, check) => {
      const [filter = {}] = sample.draw.some(conditionsOf(sample), 1);
      await askWhole(sample, { groupBy: [key], operations: [count], filter }, check);
    },
  ),
  groupingRule(
    'final-filter',
    'finalFilter chooses among the groups, by their figures.',
    async (sample, { key }, check) => {
      const sizes = groupsOf(sample, { groupBy: [key], operations: [count] }).map((group) =>
        Number(group.count),
      );
      const middle = [...sizes].sort((a, b) => a - b)[Math.floor(sizes.length / 2)]!;
      const asked = { groupBy: [key], operations: [count], finalFilter: { count: { $gte: middle } } };
      await askWhole(sample, asked, check);
      await askWhole(sample, { ...asked, finalFilter: { count: { $lt: middle } } }, check);
    },
  ),
  groupingRule(
    'sort',
    'sort orders the groups, by their figures and by their values.',
    async (sample, field, check) => {
      const asked: Asked = { groupBy: [field.key], operations: [count], sort: byCount(field) };
      const exchange = await askGroups(sample, asked);
      const disorder = notInOrder(
        answered(exchange).map((group, place) => ({ ...group, _id: `place ${place}` })),
        compileSort(parseSort(asked.sort)),
      );
      check(exchange, notTheseGroups(exchange, groupsOf(sample, asked), asked) ?? disorder);
    },
  ),
  groupingRule('pages', 'paging chooses among the sorted groups.', async (sample, field, check) => {
    const asked: Asked = { groupBy: [field.key], operations: [count], sort: byCount(field) };
    const all = groupsOf(sample, asked);
    const limit = Math.max(1, Math.floor(all.length / 2));
    for (const offset of [0, limit]) {
      const exchange = await askGroups(sample, { ...asked, paging: { limit, offset } });
      const pick = (groups: readonly Item[]): readonly unknown[] =>
        groups.map((group) => [group[field.key] ?? null, group.count]);
      const wrong = notTheseValues(pick(answered(exchange)), pick(all.slice(offset, offset + limit)));
      check(exchange, notSuccess(exchange) ?? wrong);
    }
  }),
  groupingRule(
    'total',
    'The total is the number of groups, whatever the page holds.',
    async (sample, { key }, check) => {
      const asked: Asked = { groupBy: [key], operations: [count], paging: { limit: 1, offset: 0 } };
      const exchange = await askGroups(sample, asked, true);
      check(exchange, notThisTotal(exchange, groupsOf(sample, asked).length));
    },
  ),
];
