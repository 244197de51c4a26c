/**
 * GitHub's search qualifiers: `label:"good first issue" comments:>=10 created:>=2024-01-01T00:00:00Z`, all joined by
 * blanks. The index ignores case, so every condition is a superset and checked again.
 */
import type { SearchLanguage } from '../extension.js';
import {
  type Comparison,
  ceilToSecond,
  compileTree,
  doubleQuoted,
  floorToSecond,
  hasWord,
  listOf,
  nameOf,
  plainText,
} from './text.js';

const superset = { match: 'superset' } as const;

export const github: SearchLanguage = {
  name: 'github',
  operators: {
    any: {},
    text: { eq: superset },
    enum: { eq: superset },
    boolean: { eq: superset },
    number: { eq: superset, gt: superset, gte: superset, lt: superset, lte: superset },
    date: { gt: superset, gte: superset, lt: superset, lte: superset },
    list: { has: superset, hasAll: superset },
  },
  combinators: { or: false, not: false },
  notLogic: 'unknown',
  compile: (condition) => compileTree(condition, compare, { and: (parts) => parts.join(' ') }) ?? '',
};

function compare({ field, operator, value }: Comparison): string | null {
  const name = nameOf(field);
  if (operator === 'hasAll') {
    const terms = listOf(value).map((each) => term(name, '', plainText(each)));
    const known = terms.filter((each) => each !== null);
    return known.length === 0 ? null : known.join(' ');
  }
  const sign = { gt: '>', gte: '>=', lt: '<', lte: '<=' }[operator as string] ?? '';
  if (field.kind !== 'date') return term(name, sign, plainText(value));
  const second = sign.startsWith('>') ? floorToSecond(plainText(value)) : ceilToSecond(plainText(value));
  return second === undefined ? null : `${name}:${sign.charAt(0)}=${second}`;
}

function term(name: string, sign: string, text: string): string | null {
  if (!hasWord(text)) return null;
  return `${name}:${sign}${/^[\w.-]+$/.test(text) ? text : doubleQuoted(text)}`;
}
