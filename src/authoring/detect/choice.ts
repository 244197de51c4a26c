/** Which list fields are collections, and which of several lists of one type is the best. */
import { isUnionType } from 'graphql';
import type { DetectedList } from './detected.js';
import { describeEntity } from './entity.js';
import { detectKeys } from './key.js';
import type { ListField } from './locations.js';
import { fieldsOf, isLeafType, type SchemaField, shapeOf } from './shape.js';

export function rejection(list: ListField): string | undefined {
  const { item } = list.rows;
  if (isUnionType(item)) return 'items of several types without common fields';
  const fields = fieldsOf(item);
  // `edges` without `nodes` whose nodes are texts: values that suggest what to filter by.
  const node = fields.find((field) => field.name === 'node');
  if (node && isLeafType(shapeOf(node.type).named) && fields.some((field) => field.name === 'cursor'))
    return 'items without values of their own';
  const entity = describeEntity(item);
  if (!fields.some((field) => isLeafType(shapeOf(field.type).named)) && detectKeys(entity, []).length === 0)
    return 'items without values of their own';
  if (/^(__|_)(Type|Service|Entity)/.test(item.name)) return 'part of the schema itself';
  return undefined;
}

/** Lists of values that hang on one object (the options of the one shop) are its parts, not collections. */
export function belongsElsewhere(list: DetectedList, rootTypes: ReadonlySet<string>): string | undefined {
  const plain = /^list(:|$)/.test(list.labels.wrapper);
  const bare = plain && list.labels.paging === 'none' && list.labels.filter === 'none';
  if (bare && list.reached === 'namespace' && list.steps.length > 2)
    return `a part of ${list.steps[0]!.name}`;
  if (list.reached !== 'entity' && list.reached !== 'template') return undefined;
  if (rootTypes.has(list.itemType)) return undefined;
  if (plain && list.labels.paging === 'none') return `a part of ${list.steps[0]!.name}`;
  return list.keys.length === 0 ? 'nothing identifies the items' : undefined;
}

/** Among lists of one type the one named after the type is the list of all of them. */
export function nameBonus(field: string, type: string): number {
  const list = field.toLowerCase().replace(/[^a-z]/g, '');
  const stem = type
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(entity|type|node)$/, '')
    .replace(/[ys]$/, '');
  if (!list.includes(stem)) return 0;
  const every = /^(get|find|fetch|list|query)?_?all(?=[A-Z_])/i.test(field) ? 3 : 0;
  const bare = list.replace(/^(get|find|fetch|list|query)?all|^(query|list|findmany|get|fetch)/, '');
  return every + Math.max(1, 8 - Math.abs(bare.length - stem.length));
}

/**
 * What speaks against a list as the list of all items of its type: a name that says "of one" (`employeesByDept`), and
 * arguments that say so although the schema does not demand them (`dept_id: Int` alone).
 */
export function selectsSome(
  field: SchemaField,
  labels: Pick<DetectedList['labels'], 'paging' | 'filter'>,
): boolean {
  if (/(?<=[a-z0-9])(By|For|Of|In)(?=[A-Z])|(?<=[a-z0-9])_(by|for|of|in)_/.test(field.name)) return true;
  if (!labels.filter.startsWith('flat-args') || labels.paging !== 'none') return false;
  return field.args.length === 1 && /(^|_)id$|[a-z]I[dD]$/.test(field.args[0]!.name);
}
