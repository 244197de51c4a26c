/** What a collection's own list says and no field of it can use: nothing is answered wrongly, but it is not what was meant. */
import type { FieldModel } from '../model.js';
import type { BindContext } from './context.js';
import type { BoundList } from './list.js';

/** Fields that can never be null have no null tests. */
const nullTests: readonly string[] = ['isNull', 'notNull'];

/** Warns of what the mapping says and nothing uses, e.g. a sort where no field can be sorted on. */
export function warnUnused(
  { model: { filter, sort } }: BoundList,
  fields: ReadonlyMap<string, FieldModel>,
  context: BindContext,
): void {
  const { list } = context.located.value;
  // A collection of an id alone does not show what a style is for.
  if (typeof list === 'string' || fields.size < 2) return;
  const warn = (at: readonly string[], message: string): void =>
    context.problem(at, message, { at: 'key', severity: 'warning' });
  const all = [...fields.values()];
  const named = (what: 'filter' | 'sort'): boolean =>
    Object.values(context.located.value.fields).some(
      (field) => typeof field === 'object' && typeof field[what] === 'string',
    );
  const written = list.sort?.at !== undefined || list.sort?.ascending !== undefined;
  if (
    sort &&
    written &&
    !named('sort') &&
    !all.some(({ sortable }) => sortable.ascending || sortable.descending)
  )
    warn(['list', 'sort'], 'no field of this file can be sorted by it: the templates fit none of them');

  if (!filter || !list.filter?.operators || filter.style.style === 'search') return;
  const filtered = all.flatMap((field) => field.filter ?? []);
  if (filtered.length === 0) {
    // A name of its own that leads nowhere is a problem of its field, which says why; one taken away is meant.
    const takenAway = Object.values(list.filter.fields ?? {}).includes(false);
    if (!named('filter') && !takenAway)
      warn(['list', 'filter'], 'no field of this file can be filtered by it: the operators fit none of them');
    return;
  }
  for (const [kind, table] of Object.entries(list.filter.operators)) {
    const own = filtered.filter(({ field }) => kind === 'any' || field.kind === kind);
    for (const [operator, entry] of Object.entries(table ?? {})) {
      if (own.length === 0 || entry === null || nullTests.includes(operator)) continue;
      if (own.some(({ operators }) => operators.has(operator as never))) continue;
      warn(['list', 'filter', 'operators', kind, operator], `no field's filter upstream takes ${operator}`);
    }
  }
}
