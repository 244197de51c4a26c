/**
 * Of the writes that a dialect and the names of mutations suggest, those that hold: each is bound beside the rest of
 * the proposed file, as `serve` would bind it, and what does not bind is told with its reason.
 */

import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isNonNullType,
} from 'graphql';
import { errorsOf } from '../../mapping/problem.js';
import { memberAt, plainPath } from '../../model/bind/writes/inputs.js';
import { type SiteMembers, sitesOf } from '../../model/bind/writes/sites.js';
import type { CollectionModel } from '../../model/model.js';
import { type WriteVerb, writeVerbs } from '../../model/writes.js';
import type { Dialect, Template, WriteStyle, WriteStyles } from '../../styles/vocabulary.js';
import type { DetectedList } from '../detect/collections.js';
import type { Unbound } from '../detect/mutations.js';
import type { BoundProposal } from './bind-proposed.js';
import { proposedIdentify } from './identify.js';
import type { ProposedWrites, WhyNot } from './proposed-writes.js';

/** Binds the proposed file with these writes. */
export type WriteJudge = (writes: WriteStyles) => BoundProposal;

export function soundWrites(
  writes: WriteStyles,
  detected: DetectedList,
  schema: GraphQLSchema,
  dialect: Dialect | undefined,
  judge: WriteJudge,
): ProposedWrites {
  const known = new Set(judge({}).problems.map(({ message }) => message));
  const whole: { -readonly [V in WriteVerb]?: WriteStyle } = {};
  const partial: { [V in WriteVerb]?: { readonly style: WriteStyle; readonly needs: string } } = {};
  const why: { [V in WriteVerb]?: WhyNot } = {};
  let identify: WriteStyles['identify'];
  let takesId = false;
  for (const verb of writeVerbs) {
    // A product's payloads differ from version to version more than its arguments do.
    const candidates = [
      writes[verb],
      withoutResult(writes[verb], detected.writes[verb]),
      detected.writes[verb],
    ].flatMap((each) => (each === undefined ? [] : [withValue(each, detected, schema)]));
    for (const style of candidates) {
      const place = verb === 'insert' ? idPlace(style, detected, schema) : undefined;
      const facts: WriteStyles = place === 'required' ? { identify: 'clientId' } : {};
      const { model, problems, keyAt } = judge({ ...facts, [verb]: style });
      // What a field's lines warn of can be of another verb alone: an input that only new items have.
      const own = problems.filter(
        (each) => !known.has(each.message) && (each.severity === 'error' || keyAt(each) === undefined),
      );
      const [error] = errorsOf(own);
      const written = model?.writes?.[verb];
      if (error || !written) {
        why[verb] ??= whyNot(error?.message ?? '');
        continue;
      }
      if (verb !== 'remove' && written.fields.size === 0) {
        why[verb] ??= { kind: 'nothing to write', what: readOnlyReason(model) };
        continue;
      }
      delete why[verb];
      if (verb === 'insert') {
        identify = facts.identify ?? proposedIdentify(model, written, detected, dialect, schema);
        takesId = place === 'optional' && identify === undefined && model.writes?.identify === 'none';
      }
      const [lack] = own;
      if (lack === undefined) whole[verb] = style;
      else {
        partial[verb] = { style, needs: lack.message };
        why[verb] = { kind: 'demands', what: lack.message };
      }
      break;
    }
    if (!whole[verb] && !partial[verb]) why[verb] ??= unboundReason(detected, verb);
  }
  return {
    whole: whole.insert && identify !== undefined ? { identify, ...whole } : whole,
    partial,
    takesId: takesId && whole.insert !== undefined,
    why,
  };
}

function readOnlyReason(model: CollectionModel | undefined): string {
  const { insert, update } = model?.writes ?? {};
  const [[key, reason] = ['', '']] = (insert ?? update)?.readOnly ?? [];
  return key === '' ? '' : `${key}: ${reason}`;
}

function whyNot(message: string): WhyNot {
  if (/tells none/.test(message)) return { kind: 'no id told', what: message };
  if (/no field of this file is written|read-only/.test(message))
    return { kind: 'nothing to write', what: message };
  return { kind: 'demands', what: message };
}

function unboundReason({ unbound, verbs }: DetectedList, verb: WriteVerb): WhyNot {
  const reason: Unbound | undefined = unbound[verb];
  if (reason === undefined)
    return verbs.includes(verb)
      ? { kind: 'demands', what: 'the mutations of such a name are about something else' }
      : { kind: 'no mutation' };
  switch (reason.kind) {
    case 'demands':
      return { kind: 'demands', what: `"${reason.argument}"` };
    case 'ambiguous':
      return { kind: 'ambiguous', what: reason.names.join(', ') };
    case 'no place':
      return reason.slot === '$id'
        ? { kind: 'demands', what: 'no argument is the id of the item' }
        : { kind: 'nothing to write', what: 'no argument holds fields of the item' };
  }
}

/** The payload as it was recognised, where that is of the same mutation. */
function withoutResult(
  write: WriteStyle | undefined,
  recognised: WriteStyle | undefined,
): WriteStyle | undefined {
  if (!write) return undefined;
  const { result: _result, errors: _errors, flag: _flag, count: _count, ...rest } = write;
  if (recognised?.mutation !== write.mutation) return rest;
  const { result, errors, flag, count } = recognised;
  return {
    ...rest,
    ...(result === undefined ? {} : { result }),
    ...(errors === undefined ? {} : { errors }),
    ...(flag === undefined ? {} : { flag }),
    ...(count === undefined ? {} : { count }),
  };
}

/** Members of the item's input, by the templates. */
export function itemMembers(style: WriteStyle, schema: GraphQLSchema): SiteMembers | undefined {
  const field = schema.getMutationType()?.getFields()[style.mutation];
  const values = style.arguments as Readonly<Record<string, Template>>;
  return field && sitesOf(values, field.args, style.mutation).item?.members;
}

/** `{ set: $value }`, where the item's values are objects with such a member. */
function withValue(style: WriteStyle, { entity }: DetectedList, schema: GraphQLSchema): WriteStyle {
  if (style.value !== undefined) return style;
  const members = itemMembers(style, schema) ?? {};
  const dressed = Object.entries(members).filter(
    ([name, { type }]) => entity.fields.get(name)?.leaf && setMember(type),
  );
  return dressed.length === 0 ? style : { ...style, value: { set: '$value' } };
}

function setMember(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return false;
  const { set } = named.getFields();
  return set !== undefined && !isInputObjectType(getNamedType(set.type));
}

/** Whether the input of a new item has a place for the id, and whether the API demands it. */
function idPlace(
  style: WriteStyle,
  detected: DetectedList,
  schema: GraphQLSchema,
): 'required' | 'optional' | undefined {
  const path = plainPath(detected.keys[0]!.path, detected.entity.envelope);
  const members = path === undefined ? undefined : itemMembers(style, schema);
  const type = members && memberAt(members, path!.split('.'));
  if (!type || isInputObjectType(getNamedType(type))) return undefined;
  if (isNonNullType(type)) return 'required';
  // The ids that Wix makes are texts.
  return /int|long|number/i.test(String(getNamedType(type))) ? undefined : 'optional';
}
