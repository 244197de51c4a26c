/**
 * From a request that makes or takes away references to its plan (protocol section 4.10). The pairs that are there, and the items
 * that refer, are read first: they decide over the codes of the results, and over what is sent.
 */
import { encodeId } from '../../calls/ids.js';
import { ConversionError } from '../../model/codecs/types.js';
import { admit, whereOf } from '../../model/identity-rules.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import type { PairMutation, VerbModel, WrittenField } from '../../model/writes.js';
import type { Json } from '../../styles/vocabulary.js';
import { AdapterError, badRequest, itemNotFound, validationError } from '../../wix/errors.js';
import { and, condition, everything } from '../../wix/filter/tree.js';
import type { DataOperation } from '../../wix/protocol.js';
import type { WriteReferencesRequest } from '../../wix/requests.js';
import type { Source } from '../nodes.js';
import type { Planning } from '../planning.js';
import { pushDown } from '../pushdown/pushdown.js';
import { type Edges, edgesOf } from '../request/edges.js';
import { isVisible, visibleKeys } from '../request/fields.js';
import { otherItems } from '../request/includes.js';
import { fieldsRead, noField } from '../request/wanted.js';
import { listedItems } from '../tree/listed.js';
import { findsById, getNode, sourceOf } from '../tree/sources.js';
import { writeId } from './ids.js';
import type { PreparedWrite } from './nodes.js';
import { patchVerb } from './patch.js';
import { type SomeReferenced, someReferenced } from './some-referenced.js';

export type ReferenceAction = 'add' | 'remove';

/** One reference of the request. */
export type ReferenceSlot =
  | { readonly kind: 'refused'; readonly error: AdapterError }
  | {
      readonly kind: 'pair';
      readonly from: string;
      readonly to: string;
      /** As the mutation takes them, where one is about the pair. */
      readonly raw: { readonly from: Json; readonly to: Json } | undefined;
    };

/** What makes or takes away a reference. */
export type ReferenceWay =
  /** A mutation about the two items. */
  | { readonly kind: 'pairs'; readonly mutation: PairMutation }
  /** An item of the joining collection is inserted, or those that are there are removed. */
  | { readonly kind: 'join'; readonly edges: Edges }
  /** The REFERENCE of the other item is set, or cleared. */
  | { readonly kind: 'reverse'; readonly edges: Edges; readonly verb: VerbModel }
  /** The list of ids of the item is changed here, and written whole. */
  | { readonly kind: 'list'; readonly verb: VerbModel };

/** Where it is seen which pairs are there. */
export type PairsThere =
  /** In items of another collection. */
  | { readonly kind: 'edges'; readonly edges: Edges; readonly input: Source }
  /** In lists that are asked for by the ids of the referring items. */
  | { readonly kind: 'asked'; readonly ids: readonly string[]; readonly to: readonly string[] }
  /** In the referring items: a list of ids, or the items themselves. */
  | { readonly kind: 'held'; readonly listed: boolean };

export interface ReferenceWritePlan {
  readonly kind: 'write references';
  readonly model: CollectionModel;
  /** Key of the reference field. */
  readonly key: string;
  readonly action: ReferenceAction;
  readonly slots: readonly ReferenceSlot[];
  readonly way: ReferenceWay;
  /** The items that refer, as they are stored. */
  readonly referring: Source;
  /** The items that are to be referred to, where the collection has only some of them. */
  readonly referenced: SomeReferenced | undefined;
  readonly pairs: PairsThere;
}

const operations = { add: 'INSERT_REFERENCES', remove: 'REMOVE_REFERENCES' } as const;

/**
 * @throws VALIDATION_ERROR for a field that is no MULTI_REFERENCE; BAD_REQUEST where the mapping declares no way to write it;
 * UNAUTHORIZED with 403 where the collection that holds the references does not allow it
 */
