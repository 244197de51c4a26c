/** The part of a dialect's page that is about conditions: which are sent, how, and which are worked out here. */
import { isPlainObject } from '../../json.js';
import type { SearchLanguage } from '../extensions/extension.js';
import {
  type Dialect,
  type FilterStyle,
  type Json,
  type OperatorSpec,
  type UpstreamOperator,
  upstreamOperators,
  type ValueKind,
  valueKinds,
} from '../vocabulary.js';

export interface DocumentedOperator {
  readonly operator: UpstreamOperator;
  readonly kinds: readonly ValueKind[];
  /** Kinds that `any` in kinds does not stand for: they have a spelling of their own, or none. */
  readonly except: readonly ValueKind[];
  /** Template as readers know it; undefined for search languages. */
  readonly sent: string | undefined;
  /** here: it exists, but its meaning is too narrow or unknown to be used. */
  readonly pushed: 'exact' | 'superset' | 'here';
  readonly remarks: readonly string[];
}

/** Operators of a filter, in the order of the vocabulary; kinds that share a spelling and meaning are one entry. */
export function documentedOperators(
  filter: FilterStyle | null | undefined,
  languages: readonly SearchLanguage[],
  textOrder: 'utf16' | 'unknown' = 'unknown',
): readonly DocumentedOperator[] {
  if (!filter) return [];
  const language = languages.find((each) => each.name === filter.language);
  const tables = language?.operators ?? filter.operators ?? {};
  return upstreamOperators.flatMap((operator) => {
    const groups = new Map<string, { kinds: ValueKind[]; spec: Partial<OperatorSpec>; place: string[] }>();
    for (const kind of valueKinds) {
      const entry = tables[kind]?.[operator];
      if (entry === undefined || entry === null) continue;
      const { otherwise, ...first } = specOf(entry as Json, language !== undefined);
      const spellings = otherwise
        ? ([[first, ['where the schema has it']] as const, [otherwise, ['elsewhere']] as const] as const)
        : ([[first, []]] as const);
      for (const [spec, place] of spellings) {
        const id = JSON.stringify([spec, place]);
        const group = groups.get(id);
        if (group) group.kinds.push(kind);
        else groups.set(id, { kinds: [kind], spec, place: [...place] });
      }
    }
    const own = valueKinds.filter((kind) => kind !== 'any' && tables[kind]?.[operator] !== undefined);
    const unordered = orders.includes(operator) && textOrder !== 'utf16' && !own.includes('text');
    return [...groups.values()].map(({ kinds, spec, place }) => ({
      operator,
      kinds,
      except: [...(unordered ? (['text'] as const) : []), ...own.filter((kind) => !kinds.includes(kind))],
      sent: language ? undefined : spelling(filter, spec.send ?? null),
      pushed: pushedAs(operator, spec),
      remarks: [...place, ...remarks(operator, spec)],
    }));
  });
}

/** Comparisons by order, which texts share with Wix only where they are ordered by code unit. */
const orders: readonly UpstreamOperator[] = ['gt', 'gte', 'lt', 'lte'];

function specOf(entry: Json, meaning: boolean): Partial<OperatorSpec> {
  if (meaning || (isPlainObject(entry) && 'send' in entry)) return entry as Partial<OperatorSpec>;
  return { send: entry };
}

const searches: readonly UpstreamOperator[] = [
  'contains',
  'startsWith',
  'endsWith',
  'notContains',
  'notStartsWith',
  'notEndsWith',
];

function pushedAs(operator: UpstreamOperator, spec: Partial<OperatorSpec>): 'exact' | 'superset' | 'here' {
  // Searches ignore case; one that distinguishes it, or may, could lose rows.
  if (searches.includes(operator) && spec.case !== 'insensitive') return 'here';
  return spec.match ?? 'exact';
}

function remarks(operator: UpstreamOperator, spec: Partial<OperatorSpec>): readonly string[] {
  const negative = operator === 'ne' || operator === 'nin' || operator.startsWith('not');
  const loses = negative && operator !== 'notNull' && spec.nulls !== 'kept';
  return [
    ...(loses ? ['together with the null test'] : []),
    ...(spec.unsafe ? ['operands with special characters are checked here'] : []),
    ...(spec.max ? [`at most ${spec.max} values`] : []),
  ];
}

function spelling(filter: FilterStyle, send: Json): string {
  const whole =
    filter.style === 'operators' || filter.style === 'equality'
      ? { $field: send }
      : filter.style === 'suffixes' && typeof send === 'string'
        ? { [`$field${send}`]: '$value' }
        : send;
  return JSON.stringify(whole);
}

function fieldsOf({ kinds, except }: DocumentedOperator): string {
  if (!kinds.includes('any')) return kinds.join(', ');
  return except.length === 0 ? 'all' : `all but ${except.join(', ')}`;
}

/** Markdown table; `nothing` is said when there is no row. */
export function operatorTable(operators: readonly DocumentedOperator[], nothing: string): readonly string[] {
  if (operators.length === 0) return [nothing];
  const spelled = operators.some((each) => each.sent !== undefined);
  const cells = operators.map((each) => [
    each.operator,
    fieldsOf(each),
    ...(spelled ? [`\`${(each.sent ?? '').replaceAll('|', '\\|')}\``] : []),
    each.remarks.join('; '),
  ]);
  const head = ['condition', 'fields', ...(spelled ? ['sent as'] : []), 'remarks'];
  return [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`);
}

/** What the adapter does itself with this dialect, in sentences. */
export function workedOutHere(dialect: Dialect, operators: readonly DocumentedOperator[]): readonly string[] {
  const sent = new Set(operators.filter((each) => each.pushed !== 'here').map((each) => each.operator));
  const missing = upstreamOperators.filter((each) => !sent.has(each));
  const { filter, sort, count } = dialect.list ?? {};
  return [
    ...(missing.length === upstreamOperators.length
      ? ['All conditions.']
      : [`Conditions: ${missing.join(', ')}; and whatever the schema lacks for a field.`]),
    ...(filter && !filter.or && filter.style !== 'search' ? ['Alternatives (or).'] : []),
    ...(filter && !filter.not && filter.style !== 'search' ? ['Negations that no operator says.'] : []),
    ...(sort
      ? ['Sorts on text, unless the mapping says that the API sorts it by code unit.']
      : ['All sorts.']),
    ...(count ? [] : ['Totals.']),
    ...(dialect.aggregate ? [] : ['Aggregates.']),
  ];
}
