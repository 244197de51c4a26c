/**
 * What an operator of an API that nobody vouches for may be trusted to mean (law 1). Text may compare without
 * case, so equality gives at least the wanted rows; its negation could drop wanted ones and is not sent until equality is known to heed case. Text order depends on a
 * collation that introspection does not show, and wildcards inside an operand may or may not be escaped.
 */
import type { Json, OperatorSpec, UpstreamOperator, ValueKind } from '../../styles/vocabulary.js';
import type { Meaning } from './thesaurus.js';

const negatives: ReadonlySet<UpstreamOperator> = new Set([
  'ne',
  'nin',
  'notContains',
  'notStartsWith',
  'notEndsWith',
]);
const orders: ReadonlySet<UpstreamOperator> = new Set(['gt', 'gte', 'lt', 'lte']);
const searches: ReadonlySet<UpstreamOperator> = new Set(['contains', 'startsWith', 'endsWith']);

/** The operator as a style may offer it; undefined: not to be trusted on this kind of field. */
export function cautious(meaning: Meaning, kind: ValueKind, send: Json): OperatorSpec | undefined {
  const { operator } = meaning;
  const textual = kind === 'text' || kind === 'json';
  // Kept until it is known whether equality heeds case: then it misses no row.
  if (kind === 'text' && (operator === 'ne' || operator === 'nin'))
    return { send, case: 'unknown', nulls: 'unknown' };
  if (textual && (negatives.has(operator) || orders.has(operator))) return undefined;
  if (orders.has(operator) && (kind === 'id' || kind === 'enum' || kind === 'boolean')) return undefined;
  if (kind === 'json' && operator !== 'isNull' && operator !== 'notNull') return undefined;
  if (searches.has(operator)) {
    if (kind !== 'text') return undefined;
    // Whoever ignores case may ignore accents and blanks too.
    return { send, match: 'superset', case: meaning.insensitive ? 'insensitive' : 'unknown', unsafe: '\\%_' };
  }
  if (negatives.has(operator)) {
    return operator === 'ne' || operator === 'nin' ? { send, nulls: 'unknown' } : undefined;
  }
  const loose =
    meaning.superset || (operator !== 'isNull' && operator !== 'notNull' && (textual || kind === 'list'));
  return loose ? { send, match: 'superset' } : { send };
}
