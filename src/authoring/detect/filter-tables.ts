/** Operator tables as a filter style writes them. */
import type {
  FilterStyle,
  Json,
  OperatorSpec,
  UpstreamOperator,
  ValueKind,
} from '../../styles/vocabulary.js';
import { cautious } from './caution.js';
import type { Member } from './members.js';

type Tables = ReadonlyMap<ValueKind, ReadonlyMap<UpstreamOperator, OperatorSpec>>;
type Written = NonNullable<FilterStyle['operators']>;

/**
 * Adds what bare values do to the tables that operators already gave. `bare` is how a bare value is spelled in the style:
 * the value itself, or the empty suffix.
 */
export function equalityTables(members: readonly Member[], tables: Tables, bare: Json = '$value'): Written {
  const result = new Map([...tables].map(([kind, table]) => [kind, new Map(table)]));
  for (const kind of new Set(
    members.flatMap((each) => (each.kind === 'equality' ? [each.field.kind] : [])),
  )) {
    const equalities = members.filter((each) => each.kind === 'equality' && each.field.kind === kind);
    const table = result.get(kind) ?? new Map<UpstreamOperator, OperatorSpec>();
    result.set(kind, table);
    for (const operator of bareOperators(equalities, kind)) {
      const spec = cautious({ operator, value: '$value' }, kind, bare);
      if (spec && !table.has(operator)) table.set(operator, spec);
    }
  }
  const written: Partial<Record<ValueKind, Partial<Record<UpstreamOperator, OperatorSpec | Json>>>> = {};
  for (const [kind, table] of result) {
    if (table.size === 0) continue;
    written[kind] = Object.fromEntries([...table].map(([operator, spec]) => [operator, short(spec)]));
  }
  return written as Written;
}

/**
 * One value compares; a list means one of them, but only where all members of the kind take lists, for a table holds for
 * all of them. On list fields a list may mean any or all, so it says nothing.
 */
function bareOperators(members: readonly Member[], kind: ValueKind): readonly UpstreamOperator[] {
  const single = members.some((each) => each.kind === 'equality' && !each.list);
  if (kind === 'list') return single ? ['has'] : [];
  return single ? ['eq'] : ['eq', 'in'];
}

/** `{ send: template }` alone is written as the template. */
function short(spec: OperatorSpec): OperatorSpec | Json {
  return Object.keys(spec).length === 1 ? spec.send : spec;
}

/** Leaves out members without a value, and `nesting: nested`, which is the default. */
export function plain(style: { readonly [key: string]: unknown }): FilterStyle {
  const entries = Object.entries(style).filter(
    ([key, value]) => value !== undefined && !(key === 'nesting' && value === 'nested'),
  );
  return Object.fromEntries(entries) as FilterStyle;
}
