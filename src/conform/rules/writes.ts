/** What is inserted, updated and removed (sections 4.5 to 4.7). */
import { type Item, isMissing, type Json, preview } from '../../wix/json.js';
import { nearlyEqual } from '../compare.js';
import { type Check, type RuleLevel, type WriteRule, writeRule } from '../rule.js';
import { idOf } from '../sample.js';
import { type Exchange, notRefused, notSuccess } from '../server.js';
import { type Slot, slotsOf, type Writing } from '../writing.js';

type Expected = (slot: Slot) => string | undefined;

/** Why the slots are not these, one for each item and in their order. */
function notTheseSlots(exchange: Exchange, expected: readonly Expected[]): string | undefined {
  const slots = slotsOf(exchange);
  const failed = notSuccess(exchange);
  if (failed !== undefined) return failed;
  if (slots.length !== expected.length) return `${expected.length} results, not ${slots.length}`;
  for (const [index, slot] of slots.entries()) {
    const wrong = expected[index]!(slot);
    if (wrong !== undefined) return `${wrong} at place ${index}`;
  }
  return undefined;
}

/** The item with these values. Members besides those that were sent are left to the server. */
const holding =
  (sent: Item): Expected =>
  ({ item, code }) => {
    if (item === undefined) return `the item, not ${code ?? 'nothing'}`;
    const other = Object.keys(sent).find((key) => !nearlyEqual(item[key], sent[key]));
    return other === undefined
      ? undefined
      : `${preview(sent[other], 200)} in ${other}, not ${preview(item[other] ?? null, 200)}`;
  };

const refusedAs =
  (code: string, itemId?: string): Expected =>
  (slot) => {
    if (slot.code !== code) return `the error ${code}, not ${slot.code ?? 'an item'}`;
    return itemId === undefined || slot.data.itemId === itemId ? undefined : `data.itemId ${itemId}`;
  };

function rule(
  name: string,
  level: RuleLevel,
  section: string,
  what: string,
  run: (writing: Writing, check: Check) => Promise<string | undefined>,
): WriteRule {
  return writeRule(`write.${name}`, level, section, what, run);
}

/** An item that was just made, as it is stored. */
async function makeOne(writing: Writing): Promise<Item | undefined> {
  const made = slotsOf(await writing.insert(writing.like(1)))[0]?.item;
  return made && (await writing.read([idOf(made)]))[0];
}

/** What an update sends of an item: all of it but what the server keeps itself. */
const kept = ({ _createdDate, _updatedDate, ...item }: Item, members: Item): Item =>
  Object.fromEntries(
    Object.entries(item).filter(([key]) => key === '_id' || Object.hasOwn(members, key)),
  ) as Item;

const notMade = 'no item could be made';

/** Members of the types, with other values. */
function changed(
  { sample, members }: Writing,
  change: (value: Json) => Json | undefined,
): readonly (readonly [string, Json])[] {
  const fields = sample.fields.filter(({ key, type }) => Object.hasOwn(members, key) && type !== 'REFERENCE');
  return fields.flatMap(({ key }): readonly (readonly [string, Json])[] => {
    const value = change(members[key] as Json);
    return value === undefined ? [] : [[key, value]];
  });
}

/** Updates one member at a time: the server may refuse some values, but not store others than it says. */
async function updateEach(
  writing: Writing,
  members: readonly (readonly [string, Json])[],
  check: Check,
): Promise<string | undefined> {
  const item = await makeOne(writing);
  if (item === undefined) return notMade;
  const whole = kept(item, writing.members);
  for (const [key, value] of members) {
    const sent = { ...whole, [key]: value };
    const exchange = await writing.update([sent]);
    if (slotsOf(exchange)[0]?.code === 'VALIDATION_ERROR') continue;
    const stored = (await writing.read([idOf(item)]))[0];
    const after =
      stored === undefined
        ? 'the item is gone'
        : holding({ [key]: value })({ item: stored, code: undefined, data: {} });
    check(exchange, notTheseSlots(exchange, [holding({ [key]: value })]) ?? (after && `stored: ${after}`));
  }
  return 'the server takes no such value';
}

