/** How the upstream aggregates: functions over fields beside the list or inside its result. */
import type { GraphQLNamedType } from 'graphql';
import type { AggregateStyle } from '../../styles/vocabulary.js';
import { aggregateLike } from './aggregate-shape.js';
import type { Entity } from './entity.js';
import type { FilterFinding } from './filter.js';
import {
  argumentsOf,
  compositeOf,
  enumValuesOf,
  fieldsOf,
  inputObjectOf,
  isInteger,
  isLeafType,
  isRequired,
  membersOf,
  type SchemaField,
  shapeOf,
} from './shape.js';
import { keyNames } from './sort-keys.js';
import { fold, nameForms } from './words.js';

export interface AggregateFinding {
  readonly label: 'function-first' | 'field-first' | 'flattened' | 'function-fields';
  readonly where: string;
  /** undefined: recognised, but not expressible as data. */
  readonly style: AggregateStyle | undefined;
  readonly why: string;
}

export function detectAggregate(
  list: SchemaField,
  wrapper: GraphQLNamedType | undefined,
  entity: Entity,
  filter: FilterFinding | undefined,
  siblings: readonly SchemaField[],
): AggregateFinding | undefined {
  if (wrapper) {
    const inside = insideResult(wrapper, entity);
    if (inside) return inside;
  }
  for (const field of siblings) {
    if (field === list || field.args.some(isRequired)) continue;
    const shape = compositeOf(field.type);
    const connection =
      shape && shape.lists === 0 ? besideList(field, shape.named, entity, filter) : undefined;
    if (connection) return connection;
    if (
      !shape ||
      !/aggregat|group/i.test(`${field.name}${shape.named.name}`) ||
      !named(field.name, list.name, entity.type.name)
    )
      continue;
    if (/group/i.test(field.name)) continue;
    const found = functions(shape.named, '', entity) ?? nestedFunctions(shape.named, entity);
    if (!found) continue;
    const at = filterAddress(field, filter);
    return {
      ...found,
      where: field.name,
      style: {
        field: field.name,
        ...(at === undefined ? { filter: null } : at === filter?.at ? {} : { filter: at }),
        ...(found.style.path === undefined ? {} : { path: found.style.path }),
        functions: found.style.functions,
      },
      why: `${field.name} gives ${found.label} aggregates`,
    };
  }
  return undefined;
}

interface Found {
  readonly label: AggregateFinding['label'];
  readonly style: AggregateStyle;
}

/** `moviesConnection(where) { aggregate { … } }` beside `movies(where)` (Neo4j). */
function besideList(
  field: SchemaField,
  type: GraphQLNamedType,
  entity: Entity,
  filter: FilterFinding | undefined,
): AggregateFinding | undefined {
  const at = filterAddress(field, filter);
  if (!/connection$/i.test(field.name) || at === undefined) return undefined;
  const edges = fieldsOf(type).find((each) => each.name === 'edges');
  const node = edges && fieldsOf(shapeOf(edges.type).named).find((each) => each.name === 'node');
  if (!node || shapeOf(node.type).named !== entity.type) return undefined;
  const inside = insideResult(type, entity);
  if (!inside?.style) return undefined;
  const style = { field: field.name, ...(at === filter?.at ? {} : { filter: at }), ...inside.style };
  return { ...inside, where: field.name, style };
}

function insideResult(wrapper: GraphQLNamedType, entity: Entity): AggregateFinding | undefined {
  for (const field of fieldsOf(wrapper)) {
    const shape = compositeOf(field.type);
    if (!shape || shape.lists > 0 || !/aggregat/i.test(field.name) || field.args.some(isRequired)) continue;
    const found =
      functions(shape.named, field.name, entity) ?? nestedFunctions(shape.named, entity, `${field.name}.`);
    if (!found) continue;
    const groups = groupedForm(wrapper, entity);
    return {
      ...found,
      where: field.name,
      style: groups ? { ...found.style, groups } : found.style,
      why: `${field.name} in the result`,
    };
  }
  const functionFields = fieldsOf(wrapper).filter(
    (field) =>
      ['sum', 'min', 'max', 'avg', 'distinct'].includes(field.name) &&
      argumentsOf(field).some((each) => /^fields?$/.test(each.name)),
  );
  return functionFields.length >= 2
    ? {
        label: 'function-fields',
        where: functionFields.map((field) => field.name).join(', '),
        style: undefined,
        why: 'functions take the field as an argument',
      }
    : undefined;
}

/** `aggregate { count sum { … } }` one level down (Hasura), `aggregate { node { price { … } } }` (Neo4j). */
function nestedFunctions(type: GraphQLNamedType, entity: Entity, prefix = ''): Found | undefined {
  for (const field of fieldsOf(type)) {
    if (!/^_?(aggregate|node|aggregates)$/i.test(field.name)) continue;
    const found = functions(shapeOf(field.type).named, `${prefix}${field.name}`, entity);
    if (found) return found;
  }
  return undefined;
}

