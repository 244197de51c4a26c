/** Results of writing requests: what each slot must hold, and an item to begin with. */
import { type Item, preview } from '../wix/json.js';
import { nearlyEqual } from './compare.js';
import { type Check, type RuleLevel, type WriteRule, writeRule } from './rule.js';
import { idOf } from './sample.js';
import { type Exchange, notSuccess } from './server.js';
import { type Slot, slotsOf, type WriteTrial } from './write-trial.js';

export type SlotJudge = (slot: Slot) => string | undefined;

/** Why the slots are not these, one for each item and in their order. */
export function notTheseSlots(exchange: Exchange, expected: readonly SlotJudge[]): string | undefined {
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
export const holding =
  (sent: Item): SlotJudge =>
  ({ item, code }) => {
    if (item === undefined) return `the item, not ${code ?? 'nothing'}`;
    const other = Object.keys(sent).find((key) => !nearlyEqual(item[key], sent[key]));
    return other === undefined
      ? undefined
      : `${preview(sent[other], 200)} in ${other}, not ${preview(item[other] ?? null, 200)}`;
  };

export const refusedAs =
  (code: string, itemId?: string): SlotJudge =>
  (slot) => {
    if (slot.code !== code) return `the error ${code}, not ${slot.code ?? 'an item'}`;
    return itemId === undefined || slot.data.itemId === itemId ? undefined : `data.itemId ${itemId}`;
  };

/** A rule of the area `write`. */
export function trialRule(
  name: string,
  level: RuleLevel,
  section: string,
  what: string,
  run: (trial: WriteTrial, check: Check) => Promise<string | undefined>,
): WriteRule {
  return writeRule(`write.${name}`, level, section, what, run);
}

/** An item that was just made, as it is stored. */
export async function makeOne(trial: WriteTrial): Promise<Item | undefined> {
  const made = slotsOf(await trial.insert(trial.like(1)))[0]?.item;
  return made && (await trial.read([idOf(made)]))[0];
}

export const notMade = 'no item could be made';
