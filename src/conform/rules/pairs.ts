/** Pairs, as query-referenced gives them (section 4.9). */
import { isMissing, isObject } from '../../wix/json.js';
import type { KnownField } from '../collections.js';
import {
  askPairs,
  type KnownPairs,
  knownPairs,
  noPairs,
  notTheItem,
  notThesePairs,
  otherPairs,
  pairsOf,
  readItems,
  textOf,
} from '../pairs.js';
import { type Check, type CollectionRule, collectionRule, type RuleLevel } from '../rule.js';
import { type ItemSample, withSystemNames } from '../sample.js';
import { notRefused, notSuccess } from '../server.js';
import { notThisTotal } from './totals.js';

/** Asked of pairs that were read before, for fields of both types. */
function pairRule(
  name: string,
  level: RuleLevel,
  what: string,
  run: (sample: ItemSample, field: KnownField, known: KnownPairs, check: Check) => Promise<void>,
): CollectionRule {
  return collectionRule(`reference.${name}`, level, '4.9', what, async (sample, check) => {
    if (!sample.collection.operations.has('QUERY_REFERENCED'))
      return 'the collection does not offer QUERY_REFERENCED';
    for (const field of sample.collection.fields) {
      if (field.target === undefined) continue;
      const known = await knownPairs(sample, field);
      if (known.pairs.length > 0) await run(sample, field, known, check);
    }
    return noPairs;
  });
}

export const pairRules: readonly CollectionRule[] = [
  pairRule(
    'both',
    'must',
    'With referring and referenced ids, only pairs of both come.',
    async (sample, field, { ids, pairs }, check) => {
      const [chosen] = sample.draw.some(pairs, 1);
      const referenced = [chosen!.referencedItemId];
      const exchange = await askPairs(sample, field, {
        referringItemIds: ids,
        referencedItemIds: referenced,
      });
      check(
        exchange,
        notThesePairs(
          exchange,
          pairs.filter((each) => referenced.includes(each.referencedItemId)),
        ),
      );
    },
  ),
  pairRule(
    'referenced',
    'must',
    'With referenced ids alone, all pairs that lead there come.',
    async (sample, field, { pairs }, check) => {
      const [chosen] = sample.draw.some(pairs, 1);
      const exchange = await askPairs(sample, field, { referencedItemIds: [chosen!.referencedItemId] });
      const found = pairsOf(exchange);
      const others = found.filter(({ referencedItemId }) => referencedItemId !== chosen!.referencedItemId);
      const lacks = found.some((each) => textOf(each) === textOf(chosen!))
        ? undefined
        : `the pair ${textOf(chosen!)}`;
      check(
        exchange,
        notSuccess(exchange) ?? lacks ?? (others.length > 0 ? `no pair ${textOf(others[0]!)}` : undefined),
      );
    },
  ),
  pairRule(
    'items',
    'must',
    'With includeReferencedItems a pair holds the whole item, unless it is gone; without it, none.',
    async (sample, field, { ids, pairs }, check) => {
      const targets = await readItems(sample, field.target!, [
        ...new Set(pairs.map(({ referencedItemId }) => referencedItemId)),
      ]);
      for (const wanted of [true, false]) {
        const exchange = await askPairs(sample, field, {
          referringItemIds: ids,
          includeReferencedItems: wanted,
        });
        const wrong = pairsOf(exchange).flatMap(({ referencedItemId, referencedItem }) => {
          if (!wanted) return isMissing(referencedItem) ? [] : 'no referencedItem';
          const target = targets?.get(referencedItemId);
          return target === undefined ? [] : (notTheItem(referencedItem, target) ?? []);
        });
        check(exchange, notThesePairs(exchange, pairs) ?? wrong[0]);
      }
    },
  ),
  pairRule(
    'fields',
    'must',
    'fieldsToReturn gives these fields of the items, and _id.',
    async (sample, field, { ids }, check) => {
      const whole = await askPairs(sample, field, { referringItemIds: ids, includeReferencedItems: true });
      const items = pairsOf(whole)
        .map(({ referencedItem }) => referencedItem)
        .filter(isObject);
      const [name] = sample.draw.some(
        [...new Set(items.flatMap((item) => Object.keys(item)))].filter(
          (key) => !key.startsWith('_') && key !== 'id',
        ),
        1,
      );
      if (name === undefined) return;
      const exchange = await askPairs(sample, field, {
        referringItemIds: ids,
        includeReferencedItems: true,
        fieldsToReturn: [name],
      });
      const extra = pairsOf(exchange)
        .flatMap(({ referencedItem }) =>
          isObject(referencedItem) ? Object.keys(withSystemNames(referencedItem)) : [],
        )
        .find((key) => key !== name && !key.startsWith('_'));
      check(
        exchange,
        notSuccess(exchange) ?? (extra === undefined ? undefined : `only ${name} and _id, not ${extra} too`),
      );
    },
  ),
  pairRule(
    'total',
    'must',
    'The total is the number of pairs, and pages hold each of them once.',
    async (sample, field, { ids, pairs }, check) => {
      const limit = Math.max(1, Math.ceil(pairs.length / 2));
      const first = await askPairs(sample, field, {
        referringItemIds: ids,
        returnTotalCount: true,
        paging: { limit, offset: 0 },
      });
      check(first, notThisTotal(first, pairs.length));
      const second = await askPairs(sample, field, {
        referringItemIds: ids,
        paging: { limit, offset: limit },
      });
      check(second, notSuccess(second) ?? otherPairs([...pairsOf(first), ...pairsOf(second)], pairs));
    },
  ),
  collectionRule(
    'reference.unknown-field',
    'should',
    '4.9',
    'query-referenced of a field that is not there, or refers to nothing, is refused.',
    async (sample, check) => {
      if (!sample.collection.operations.has('QUERY_REFERENCED'))
        return 'the collection does not offer QUERY_REFERENCED';
      const field = { key: 'thereIsNoSuchField' } as KnownField;
      const exchange = await askPairs(sample, field, {});
      check(exchange, notRefused(exchange, [400]));
      return undefined;
    },
  ),
];
