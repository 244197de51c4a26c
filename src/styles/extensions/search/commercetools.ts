/**
 * commercetools query predicates (https://docs.commercetools.com/api/predicates/query): `field = "text"`, nested
 * objects in parentheses, and, or, not. Text compares exactly; there is no search for parts of texts.
 */
import type { Json } from '../../vocabulary.js';
import type { SearchLanguage } from '../extension.js';
import { type Comparison, compileTree, doubleQuoted, type Joints, listOf, plainText } from './text.js';

const joints: Joints = {
  and: (parts) => parts.map((each) => `(${each})`).join(' and '),
  or: (parts) => parts.map((each) => `(${each})`).join(' or '),
  not: (part) => `not(${part})`,
};

const unknownNulls = { nulls: 'unknown' } as const;

export const commercetools: SearchLanguage = {
  name: 'commercetools',
  operators: {
    any: {
      eq: {},
      ne: unknownNulls,
      gt: {},
      gte: {},
      lt: {},
      lte: {},
      in: {},
      nin: unknownNulls,
      isNull: {},
      notNull: {},
    },
    list: { has: {}, hasSome: {}, hasAll: {}, isEmptyList: {} },
  },
  combinators: { or: true, not: true },
  notLogic: 'unknown',
  compile: (condition) => compileTree(condition, compare, joints) ?? '',
};

const signs: Readonly<Record<string, string>> = { eq: '=', ne: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' };

function compare(comparison: Comparison): string {
  const steps = comparison.field.path.flatMap((step) => step.split('.')).map(fieldName);
  const field = steps.pop()!;
  const parents = steps;
  if (comparison.operator === 'isNull') {
    // A predicate below a missing object is false, so each step may be the missing one.
    const missing = [...parents, field].map((name, depth, all) =>
      nested(all.slice(0, depth), `${name} is not defined`),
    );
    return missing.join(' or ');
  }
  return nested(parents, predicate(field, comparison));
}

function predicate(field: string, { operator, value }: Comparison): string {
  switch (operator) {
    case 'in':
      return `${field} in ${list(value)}`;
    case 'nin':
      return `${field} not in ${list(value)}`;
    case 'notNull':
      return `${field} is defined`;
    case 'has':
    case 'hasSome':
      return `${field} contains any ${list(value)}`;
    case 'hasAll':
      return `${field} contains all ${list(value)}`;
    case 'isEmptyList':
      return `${field} is empty`;
    case 'eq':
    case 'ne':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'notContains':
    case 'notStartsWith':
    case 'notEndsWith':
    case 'isNull':
      return `${field} ${signs[operator] ?? '='} ${literal(value)}`;
  }
}

function nested(parents: readonly string[], inner: string): string {
  return parents.reduceRight((text, parent) => `${parent}(${text})`, inner);
}

function list(value: Json): string {
  return `(${listOf(value).map(literal).join(', ')})`;
}

function literal(value: Json): string {
  return typeof value === 'string' ? doubleQuoted(value) : plainText(value);
}

/** Names with other characters than letters, digits and underscores stand in backticks. */
function fieldName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replace(/`/g, '')}\``;
}