export function planReferenceWrite(
  planning: Planning,
  action: ReferenceAction,
  { referringFieldKey, references }: WriteReferencesRequest,
): ReferenceWritePlan {
  const { model } = planning;
  const field = referenceField(model, referringFieldKey);
  const way = referenceWay(planning, field, action);
  if (typeof way === 'string') {
    const message = `${field.key} of ${model.id} does not offer ${operations[action]}: ${way}`;
    throw badRequest(`${message} (${field.position})`, message);
  }
  admitWay(way, action, planning.facts);
  const slots = references.map(
    (given): ReferenceSlot =>
      given.kind === 'fault'
        ? { kind: 'refused', error: given.error }
        : pairSlot(planning, field, way, given.referringItemId, given.referencedItemId),
  );
  const pairs = slots.filter((slot) => slot.kind === 'pair');
  const from = unique(pairs.map((slot) => slot.from));
  const to = unique(pairs.map((slot) => slot.to));
  return Object.freeze({
    kind: 'write references',
    model,
    key: field.key,
    action,
    slots,
    way,
    referring: referringItems(planning, field, way, from),
    referenced:
      // Where the other item is changed itself, it is looked at anyway.
      action === 'add' && way.kind !== 'reverse' ? someReferenced(planning, field, to) : undefined,
    pairs: pairsThere(planning, field, way, from, to),
  });
}

/** What another collection does not let do is not done through this one. */
function admitWay(way: ReferenceWay, action: ReferenceAction, facts: Planning['facts']): void {
  if (way.kind === 'join') admit(way.edges.planning.model, action === 'add' ? 'insert' : 'remove', facts);
  if (way.kind === 'reverse') admit(way.edges.planning.model, 'update', facts);
}

/** What the fields of a collection offer, that other collections may have to offer something for. */
export function referenceOperations(planning: Planning): readonly DataOperation[] {
  const fields = [...planning.model.fields.values()].filter(
    ({ hidden, type, relation }) => !hidden && type === 'MULTI_REFERENCE' && relation,
  );
  const offered = (action: ReferenceAction): boolean =>
    fields.some((field) => {
      try {
        return typeof referenceWay(planning, field, action) !== 'string';
      } catch (error) {
        // The collection that its mapping names is not served, or has not the fields.
        if (error instanceof AdapterError) return false;
        throw error;
      }
    });
  return (['add', 'remove'] as const).filter(offered).map((action) => operations[action]);
}

/** @returns why there is none, as words that can follow "does not offer it: " */
export function referenceWay(
  planning: Planning,
  field: FieldModel,
  action: ReferenceAction,
): ReferenceWay | string {
  const { model } = planning;
  const writes = model.writes?.references.get(field.key);
  if (!writes) return 'the mapping declares no writes for it';
  if (writes.kind === 'pairs') {
    const mutation = writes[action];
    return mutation
      ? { kind: 'pairs', mutation }
      : `the mapping declares no mutation for it (writes.${action})`;
  }
  if (writes.list) return { kind: 'list', verb: patchVerb(model.writes!.update!, writes.list) };
  const edges = edgesOf(planning, field)!;
  const holder = edges.planning.model;
  return edges.to === '_id' ? reverseWay(edges, holder, action) : joinWay(edges, holder, action);
}

function reverseWay(edges: Edges, holder: CollectionModel, action: ReferenceAction): ReferenceWay | string {
  const update = holder.writes?.update;
  const written: WrittenField | undefined = update?.fields.get(edges.from);
  if (!update || !written) return `${holder.id} does not offer UPDATE of ${edges.from}`;
  if (action === 'remove' && written.clear.kind === 'refused')
    return `${edges.from} of ${holder.id} cannot be without a value: ${written.clear.reason}`;
  return { kind: 'reverse', edges, verb: patchVerb(update, written) };
}

function joinWay(edges: Edges, holder: CollectionModel, action: ReferenceAction): ReferenceWay | string {
  const { insert, remove } = holder.writes ?? {};
  if (action === 'remove') return remove ? { kind: 'join', edges } : `${holder.id} does not offer REMOVE`;
  if (!insert) return `${holder.id} does not offer INSERT`;
  const missing = [edges.from, edges.to].find((key) => !insert.fields.has(key));
  return missing === undefined ? { kind: 'join', edges } : `INSERT of ${holder.id} does not write ${missing}`;
}

function referenceField(model: CollectionModel, key: string): FieldModel {
  const field = isVisible(model, key) ? model.fields.get(key) : undefined;
  if (field?.type === 'MULTI_REFERENCE' && field.relation) return field;
  const message =
    field === undefined
      ? noField(model, key, (each) => each.type === 'MULTI_REFERENCE')
      : field.type === 'REFERENCE'
        ? `"${key}" refers to one item: its id is written with the item`
        : `"${key}" is no reference: it is ${field.type}`;
  throw validationError(`Not a field of several references: ${message}`, [
    { fieldPath: 'referringFieldKey', rejectedValue: key, message },
  ]);
}

