/**
 * Shopify's search syntax (https://shopify.dev/docs/api/usage/search-syntax): terms `name:comparator value`, joined
 * by AND and OR, values in double quotes. The index ignores case and splits words, so text is a superset; numbers
 * and booleans compare exactly; moments are widened to whole seconds.
 */
import type { SearchLanguage } from '../extension.js';
import {
  type Comparison,
  compileTree,
  doubleQuoted,
  floorToSecond,
  hasWord,
  type Joints,
  listOf,
  nameOf,
  nextSecond,
  plainText,
} from './text.js';

const joints: Joints = {
  and: (parts) => `(${parts.join(' AND ')})`,
  or: (parts) => `(${parts.join(' OR ')})`,
};

const superset = { match: 'superset' } as const;

export const shopify: SearchLanguage = {
  name: 'shopify',
  operators: {
    any: {},
    id: { eq: superset, in: superset },
    // An empty text is no value to the index, so a test for a value would miss it.
    text: { eq: superset, in: superset, isNull: superset },
    enum: { eq: superset, in: superset },
    number: { eq: {}, gt: {}, gte: {}, lt: {}, lte: {}, in: {} },
    boolean: { eq: {} },
    date: {
      eq: superset,
      gt: superset,
      gte: superset,
      lt: superset,
      lte: superset,
      notNull: superset,
      isNull: superset,
    },
    list: { has: superset, hasSome: superset, hasAll: superset },
  },
  combinators: { or: true, not: false },
  notLogic: 'unknown',
  compile: (condition) => compileTree(condition, compare, joints) ?? '',
};

function compare(comparison: Comparison): string | null {
  const name = nameOf(comparison.field);
  const { operator, value } = comparison;
  switch (operator) {
    case 'isNull':
      return `-${name}:*`;
    case 'notNull':
      return `${name}:*`;
    case 'in':
    case 'hasSome':
      return join(comparison, 'or');
    case 'hasAll':
      return join(comparison, 'and');
    case 'eq':
    case 'ne':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'nin':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'notContains':
    case 'notStartsWith':
    case 'notEndsWith':
    case 'has':
    case 'isEmptyList':
      break;
  }
  if (comparison.field.kind === 'date') return moment(name, comparison);
  if (comparison.field.kind === 'id') return `${name}:${idNumber(plainText(value))}`;
  const sign = { gt: '>', gte: '>=', lt: '<', lte: '<=' }[operator as string] ?? '';
  if (typeof value !== 'string') return `${name}:${sign}${plainText(value)}`;
  // Without a letter or digit the index has nothing to look for and would find nothing.
  return hasWord(value) ? `${name}:${sign}${doubleQuoted(value)}` : null;
}

function join(comparison: Comparison, how: 'and' | 'or'): string | null {
  const operator = comparison.operator === 'in' ? 'eq' : 'has';
  const parts = listOf(comparison.value).map((value) => compare({ ...comparison, operator, value }));
  if (how === 'and') {
    const known = parts.filter((each) => each !== null);
    return known.length === 0 ? null : joints.and(known);
  }
  if (parts.length === 0 || parts.some((each) => each === null)) return null;
  return parts.length === 1 ? parts[0]! : joints.or!(parts as string[]);
}

function moment(name: string, { operator, value }: Comparison): string | null {
  const from = floorToSecond(plainText(value));
  // Answers show whole seconds of moments that the index may hold with fractions.
  const to = nextSecond(plainText(value));
  if (from === undefined || to === undefined) return null;
  const lower = `${name}:>=${doubleQuoted(from)}`;
  const upper = `${name}:<=${doubleQuoted(to)}`;
  if (operator === 'gt' || operator === 'gte') return lower;
  if (operator === 'lt' || operator === 'lte') return upper;
  return joints.and([lower, upper]);
}

/** `gid://shopify/Product/12` → `12`. What is no such id belongs to no item; 0 finds none. */
function idNumber(id: string): string {
  return /^(?:gid:\/\/shopify\/\w+\/)?(\d+)$/.exec(id)?.[1] ?? '0';
}
