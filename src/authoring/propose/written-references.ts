/** Where a reference stands in the inputs of mutations: they seldom take it as the item shows it. */
import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
} from 'graphql';
import type { FieldMapping } from '../../mapping/schema.js';
import { memberAt, plainPath } from '../../model/bind/writes/inputs.js';
import type { SiteMembers } from '../../model/bind/writes/sites.js';
import type { FieldInput } from '../../styles/vocabulary.js';
import { fold } from '../detect/words.js';
import type { ProposedField, ProposedFields } from './fields.js';

/**
 * Fields with `input`, where `author.id` is written as `authorId`, as `author`, or as `author: {connect: {id}}`.
 * @param sites members of the inputs of insert and update
 */
export function withWrittenReferences(
  fields: ProposedFields,
  envelope: string | undefined,
  sites: readonly SiteMembers[],
): ProposedFields {
  if (sites.length === 0) return fields;
  return { ...fields, fields: fields.fields.map((each) => written(each, envelope, sites)) };
}

function written(
  field: ProposedField,
  envelope: string | undefined,
  sites: readonly SiteMembers[],
): ProposedField {
  const { value } = field;
  if (typeof value === 'string' || value.type !== 'REFERENCE' || value.input !== undefined) return field;
  const path = plainPath(value.path ?? '', envelope)?.split('.');
  if (!path || sites.some((members) => isLeaf(memberAt(members, path)))) return field;
  const input = inputOf(path, value, envelope, sites);
  return input === undefined ? field : { ...field, value: { ...value, input } };
}

function inputOf(
  path: readonly string[],
  { include }: FieldMapping,
  envelope: string | undefined,
  sites: readonly SiteMembers[],
): FieldInput | undefined {
  const object = include === undefined ? undefined : plainPath(include, envelope);
  const [holder] = object === undefined ? path : object.split('.');
  const key = path.length > 1 ? path.at(-1)! : 'id';
  const names = [`${holder}${key}`, `${holder}Ids`.slice(0, -1), holder!].map(fold);
  for (const name of names)
    for (const members of sites) {
      const found = Object.keys(members).find((each) => fold(each) === name && isLeaf(members[each]!.type));
      if (found !== undefined) return found;
    }
  for (const members of sites) {
    const type = Object.hasOwn(members, holder!) ? objectAt(members[holder!]!.type) : undefined;
    const connect = type && objectAt(type.connect);
    const by = connect && ([key, 'id'].find((each) => isLeaf(connect[each])) as string | undefined);
    if (by === undefined) continue;
    const ends = sites.every((each) => {
      const own = Object.hasOwn(each, holder!) ? objectAt(each[holder!]!.type)?.disconnect : undefined;
      return own === undefined || String(getNamedType(own)) === 'Boolean';
    });
    const some = sites.some(
      (each) => Object.hasOwn(each, holder!) && objectAt(each[holder!]!.type)?.disconnect,
    );
    return {
      send: { [holder!]: { connect: { [by]: '$value' } } },
      ...(ends && some ? { clear: { [holder!]: { disconnect: true } } } : {}),
    };
  }
  return undefined;
}

function isLeaf(type: GraphQLInputType | undefined): boolean {
  if (type === undefined) return false;
  const nullable = getNullableType(type);
  return !isListType(nullable) && isLeafType(nullable);
}

/** Types of the members of an input object, when no list is around it. */
function objectAt(
  type: GraphQLInputType | undefined,
): Readonly<Record<string, GraphQLInputType>> | undefined {
  const nullable = type && getNullableType(type);
  if (!nullable || !isInputObjectType(nullable)) return undefined;
  return Object.fromEntries(Object.values(nullable.getFields()).map((each) => [each.name, each.type]));
}
