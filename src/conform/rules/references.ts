/** References in items: ids, and the items in their place (section 5.5). */
import { isMissing, isObject } from '../../wix/json.js';
import { largestPage } from '../../wix/paging.js';
import { type KnownField, listOf } from '../collections.js';
import {
  askPairs,
  type FoundPair,
  knownPairs,
  noPairs,
  notTheItem,
  notThesePairs,
  otherPairs,
  readItems,
  some,
} from '../pairs.js';
import { type Check, type CollectionRule, collectionRule, type RuleLevel } from '../rule.js';
import { askItems, type ItemSample, idOf, itemsOf, withSystemNames } from '../sample.js';
import { notSuccess, type RawRequest } from '../server.js';

type Run = (sample: ItemSample, field: KnownField, check: Check) => Promise<string | undefined>;

/** Asked of each field of the type that leads to a collection. */
function fieldRule(
  name: string,
  level: RuleLevel,
  section: string,
  what: string,
  type: 'REFERENCE' | 'MULTI_REFERENCE',
  run: Run,
): CollectionRule {
  return collectionRule(`reference.${name}`, level, section, what, async (sample, check) => {
    const fields = sample.collection.fields.filter(
      (field) => field.type === type && field.target !== undefined,
    );
    let skipped: string | undefined = `no field is a ${type}`;
    for (const field of sample.draw.some(fields, 2)) skipped = await run(sample, field, check);
    return skipped;
  });
}

const include = (field: KnownField, more: RawRequest = {}): RawRequest => ({
  includeReferencedItems: [{ fieldKey: field.key, ...more }],
});

const byIds = (ids: readonly string[]): RawRequest => ({
  filter: { _id: { $hasSome: ids } },
  paging: { limit: ids.length, offset: 0 },
});

export const referenceRules: readonly CollectionRule[] = [
  fieldRule(
    'id',
    'must',
    '5.5',
    'A single reference is the id of the item, a text.',
    'REFERENCE',
    async (sample, { key }, check) => {
      const exchange = await askItems(sample, { paging: { limit: some, offset: 0 } });
      const wrong = itemsOf(exchange).find((item) => !isMissing(item[key]) && typeof item[key] !== 'string');
      check(
        exchange,
        notSuccess(exchange) ??
          (wrong === undefined ? undefined : `an id in ${key} of ${JSON.stringify(wrong._id)}`),
      );
      return undefined;
    },
  ),
  fieldRule(
    'included',
    'must',
    '5.5',
    'An included single reference is the whole item; one that leads nowhere stays an id.',
    'REFERENCE',
    async (sample, field, check) => {
      const items = sample.draw.some(
        sample.items.filter((item) => !isMissing(item[field.key])),
        some,
      );
      if (items.length === 0) return noPairs;
      const targets = await readItems(sample, field.target!, [
        ...new Set(items.map((item) => String(item[field.key]))),
      ]);
      if (targets === undefined) return `the collection ${field.target} cannot be read`;
      const exchange = await askItems(sample, byIds(items.map(idOf)), include(field));
      const found = new Map(itemsOf(exchange).map((item) => [idOf(item), item[field.key]]));
      const wrong = items.flatMap((item) => {
        const [id, value] = [item[field.key], found.get(idOf(item))];
        const target = targets.get(String(id));
        if (target !== undefined) return notTheItem(value, target) ?? [];
        return value === id ? [] : `the id ${JSON.stringify(id)}, whose item is not there`;
      });
      check(exchange, notSuccess(exchange) ?? wrong[0]);
      return undefined;
    },
  ),
  fieldRule(
    'many-absent',
    'must',
    '5.5',
    'A field with several references is absent unless it is included.',
    'MULTI_REFERENCE',
    async (sample, { key }, check) => {
      const exchange = await askItems(sample, { paging: { limit: some, offset: 0 } });
      const there = itemsOf(exchange).some((item) => Object.hasOwn(item, key));
      check(exchange, notSuccess(exchange) ?? (there ? `items without ${key}` : undefined));
      return undefined;
    },
  ),
  fieldRule(
    'many',
    'must',
    '5.5',
    'An included field with several references is the list of the items that the pairs name.',
    'MULTI_REFERENCE',
    async (sample, field, check) => {
      const { ids, pairs } = await knownPairs(sample, field);
      if (pairs.length === 0) return noPairs;
      const exchange = await askItems(sample, byIds(ids), include(field, { limit: largestPage }));
      const included = itemsOf(exchange).flatMap((item) =>
        listOf(item[field.key])
          .filter(isObject)
          .map(
            (each): FoundPair => ({
              referringItemId: idOf(item),
              referencedItemId: idOf(withSystemNames(each)),
            }),
          ),
      );
      check(exchange, notSuccess(exchange) ?? otherPairs(included, pairs));
      return undefined;
    },
  ),
  fieldRule(
    'many-limit',
    'must',
    '5.5',
    'An included list holds as many items as its limit says, if there are so many.',
    'MULTI_REFERENCE',
    async (sample, field, check) => {
      const { ids, pairs } = await knownPairs(sample, field);
      if (pairs.length === 0) return noPairs;
      const exchange = await askItems(sample, byIds(ids), include(field, { limit: 1 }));
      const wrong = itemsOf(exchange).find((item) => {
        const all = pairs.filter(({ referringItemId }) => referringItemId === idOf(item)).length;
        return listOf(item[field.key]).length !== Math.min(1, all);
      });
      check(
        exchange,
        notSuccess(exchange) ??
          (wrong === undefined
            ? undefined
            : `at most one item in ${field.key} of ${JSON.stringify(wrong._id)}, and one where there are some`),
      );
      return undefined;
    },
  ),
  fieldRule(
    'pairs',
    'should',
    '4.9',
    'query-referenced serves single references too: a pair for each value.',
    'REFERENCE',
    async (sample, field, check) => {
      const items = sample.draw.some(sample.items, some);
      const expected = items.flatMap((item) =>
        typeof item[field.key] === 'string'
          ? [{ referringItemId: idOf(item), referencedItemId: String(item[field.key]) }]
          : [],
      );
      const exchange = await askPairs(sample, field, { referringItemIds: items.map(idOf) });
      check(exchange, notThesePairs(exchange, expected));
      return undefined;
    },
  ),
];