const other = (value: Json): Json | undefined => {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' && value !== '' && value.length < 100 ? `${value} again` : undefined;
};

const empty = (value: Json): Json | undefined => {
  if (typeof value === 'number') return 0;
  if (typeof value === 'boolean') return false;
  return typeof value === 'string' ? '' : undefined;
};

export const writeRules: readonly WriteRule[] = [
  rule(
    'insert',
    'must',
    '4.5',
    'Every item is answered in its place, as it is stored and with the _id that it came with.',
    async (writing, check) => {
      const items = writing.like(3);
      const exchange = await writing.insert(items);
      check(exchange, notTheseSlots(exchange, items.map(holding)));
      return undefined;
    },
  ),
  rule('stored', 'must', '4.5', 'What was inserted is read as it was answered.', async (writing, check) => {
    const exchange = await writing.insert(writing.like(2));
    const made = slotsOf(exchange).flatMap(({ item }) => (item === undefined ? [] : [item]));
    const read = new Map((await writing.read(made.map(idOf))).map((item) => [idOf(item), item]));
    const lost = made.map((item) =>
      holding(item)({ item: read.get(idOf(item)), code: 'no such item', data: {} }),
    );
    check(exchange, notSuccess(exchange) ?? lost.find((each) => each !== undefined));
    return undefined;
  }),
  rule(
    'dates',
    'should',
    '4.5',
    'An inserted item has _createdDate and _updatedDate.',
    async (writing, check) => {
      const exchange = await writing.insert(writing.like(1));
      const dated: Expected = ({ item }) =>
        isMissing(item?._createdDate) || isMissing(item?._updatedDate)
          ? '_createdDate and _updatedDate'
          : undefined;
      check(exchange, notTheseSlots(exchange, [dated]));
      return undefined;
    },
  ),
  rule(
    'exists',
    'must',
    '4.5',
    'An _id that is there already is ITEM_ALREADY_EXISTS in its slot; the other items are stored.',
    async (writing, check) => {
      const first = await makeOne(writing);
      if (first === undefined) return notMade;
      const [again, fresh] = writing.like(2) as [Item, Item];
      const exchange = await writing.insert([{ ...again, _id: first._id }, fresh]);
      check(
        exchange,
        notTheseSlots(exchange, [refusedAs('ITEM_ALREADY_EXISTS', idOf(first)), holding(fresh)]),
      );
      return undefined;
    },
  ),
  rule(
    'twice',
    'must',
    '4.5',
    'Of two items with one _id in a request, the second is ITEM_ALREADY_EXISTS.',
    async (writing, check) => {
      const [one, two] = writing.like(2) as [Item, Item];
      const exchange = await writing.insert([one, { ...two, _id: one._id }]);
      check(exchange, notTheseSlots(exchange, [holding(one), refusedAs('ITEM_ALREADY_EXISTS')]));
      return undefined;
    },
  ),
  rule('new-id', 'must', '4.5', 'An item without an _id gets one.', async (writing, check) => {
    const [{ _id, ...members }] = writing.like(1) as [Item];
    const exchange = await writing.insert([members as Item]);
    const named: Expected = ({ item }) =>
      typeof item?._id === 'string' && item._id !== '' ? undefined : 'an _id';
    check(exchange, notTheseSlots(exchange, [named]) ?? notTheseSlots(exchange, [holding(members as Item)]));
    return undefined;
  }),
  rule(
    'unknown-field',
    'should',
    '4.5',
    'A member that the collection has no field for is refused or kept, never left out in silence.',
    async (writing, check) => {
      const [item] = writing.like(1) as [Item];
      const exchange = await writing.insert([{ ...item, thereIsNoSuchField: 'a' }]);
      check(
        exchange,
        notTheseSlots(exchange, [
          (slot) =>
            slot.code === 'VALIDATION_ERROR' || slot.item?.thereIsNoSuchField === 'a'
              ? undefined
              : 'the error VALIDATION_ERROR',
        ]),
      );
      return undefined;
    },
  ),
  rule('update', 'must', '4.6', 'An updated value is answered, and read afterwards.', (writing, check) =>
    updateEach(writing, changed(writing, other), check),
  ),
  rule('falsy', 'must', '4.5', '0, false and the empty text are values, not nothing.', (writing, check) =>
    updateEach(writing, changed(writing, empty), check),
  ),
  rule(
    'created',
    'must',
    '4.6',
    '_createdDate survives an update that does not send it.',
    async (writing, check) => {
      const item = await makeOne(writing);
      if (item === undefined) return notMade;
      const exchange = await writing.update([kept(item, writing.members)]);
      check(exchange, notTheseSlots(exchange, [holding({ _createdDate: item._createdDate ?? null })]));
      return undefined;
    },
  ),
  rule(
    'replace',
    'must',
    '4.6',
    'An update replaces the item: what it does not send has no value afterwards.',
    async (writing, check) => {
      const item = await makeOne(writing);
      if (item === undefined) return notMade;
      for (const key of Object.keys(writing.members)) {
        const { [key]: _, ...others } = kept(item, writing.members);
        const exchange = await writing.update([others as Item]);
        // What an item must have cannot be left out.
        if (slotsOf(exchange)[0]?.code === 'VALIDATION_ERROR') continue;
        const [stored] = await writing.read([idOf(item)]);
        check(
          exchange,
          notTheseSlots(exchange, [holding({ [key]: null })]) ??
            (isMissing(stored?.[key]) ? undefined : `nothing stored in ${key}`),
        );
      }
      return 'every field must have a value';
    },
  ),
  rule(
    'not-found',
    'must',
    '4.6',
    'An update of an item that is not there is ITEM_NOT_FOUND, and makes none.',
    async (writing, check) => {
      const [item] = writing.like(1) as [Item];
      const exchange = await writing.update([item]);
      const made = (await writing.read([idOf(item)])).length > 0;
      check(
        exchange,
        notTheseSlots(exchange, [refusedAs('ITEM_NOT_FOUND', idOf(item))]) ??
          (made ? 'no new item' : undefined),
      );
      return undefined;
    },
  ),
  rule(
    'no-id',
    'should',
    '4.6',
    'An update without an _id is VALIDATION_ERROR in its slot.',
    async (writing, check) => {
      const exchange = await writing.update([{ ...writing.members }]);
      check(exchange, notTheseSlots(exchange, [refusedAs('VALIDATION_ERROR')]));
      return undefined;
    },
  ),
  rule(
    'remove',
    'must',
    '4.7',
    'A removed item is answered in full, and is gone; one that is not there is ITEM_NOT_FOUND.',
    async (writing, check) => {
      const item = await makeOne(writing);
      if (item === undefined) return notMade;
      const nobody = writing.sample.server.world.id();
      const exchange = await writing.remove([nobody, idOf(item)]);
      const gone = (await writing.read([idOf(item)])).length === 0;
      check(
        exchange,
        notTheseSlots(exchange, [refusedAs('ITEM_NOT_FOUND', nobody), holding(item)]) ??
          (gone ? undefined : 'no item afterwards'),
      );
      return undefined;
    },
  ),
  rule(
    'remove-twice',
    'should',
    '4.7',
    'Of one id twice in a request, the second is ITEM_NOT_FOUND.',
    async (writing, check) => {
      const item = await makeOne(writing);
      if (item === undefined) return notMade;
      const exchange = await writing.remove([idOf(item), idOf(item)]);
      check(exchange, notTheseSlots(exchange, [holding(item), refusedAs('ITEM_NOT_FOUND')]));
      return undefined;
    },
  ),
  rule('nothing', 'should', '4.5', 'A request without items is refused.', async (writing, check) => {
    const exchange = await writing.insert([]);
    check(exchange, notRefused(exchange, [400]));
    return undefined;
  }),
];
