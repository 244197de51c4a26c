/** Sorting the members of a filter (or the bare arguments of a list field) by what they do to which field. */
import type { GraphQLInputObjectType } from 'graphql';
import type { Json, OperatorSpec, UpstreamOperator, ValueKind } from '../../styles/vocabulary.js';
import { cautious } from './caution.js';
import type { Entity, EntityField } from './entity.js';
import { leafKind } from './kinds.js';
import { comparesAsText, isOperatorObject, operatorsOf } from './operators.js';
import { type Input, isBoolean, isInputObjectType, isLeafType, membersOf, shapeOf } from './shape.js';
import { isOperatorWord, meaningsOf } from './thesaurus.js';
import { fold } from './words.js';

export type Member =
  | {
      readonly kind: 'operators';
      readonly name: string;
      readonly field: EntityField | undefined;
      readonly valueKind: ValueKind;
      readonly type: GraphQLInputObjectType;
    }
  | {
      readonly kind: 'suffix';
      readonly name: string;
      readonly field: EntityField;
      readonly suffix: string;
      readonly found: readonly (readonly [UpstreamOperator, OperatorSpec])[];
    }
  | { readonly kind: 'equality'; readonly name: string; readonly field: EntityField; readonly list: boolean }
  | {
      readonly kind: 'combinator';
      readonly word: 'and' | 'or' | 'not' | 'none';
      readonly name: string;
      readonly list: boolean;
    }
  | {
      readonly kind: 'relation';
      readonly name: string;
      readonly type: GraphQLInputObjectType;
      readonly list: boolean;
    }
  | { readonly kind: 'unknown'; readonly name: string };

export function classifyMembers(inputs: readonly Input[], entity: Entity): readonly Member[] {
  const names = [...entity.fields.keys()].sort((a, b) => b.length - a.length);
  const members = inputs.map((input) => classify(input, entity, names));
  // A lone `x_in` beside no `x` is as likely a property of its own (`check_in`) as an operator.
  const counts = new Map<string, number>();
  for (const member of members) {
    if (member.kind === 'suffix' || member.kind === 'equality') {
      counts.set(member.field.name, (counts.get(member.field.name) ?? 0) + 1);
    }
  }
  const suffixed = members.filter((member) => member.kind === 'suffix').length;
  return members.map((member) =>
    member.kind === 'suffix' && suffixed < 3 && counts.get(member.field.name)! < 2
      ? { kind: 'unknown', name: member.name }
      : member,
  );
}

function classify(input: Input, entity: Entity, names: readonly string[]): Member {
  const { named, lists } = shapeOf(input.type);
  const unknown: Member = { kind: 'unknown', name: input.name };
  if (isInputObjectType(named)) {
    const combinator = combinatorWord(input.name);
    if (combinator && !isOperatorObject(named)) {
      return { kind: 'combinator', word: combinator, name: input.name, list: lists > 0 };
    }
    if (lists === 0 && isOperatorObject(named)) {
      const field = fieldNamed(entity, input.name);
      const valueKind = field?.leaf ? field.kind : operandKind(named);
      return { kind: 'operators', name: input.name, field, valueKind, type: named };
    }
    return { kind: 'relation', name: input.name, type: named, list: lists > 0 };
  }
  if (!isLeafType(named)) return unknown;
  const direct = fieldNamed(entity, input.name);
  if (direct?.leaf && comparesAsText(named, direct.kind)) return unknown;
  if (direct?.leaf) return { kind: 'equality', name: input.name, field: direct, list: lists > 0 };
  const several =
    lists > 0 && input.name.endsWith('s') ? fieldNamed(entity, input.name.slice(0, -1)) : undefined;
  if (several?.leaf && !several.list)
    return { kind: 'equality', name: input.name, field: several, list: true };
  return suffixMember(input, entity, names) ?? unknown;
}

function fieldNamed(entity: Entity, name: string): EntityField | undefined {
  return entity.fields.get(name) ?? entity.folded.get(fold(name));
}

function suffixMember(input: Input, entity: Entity, names: readonly string[]): Member | undefined {
  const { lists } = shapeOf(input.type);
  const name = names.find((each) => input.name.length > each.length && input.name.startsWith(each));
  const field = name === undefined ? undefined : entity.fields.get(name);
  if (!field) return undefined;
  const suffix = input.name.slice(field.name.length);
  if (!/^(_+|[A-Z])/.test(suffix) || !isOperatorWord(suffix)) return undefined;
  const kind = field.leaf ? field.kind : 'json';
  if (comparesAsText(shapeOf(input.type).named, kind)) return undefined;
  const found: (readonly [UpstreamOperator, OperatorSpec])[] = [];
  for (const meaning of meaningsOf(suffix, { list: lists > 0, boolean: isBoolean(input.type) }, kind)) {
    const template: Json = meaning.value === '$value' ? suffix : { [`$field${suffix}`]: meaning.value };
    const spec = cautious(meaning, kind, template);
    if (spec) found.push([meaning.operator, spec]);
  }
  return { kind: 'suffix', name: input.name, field, suffix, found };
}

function combinatorWord(name: string): 'and' | 'or' | 'not' | 'none' | undefined {
  const word = fold(name);
  if (word === 'and' || (word === 'all' && name === 'ALL')) return 'and';
  if (word === 'or' || (word === 'any' && name === 'ANY')) return 'or';
  if (word === 'nor' || (word === 'none' && name === 'NONE')) return 'none';
  return word === 'not' ? 'not' : undefined;
}

/** Kind of the values that an operator object compares with, from its equality or its first leaf. */
function operandKind(type: GraphQLInputObjectType): ValueKind {
  const members = membersOf(type).filter((member) => isLeafType(shapeOf(member.type).named));
  const telling =
    members.find((member) => /^_?(eq|equals|equalto|is)$/i.test(member.name)) ??
    members.find((member) => !isBoolean(member.type)) ??
    members[0];
  return telling ? leafKind(shapeOf(telling.type).named) : 'text';
}

/** Operators of all `operators` members, joined per kind of value; the first spelling of an operator wins. */
export function operatorTables(
  members: readonly Member[],
): Map<ValueKind, Map<UpstreamOperator, OperatorSpec>> {
  const tables = new Map<ValueKind, Map<UpstreamOperator, OperatorSpec>>();
  const table = (kind: ValueKind): Map<UpstreamOperator, OperatorSpec> => {
    const present = tables.get(kind) ?? new Map<UpstreamOperator, OperatorSpec>();
    tables.set(kind, present);
    return present;
  };
  for (const member of members) {
    if (member.kind !== 'operators') continue;
    for (const [operator, spec] of operatorsOf(member.type, member.valueKind)) {
      const target = table(member.valueKind);
      if (!target.has(operator)) target.set(operator, spec);
    }
  }
  for (const member of members) {
    if (member.kind !== 'suffix') continue;
    for (const [operator, spec] of member.found) {
      const target = table(member.field.leaf ? member.field.kind : 'json');
      if (!target.has(operator)) target.set(operator, spec);
    }
  }
  return tables;
}
