/** How the references of a collection's fields are made and taken away, as their mappings declare it. */
import type { CollectionMapping, FieldMapping } from '../../../mapping/schema.js';
import type { Path, PlaceOptions } from '../../../mapping/source.js';
import type { Slots } from '../../../styles/template.js';
import type { PairMutationStyle } from '../../../styles/vocabulary.js';
import type { Json } from '../../../wix/json.js';
import { fitInput } from '../../codecs/fit-input.js';
import type { FieldModel } from '../../model.js';
import type { PairMutation, ReferenceWrites, VerbModel } from '../../writes.js';
import type { BindContext } from '../context.js';
import { writeFaults } from '../write-faults.js';
import { listField } from './inputs.js';
import { bindMutation } from './mutation.js';
import { sitesOf } from './sites.js';
import { emptyPlace, slotsOf } from './verb-faults.js';

interface ReferenceScene {
  readonly fields: ReadonlyMap<string, FieldModel>;
  readonly slots: Slots;
  readonly envelope: string | undefined;
  readonly context: BindContext;
}

/** Whether a field of the file says how its references are written. */
export function refersByWrites(fields: CollectionMapping['fields']): boolean {
  return Object.values(fields).some((each) => typeof each === 'object' && each.writes !== undefined);
}

/** @param update the mutation that writes lists of ids */
export function bindReferenceWrites(
  scene: ReferenceScene,
  update: VerbModel | undefined,
): ReadonlyMap<string, ReferenceWrites> {
  const { context, fields } = scene;
  const bound = new Map<string, ReferenceWrites>();
  for (const [key, mapping] of Object.entries(context.located.value.fields)) {
    if (typeof mapping === 'string' || mapping.writes === undefined) continue;
    const field = fields.get(key);
    // Its own problems are told where it is bound.
    if (!field) continue;
    const at = ['fields', key, 'writes'];
    if (field.type !== 'MULTI_REFERENCE') {
      context.problem(at, 'writes belongs to MULTI_REFERENCE', {
        at: 'key',
        help: 'other fields are written with their items',
      });
      continue;
    }
    const found =
      mapping.writes === 'items'
        ? throughItems(field, mapping, at, scene, update)
        : throughPairs(mapping.writes, at, scene);
    if (found) bound.set(key, found);
  }
  return bound;
}

function throughPairs(
  {
    add,
    remove,
  }: { readonly add?: PairMutationStyle | undefined; readonly remove?: PairMutationStyle | undefined },
  at: readonly string[],
  scene: ReferenceScene,
): ReferenceWrites {
  return Object.freeze({
    kind: 'pairs',
    add: add && pairMutation(add, [...at, 'add'], scene),
    remove: remove && pairMutation(remove, [...at, 'remove'], scene),
  });
}

function pairMutation(
  style: PairMutationStyle,
  at: readonly string[],
  { context, slots }: ReferenceScene,
): PairMutation | undefined {
  const { schema, located } = context;
  let sound = true;
  const report = (path: Path, message: string, options: PlaceOptions = {}): void => {
    context.problem([...at, ...path], message, options);
    if (options.severity !== 'warning') sound = false;
  };
  for (const { path, message, options } of writeFaults(style, {
    schema,
    type: located.value.type,
    written: [],
    slots,
  }))
    report(path, message, options);
  const used = slotsOf(style.arguments);
  for (const slot of ['$id', '$referenced'] as const)
    if (!used.has(slot))
      report(['arguments'], `no argument holds "${slot}": the mutation would not be about one pair of items`);
  for (const slot of used)
    if (strange.has(slot))
      report(['arguments'], `"${slot}" has no value here: a pair has $id and $referenced`);
  for (const [name, value] of Object.entries(style.arguments)) {
    const held = slotsOf(value);
    const open = held.has('$id') || held.has('$referenced') ? emptyPlace(value, [name]) : undefined;
    if (open)
      report(['arguments', ...open], 'an empty value beside the id can stand for every item: leave it out');
  }
  if (!sound) return undefined;
  const mutation = bindMutation(style, at, 'unknown', { slots, context });
  if (!mutation) return undefined;
  const { model, sites } = mutation;
  return Object.freeze({
    ...model,
    verb: 'update',
    fields: new Map(),
    hidden: new Map(),
    readOnly: new Map(),
    newId: undefined,
    listed: false,
    many: 1,
    version: undefined,
    changes: false,
    upsert: false,
    keyed: false,
    after: undefined,
    fitReferenced: sites.referenced ? fitInput(sites.referenced) : (raw: Json) => raw,
  });
}

/** Slots of items, which a pair has not got. */
const strange: ReadonlySet<string> = new Set(['$ids', '$item', '$items', '$actions', '$version', '$value']);

function throughItems(
  field: FieldModel,
  mapping: FieldMapping,
  at: readonly string[],
  { envelope, context }: ReferenceScene,
  update: VerbModel | undefined,
): ReferenceWrites | undefined {
  const pairs = field.relation?.pairs;
  if (pairs?.kind === 'list' || pairs?.kind === 'argument') {
    context.problem(at, 'nothing holds the ids that an item could be written with', {
      help: 'write { add: { mutation: … }, remove: { mutation: … } }',
    });
    return undefined;
  }
  if (pairs !== undefined) return Object.freeze({ kind: 'items', list: undefined });
  const site = update && sitesOf(update.arguments, update.location.field.args, update.name).item;
  if (!update || !site) {
    context.problem(at, 'the list of ids is written by update, which this file does not declare', {
      help: 'add writes.update, or write { add: { mutation: … }, remove: { mutation: … } }',
    });
    return undefined;
  }
  const { value, actions = [] } = context.located.value.writes?.update ?? {};
  const written = listField(field, mapping, { site, envelope, value, actions, clear: 'null' });
  if (typeof written === 'string') {
    context.problem(at, `the list of ids cannot be written: ${written}`, {
      help: 'say its place in the item (input), or write { add: { mutation: … }, remove: { mutation: … } }',
    });
    return undefined;
  }
  return Object.freeze({ kind: 'items', list: written });
}
