/** Where the rows are in the value of a list field: the list itself, a connection, or an object around a list. */
import type { GraphQLNamedType } from 'graphql';
import { aggregateLike } from './aggregate-shape.js';
import { argumentsOf, compositeOf, type Field, fieldsOf, isInteger, isTextLike, shapeOf } from './shape.js';

export interface Rows {
  /** Path of the rows; empty: the field is the list. */
  readonly path: string;
  /** For reports: `list`, `connection:nodes`, `wrapper:items`. */
  readonly label: string;
  /** Type of one row. */
  readonly item: GraphQLNamedType;
  /** The object around the rows; undefined for a plain list. */
  readonly wrapper: GraphQLNamedType | undefined;
  readonly why: string;
}

const usualNames = /^(items|nodes|docs|results?|data|list|records|rows|entities|content|hits|elements)$/i;
const totals = /^(total|totalcount|total_count|totalitems|totaldocs|totalelements|totalresults|count)$/i;
const idNames = /^_?(id|uuid|uid)$/i;

export function isIdentified(type: GraphQLNamedType): boolean {
  return fieldsOf(type).some((field) => idNames.test(field.name));
}

/** undefined: not a list of objects. `reject` says why when it looks like one. */
export function detectRows(field: Field): Rows | { readonly reject: string } | undefined {
  const shape = compositeOf(field.type);
  if (!shape) return undefined;
  if (shape.lists > 1) return { reject: 'a list of lists' };
  if (shape.lists === 1) {
    if (aggregateLike(shape.named)) return { reject: 'aggregate values, not items' };
    return { path: '', label: 'list', item: shape.named, wrapper: undefined, why: 'the field is a list' };
  }
  const type = shape.named;
  if (isAggregateWrapper(type)) return { reject: 'aggregate values, not items' };
  return connection(type) ?? wrapper(type, field);
}

/** `{aggregate, nodes}` of Hasura, and results made of functions only. */
function isAggregateWrapper(type: GraphQLNamedType): boolean {
  return fieldsOf(type).some(
    (field) => field.name === 'aggregate' && aggregateLike(shapeOf(field.type).named),
  ) && !has(type, 'edges')
    ? true
    : aggregateLike(type);
}

function has(type: GraphQLNamedType, name: string): boolean {
  return fieldsOf(type).some((field) => field.name === name);
}

function connection(type: GraphQLNamedType): Rows | undefined {
  const fields = fieldsOf(type);
  const edges = fields.find((field) => field.name === 'edges');
  const edge = edges && compositeOf(edges.type);
  const node = edge?.lists === 1 ? fieldsOf(edge.named).find((field) => field.name === 'node') : undefined;
  const nodeShape = node && compositeOf(node.type);
  const nodes = fields.find((field) => field.name === 'nodes');
  const nodesShape = nodes && compositeOf(nodes.type);
  const why = 'a connection';
  if (nodesShape?.lists === 1 && (nodeShape || witness(type))) {
    const label = nodeShape ? 'connection:nodes' : 'wrapper:nodes';
    return { path: 'nodes', label, item: nodesShape.named, wrapper: type, why };
  }
  if (nodeShape?.lists === 0) {
    return {
      path: 'edges[].node',
      label: 'connection:edges[].node',
      item: nodeShape.named,
      wrapper: type,
      why,
    };
  }
  return undefined;
}

function wrapper(type: GraphQLNamedType, field: Field): Rows | undefined {
  if (isIdentified(type)) return undefined;
  const lists = fieldsOf(type).filter((each) => each.name !== 'edges' && compositeOf(each.type)?.lists === 1);
  const usual = lists.filter((each) => usualNames.test(each.name));
  const rows =
    usual.length === 1
      ? usual[0]
      : usual.length > 1
        ? (usual.find((each) => /^(items|nodes|docs|results)$/i.test(each.name)) ?? usual[0])
        : lists.length === 1
          ? lists[0]
          : undefined;
  if (!rows) return undefined;
  const seen = witness(type) ?? soleList(type, rows, field);
  if (!seen) return undefined;
  const item = compositeOf(rows.type)!.named;
  if (aggregateLike(item)) return undefined;
  return {
    path: rows.name,
    label: `wrapper:${rows.name}`,
    item,
    wrapper: type,
    why: `rows in ${rows.name}, beside ${seen}`,
  };
}

/** A member that only pages have: page information, a token, a flag, or a whole-number total. */
function witness(type: GraphQLNamedType): string | undefined {
  for (const field of fieldsOf(type)) {
    const { named, lists } = shapeOf(field.type);
    if (lists > 0) continue;
    if (/^(page_?info|paging(info)?|pagination|meta|info)$/i.test(field.name) && pageFields(named))
      return field.name;
    if (/^(next_?(token|cursor|page|cursormark)|end_?cursor|cursor|after)$/i.test(field.name)) {
      if (isTextLike(field.type) || isInteger(field.type) || shapeOf(field.type).named.name.includes('Page'))
        return field.name;
    }
    if (/^has_?(more|next|nextpage|next_page)$/i.test(field.name)) return field.name;
    if (totals.test(field.name) && isInteger(field.type)) return field.name;
  }
  return undefined;
}

/** Does an object say something about a page: cursors, totals, page numbers? One level down counts (Strapi 4). */
function pageFields(type: GraphQLNamedType, depth = 1): boolean {
  return fieldsOf(type).some(
    (field) =>
      (/(cursor|next|total|count|pages?|per_?page)/i.test(field.name) &&
        compositeOf(field.type) === undefined) ||
      (depth > 0 &&
        /^(pagination|paging)$/i.test(field.name) &&
        pageFields(shapeOf(field.type).named, depth - 1)),
  );
}

/** An object that is nothing but `items` is a page when its field pages or filters (AEM). */
function soleList(type: GraphQLNamedType, rows: Field, field: Field): string | undefined {
  const others = fieldsOf(type).filter((each) => each !== rows && !each.name.startsWith('_'));
  const pages = argumentsOf(field).some((each) =>
    /^(filters?|where|limit|first|offset|page|take|skip)$/i.test(each.name),
  );
  return others.length === 0 && usualNames.test(rows.name) && pages ? 'nothing else' : undefined;
}
