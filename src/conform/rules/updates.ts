/** What is updated and removed (sections 4.6, 4.7). */
import { type Item, isMissing, type Json } from '../../wix/json.js';
import type { Check, WriteRule } from '../rule.js';
import { idOf } from '../sample.js';
import { holding, makeOne, notMade, notTheseSlots, refusedAs, trialRule } from '../write-slots.js';
import { slotsOf, type WriteTrial } from '../write-trial.js';

/** What an update sends of an item: all of it but what the server keeps itself. */
const kept = ({ _createdDate, _updatedDate, ...item }: Item, members: Item): Item =>
  Object.fromEntries(
    Object.entries(item).filter(([key]) => key === '_id' || Object.hasOwn(members, key)),
  ) as Item;

/** Members of the types, with other values. */
function changed(
  { sample, members }: WriteTrial,
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
  trial: WriteTrial,
  members: readonly (readonly [string, Json])[],
  check: Check,
): Promise<string | undefined> {
  const item = await makeOne(trial);
  if (item === undefined) return notMade;
  const whole = kept(item, trial.members);
  for (const [key, value] of members) {
    const sent = { ...whole, [key]: value };
    const exchange = await trial.update([sent]);
    if (slotsOf(exchange)[0]?.code === 'VALIDATION_ERROR') continue;
    const stored = (await trial.read([idOf(item)]))[0];
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

export const updateRules: readonly WriteRule[] = [
  trialRule('update', 'must', '4.6', 'An updated value is answered, and read afterwards.', (trial, check) =>
    updateEach(trial, changed(trial, other), check),
  ),
  trialRule('falsy', 'must', '4.5', '0, false and the empty text are values, not nothing.', (trial, check) =>
    updateEach(trial, changed(trial, empty), check),
  ),
  trialRule(
    'created',
    'must',
    '4.6',
    '_createdDate survives an update that does not send it.',
    async (trial, check) => {
      const item = await makeOne(trial);
      if (item === undefined) return notMade;
      const exchange = await trial.update([kept(item, trial.members)]);
      check(exchange, notTheseSlots(exchange, [holding({ _createdDate: item._createdDate ?? null })]));
      return undefined;
    },
  ),
  trialRule(
    'replace',
    'must',
    '4.6',
    'An update replaces the item: what it does not send has no value afterwards.',
    async (trial, check) => {
      const item = await makeOne(trial);
      if (item === undefined) return notMade;
      for (const key of Object.keys(trial.members)) {
        const { [key]: _, ...others } = kept(item, trial.members);
        const exchange = await trial.update([others as Item]);
        // What an item must have cannot be left out.
        if (slotsOf(exchange)[0]?.code === 'VALIDATION_ERROR') continue;
        const [stored] = await trial.read([idOf(item)]);
        check(
          exchange,
          notTheseSlots(exchange, [holding({ [key]: null })]) ??
            (isMissing(stored?.[key]) ? undefined : `nothing stored in ${key}`),
        );
      }
      return 'every field must have a value';
    },
  ),
  trialRule(
    'not-found',
    'must',
    '4.6',
    'An update of an item that is not there is ITEM_NOT_FOUND, and makes none.',
    async (trial, check) => {
      const [item] = trial.like(1) as [Item];
      const exchange = await trial.update([item]);
      const made = (await trial.read([idOf(item)])).length > 0;
      check(
        exchange,
        notTheseSlots(exchange, [refusedAs('ITEM_NOT_FOUND', idOf(item))]) ??
          (made ? 'no new item' : undefined),
      );
      return undefined;
    },
  ),
  trialRule(
    'no-id',
    'should',
    '4.6',
    'An update without an _id is VALIDATION_ERROR in its slot.',
    async (trial, check) => {
      const exchange = await trial.update([{ ...trial.members }]);
      check(exchange, notTheseSlots(exchange, [refusedAs('VALIDATION_ERROR')]));
      return undefined;
    },
  ),
  trialRule(
    'remove',
    'must',
    '4.7',
    'A removed item is answered in full, and is gone; one that is not there is ITEM_NOT_FOUND.',
    async (trial, check) => {
      const item = await makeOne(trial);
      if (item === undefined) return notMade;
      const nobody = trial.sample.server.world.id();
      const exchange = await trial.remove([nobody, idOf(item)]);
      const gone = (await trial.read([idOf(item)])).length === 0;
      check(
        exchange,
        notTheseSlots(exchange, [refusedAs('ITEM_NOT_FOUND', nobody), holding(item)]) ??
          (gone ? undefined : 'no item afterwards'),
      );
      return undefined;
    },
  ),
  trialRule(
    'remove-twice',
    'should',
    '4.7',
    'Of one id twice in a request, the second is ITEM_NOT_FOUND.',
    async (trial, check) => {
      const item = await makeOne(trial);
      if (item === undefined) return notMade;
      const exchange = await trial.remove([idOf(item), idOf(item)]);
      check(exchange, notTheseSlots(exchange, [holding(item), refusedAs('ITEM_NOT_FOUND')]));
      return undefined;
    },
  ),
];
