/** Fields that make every row dearer upstream: nested lists, counts of them, functions of other fields. */
import type { GraphQLNamedType } from 'graphql';
import type { FieldMapping } from '../../mapping/schema.js';
import { isIdentified } from '../detect/row-element.js';
import { fieldOf, fieldsOf, isLeafType, type SchemaField, shapeOf } from '../detect/shape.js';
import { singular } from '../detect/words.js';
import { detectRows } from '../detect/wrapper.js';
import { countsList, ordinaryKey } from './keys.js';
import { isPicture, labelField, nestedValues } from './objects.js';

interface CostlyField {
  readonly key: string;
  readonly value: string | FieldMapping;
}

const mostCostly = 8;

/**
 * Written as comments, pictures first.
 * @param fields those that are not written otherwise, as relations are
 * @param every all members of the item
 */
export function costlyFields(
  fields: readonly SchemaField[],
  every: readonly SchemaField[],
  prefix: string,
  isFunction: (field: SchemaField) => boolean,
): readonly CostlyField[] {
  const found = fields.flatMap((field) => {
    const path = `${prefix}${field.name}`;
    if (countsList(field, every)) return [{ key: ordinaryKey(field.name), value: path }];
    const { named } = shapeOf(field.type);
    if (isLeafType(named)) return [];
    if (isFunction(field))
      return nestedValues(named, 0).map((each) => ({
        key: ordinaryKey(`${field.name}_${each.path}`),
        value: `${path}.${each.path}`,
      }));
    return listed(field, path);
  });
  const pictures = found.filter(({ value }) => typeof value === 'object' && value.type === 'IMAGE');
  return [...pictures, ...found.filter((each) => !pictures.includes(each))].slice(0, mostCostly);
}

/** A list of small values that stand in the item itself: its first picture, or its labels. */
export function embeddedList(field: SchemaField, path: string): CostlyField | undefined {
  const { named, lists } = shapeOf(field.type);
  if (lists !== 1 || field.args.length > 0 || isIdentified(named) || isLeafType(named)) return undefined;
  const picture = isPicture(named) ? nestedValues(named, 0)[0] : undefined;
  const key = ordinaryKey(field.name);
  if (picture?.suffix === '')
    return { key: singular(key), value: { path: `${path}.0.${picture.path}`, type: 'IMAGE' } };
  const value = labelled(named, `${path}[]`);
  return value && { key, value };
}

function listed(field: SchemaField, path: string): readonly CostlyField[] {
  if (embeddedList(field, path)) return [];
  const rows = detectRows(field);
  if (!rows) return [];
  if ('reject' in rows) return counted(field, path);
  const inner = rows.path === '' ? '' : `.${rows.path}`;
  const at = `${path}${inner.includes('[]') ? inner : `${inner}[]`}`;
  const picture = isPicture(rows.item) ? nestedValues(rows.item, 0)[0] : undefined;
  if (picture?.suffix === '') {
    const value: FieldMapping = { path: `${at.replace('[]', '.0')}.${picture.path}`, type: 'IMAGE' };
    return [{ key: singular(ordinaryKey(field.name)), value: limited(value, field, 1) }];
  }
  const value = labelled(rows.item, at);
  return value ? [{ key: ordinaryKey(field.name), value: limited(value, field) }] : [];
}

/** `orders_aggregate { aggregate { count } }` and `_count { orders }`: how many there are. */
function counted(field: SchemaField, path: string): readonly CostlyField[] {
  const { named, lists } = shapeOf(field.type);
  const inner = lists === 0 ? fieldOf(named, 'aggregate') : undefined;
  const functions = inner ? shapeOf(inner.type).named : named;
  const count = lists === 0 ? fieldOf(functions, 'count') : undefined;
  if (
    !count ||
    !isLeafType(shapeOf(count.type).named) ||
    count.args.some((each) => each.type.toString().endsWith('!'))
  )
    return [];
  const key = ordinaryKey(`${field.name.replace(/_?aggregate$/i, '')}_count`);
  return [{ key, value: `${path}${inner ? '.aggregate' : ''}.count` }];
}

function labelled(type: GraphQLNamedType, each: string): FieldMapping | undefined {
  const label = labelField(type);
  return label && fieldsOf(type).length <= 12
    ? { path: `${each}.${label.name}`, type: 'ARRAY_STRING' }
    : undefined;
}

/** A page size on the nested list, so that a row has a known cost. */
function limited(value: FieldMapping, field: SchemaField, size = 50): FieldMapping {
  const argument = field.args.find((each) => /^(first|limit|take|pageSize|perPage)$/.test(each.name));
  return argument ? { ...value, arguments: { [field.name]: { [argument.name]: size } } } : value;
}