function pairSlot(
  { model, other }: Planning,
  { relation }: FieldModel,
  way: ReferenceWay,
  from: string,
  to: string,
): ReferenceSlot {
  if (way.kind !== 'pairs') return { kind: 'pair', from, to, raw: undefined };
  const { mutation } = way;
  const there = other(relation!.collection)?.model;
  const rawFrom = writeId(model, from)?.raw;
  const rawTo = there === undefined ? to : writeId(there, to)?.raw;
  if (rawFrom === undefined) return { kind: 'refused', error: itemNotFound(from) };
  if (rawTo === undefined) return { kind: 'refused', error: itemNotFound(to) };
  try {
    // They are fitted again when they are sent; here it is seen whether they can be.
    mutation.fitId(rawFrom);
    return { kind: 'pair', from, to, raw: { from: rawFrom, to: mutation.fitReferenced(rawTo) } };
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    return { kind: 'refused', error: itemNotFound(error.value === rawFrom ? from : to) };
  }
}

/** Items that refer, with what the way needs of them: whole where one of their lists is written. */
function referringItems(
  planning: Planning,
  field: FieldModel,
  way: ReferenceWay,
  ids: readonly string[],
): Source {
  const { model, facts, knowledge } = planning;
  const scope = fieldsRead(whereOf(model, facts), [], model);
  const own = field.source.kind === 'path' ? [field.key] : [];
  const written = way.kind === 'list' ? way.verb : undefined;
  const version = written?.version === undefined ? [] : [written.version];
  const keys = [...own, ...(written ? visibleKeys(model, undefined) : []), ...version];
  const evaluated = [...scope, ...own, ...version];
  const listed = field.relation!.pairs?.kind === 'list' ? listedOf(planning, field) : undefined;
  const nested = listed ? [listed.nested] : [];
  if (findsById(model) && ids.every((id) => encodeId(model, id) !== undefined)) {
    const reader = knowledge.reader([...keys, ...evaluated], nested);
    return getNode(planning, ids, reader, [...evaluated, ...(listed?.evaluated ?? [])]);
  }
  const wanted = { filter: condition('_id', 'in', ids), sort: [] };
  return sourceOf(planning, pushDown(planning, wanted), {
    keys,
    evaluated,
    whole: false,
    enough: ids.length,
    nested,
    nestedEvaluated: listed?.evaluated ?? [],
  });
}

function listedOf(planning: Planning, field: FieldModel) {
  const there = planning.other(field.relation!.collection);
  if (!there) throw badRequest(`The collection ${field.relation!.collection} is not served here`);
  const others = { ...otherItems(there, everything), shown: [] };
  return listedItems(planning, field, others, { limit: undefined, ordered: false });
}

function pairsThere(
  planning: Planning,
  field: FieldModel,
  way: ReferenceWay,
  from: readonly string[],
  to: readonly string[],
): PairsThere {
  const edges = edgesOf(planning, field);
  if (field.relation!.pairs?.kind === 'argument') return { kind: 'asked', ids: from, to };
  if (!edges) return { kind: 'held', listed: field.relation!.pairs?.kind === 'list' };
  const { planning: there } = edges;
  // An item that is referred to by another one already is seen too: it can have but one.
  const filter =
    way.kind === 'reverse'
      ? condition(edges.to, 'in', to)
      : and([condition(edges.from, 'in', from), condition(edges.to, 'in', to)]);
  const keys = [edges.from, edges.to];
  const pushdown = pushDown(there, { filter, sort: [] });
  const input = sourceOf(there, pushdown, { keys, evaluated: keys, whole: true, enough: 0 });
  return { kind: 'edges', edges, input };
}

/** One reference as a write of the referring item. */
export function preparedPair(
  slot: number,
  { from, raw }: Extract<ReferenceSlot, { kind: 'pair' }>,
): PreparedWrite {
  return {
    slot,
    id: from,
    raw: raw!.from,
    referenced: raw!.to,
    input: undefined,
    version: undefined,
    sent: [],
    key: undefined,
  };
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort();
}
