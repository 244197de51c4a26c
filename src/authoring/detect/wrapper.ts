/** Where the rows are in the value of a list field: the list itself, a connection, or objects around a list. */
import type { GraphQLNamedType } from 'graphql';
import { aggregateLike, isFunctionName } from './aggregate-shape.js';
import { nestedRows } from './nested-wrapper.js';
import { pageWitness } from './page-witness.js';
import { isIdentified, rowElement, rowsPath } from './row-element.js';
import { connectionOf, listsIn, type RowList, usualNames } from './row-list.js';
import { argumentsOf, compositeOf, fieldsOf, type SchemaField, shapeOf } from './shape.js';

/** An object around the rows, where totals, cursors and flags are. */
export interface Level {
  readonly type: GraphQLNamedType;
  /** Before the names of its members in result paths: empty, or `data.items.`. */
  readonly prefix: string;
}

export interface RowsFound {
  /** Path of the rows; empty: the field is the list. */
  readonly path: string;
  /** For reports: `list`, `connection:nodes`, `wrapper:items`, `wrapper:data.items.nodes`. */
  readonly label: string;
  /** Type of one row. */
  readonly item: GraphQLNamedType;
  /** The objects around the rows, from the field's value inwards; none for a plain list. */
  readonly levels: readonly Level[];
  readonly why: string;
}

/** undefined: not a list of objects. `reject` says why when it looks like one. */
export function detectRows(field: SchemaField): RowsFound | { readonly reject: string } | undefined {
  const shape = compositeOf(field.type);
  if (!shape) return undefined;
  if (shape.lists > 1) return { reject: 'a list of lists' };
  if (shape.lists === 1) {
    if (aggregateLike(shape.named)) return { reject: 'aggregate values, not items' };
    const { path, item } = rowElement(shape.named);
    const label = path === '' ? 'list' : `list:${rowsPath('', path)}`;
    return { path: rowsPath('', path), label, item, levels: [], why: 'the field is a list' };
  }
  const type = shape.named;
  if (isAggregateWrapper(type)) return { reject: 'aggregate values, not items' };
  return connection(type) ?? wrapper(type, field);
}

/** `{aggregate, nodes}` of Hasura, and results made of functions only. */
function isAggregateWrapper(type: GraphQLNamedType): boolean {
  // A table of which nothing can be summed has `count` alone.
  const counts = (functions: GraphQLNamedType): boolean =>
    aggregateLike(functions) ||
    (fieldsOf(functions).length > 0 && fieldsOf(functions).every(({ name }) => isFunctionName(name)));
  return fieldsOf(type).some((field) => field.name === 'aggregate' && counts(shapeOf(field.type).named)) &&
    !has(type, 'edges')
    ? true
    : aggregateLike(type);
}

function has(type: GraphQLNamedType, name: string): boolean {
  return fieldsOf(type).some((field) => field.name === name);
}

function connection(type: GraphQLNamedType): RowsFound | undefined {
  const found = connectionOf(type);
  return found && rowsIn(type, found, [], 'a connection');
}

function wrapper(type: GraphQLNamedType, field: SchemaField): RowsFound | undefined {
  if (isIdentified(type)) return undefined;
  const lists = listsIn(type);
  const own = lists.length === 1 ? lists[0] : undefined;
  const seen = own && (pageWitness(type)?.name ?? soleList(type, own, field));
  const direct =
    seen === undefined ? undefined : rowsIn(type, own!, [], `rows in ${own!.path}, beside ${seen}`);
  if (direct && usualNames.test(own!.field.name)) return direct;
  // A list of another name is the rows only where no envelope holds better ones.
  const nested = nestedRows(field);
  if (!nested) return direct;
  const { list, steps } = nested;
  const path = [...steps.map((step) => step.name), list.path].join('.');
  return rowsIn(type, list, steps, `rows in ${path}: ${nested.seen}`);
}

function rowsIn(
  type: GraphQLNamedType,
  list: RowList,
  steps: readonly SchemaField[],
  why: string,
): RowsFound {
  const levels: Level[] = [{ type, prefix: '' }];
  for (const step of steps) {
    const prefix = `${levels.at(-1)!.prefix}${step.name}.`;
    levels.push({ type: shapeOf(step.type).named, prefix });
  }
  const path = `${levels.at(-1)!.prefix}${list.path}`;
  return { path, label: `${list.kind}:${path}`, item: list.item, levels, why };
}

/** An object that is nothing but `items` is a page when its field pages or filters (AEM). */
function soleList(type: GraphQLNamedType, rows: RowList, field: SchemaField): string | undefined {
  const others = fieldsOf(type).filter((each) => each !== rows.field && !each.name.startsWith('_'));
  const pages = argumentsOf(field).some((each) =>
    /^(filters?|where|limit|first|offset|page|take|skip)$/i.test(each.name),
  );
  return others.length === 0 && usualNames.test(rows.field.name) && pages ? 'nothing else' : undefined;
}
