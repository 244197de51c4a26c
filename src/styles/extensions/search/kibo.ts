/**
 * Kibo filters: `price gt 10 and productCode eq A1`. The language has no quoting, so operands with blanks or
 * punctuation are unsafe. Text may compare without case, so it is checked again.
 */
import type { SearchLanguage } from '../extension.js';
import { type Comparison, ceilToSecond, compileTree, floorToSecond, nameOf, plainText } from './text.js';

/** Everything of ASCII that could end a value or start another part of the filter. */
const unsafe = ' \t\r\n"\'`(),;&|=<>%*\\[]{}';
const superset = { match: 'superset' } as const;

export const kibo: SearchLanguage = {
  name: 'kibo',
  operators: {
    any: {},
    text: { eq: { match: 'superset', unsafe } },
    enum: { eq: { match: 'superset', unsafe } },
    number: { eq: {}, gt: {}, gte: {}, lt: {}, lte: {} },
    boolean: { eq: {} },
    date: { gt: superset, gte: superset, lt: superset, lte: superset },
  },
  combinators: { or: false, not: false },
  notLogic: 'unknown',
  compile: (condition) => compileTree(condition, compare, { and: (parts) => parts.join(' and ') }) ?? '',
};

const words: Readonly<Record<string, string>> = { eq: 'eq', gt: 'gt', gte: 'ge', lt: 'lt', lte: 'le' };

function compare({ field, operator, value }: Comparison): string | null {
  const name = nameOf(field);
  if (field.kind === 'date') {
    const lower = operator === 'gt' || operator === 'gte';
    const second = lower ? floorToSecond(plainText(value)) : ceilToSecond(plainText(value));
    return second === undefined ? null : `${name} ${lower ? 'ge' : 'le'} ${second}`;
  }
  const text = plainText(value);
  // An empty value cannot be written; rows are checked again anyway.
  if (text === '' || [...text].some((each) => unsafe.includes(each))) return null;
  return `${name} ${words[operator] ?? 'eq'} ${text}`;
}
