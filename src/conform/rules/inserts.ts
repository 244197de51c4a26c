/** What is inserted (section 4.5). */
import { type Item, isMissing } from '../../wix/json.js';
import type { WriteRule } from '../rule.js';
import { idOf } from '../sample.js';
import { notRefused, notSuccess } from '../server.js';
import {
  holding,
  makeOne,
  notMade,
  notTheseSlots,
  refusedAs,
  type SlotJudge,
  trialRule,
} from '../write-slots.js';
import { slotsOf } from '../write-trial.js';

export const insertRules: readonly WriteRule[] = [
  trialRule(
    'insert',
    'must',
    '4.5',
    'Every item is answered in its place, as it is stored and with the _id that it came with.',
    async (trial, check) => {
      const items = trial.like(3);
      const exchange = await trial.insert(items);
      check(exchange, notTheseSlots(exchange, items.map(holding)));
      return undefined;
    },
  ),
  trialRule(
    'stored',
    'must',
    '4.5',
    'What was inserted is read as it was answered.',
    async (trial, check) => {
      const exchange = await trial.insert(trial.like(2));
      const made = slotsOf(exchange).flatMap(({ item }) => (item === undefined ? [] : [item]));
      const read = new Map((await trial.read(made.map(idOf))).map((item) => [idOf(item), item]));
      const lost = made.map((item) =>
        holding(item)({ item: read.get(idOf(item)), code: 'no such item', data: {} }),
      );
      check(exchange, notSuccess(exchange) ?? lost.find((each) => each !== undefined));
      return undefined;
    },
  ),
  trialRule(
    'dates',
    'should',
    '4.5',
    'An inserted item has _createdDate and _updatedDate.',
    async (trial, check) => {
      const exchange = await trial.insert(trial.like(1));
      const dated: SlotJudge = ({ item }) =>
        isMissing(item?._createdDate) || isMissing(item?._updatedDate)
          ? '_createdDate and _updatedDate'
          : undefined;
      check(exchange, notTheseSlots(exchange, [dated]));
      return undefined;
    },
  ),
  trialRule(
    'exists',
    'must',
    '4.5',
    'An _id that is there already is ITEM_ALREADY_EXISTS in its slot; the other items are stored.',
    async (trial, check) => {
      const first = await makeOne(trial);
      if (first === undefined) return notMade;
      const [again, fresh] = trial.like(2) as [Item, Item];
      const exchange = await trial.insert([{ ...again, _id: first._id }, fresh]);
      check(
        exchange,
        notTheseSlots(exchange, [refusedAs('ITEM_ALREADY_EXISTS', idOf(first)), holding(fresh)]),
      );
      return undefined;
    },
  ),
  trialRule(
    'twice',
    'must',
    '4.5',
    'Of two items with one _id in a request, the second is ITEM_ALREADY_EXISTS.',
    async (trial, check) => {
      const [one, two] = trial.like(2) as [Item, Item];
      const exchange = await trial.insert([one, { ...two, _id: one._id }]);
      check(exchange, notTheseSlots(exchange, [holding(one), refusedAs('ITEM_ALREADY_EXISTS')]));
      return undefined;
    },
  ),
  trialRule('new-id', 'must', '4.5', 'An item without an _id gets one.', async (trial, check) => {
    const [{ _id, ...members }] = trial.like(1) as [Item];
    const exchange = await trial.insert([members as Item]);
    const named: SlotJudge = ({ item }) =>
      typeof item?._id === 'string' && item._id !== '' ? undefined : 'an _id';
    check(exchange, notTheseSlots(exchange, [named]) ?? notTheseSlots(exchange, [holding(members as Item)]));
    return undefined;
  }),
  trialRule(
    'unknown-field',
    'should',
    '4.5',
    'A member that the collection has no field for is refused or kept, never left out in silence.',
    async (trial, check) => {
      const [item] = trial.like(1) as [Item];
      const exchange = await trial.insert([{ ...item, thereIsNoSuchField: 'a' }]);
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
  trialRule('nothing', 'should', '4.5', 'A request without items is refused.', async (trial, check) => {
    const exchange = await trial.insert([]);
    check(exchange, notRefused(exchange, [400]));
    return undefined;
  }),
];
