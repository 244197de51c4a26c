/** Orders (section 5.2): each is asked of the server and held against the comparison of the protocol. */
import { compileSort, parseSort, type SortKey } from '../../wix/sort.js';
import type { KnownField } from '../collections.js';
import { notInOrder, notTheseItems } from '../compare.js';
import { type Check, type CollectionRule, collectionRule } from '../rule.js';
import { askItems, findAll, type ItemSample } from '../sample.js';
import { notRefused, type RawRequest } from '../server.js';
import { hasGaps } from '../values.js';

/** Fields by which the server says it sorts, and whose values differ. */
export function sortable({ fields, items }: ItemSample): readonly KnownField[] {
  return fields.filter(
    ({ key, sortable: offered }) =>
      offered && new Set(items.map((item) => JSON.stringify(item[key] ?? null))).size > 1,
  );
}

type Keys = readonly RawRequest[];

/** Asks for all items in this order. */
async function askOrder(sample: ItemSample, sort: Keys, check: Check): Promise<void> {
  const keys: readonly SortKey[] = parseSort(sort);
  const { exchange, items } = await findAll(sample, {}, { sort });
  check(exchange, notTheseItems(exchange, items, sample.items) ?? notInOrder(items, compileSort(keys)));
}

function orderRule(
  name: string,
  what: string,
  fields: (sample: ItemSample) => readonly KnownField[],
  keys: (field: KnownField, sample: ItemSample) => readonly Keys[],
): CollectionRule {
  return collectionRule(`sort.${name}`, 'must', '5.2', what, async (sample, check) => {
    const { draw, questions } = sample;
    const all = fields(sample).flatMap((field) => keys(field, sample));
    for (const each of draw.some(all, questions)) await askOrder(sample, each, check);
    return 'no fitting field can be sorted by';
  });
}

const ascending = ({ key }: KnownField): RawRequest => ({ fieldName: key, order: 'ASC' });
const descending = ({ key }: KnownField): RawRequest => ({ fieldName: key, order: 'DESC' });

const withGaps = (sample: ItemSample): readonly KnownField[] =>
  sortable(sample).filter((field) => hasGaps(sample, field));

const withTexts = (sample: ItemSample): readonly KnownField[] =>
  sortable(sample).filter(({ key }) => sample.items.some((item) => typeof item[key] === 'string'));

/** Fields of which several items have the same value. */
export const withTies = (sample: ItemSample): readonly KnownField[] =>
  sortable(sample).filter(
    ({ key }) =>
      new Set(sample.items.map((item) => JSON.stringify(item[key] ?? null))).size < sample.items.length,
  );

export const sortRules: readonly CollectionRule[] = [
  orderRule('ascending', 'ASC gives the smallest values first.', sortable, (field) => [[ascending(field)]]),
  orderRule('descending', 'DESC gives the greatest values first.', sortable, (field) => [
    [descending(field)],
  ]),
  orderRule(
    'missing',
    'Items without a value rank lowest: first in ascending order, last in descending order.',
    withGaps,
    (field) => [[ascending(field)], [descending(field)]],
  ),
  orderRule(
    'text',
    'Texts are sorted by their code units: capital letters come before small ones.',
    withTexts,
    (field) => [[ascending(field)], [descending(field)]],
  ),
  orderRule(
    'several',
    'Where values of the first field are equal, the next one decides.',
    withTies,
    (field, sample) =>
      sortable(sample)
        .filter(({ key }) => key !== field.key)
        .map((other) => [ascending(field), descending(other)]),
  ),
  orderRule('no-order', 'A key without an order is ascending.', sortable, ({ key }) => [
    [{ fieldName: key }],
  ]),
  collectionRule(
    'sort.unknown-field',
    'should',
    '5.2',
    'An order by a field that is not there is refused, never left out.',
    async (sample, check) => {
      const sort = [{ fieldName: 'thereIsNoSuchField', order: 'ASC' }];
      const exchange = await askItems(sample, { sort, paging: { limit: 5, offset: 0 } });
      check(exchange, notRefused(exchange, [400]));
      return undefined;
    },
  ),
];
