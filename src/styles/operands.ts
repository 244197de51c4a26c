/** Where the operand of a template stands in the upstream's input, and what can stand there. */
import { type GraphQLInputType, getNullableType, isInputObjectType, isListType } from 'graphql';
import { isPlainObject } from '../upstream/document/argument-path.js';
import { renderTemplate, type Slots } from './template.js';
import type { Json, UpstreamOperator } from './vocabulary.js';

const listOperators: ReadonlySet<UpstreamOperator> = new Set<UpstreamOperator>([
  'in',
  'nin',
  'hasSome',
  'hasAll',
]);

export function takesList(operator: UpstreamOperator): boolean {
  return listOperators.has(operator);
}

/** A template whose operand is a list shows where one stands, so that an input of one value is no place for it. */
export function operandShape(operator: UpstreamOperator): Slots {
  return takesList(operator) ? { value: ['$value'] } : {};
}

/** Types of the places where `$value` stands alone; inside a longer text it is part of that text. */
export function operandTypes(
  template: Json,
  place: {
    readonly type: GraphQLInputType | undefined;
    readonly members: ReadonlyMap<string, GraphQLInputType>;
  },
  slots: Slots,
): readonly GraphQLInputType[] {
  const rendered = renderTemplate(template, slots);
  if (place.type !== undefined) return typesAt(rendered, place.type);
  return isPlainObject(rendered) ? ofMembers(rendered, (name) => place.members.get(name)) : [];
}

function typesAt(value: Json, type: GraphQLInputType): readonly GraphQLInputType[] {
  if (value === '$value') return [type];
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return (Array.isArray(value) ? value : [value]).flatMap((each: Json) => typesAt(each, nullable.ofType));
  if (!isInputObjectType(nullable) || !isPlainObject(value)) return [];
  const fields = nullable.getFields();
  return ofMembers(value, (name) => fields[name]?.type);
}

function ofMembers(
  value: { readonly [name: string]: Json },
  typeOf: (name: string) => GraphQLInputType | undefined,
): readonly GraphQLInputType[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const type = typeOf(name);
    return type === undefined ? [] : typesAt(inner, type);
  });
}
