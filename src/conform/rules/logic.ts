/** How conditions are joined and turned round (section 7.1), and what is no filter. */
import type { Json } from '../../wix/json.js';
import { type Check, type CollectionRule, collectionRule } from '../rule.js';
import { type ItemSample, queryRequest } from '../sample.js';
import { errorCodeOf, notRefused, paths } from '../server.js';
import { valuesOf } from '../values.js';
import { conditionsOf } from './conditions.js';
import { askFilters, offering } from './filters.js';

type Joining = (one: Record<string, Json>, other: Record<string, Json>) => readonly Json[];

function logicRule(name: string, what: string, join: Joining): CollectionRule {
  return collectionRule(`filter.${name}`, 'must', '7.1', what, async (sample, check) => {
    const some = sample.draw.some(conditionsOf(sample), 30);
    const pairs = some.slice(1).flatMap((each, index) => join(some[index]!, each));
    if (pairs.length === 0) return 'no field offers EQ and has values';
    await askFilters(sample, pairs, check);
    return undefined;
  });
}

const keyOf = (condition: Record<string, Json>): string => Object.keys(condition)[0]!;

/** What the grammar has no place for. */
async function refuse(sample: ItemSample, filters: readonly Json[], check: Check): Promise<undefined> {
  for (const filter of filters) {
    const request = queryRequest(sample.collection, { filter }, { limit: 5, offset: 0 });
    const exchange = await sample.server.ask(paths.query, request);
    check(exchange, notRefused(exchange, [400]) ?? wrongCode(errorCodeOf(exchange)));
  }
  return undefined;
}

function wrongCode(code: string | undefined): string | undefined {
  return code === 'VALIDATION_ERROR' || code === 'BAD_REQUEST'
    ? undefined
    : `the code VALIDATION_ERROR, not ${code}`;
}

const named = (sample: ItemSample): string => (offering(sample, 'EQ')[0] ?? sample.fields[0])?.key ?? '_id';

export const logicRules: readonly CollectionRule[] = [
  logicRule('all-members', 'Several fields in one object must all hold.', (a, b) =>
    keyOf(a) === keyOf(b) ? [] : [{ ...a, ...b }],
  ),
  logicRule('and', '$and finds what all its filters find.', (a, b) => [
    { $and: [a, b] },
    { $and: [{ $or: [a, b] }, b] },
  ]),
  logicRule('or', '$or finds what one of its filters finds.', (a, b) => [{ $or: [a, b] }]),
  logicRule(
    'not',
    '$not finds the other items, also those without a value; Wix writes it with a list of one.',
    (a) => [{ $not: [a] }],
  ),
  logicRule('not-object', '$not may hold the filter itself, without a list.', (a) => [{ $not: a }]),
  logicRule('not-joined', '$not of a disjunction or conjunction is its opposite.', (a, b) => [
    { $not: [{ $or: [a, b] }] },
    { $not: [{ $and: [a, b] }] },
  ]),
  logicRule(
    'empty-operand',
    "An empty object among operands is always true: Wix's query builder writes it.",
    (a) => [{ $and: [{}, { $not: [a] }] }, { $or: [{}, a] }],
  ),
  logicRule('nothing', '$not of an empty filter finds nothing.', (a) => [
    { $not: [{}] },
    { $and: [a, { $not: {} }] },
  ]),
  collectionRule(
    'filter.everything',
    'must',
    '7.2',
    'An empty, null or missing filter finds all items.',
    async (sample, check) => {
      await askFilters(sample, [{}, { $and: [] }, ...(sample.whole ? [null] : [])], check);
      return undefined;
    },
  ),
  collectionRule(
    'filter.type',
    'must',
    '7.2',
    'Values of another type are never equal: 5 is not "5".',
    async (sample, check) => {
      const filters = offering(sample, 'EQ').flatMap((field) =>
        valuesOf(sample, field).flatMap((value): Json[] => {
          if (typeof value === 'number')
            return [{ [field.key]: String(value) }, { [field.key]: { $ne: String(value) } }];
          if (typeof value === 'boolean') return [{ [field.key]: String(value) }];
          return typeof value === 'string' && /^\d{1,9}$/.test(value) ? [{ [field.key]: Number(value) }] : [];
        }),
      );
      if (filters.length === 0) return 'no field with numbers or truth values offers EQ';
      await askFilters(sample, filters, check);
      return undefined;
    },
  ),
  collectionRule(
    'filter.unknown-operator',
    'must',
    '7.1',
    'An operator that is not in the grammar is refused, never ignored.',
    async (sample, check) => {
      const key = named(sample);
      return refuse(
        sample,
        [{ [key]: { $regex: '^a' } }, { $nor: [{ [key]: 1 }] }, { [key]: { $size: 1 } }],
        check,
      );
    },
  ),
  collectionRule(
    'filter.operands',
    'must',
    '7.3',
    'An operand that does not fit its operator is refused, never ignored.',
    async (sample, check) => {
      const key = named(sample);
      return refuse(
        sample,
        [{ [key]: { $hasSome: 5 } }, { [key]: { $contains: 5 } }, { $not: [{}, {}] }, { $or: {} }],
        check,
      );
    },
  ),
];
