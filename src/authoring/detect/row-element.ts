/** The row inside an element of a list: `results[] { score item { … } }`. */
import type { GraphQLNamedType } from 'graphql';
import { compositeOf, fieldsOf, isObjectType } from './shape.js';

const idNames = /^_?(id|uuid|uid)$/i;
/** What a search says about a row. Anything else (a quantity) makes the element a thing of its own: a line of an order. */
const aboutRow =
  /(score|relevance|rank(ing)?|similarity|confidence|distance|cursor|position|index|highlight(s|ed)?|snippets?|match(es|ed)?|matched_?(on|fields?)|explanation|boost|__typename)$/i;

export function isIdentified(type: GraphQLNamedType): boolean {
  return fieldsOf(type).some((field) => idNames.test(field.name));
}

export interface RowElement {
  /** From the list element to the row; empty: the element is the row. */
  readonly path: string;
  readonly item: GraphQLNamedType;
}

/** An element without an id that holds exactly one object, which has one, and else only what a search says about it. */
export function rowElement(element: GraphQLNamedType): RowElement {
  const own = { path: '', item: element };
  if (!isObjectType(element) || isIdentified(element)) return own;
  const members = fieldsOf(element).filter((field) => !aboutRow.test(field.name));
  const [row, ...others] = members;
  const shape = row && compositeOf(row.type);
  if (!row || others.length > 0 || !shape || shape.lists > 0 || row.args.length > 0) return own;
  return isIdentified(shape.named) ? { path: row.name, item: shape.named } : own;
}

/** `items` and `node` → `items[].node`; without a row path the list's own name. */
export function rowsPath(list: string, row: string): string {
  return row === '' ? list : `${list}[].${row}`;
}
