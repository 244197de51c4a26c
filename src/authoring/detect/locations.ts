/** Where list fields are: the root, objects that only hold other fields (`site`, `viewer`), and steps that want arguments. */
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { isIdentified } from './row-element.js';
import { fieldsOf, isLeafType, isObjectType, requiredArguments, type SchemaField, shapeOf } from './shape.js';
import { detectRows, type RowsFound } from './wrapper.js';

export interface ListField {
  /** Steps from the Query type; the last one is the list field. */
  readonly steps: readonly SchemaField[];
  /** Fields beside the list field, where counters and getters are. */
  readonly siblings: readonly SchemaField[];
  readonly rows: RowsFound;
  /** How the field was reached. `entity`: through an object of its own right, so what it lists belongs to that object. */
  readonly reached: 'root' | 'namespace' | 'entity' | 'template';
}

export interface Skipped {
  /** Dotted path of the field. */
  readonly field: string;
  readonly reason: string;
}

export interface Locations {
  readonly root: readonly SchemaField[];
  readonly lists: readonly ListField[];
  readonly skipped: readonly Skipped[];
}

const holders =
  /^(viewer|me|site|customer|shop|store|page|account|currentUser|self|storefront|organization)$/i;
const repeated = /^(node|nodes|query|_service|_entities|__type|__schema)$/;

export function findLists(schema: GraphQLSchema): Locations {
  const query = schema.getQueryType();
  const root = query ? fieldsOf(query) : [];
  const lists: ListField[] = [];
  const skipped: Skipped[] = [];
  // Types that hold each other are reached on many paths; a field has the same rows on all of them.
  const known = new Map<SchemaField, ReturnType<typeof detectRows>>();
  visit(root, [], 'root', new Set(query ? [query] : []));
  return { root, lists, skipped };

  function rowsOf(field: SchemaField): ReturnType<typeof detectRows> {
    if (!known.has(field)) known.set(field, detectRows(field));
    return known.get(field);
  }

  function visit(
    fields: readonly SchemaField[],
    path: readonly SchemaField[],
    reached: ListField['reached'],
    seen: ReadonlySet<GraphQLNamedType>,
  ): void {
    for (const field of fields) {
      if (path.length === 0 && repeated.test(field.name)) continue;
      const steps = [...path, field];
      const rows = rowsOf(field);
      if (rows && 'path' in rows) {
        lists.push({ steps, siblings: fields, rows, reached });
        if (path.length === 0 && rows.path === '') visitBelowList(field, rows.item, seen);
        continue;
      }
      if (rows) {
        skipped.push({ field: dotted(steps), reason: rows.reject });
        continue;
      }
      descend(field, steps, reached, seen);
    }
  }

  function descend(
    field: SchemaField,
    steps: readonly SchemaField[],
    reached: ListField['reached'],
    seen: ReadonlySet<GraphQLNamedType>,
  ): void {
    const { named, lists: depth } = shapeOf(field.type);
    if (depth > 0 || !isObjectType(named) || seen.has(named)) return;
    const inner = fieldsOf(named);
    const namespace = !isIdentified(named);
    const bare = inner.every((each) => !isLeafType(shapeOf(each.type).named));
    if (steps.length > (bare ? 3 : 2)) return;
    const required = requiredArguments(field);
    const next = new Set([...seen, named]);
    if (required.length > 0) {
      // `repository(owner, name)`: a step that a person completes. By the item's own id it is a getter instead.
      const keyed = required.some(
        (each) =>
          /^_?(id|ids|where|by|input)$/i.test(each.name) ||
          !isLeafType(shapeOf(each.type).named) ||
          (/id$/i.test(each.name) && steps.length > 1),
      );
      if (steps.length === 1 && !keyed) visit(inner, steps, 'template', next);
      return;
    }
    // What is below a template stays one, however it goes on.
    const below = reached === 'root' || reached === 'namespace' ? 'namespace' : reached;
    if (namespace && field.args.length <= 6) visit(inner, steps, below, next);
    else if (holders.test(field.name)) visit(inner, steps, reached === 'template' ? reached : 'entity', next);
  }

  /** Pages below a list that ids narrow to one element: `boards(ids: …) { items_page }` (Monday). */
  function visitBelowList(
    field: SchemaField,
    item: GraphQLNamedType,
    seen: ReadonlySet<GraphQLNamedType>,
  ): void {
    if (!field.args.some((each) => /^ids$/i.test(each.name)) || seen.has(item)) return;
    for (const inner of fieldsOf(item)) {
      const rows = rowsOf(inner);
      if (rows && 'path' in rows && rows.path !== '') {
        lists.push({ steps: [field, inner], siblings: fieldsOf(item), rows, reached: 'template' });
      }
    }
  }
}

export function dotted(steps: readonly SchemaField[]): string {
  return steps.map((step) => step.name).join('.');
}
