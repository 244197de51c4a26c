/** Where the item and its id stand among the arguments of a mutation, by the templates and the schema. */

import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { isPlainObject } from '../../../json.js';
import type { Template } from '../../../styles/vocabulary.js';

export type SiteMembers = Readonly<Record<string, GraphQLArgument | GraphQLInputField>>;

export interface ItemSite {
  readonly form: 'item' | 'items' | 'actions';
  /** What the item's members may be; undefined: anything, since the type is a scalar of JSON. */
  readonly members: SiteMembers | undefined;
  /** Name of the input, or of the mutation, for messages. */
  readonly name: string;
}

export interface Sites {
  readonly item: ItemSite | undefined;
  /** Type at `$id`; at `$ids`, of one of them. */
  readonly id: { readonly type: GraphQLInputType; readonly listed: boolean } | undefined;
  /** Type at `$referenced`: the id of the item that is referred to. */
  readonly referenced: GraphQLInputType | undefined;
  readonly version: boolean;
}

export const spread = '...';

/** Finds the places of the item, the id and the version among the arguments. */
export function sitesOf(
  templates: Readonly<Record<string, Template>>,
  args: readonly GraphQLArgument[],
  mutation: string,
): Sites {
  const found: { item?: ItemSite; id?: Sites['id']; referenced?: GraphQLInputType; version: boolean } = {
    version: false,
  };
  const members = (values: Readonly<Record<string, Template>>, known: SiteMembers, name: string): void => {
    for (const [key, value] of Object.entries(values)) {
      if (key === spread) {
        if (value === '$item') found.item = { form: 'item', members: withoutVersion(known, values), name };
        continue;
      }
      const member = known[key];
      if (member) visit(value, member.type);
    }
  };
  const visit = (value: Template, type: GraphQLInputType): void => {
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const element = nullable.ofType as GraphQLInputType;
      if (value === '$items' || value === '$actions')
        found.item = { ...itemSite(element), form: value === '$items' ? 'items' : 'actions' };
      else if (value === '$ids') found.id = { type: element, listed: true };
      else
        for (const each of Array.isArray(value) ? (value as readonly Template[]) : [value])
          visit(each, element);
      return;
    }
    if (value === '$item') found.item = itemSite(nullable);
    else if (value === '$id') found.id ??= { type, listed: false };
    else if (value === '$referenced') found.referenced ??= type;
    else if (value === '$version') found.version = true;
    else if (isPlainObject(value) && isInputObjectType(nullable))
      members(value, nullable.getFields(), nullable.name);
  };
  members(templates, Object.fromEntries(args.map((each) => [each.name, each])), mutation);
  const { item, id, referenced, version } = found;
  return { item, id, referenced, version };
}

/** The version beside the item is the one that was read: what the item has there is not written. */
function withoutVersion(known: SiteMembers, beside: Readonly<Record<string, Template>>): SiteMembers {
  return Object.fromEntries(Object.entries(known).filter(([name]) => beside[name] !== '$version'));
}

function itemSite(type: GraphQLInputType): ItemSite {
  const nullable = getNullableType(type);
  return {
    form: 'item',
    members: isInputObjectType(nullable) ? nullable.getFields() : undefined,
    name: String(nullable),
  };
}
