/**
 * Operator words as real APIs spell them, and what each means. A word is folded first (`_not_in`, `notIn` and
 * `NOT_IN` are one), so prefixes and separators do not matter. Words whose meaning differs between systems (`like`
 * of Payload, `match`, `matches`, `search`) are left out: a guess there could lose rows.
 */
import type { Json, UpstreamOperator, ValueKind } from '../../styles/vocabulary.js';
import { fold } from './words.js';

export interface Meaning {
  readonly operator: UpstreamOperator;
  /** What the word takes; `$value` unless the word wants a pattern or a flag. */
  readonly value: Json;
  /** The name itself says that case does not matter. */
  readonly insensitive?: boolean;
  /** The word is used both strictly and loosely, so that its rows are only known to hold those wanted. */
  readonly superset?: boolean;
  /** A better spelling of the same operator wins over a worse one. Default 0. */
  readonly rank?: number;
}

/** A map, since APIs have words like `constructor`, which every object knows. */
function byWord<Value>(words: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(words));
}

const comparisons = byWord<UpstreamOperator>({
  eq: 'eq',
  equals: 'eq',
  equal: 'eq',
  equalto: 'eq',
  is: 'eq',
  ne: 'ne',
  neq: 'ne',
  noteq: 'ne',
  notequal: 'ne',
  notequals: 'ne',
  notequalto: 'ne',
  equalsnot: 'ne',
  unequal: 'ne',
  not: 'ne',
  isnot: 'ne',
  gt: 'gt',
  greaterthan: 'gt',
  greater: 'gt',
  gte: 'gte',
  ge: 'gte',
  greaterthanorequalto: 'gte',
  greaterthanorequal: 'gte',
  greaterthanorequals: 'gte',
  greaterthanequal: 'gte',
  greaterequal: 'gte',
  lt: 'lt',
  lessthan: 'lt',
  lesser: 'lt',
  lowerthan: 'lt',
  smallerthan: 'lt',
  lower: 'lt',
  lte: 'lte',
  le: 'lte',
  lessthanorequalto: 'lte',
  lessthanorequal: 'lte',
  lessthanorequals: 'lte',
  lessthanequal: 'lte',
  lowerthanorequal: 'lte',
  lowerequal: 'lte',
  smallerthanorequal: 'lte',
  in: 'in',
  inarray: 'in',
  oneof: 'in',
  isin: 'in',
  anyof: 'in',
  nin: 'nin',
  notin: 'nin',
  notinarray: 'nin',
  noneof: 'nin',
  notanyof: 'nin',
});

const textSearches = byWord<UpstreamOperator>({
  contains: 'contains',
  includes: 'contains',
  containstext: 'contains',
  startswith: 'startsWith',
  beginswith: 'startsWith',
  endswith: 'endsWith',
});

const negative: Partial<Record<UpstreamOperator, UpstreamOperator>> = {
  contains: 'notContains',
  startsWith: 'notStartsWith',
  endsWith: 'notEndsWith',
};

const flags = byWord<UpstreamOperator>({
  isnull: 'isNull',
  null: 'isNull',
  isnotnull: 'notNull',
  notnull: 'notNull',
  nnull: 'notNull',
});

/** Some servers count a stored null as existing, so `false` is no null test, and `true` may give too much. */
const existence: ReadonlySet<string> = new Set(['exists', 'attributeexists']);

/** Strict in one API, inclusive in the next: safe only as a wider form of the strict comparison. */
const bounds = byWord<UpstreamOperator>({
  after: 'gt',
  from: 'gt',
  min: 'gt',
  before: 'lt',
  to: 'lt',
  max: 'lt',
});

/** The meanings of a word whose value is a leaf or a list of leaves, for a field of this kind. Empty: unknown word. */
export function meaningsOf(
  word: string,
  value: { readonly list: boolean; readonly boolean: boolean },
  kind: ValueKind,
): readonly Meaning[] {
  const folded = fold(word);
  const flag = flags.get(folded);
  if (flag && value.boolean && !value.list) {
    return [
      { operator: flag, value: true },
      { operator: flag === 'isNull' ? 'notNull' : 'isNull', value: false, rank: -1 },
    ];
  }
  if (existence.has(folded) && value.boolean && !value.list) {
    return [{ operator: 'notNull', value: true, superset: true, rank: -2 }];
  }
  if (kind === 'list') return listMeanings(folded, value.list);
  const bound = bounds.get(folded);
  if (bound && !value.list && (kind === 'number' || kind === 'date')) {
    return [{ operator: bound, value: '$value', superset: true, rank: -3 }];
  }
  const comparison = comparisons.get(folded);
  if (comparison) {
    const takesList = comparison === 'in' || comparison === 'nin';
    if (takesList === value.list) {
      // `is: Boolean` on a field that is no flag tests for a value (nestjs-query), and `is: String` may take the
      // names of tests (Storyblok: "empty"); neither compares.
      if (folded === 'is' || folded === 'isnot')
        return kind === 'boolean' && value.boolean
          ? [{ operator: comparison, value: '$value', rank: -1 }]
          : [];
      return [{ operator: comparison, value: '$value' }];
    }
    return [];
  }
  return value.list || value.boolean || (kind !== 'text' && kind !== 'id') ? [] : textMeanings(folded);
}

