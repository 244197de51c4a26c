/** The field that identifies an item. */
import type { GraphQLNamedType } from 'graphql';
import type { Entity } from './entity.js';
import { leafKind } from './kinds.js';
import {
  fieldsOf,
  isAbstractType,
  isLeafType,
  requiredArguments,
  type SchemaField,
  shapeOf,
} from './shape.js';
import { fold } from './words.js';

export interface Key {
  /** Output path from the item, e.g. `id`, `sys.id`, `Id`. */
  readonly path: string;
  readonly name: string;
  readonly typeName: string;
  readonly nonNull: boolean;
  /** It is the id of the Relay `Node` interface, so that `node(id)` takes it. */
  readonly global: boolean;
  /** Other id-like fields of the item, whose values must not be mistaken for this key. */
  readonly twins: readonly string[];
  /** The item has a field called id (the key itself or a twin). */
  readonly hasOwnId: boolean;
  readonly score: number;
}

const names: readonly (readonly [RegExp, number])[] = [
  [/^id$/i, 10],
  [/^_id$/i, 10],
  [/^row_?id$/i, 11],
  [/^document_?id$/i, 11],
  [/^(object|database|entity)_?id$/i, 7],
  [/^(uuid|uid)$/i, 8],
  [/^(nid|pk)$/i, 6],
  [/^node_?id$/i, 5],
  [/^(key|code|slug|handle|_path|identifier|login)$/i, 4],
  [/^(sku|number|name|login)$/i, 1],
];

/** Best key first; empty: nothing identifies the items. `global` tells whether the schema has a `node` field. */
export function detectKeys(
  entity: Entity,
  root: readonly SchemaField[],
  siblings: readonly SchemaField[] = [],
  preferred: readonly string[] = [],
): readonly Key[] {
  const asked = askedFor(entity, siblings);
  const node = root.find((field) => field.name === 'node' && isAbstractType(shapeOf(field.type).named));
  const nodeFields = node
    ? new Set(fieldsOf(shapeOf(node.type).named).map((field) => field.name))
    : new Set<string>();
  const found: Omit<Key, 'twins' | 'hasOwnId'>[] = [];
  const consider = (field: SchemaField, path: string, bonus: number): void => {
    if (requiredArguments(field).length > 0) return;
    const { named, lists, nonNull } = shapeOf(field.type);
    if (lists > 0 || !isLeafType(named)) return;
    const kind = leafKind(named);
    if (kind !== 'id' && kind !== 'text' && kind !== 'number') return;
    const rank = preferred.findIndex((each) => each === field.name || each === path);
    const points =
      Math.max(namePoints(field.name, entity.type), asked.has(field.name) ? 6 : 0) +
      (rank < 0 ? 0 : 30 - rank * 5);
    if (points === 0) return;
    const global =
      nodeFields.has(field.name) &&
      /node|global/i.test(`${shapeOf(node!.type).named.name}${field.name}`) &&
      implementsNode(entity.type, shapeOf(node!.type).named);
    // Filters seldom know the global id, so a raw key beside it is better.
    // Numbers and texts identify as well as ID does where their name says so; a weak name wants the type ID.
    const typed = kind === 'id' ? 2 : points < 5 ? -3 : 0;
    found.push({
      path,
      name: field.name,
      typeName: named.name,
      nonNull,
      global,
      score: points + typed + (nonNull ? 2 : 0) + bonus - (global ? 2 : 0),
    });
  };
  for (const each of entity.fields.values()) if (each.leaf) consider(each.field, each.path, 0);
  for (const each of entity.fields.values()) {
    if (!/^(sys|_?meta|_sys|system)$/i.test(each.name) || each.leaf || each.list) continue;
    for (const field of fieldsOf(shapeOf(each.field.type).named))
      consider(field, `${each.path}.${field.name}`, -2);
  }
  const keys = found.filter((each) => each.score >= 3).sort((a, b) => b.score - a.score);
  const hasOwnId = entity.fields.has('id');
  return keys.map((key) => ({
    ...key,
    hasOwnId,
    twins: keys.filter((each) => each !== key).map((each) => each.name),
  }));
}

/**
 * Fields that a getter asks for as its only argument, or the only required one: `product(productCode: String!)`, also with the type's name
 * in front: `location(locationCode: String!)` for `code`.
 */
function askedFor(entity: Entity, siblings: readonly SchemaField[]): ReadonlySet<string> {
  const names = siblings.flatMap((field) => {
    const { named, lists } = shapeOf(field.type);
    const required = requiredArguments(field);
    // A getter whose schema forgets to demand its only argument: `getEmployee(emp_id: Int)`.
    const [argument] = required.length > 0 || field.args.length > 1 ? required : field.args;
    if (lists > 0 || named !== entity.type || !argument || required.length > 1) return [];
    const own =
      entity.fields.get(argument.name) ??
      [...entity.fields.values()].find((each) => fold(`${named.name}${each.name}`) === fold(argument.name));
    const asked = shapeOf(argument.type).named;
    const same = own && (shapeOf(own.field.type).named === asked || asked.name === 'ID');
    return same && own.leaf && !own.list ? [own.name] : [];
  });
  return new Set(names);
}

function namePoints(name: string, type: GraphQLNamedType): number {
  for (const [pattern, points] of names) if (pattern.test(name)) return points;
  const folded = fold(name);
  const own = fold(type.name);
  if (folded === `${own}id` || folded === `${own}uuid` || folded === `${own}key`) return 9;
  return 0;
}

function implementsNode(type: GraphQLNamedType, node: GraphQLNamedType): boolean {
  return (
    type === node ||
    ('getInterfaces' in type && (type.getInterfaces() as readonly GraphQLNamedType[]).includes(node))
  );
}

/**
 * Names of several fields that identify an item only together: the required arguments of a getter that are all fields of
 * the item. undefined where the item has an id of its own that `keys` found.
 */
export function compositeKey(
  entity: Entity,
  siblings: readonly SchemaField[],
  keys: readonly Key[],
): readonly string[] | undefined {
  if (keys.some((key) => key.global || /^_?id$/i.test(key.name))) return undefined;
  for (const field of siblings) {
    const shape = shapeOf(field.type);
    const required = requiredArguments(field);
    if (shape.lists > 0 || shape.named !== entity.type || required.length < 2) continue;
    if (required.every((each) => entity.fields.get(each.name)?.leaf))
      return required.map((each) => each.name);
  }
  return undefined;
}
