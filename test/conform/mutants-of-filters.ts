/** A wrong reading of each part of the filter language. */
import { asking, type Body, type Mutant, operator, plainValue, refusing, understanding } from './mutants.js';

const isText = (value: unknown): boolean => typeof value === 'string';
const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
const first = (list: readonly unknown[]): readonly unknown[] => list.slice(0, 1);
const without =
  (...names: readonly string[]): ((object: Body) => Body) =>
  (object) =>
    Object.fromEntries(Object.entries(object).filter(([key]) => !names.includes(key)));
const isEmpty = (value: unknown): boolean => JSON.stringify(value) === '{}';

export const filterMutants: Readonly<Record<string, Mutant>> = {
  'filter.implicit': plainValue(isScalar, (value) => ({ $gte: value })),
  'filter.eq': operator('$eq', (value) => (value === null ? { $eq: null } : { $gte: value })),
  // As a database whose collation ignores case.
  'filter.case': operator('$eq', (value) => (isText(value) ? { $startsWith: value } : { $eq: value })),
  'filter.null': plainValue(
    (value) => value === null,
    () => undefined,
  ),
  // As SQL's <> does.
  'filter.ne': operator('$ne', (value) => ({ $nin: [value, null] })),
  'filter.ne-null': operator('$ne', (value) => (value === null ? { $exists: false } : { $ne: value })),
  'filter.lt': operator('$lt', (value) => ({ $lte: value })),
  'filter.lte': operator('$lte', (value) => ({ $lt: value })),
  'filter.gt': operator('$gt', (value) => ({ $gte: value })),
  'filter.gte': operator('$gte', (value) => ({ $gt: value })),
  'filter.range': understanding((object) => (object.$gte !== undefined ? { $gte: object.$gte } : object)),
  'filter.starts-with': operator('$startsWith', (text) => ({ $contains: text })),
  'filter.ends-with': operator('$endsWith', (text) => ({ $contains: text })),
  'filter.contains': operator('$contains', (text) => ({ $startsWith: text })),
  // As LIKE without escaping.
  'filter.literal': operator('$contains', (text: string) => ({ $contains: text.replace(/[%_*]/g, '') })),
  'filter.has-some': operator('$hasSome', (list) => ({ $hasSome: first(list) })),
  'filter.has-all': operator('$hasAll', (list) => ({ $hasSome: list })),
  'filter.in': operator('$in', (list) => ({ $in: first(list) })),
  'filter.nin': operator('$nin', (list) => ({ $nin: first(list) })),
  'filter.empty-list': operator('$in', (list) => (list.length === 0 ? { $nin: [] } : { $in: list })),
  'filter.exists': operator('$exists', () => ({ $exists: true })),
  'filter.is-empty': operator('$isEmpty', () => ({ $isEmpty: true })),
  'filter.matches': operator('$matches', ({ spec }) => ({
    $contains: spec.find((each: Body) => each.type === 'literal')?.value ?? '',
  })),
  'filter.field-not': understanding((object) =>
    object.$not?.$eq === undefined ? object : { $ne: object.$not.$eq, $exists: true },
  ),
  // As an adapter that looks at the first key only.
  'filter.all-members': understanding((object) => Object.fromEntries(Object.entries(object).slice(0, 1))),
  'filter.and': operator('$and', (list) => ({ $and: list.slice(1) })),
  'filter.or': operator('$or', (list) => ({ $and: list })),
  'filter.not': operator('$not', (inner) => (Array.isArray(inner) ? inner[0] : { $not: inner })),
  'filter.not-object': operator('$not', (inner) => (Array.isArray(inner) ? { $not: inner } : {})),
  'filter.not-joined': operator('$not', ([inner]) => {
    const [kind, list] = Object.entries(inner as Body)[0]!;
    return { $not: [{ [kind]: list.slice(1) }] };
  }),
  'filter.empty-operand': operator('$or', (list) => ({
    $or: list.filter((each: unknown) => !isEmpty(each)),
  })),
  'filter.nothing': operator('$not', (inner) => (isEmpty([inner].flat()[0]) ? {} : { $not: inner })),
  'filter.everything': refusing((request) => isEmpty(request.query?.filter)),
  'filter.type': plainValue(
    (value) => isText(value) && /^-?\d+(\.\d+)?$/.test(value as string),
    (value) => ({ $in: [value, Number(value)] }),
  ),
  'filter.unknown-operator': understanding(without('$regex', '$nor', '$size')),
  'filter.operands': asking((request) => {
    const { filter } = request.query ?? {};
    return filter === undefined ||
      !/"\$(hasSome|contains)":5|"\$not":\[\{\},\{\}\]|"\$or":\{\}/.test(JSON.stringify(filter))
      ? undefined
      : { ...request, query: { ...request.query, filter: {} } };
  }),
};
