/** A list inside an item: how much of it can be asked for, and what of the schema says whether it came whole. */
import { takesSize } from '../../model/bind/references/takes-size.js';
import { countAround, countPath } from './count.js';
import { assumption, detectPaging, resultPaths } from './paging.js';
import {
  compositeOf,
  fieldOf,
  hasOwnDefault,
  isInteger,
  requiredArguments,
  type SchemaField,
  shapeOf,
} from './shape.js';
import { fold } from './words.js';
import type { RowsFound } from './wrapper.js';

export interface NestedListing {
  /** The list can be asked for in parts, so that the API may give only some of it. */
  readonly parts: boolean;
  /** The list field. */
  readonly field: SchemaField;
  /** Its argument that says how many: `first`, `pagination.limit`. */
  readonly size: string | undefined;
  /** The most that the API says that it gives. */
  readonly most: number | undefined;
  /** Output path of the number of all of them. */
  readonly total: string | undefined;
  /** Output path of the flag that there are more, or of the cursor of the next part. */
  readonly more: string | undefined;
}

/** Something says whether the list is whole; a relation without a list says nothing. */
export function isTold({ listing }: { readonly listing?: NestedListing }): boolean {
  if (listing === undefined) return false;
  return !listing.parts || listing.total !== undefined || listing.more !== undefined;
}

/**
 * @param rows where the objects are in the value of the field
 * @param siblings members of the item; one of them may count the list
 * @param prefix before the names of members in output paths
 */
export function nestedListing(
  field: SchemaField,
  rows: RowsFound,
  siblings: readonly SchemaField[],
  prefix: string,
): NestedListing {
  const base = `${prefix}${field.name}.`;
  const { style, why } = detectPaging([field], rows.levels, { fields: new Map() });
  const counted = countAround(rows.levels);
  const counter = counted === undefined ? siblingCount(field, siblings) : undefined;
  const total = counted === undefined ? counter && `${prefix}${counter}` : `${base}${counted}`;
  // The last cursor of a connection is there at its end too.
  const { more: flag, next } = resultPaths(rows.levels);
  const token = /(^|\.)next_?(token|cursor)$/i.test(next ?? '') && total === undefined ? next : undefined;
  const more = flag ?? token;
  return {
    parts: takesSize(field),
    field,
    size: style?.size,
    most: style?.size === undefined || why.includes(assumption) ? undefined : style.max,
    total,
    more: more === undefined ? undefined : `${base}${more}`,
  };
}

/** `tagsCount`, `tags_aggregate.aggregate.count`, `_count.tags`: a member that counts the list beside it. */
function siblingCount(list: SchemaField, siblings: readonly SchemaField[]): string | undefined {
  const name = fold(list.name);
  const names = [
    `${name}count`,
    `${name}aggregate`,
    `${name}connection`,
    `${name}totalcount`,
    `total${name}`,
  ];
  const own = new Set(list.args.filter(hasOwnDefault).map((each) => each.name));
  const plain = (field: SchemaField): boolean =>
    requiredArguments(field).length === 0 &&
    field.args.every((each) => !hasOwnDefault(each) || own.has(each.name));
  for (const field of siblings) {
    if (!plain(field)) continue;
    const { named, lists } = shapeOf(field.type);
    if (lists > 0) continue;
    if (field.name === '_count') {
      const inner = fieldOf(named, list.name);
      if (inner && isInteger(inner.type) && plain(inner)) return `_count.${list.name}`;
    }
    if (!names.includes(fold(field.name))) continue;
    if (isInteger(field.type)) return field.name;
    const path = compositeOf(field.type) ? countPath(named) : undefined;
    if (path !== undefined) return `${field.name}.${path}`;
  }
  return undefined;
}