function textMeanings(folded: string): readonly Meaning[] {
  const { word, insensitive } = withoutCase(folded);
  const pattern = /^(not|n)?(i)?like$/.exec(folded) ?? (insensitive ? /^(not)?()like$/.exec(word) : null);
  if (pattern) {
    const ignoring = insensitive || pattern[2] === 'i';
    return (['contains', 'startsWith', 'endsWith'] as const).map((operator) => ({
      operator: pattern[1] ? negative[operator]! : operator,
      value: operator === 'contains' ? '%$like%' : operator === 'startsWith' ? '$like%' : '%$like',
      rank: ignoring ? -1 : -2,
      ...(ignoring ? { insensitive: true } : {}),
    }));
  }
  const positive = textSearches.get(word);
  const found = positive ?? negated(word);
  if (!found) return [];
  return [
    { operator: found, value: '$value', rank: insensitive ? 1 : 0, ...(insensitive ? { insensitive } : {}) },
  ];
}

function negated(word: string): UpstreamOperator | undefined {
  const rest = /^(?:doesnot|not|n)(.+)$/.exec(word)?.[1] ?? /^(.+)not$/.exec(word)?.[1];
  if (rest === undefined) return undefined;
  const positive = textSearches.get(rest) ?? textSearches.get(`${rest}s`);
  return positive && negative[positive];
}

/** Takes away the part of a word that says "in any case": containsi, icontains, …Insensitive, …IgnoreCase, …CI. */
function withoutCase(folded: string): { readonly word: string; readonly insensitive: boolean } {
  const suffix = /^(.+?)(caseinsensitive|insensitive|ignorecase|nocase|ci)$/.exec(folded);
  if (suffix) return { word: suffix[1]!, insensitive: true };
  const known = (word: string): boolean => textSearches.has(word) || negated(word) !== undefined;
  const prefixed = /^(n|not)?i(contains|starts_?with|ends_?with|startswith|endswith)$/.exec(folded);
  if (prefixed) return { word: `${prefixed[1] ?? ''}${prefixed[2]!}`, insensitive: true };
  if (folded.endsWith('i') && known(folded.slice(0, -1)))
    return { word: folded.slice(0, -1), insensitive: true };
  return { word: folded, insensitive: false };
}

const listWords = byWord<readonly [single: UpstreamOperator | null, many: UpstreamOperator | null]>({
  has: ['has', null],
  contains: ['has', 'hasAll'],
  includes: ['has', null],
  inlist: ['has', null],
  hassome: [null, 'hasSome'],
  overlaps: [null, 'hasSome'],
  containssome: [null, 'hasSome'],
  containsany: [null, 'hasSome'],
  hasevery: [null, 'hasAll'],
  containsall: [null, 'hasAll'],
});

function listMeanings(folded: string, list: boolean): readonly Meaning[] {
  const entry = listWords.get(folded);
  const operator = entry?.[list ? 1 : 0];
  if (operator) return [{ operator, value: '$value' }];
  return folded === 'isempty' && !list ? [{ operator: 'isEmptyList', value: true }] : [];
}

const otherWords = new Set(
  (
    'between range regex regexp iregex glob match matches matchesregex wildcard similar nsimilar nregex niregex size ' +
    'attributetype mode some every none any all single haskey haskeysany haskeysall containedin containedby cast ' +
    'inarray allinarray distinctfrom notdistinctfrom containskey containsallkeys containsanykeys eqi nei notbetween elemmatch ' +
    'allofterms anyofterms alloftext anyoftext matchphrase matchphraseprefix multimatch isblank ispresent ' +
    'empty nempty isset within near intersects distance path arraycontains arraystartswith ' +
    'stringcontains stringstartswith stringendswith like nlike ilike nilike notlike notilike ngt ngte nlt nlte logop ' +
    'expressions nbetween hasevery hassome isempty have havenot exists text options caseinsensitive ' +
    'containsignorecaseandaccent equaltoinsensitive notequaltoinsensitive eqignorecase neqignorecase matchtype ' +
    'lengthgt lengthlt lengtheq relationto'
  ).split(' '),
);

/** Is this a word that only operator objects use? Recognition only: says nothing about its meaning. */
export function isOperatorWord(name: string): boolean {
  const folded = fold(name).replace(/^(gt|lt|gte|lte)(int|float|date)$/, '$1');
  return (
    comparisons.has(folded) ||
    flags.has(folded) ||
    bounds.has(folded) ||
    existence.has(folded) ||
    otherWords.has(folded) ||
    listWords.has(folded) ||
    textMeanings(folded).length > 0
  );
}
