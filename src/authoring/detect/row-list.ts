/** The list of rows in an object that is a page of them: the edges of a connection, or a list member. */
import type { GraphQLNamedType } from 'graphql';
import { aggregateLike } from './aggregate-shape.js';
import { pageWitness } from './page-witness.js';
import { rowElement, rowsPath } from './row-element.js';
import { compositeOf, fieldsOf, type SchemaField } from './shape.js';

export interface RowList {
  /** Path of the rows in the object: `nodes`, `edges[].node`, `results[].item`. */
  readonly path: string;
  readonly kind: 'connection' | 'wrapper';
  readonly item: GraphQLNamedType;
  /** The list member. */
  readonly field: SchemaField;
}

export const usualNames =
  /^(items|nodes|docs|results?|data|list|records|rows|entities|content|hits|elements)$/i;
/** Lists that stand beside rows in an answer. */
const besides =
  /^(user_?)?(errors|warnings|messages|notices|problems)$|^(links|facets|aggregations|buckets|suggestions|available_?filters|breadcrumbs|sort_?options)$/i;

export function connectionOf(type: GraphQLNamedType): RowList | undefined {
  const fields = fieldsOf(type);
  const edges = fields.find((field) => field.name === 'edges');
  const edge = edges && compositeOf(edges.type);
  const node = edge?.lists === 1 ? fieldsOf(edge.named).find((field) => field.name === 'node') : undefined;
  const nodeShape = node && compositeOf(node.type);
  const nodes = fields.find((field) => field.name === 'nodes');
  const nodesShape = nodes && compositeOf(nodes.type);
  if (nodes && nodesShape?.lists === 1 && (nodeShape || pageWitness(type))) {
    const kind = nodeShape ? 'connection' : 'wrapper';
    return { path: 'nodes', kind, item: nodesShape.named, field: nodes };
  }
  return edges && nodeShape?.lists === 0
    ? { path: 'edges[].node', kind: 'connection', item: nodeShape.named, field: edges }
    : undefined;
}

/** Members that may be the rows: the one with a usual name, else all lists of objects. */
export function listsIn(type: GraphQLNamedType): readonly RowList[] {
  const lists = fieldsOf(type).filter(
    (each) => each.name !== 'edges' && !besides.test(each.name) && compositeOf(each.type)?.lists === 1,
  );
  const usual = lists.filter((each) => usualNames.test(each.name));
  const best = usual.find((each) => /^(items|nodes|docs|results)$/i.test(each.name)) ?? usual[0];
  return (best ? [best] : lists).flatMap((field) => {
    const element = rowElement(compositeOf(field.type)!.named);
    const { item } = element;
    return aggregateLike(item)
      ? []
      : [{ path: rowsPath(field.name, element.path), kind: 'wrapper', item, field }];
  });
}