const spellings: readonly (readonly ['sum' | 'average' | 'min' | 'max', readonly string[]])[] = [
  ['sum', ['sum']],
  ['average', ['avg', 'average']],
  ['min', ['min']],
  ['max', ['max']],
];

function functions(type: GraphQLNamedType, path: string, entity: Entity): Found | undefined {
  const fields = fieldsOf(type);
  const written: { count?: string; sum?: string; average?: string; min?: string; max?: string } = {};
  const base = path === '' ? {} : { path };
  if (aggregateLike(type) || fields.some((field) => /^_(sum|avg|min|max)$/.test(field.name))) {
    for (const [name, words] of spellings) {
      const field = fields.find((each) => words.includes(fold(each.name)) && compositeOf(each.type));
      if (field) written[name] = `${field.name}.$field`;
    }
    const count = countOf(fields);
    if (count) written.count = count;
    if (Object.keys(written).length >= 2) {
      return { label: 'function-first', style: { ...base, functions: written } };
    }
  }
  const first = fields.find(
    (field) =>
      entity.fields.has(field.name) &&
      fieldsOf(shapeOf(field.type).named).some((each) => isFunctionWord(each.name)),
  );
  if (first) {
    const numeric = fields
      .filter((field) => entity.fields.has(field.name))
      .map((field) => fieldsOf(shapeOf(field.type).named));
    for (const [name, words] of spellings) {
      const word = numeric.flat().find((each) => words.includes(fold(each.name)));
      if (word) written[name] = `$field.${word.name}`;
    }
    return { label: 'field-first', style: { ...base, functions: written } };
  }
  const flat = fields.flatMap((field) => {
    const match = /^(.+?)_?(Min|Max|Sum|Avg)$/.exec(field.name);
    return match && entity.fields.has(match[1]!) ? [match[2]!] : [];
  });
  if (flat.length < 2) return undefined;
  for (const [name, words] of spellings) {
    const word = flat.find((each) => words.includes(each.toLowerCase()));
    if (word) written[name] = `$field${word}`;
  }
  if (fields.some((field) => field.name === 'count' && isInteger(field.type))) written.count = 'count';
  return { label: 'flattened', style: { ...base, functions: written } };
}

function isFunctionWord(name: string): boolean {
  return spellings.some(([, words]) => words.includes(fold(name)));
}

/** `count`, `countAll`, `_count { _all }`, `count { id }`. */
function countOf(fields: readonly SchemaField[]): string | undefined {
  const field =
    fields.find((each) => fold(each.name) === 'countall') ??
    fields.find((each) => fold(each.name) === 'count');
  if (!field) return undefined;
  if (isLeafType(shapeOf(field.type).named)) return field.name;
  const inner = fieldsOf(shapeOf(field.type).named);
  if (inner.some((each) => each.name === '_all')) return `${field.name}._all`;
  return inner.some((each) => each.name === 'id') ? `${field.name}.id` : undefined;
}

/** `groupedAggregates(groupBy: [ENUM]) { keys sum { … } }` (PostGraphile). */
function groupedForm(wrapper: GraphQLNamedType, entity: Entity): AggregateStyle['groups'] {
  for (const field of fieldsOf(wrapper)) {
    const shape = compositeOf(field.type);
    const by = argumentsOf(field).find((each) => /^group_?by$/i.test(each.name));
    if (shape?.lists !== 1 || !by) continue;
    const keys = fieldsOf(shape.named).find((each) => each.name === 'keys' && shapeOf(each.type).lists === 1);
    const values = enumValuesOf(by.type);
    if (!keys || values.length === 0) continue;
    return {
      path: field.name,
      by: by.name,
      key: keyNames(values, entity).slot,
      read: 'keys[]',
    };
  }
  return undefined;
}

function filterAddress(field: SchemaField, filter: FilterFinding | undefined): string | undefined {
  for (const argument of argumentsOf(field)) {
    if (filter?.typeName !== undefined && shapeOf(argument.type).named.name === filter.typeName)
      return argument.name;
    const inner = inputObjectOf(argument.type);
    const member =
      inner && membersOf(inner).find((each) => shapeOf(each.type).named.name === filter?.typeName);
    if (member) return `${argument.name}.${member.name}`;
  }
  return undefined;
}

function named(name: string, list: string, type: string): boolean {
  const rest = fold(name).replace(/^aggregate|(aggregated|aggregates|aggregate)$/g, '');
  return nameForms(list).has(rest) || nameForms(type).has(rest);
}
