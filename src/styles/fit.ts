/**
 * Does a template fit an input type? A dialect says how operators are spelled; which of them exist on a field is
 * the schema's word. A template fits when every member that it names is there and every slot stands at a leaf.
 */
import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isSpecifiedScalarType,
} from 'graphql';
import { isPlainObject } from '../upstream/document/argument-path.js';
import { renderTemplate, type Slots } from './template.js';
import type { Json } from './vocabulary.js';

export function fits(template: Json, type: GraphQLInputType, slots: Slots): boolean {
  return fitsType(renderTemplate(template, slots), type);
}

/** Members of the template against the arguments of a field (bare arguments, sort keys spread over arguments). */
export function fitsMembers(
  template: Json,
  members: ReadonlyMap<string, GraphQLInputType>,
  slots: Slots,
): boolean {
  const rendered = renderTemplate(template, slots);
  return (
    isPlainObject(rendered) &&
    Object.entries(rendered).every(([name, value]) => {
      const type = members.get(name);
      return type !== undefined && fitsType(value, type);
    })
  );
}

function fitsType(value: Json, type: GraphQLInputType): boolean {
  const nullable = getNullableType(type);
  if (value === null) return !isNonNullType(type);
  if (isListType(nullable)) {
    return Array.isArray(value)
      ? value.every((each: Json) => fitsType(each, nullable.ofType))
      : fitsType(value, nullable.ofType);
  }
  if (isInputObjectType(nullable)) {
    if (!isPlainObject(value)) return false;
    const members = nullable.getFields();
    const required = Object.values(members).filter(
      (member) => isNonNullType(member.type) && member.defaultValue === undefined,
    );
    return (
      Object.entries(value).every(([name, inner]) => {
        const member = members[name];
        return member !== undefined && fitsType(inner, member.type);
      }) && required.every((member) => value[member.name] !== undefined)
    );
  }
  if (!isLeafType(nullable)) return false;
  if (isEnumType(nullable) && typeof value === 'string' && !value.includes('$')) {
    return nullable.getValue(value) !== undefined;
  }
  // Only scalars of the API's own may take objects and lists.
  return typeof value !== 'object' || !(isEnumType(nullable) || isSpecifiedScalarType(nullable));
}
