/** The request as code of a site that uses @wix/data, where its query builder can say it. */
import { isObject } from '../../wix/json.js';
import type { MadeRequest } from './form.js';

/** Methods of the builder by operator. `in` finds what `hasSome` finds, unless null is among the values. */
const methods: Readonly<Record<string, string>> = {
  $eq: 'eq',
  $ne: 'ne',
  $lt: 'lt',
  $lte: 'le',
  $gt: 'gt',
  $gte: 'ge',
  $contains: 'contains',
  $startsWith: 'startsWith',
  $endsWith: 'endsWith',
  $in: 'hasSome',
  $hasSome: 'hasSome',
  $hasAll: 'hasAll',
};

/** @returns undefined: the builder has no words for it */
export function wixDataCode({ kind, request }: MadeRequest, collection: string): string | undefined {
  if (kind !== 'query' && kind !== 'count') return undefined;
  const query = kind === 'count' ? { filter: request.filter } : request.query;
  if (!isObject(query)) return undefined;
  const { filter = {}, sort = [], fields = [], paging = {}, ...unknown } = query;
  if (Object.keys(unknown).length > 0 || !isObject(filter) || !isObject(paging)) return undefined;
  const start = `items.query(${literal(collection)})`;
  const isChoice = Object.keys(filter).join() === '$or';
  const conditions = isChoice ? choice(filter.$or, start) : conditionsOf(filter);
  if (conditions === undefined) return undefined;
  const lines = [
    ...conditions,
    ...list(sort).map(
      ({ fieldName, order }) => `.${order === 'DESC' ? 'descending' : 'ascending'}(${literal(fieldName)})`,
    ),
    ...list(request.includeReferencedItems).map(({ fieldKey }) => `.include(${literal(fieldKey)})`),
    ...(Array.isArray(fields) && fields.length > 0 ? [`.fields(${fields.map(literal).join(', ')})`] : []),
    ...(typeof paging.limit === 'number' ? [`.limit(${paging.limit})`] : []),
    ...(typeof paging.offset === 'number' ? [`.skip(${paging.offset})`] : []),
    ...(kind === 'count'
      ? ['.count()']
      : [request.returnTotalCount === true ? '.find({ returnTotalCount: true })' : '.find()']),
  ];
  return [
    "import { items } from '@wix/data';",
    '',
    `const found = await ${[start, ...lines].join('\n  ')};`,
  ].join('\n');
}

/** Methods that follow the beginning of the query. */
function conditionsOf(filter: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  return flat(
    Object.entries(filter).map(([name, value]) => {
      if (name !== '$and') return conditionOf(name, value);
      return Array.isArray(value) && value.every(isObject) ? flat(value.map(conditionsOf)) : undefined;
    }),
  );
}

/** `or` joins everything before it with the query that it is given, so that it can only stand for a whole filter. */
function choice(parts: unknown, start: string): readonly string[] | undefined {
  if (!Array.isArray(parts) || !parts.every(isObject)) return undefined;
  const [first, ...others] = whole(parts.map(conditionsOf)) ?? [];
  return first && [...first, ...others.map((lines) => `.or(${start}${lines.join('')})`)];
}

function flat(parts: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  return whole(parts)?.flat();
}

/** undefined: one of them is. */
function whole<T>(parts: readonly (T | undefined)[]): readonly T[] | undefined {
  return parts.includes(undefined) ? undefined : (parts as readonly T[]);
}

function conditionOf(field: string, operators: unknown): readonly string[] | undefined {
  if (field.startsWith('$') || !isObject(operators)) return undefined;
  const lines = Object.entries(operators).map(([operator, operand]) => {
    const method = methods[operator];
    if (operator === '$exists') return `.${operand === true ? 'isNotEmpty' : 'isEmpty'}(${literal(field)})`;
    if (method === undefined || (operator === '$in' && JSON.stringify(operand).includes('null')))
      return undefined;
    return `.${method}(${literal(field)}, ${literal(operand)})`;
  });
  return whole(lines);
}

/** A value as code: dates are objects there. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (isObject(value) && typeof value.$date === 'string') return `new Date(${JSON.stringify(value.$date)})`;
  return JSON.stringify(value);
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
