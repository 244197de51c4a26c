/**
 * What is written stays among the items that the collection has for whoever writes. Values that its filters demand are set where
 * the item leaves them out; an item that would lie outside is refused.
 */
import { type WherePart, wherePartsOf } from '../../model/identity-rules.js';
import type { CollectionModel } from '../../model/model.js';
import type { VerbModel } from '../../model/writes.js';
import type { RequestScope } from '../../upstream/transport/context.js';
import { type AdapterError, violationsError } from '../../wix/errors.js';
import { compileFilter } from '../../wix/filter/evaluate.js';
import type { Filter } from '../../wix/filter/tree.js';
import type { Item, Json } from '../../wix/json.js';
import { fieldsRead } from '../request/wanted.js';
import { isKept } from './prepare.js';

export interface WithinRules {
  readonly item: Item;
  /** Values of a new item's fields that Wix does not see. */
  readonly hidden: ReadonlyMap<string, Json>;
}

const noneHidden: ReadonlyMap<string, Json> = new Map();

/**
 * @param stored the item as it is; undefined: it is new
 * @returns the item with what the filters demand, or the error of one that would not be among those that the identity has
 */
export function withinRules(
  model: CollectionModel,
  verb: VerbModel,
  facts: RequestScope,
  given: Item,
  stored: Item | undefined,
): WithinRules | AdapterError {
  const parts = wherePartsOf(model, facts);
  if (parts.length === 0) return { item: given, hidden: noneHidden };
  const within = withDemanded(parts, verb, given, stored === undefined);
  const { item, hidden } = within;
  const after = (key: string): Json | undefined => {
    const own = hidden.get(key) ?? item[key];
    if (own !== undefined || stored === undefined) return own;
    return verb.fields.has(key) && !isKept(model, key, undefined) ? undefined : stored[key];
  };
  for (const { filter, ruled } of parts) {
    if (!ruled) continue;
    const keys = fieldsRead(filter, [], model);
    const seen = Object.fromEntries(keys.map((key) => [key, after(key) ?? null]));
    if (!compileFilter(filter)(seen)) return outside(model, verb, keys, item);
  }
  return within;
}

function withDemanded(
  parts: readonly WherePart[],
  verb: VerbModel,
  given: Item,
  isNew: boolean,
): WithinRules {
  const shown: Record<string, Json> = {};
  const hidden = new Map<string, Json>();
  for (const { filter, ruled } of parts)
    for (const [key, value] of demandedValues(filter)) {
      const own = given[key];
      const absent = own === undefined || (isNew && own === null);
      if (isNew && verb.hidden.has(key)) hidden.set(key, value);
      else if (ruled && absent && verb.fields.has(key)) shown[key] = value;
    }
  return { item: { ...given, ...shown }, hidden };
}

/** Fields of which a filter lets one value through alone. */
function demandedValues(filter: Filter): readonly (readonly [string, Json])[] {
  if (filter.kind === 'and') return filter.filters.flatMap(demandedValues);
  return filter.kind === 'condition' && filter.operator === 'eq' && filter.operand !== null
    ? [[filter.path, filter.operand]]
    : [];
}

function outside(model: CollectionModel, verb: VerbModel, keys: readonly string[], item: Item): AdapterError {
  const visible = keys.filter((key) => model.fields.get(key)?.hidden === false);
  return violationsError(
    'Invalid item',
    (visible.length > 0 ? visible : ['_id']).map((key) => ({
      fieldPath: key,
      rejectedValue: item[key] ?? null,
      message: verb.fields.has(key)
        ? `must keep the item among those that ${model.id} has for whoever writes it`
        : `says whose item it is, and ${verb.verb} does not write it`,
    })),
  );
}
