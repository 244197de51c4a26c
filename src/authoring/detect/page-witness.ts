/** Members that only pages have, and arguments that only lists have: what tells a page from an object that owns things. */
import type { GraphQLNamedType } from 'graphql';
import {
  argumentsOf,
  compositeOf,
  fieldsOf,
  inputObjectOf,
  isInteger,
  isTextLike,
  membersOf,
  type SchemaField,
  shapeOf,
} from './shape.js';

/** Objects that say something about a page: `pageInfo`, `meta`, `paginatorInfo` (Lighthouse). */
export const pageInformation =
  /^_?(page_?info|paging(_?info)?|paginat(ion|or)(_?info)?|pager|meta(_?data)?|info)$/i;

const totals = /^(total|totalcount|total_count|totalitems|totaldocs|totalelements|totalresults|count)$/i;

export interface Witness {
  /** Name of the member. */
  readonly name: string;
  /** A bare `total` or `count` may as well be one of an order with lines. */
  readonly weak: boolean;
}

/** A member that only pages have: page information, a token, a flag, or a whole-number total. */
export function pageWitness(type: GraphQLNamedType): Witness | undefined {
  let weak: Witness | undefined;
  for (const field of fieldsOf(type)) {
    const { name } = field;
    const { named, lists } = shapeOf(field.type);
    if (lists > 0) continue;
    if (pageInformation.test(name) && hasPageFields(named)) return { name, weak: false };
    if (/^(next_?(token|cursor|page|cursormark)|end_?cursor|cursor|after)$/i.test(name)) {
      if (isTextLike(field.type) || isInteger(field.type) || named.name.includes('Page'))
        return { name, weak: false };
    }
    if (/^has_?(more(_?pages)?|next|nextpage|next_page)$/i.test(name)) return { name, weak: false };
    if (totals.test(name) && isInteger(field.type)) {
      if (!/^(total|count)$/i.test(name)) return { name, weak: false };
      weak ??= { name, weak: true };
    }
  }
  return weak;
}

/** Does an object say something about a page: cursors, totals, page numbers? One level down counts (Strapi 4). */
function hasPageFields(type: GraphQLNamedType, depth = 1): boolean {
  return fieldsOf(type).some(
    (field) =>
      (/(cursor|next|total|count|pages?|per_?page)/i.test(field.name) &&
        compositeOf(field.type) === undefined) ||
      (depth > 0 &&
        /^(pagination|paging)$/i.test(field.name) &&
        hasPageFields(shapeOf(field.type).named, depth - 1)),
  );
}

const pages =
  /^_?(limit|first|take|page|page_?(size|number|index|token)|per_?page|size|max_?results|offset|skip|start|start_?index|after|cursor|next_?token)$/i;
const filters = /^_?(filters?|where|condition|criteria|query|q|search)$/i;

/** Whether a field takes arguments that page, or at least some that choose; also one level inside an input object. */
export function listArguments(field: SchemaField): 'page' | 'filter' | undefined {
  const inputs = argumentsOf(field).flatMap((each) => {
    const inner = inputObjectOf(each.type);
    // What is inside a filter are fields of the items, which have any name.
    return inner && !filters.test(each.name) ? [each, ...membersOf(inner)] : [each];
  });
  const paged = inputs.some(
    (each) => pages.test(each.name) && (isInteger(each.type) || isTextLike(each.type)),
  );
  if (paged) return 'page';
  return inputs.some((each) => filters.test(each.name)) ? 'filter' : undefined;
}
