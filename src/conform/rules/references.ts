/** References: ids, the items in their place (section 5.5), and pairs (section 4.9). */
import { type Item, isMissing, isObject } from '../../wix/json.js';
import { type KnownField, listOf } from '../collections.js';
import { notTheseValues } from '../compare.js';
import { type Check, type CollectionRule, collectionRule, type RuleLevel } from '../rule.js';
import { askItems, type ItemSample, idOf, itemsOf, withSystemNames } from '../sample.js';
import { bodyOf, type Exchange, notRefused, notSuccess, paths, type RawRequest } from '../server.js';
import { notThisTotal } from './totals.js';

/** Items that are asked about at once. */
const some = 10;
const largestPage = 1000;

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

/** Items of another collection, by their ids. `undefined`: it cannot be read. */
async function readItems({ server }: ItemSample, collectionId: string, ids: readonly string[]) {
  const exchange = await server.ask(paths.query, {
    collectionId,
    query: { filter: { _id: { $hasSome: ids } }, paging: { limit: ids.length, offset: 0 } },
    consistentRead: true,
    returnTotalCount: false,
  });
  return notSuccess(exchange) === undefined
    ? new Map(itemsOf(exchange).map((item) => [idOf(item), item]))
    : undefined;
}

const include = (field: KnownField, more: RawRequest = {}): RawRequest => ({
  includeReferencedItems: [{ fieldKey: field.key, ...more }],
});

const byIds = (ids: readonly string[]): RawRequest => ({
  filter: { _id: { $hasSome: ids } },
  paging: { limit: ids.length, offset: 0 },
});

/** Why this is not the item that its own collection gives. */
function notTheItem(value: unknown, wanted: Item): string | undefined {
  const id = JSON.stringify(idOf(wanted));
  if (!isObject(value)) return `the item ${id} itself`;
  const item = withSystemNames(value);
  const other = Object.keys(wanted).find((key) => JSON.stringify(item[key]) !== JSON.stringify(wanted[key]));
  return other === undefined ? undefined : `the item ${id} as its collection gives it, but ${other} differs`;
}

interface Pair {
  readonly referringItemId: string;
  readonly referencedItemId: string;
  readonly referencedItem?: unknown;
}

const pairsOf = (exchange: Exchange): readonly Pair[] =>
  listOf(bodyOf(exchange).items).filter(isObject) as unknown as Pair[];

function askPairs(
  { server, collection }: ItemSample,
  field: KnownField,
  more: RawRequest,
): Promise<Exchange> {
  return server.ask(paths.references, {
    collectionId: collection.id,
    referringFieldKey: field.key,
    referringItemIds: [],
    referencedItemIds: [],
    order: 'ASC',
    paging: { limit: largestPage, offset: 0 },
    consistentRead: true,
    fieldsToReturn: [],
    returnTotalCount: false,
    includeReferencedItems: false,
    ...more,
  });
}

const textOf = ({ referringItemId, referencedItemId }: Pair): string =>
  `${referringItemId} → ${referencedItemId}`;

/** Why the answer does not hold just these pairs, in any order. */
function notThesePairs(exchange: Exchange, expected: readonly Pair[]): string | undefined {
  const sorted = (pairs: readonly Pair[]): readonly string[] => pairs.map(textOf).sort();
  return notSuccess(exchange) ?? notTheseValues(sorted(pairsOf(exchange)), sorted(expected));
}

/** Of some items that refer: all their pairs. */
async function knownPairs(
  sample: ItemSample,
  field: KnownField,
): Promise<{ readonly ids: readonly string[]; readonly pairs: readonly Pair[] }> {
  const referring = sample.items.filter(
    (item) => field.type === 'MULTI_REFERENCE' || !isMissing(item[field.key]),
  );
  const ids = sample.draw.some(referring, some).map(idOf);
  return {
    ids,
    pairs: ids.length === 0 ? [] : pairsOf(await askPairs(sample, field, { referringItemIds: ids })),
  };
}

const noPairs = 'no item refers to another';

/** Asked of pairs that were read before, for fields of both types. */
function pairRule(
  name: string,
  level: RuleLevel,
  what: string,
  run: (
    sample: ItemSample,
    field: KnownField,
    known: { readonly ids: readonly string[]; readonly pairs: readonly Pair[] },
    check: Check,
  ) => Promise<void>,
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
            (each): Pair => ({ referringItemId: idOf(item), referencedItemId: idOf(withSystemNames(each)) }),
          ),
      );
      const sorted = (list: readonly Pair[]): readonly string[] => list.map(textOf).sort();
      check(exchange, notSuccess(exchange) ?? notTheseValues(sorted(included), sorted(pairs)));
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
      const sorted = (list: readonly Pair[]): readonly string[] => list.map(textOf).sort();
      check(
        second,
        notSuccess(second) ?? notTheseValues(sorted([...pairsOf(first), ...pairsOf(second)]), sorted(pairs)),
      );
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
