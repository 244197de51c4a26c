/**
 * Requests that an API does whole by what its own table says: the operators of its dialect and their meanings, its order, its
 * pages, its number of rows, its aggregates, as the schema holds them. Nothing of the planner is asked, so that the law of one
 * round trip does not rest on what the planner says of itself. What is drawn is sure to be pushable; more may be.
 */
import fc from 'fast-check';
import type { Codec, Constraint } from '../../src/model/codecs/types.js';
import type { AggregatePlace, CollectionModel, FieldModel } from '../../src/model/model.js';
import { matchesGlob } from '../../src/styles/glob.js';
import type { UpstreamOperator } from '../../src/styles/vocabulary.js';
import type { FieldSample } from '../oracle/arbitrary.js';
import type { Sort } from '../oracle/naive.js';
import type { Json } from '../oracle/values.js';

interface Table {
  readonly model: CollectionModel;
  readonly field: FieldModel;
  readonly codec: Codec;
}

/** Whether the table has the operator for the field, and it means just what its name says. */
function isExact({ field }: Table, operator: UpstreamOperator): boolean {
  const meaning = field.filter?.operators.get(operator)?.meaning;
  if (meaning === undefined || meaning.match === 'superset') return false;
  const compares = ['eq', 'ne', 'in', 'nin', 'has', 'hasSome', 'hasAll'].includes(operator);
  return !compares || field.filter!.field.kind !== 'text' || (meaning.case ?? 'sensitive') === 'sensitive';
}

/** Whether the table says nothing against sending this operand. */
function takes({ model, field }: Table, operator: UpstreamOperator, value: Json): boolean {
  const { meaning, accepts } = field.filter!.operators.get(operator)!;
  const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
  const misread = model.list.filter!.style.misread ?? [];
  return (
    (accepts?.(value as never) ?? true) &&
    !texts.some((text) => [...(meaning.unsafe ?? '')].some((each) => text.includes(each))) &&
    !texts.some((text) => misread.some((glob) => matchesGlob(glob, text)))
  );
}

function sends(table: Table, operator: UpstreamOperator, value: Json): boolean {
  return isExact(table, operator) && takes(table, operator, value);
}

/** Whether the raw values that the codec names can be named upstream by single operators. */
function names(table: Table, constraint: Constraint | undefined): boolean {
  switch (constraint?.kind) {
    case 'compare':
      return constraint.wide !== true && sends(table, constraint.operator, constraint.value as Json);
    case 'range':
      return sends(table, 'gte', constraint.from as Json) && sends(table, 'lt', constraint.before as Json);
    case 'never':
    case 'always':
    case undefined:
      return false;
  }
}

/** The raw value that is compared, where equality is just that. */
function rawOf(codec: Codec, value: Json): Json | undefined {
  const constraint = codec.equality(value as never);
  return constraint?.kind === 'compare' && constraint.operator === 'eq' && !constraint.wide
    ? (constraint.value as Json)
    : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Conditions on one field, each with a value that occurs. */
function conditionsOf(table: Table, { key, samples }: FieldSample): readonly Json[] {
  const { model, field, codec } = table;
  const { filter } = model.list;
  if (field.filter === undefined || filter === undefined) return [];
  const present = samples.filter((each) => each !== null);
  const found: Json[] = [];
  const add = (operator: string, operand: Json): void => void found.push({ [key]: { [operator]: operand } });
  if (codec.element !== undefined) {
    const elements = [...new Set(present.flatMap((each) => (isList(each) ? each : [])))];
    for (const [index, each] of elements.entries()) {
      const raw = rawOf(codec.element, each);
      if (raw === undefined) continue;
      if (sends(table, 'hasSome', [raw]) || (!isExact(table, 'hasSome') && sends(table, 'has', raw)))
        add('$hasSome', [each]);
      const other = elements[(index + 1) % elements.length]!;
      const both = rawOf(codec.element, other);
      if (both !== undefined && sends(table, 'hasAll', [raw, both])) add('$hasAll', [each, other]);
    }
    return found;
  }
  const whole = [...new Set(present.filter((each) => !isList(each)))];
  for (const [index, each] of whole.entries()) {
    const equality = codec.equality(each as never);
    if (names(table, equality)) add('$eq', each);
    const others = [each, whole[(index + 1) % whole.length]!, whole[(index + 7) % whole.length]!];
    const raws = others.map((other) => rawOf(codec, other));
    if (raws.every((raw) => raw !== undefined) && sends(table, 'in', raws as Json[])) {
      const most = field.filter.operators.get('in')!.meaning.max ?? Number.POSITIVE_INFINITY;
      if (raws.length <= most && new Set(raws).size > 1) add('$in', others);
    }
    const ordered = codec.order !== 'none' && codec.order !== 'boolean' && codec.closed === undefined;
    if (ordered && (codec.order !== 'text' || model.list.textOrder === 'utf16'))
      for (const operator of ['gt', 'gte', 'lt', 'lte'] as const)
        if (names(table, codec.bound(operator, each as never))) add(`$${operator}`, each);
    if (equality?.kind === 'compare' && !equality.wide && sends(table, 'ne', equality.value as Json)) {
      const kept = field.filter.operators.get('ne')!.meaning.nulls === 'kept';
      const corrected = filter.or && isExact(table, 'isNull');
      if (!field.nullable || (!field.related && (kept || corrected))) add('$ne', each);
    }
  }
  if (codec.textual && codec.closed === undefined && field.filter.field.kind === 'text')
    // Digits have no case, so the meaning of the operator does not depend on how letters are folded.
    for (const operator of ['contains', 'startsWith', 'endsWith'] as const)
      for (const text of ['1', '20', '7']) if (sends(table, operator, text)) add(`$${operator}`, text);
  if (field.nullable && !field.related) {
    if (isExact(table, 'notNull')) add('$exists', true);
    if (isExact(table, 'isNull')) add('$exists', false);
  }
  return found;
}

/** Fields that are one value upstream, which the mapping shows as it is. */
function tablesOf(model: CollectionModel, samples: readonly FieldSample[]): readonly [Table, FieldSample][] {
  return samples.flatMap((sample): [Table, FieldSample][] => {
    const field = model.fields.get(sample.key)!;
    const { source } = field;
    if (source.kind !== 'path' || source.default !== undefined || source.codec.none !== undefined) return [];
    return [[{ model, field, codec: source.codec }, sample]];
  });
}

/** Filters that the table says are done whole; the empty one is. */
export function pushableFilters(model: CollectionModel, samples: readonly FieldSample[]): fc.Arbitrary<Json> {
  const conditions = tablesOf(model, samples)
    .map(([table, sample]) => conditionsOf(table, sample))
    .filter((each) => each.length > 0);
  const none: fc.Arbitrary<Json> = fc.constant({});
  if (conditions.length === 0) return none;
  const one = fc.constantFrom(...conditions).chain((each) => fc.constantFrom(...each));
  const { and, or, style } = model.list.filter!;
  const joins = and || ['operators', 'suffixes', 'predicates'].includes(style.style);
  const two = fc
    .shuffledSubarray([...conditions], { minLength: Math.min(2, conditions.length), maxLength: 2 })
    .chain((fields) => fc.tuple(...fields.map((each) => fc.constantFrom(...each))));
  return fc.oneof(
    { weight: 1, arbitrary: none },
    { weight: 4, arbitrary: one },
    { weight: joins ? 2 : 0, arbitrary: two.map((each): Json => ({ $and: each })) },
    { weight: or && joins ? 2 : 0, arbitrary: two.map((each): Json => ({ $or: each })) },
  );
}

function sortsOn({ model, field, codec }: Table, descending: boolean): boolean {
  const { sort, textOrder } = model.list;
  if (sort === undefined || field.sortPath === undefined || !codec.monotone) return false;
  if (!(descending ? field.sortable.descending : field.sortable.ascending)) return false;
  if (codec.order === 'none' || (codec.order === 'text' && textOrder !== 'utf16')) return false;
  const nulls = sort.nullsOf(field.sortPath, descending);
  return !field.nullable || nulls === 'lowest' || nulls === (descending ? 'last' : 'first');
}

/** Sorts that the table says are done whole; none is. */
export function pushableSorts(
  model: CollectionModel,
  samples: readonly FieldSample[],
): fc.Arbitrary<readonly Sort[]> {
  const binding = model.list.sort;
  const unsorted: fc.Arbitrary<readonly Sort[]> = fc.constant([]);
  if (binding === undefined) return unsorted;
  const id = model.fields.get('_id')!;
  const unique = binding.style.unique === true;
  const tied = !unique && id.sortPath !== undefined && id.sortable.ascending;
  // Rows that are equal need an order of their own: the upstream's, or that of the id behind the keys.
  const room = Math.min(2, unique ? binding.max : tied ? binding.max - 1 : 0);
  const keys = tablesOf(model, samples).flatMap(([table, { key }]) =>
    (['ASC', 'DESC'] as const).flatMap((order) =>
      key !== '_id' && sortsOn(table, order === 'DESC')
        ? [{ key: { fieldName: key, order }, last: table.codec.precisionLoss }]
        : [],
    ),
  );
  if (room === 0 || keys.length === 0) return unsorted;
  const sorts = fc
    .shuffledSubarray(keys, { minLength: 1, maxLength: Math.min(room, keys.length) })
    .filter((each) => new Set(each.map(({ key }) => key.fieldName)).size === each.length)
    // Behind date-times that are finer than Wix's, further keys would order rows that Wix takes for equal.
    .map((each) => [...each.filter(({ last }) => !last), ...each.filter(({ last }) => last).slice(0, 1)])
    .map((each): readonly Sort[] => each.map(({ key }) => key));
  return fc.oneof({ weight: 1, arbitrary: unsorted }, { weight: 2, arbitrary: sorts });
}

/** Whether the table has a number of just the rows that a filter finds. */
export function tellsNumber({ list: { count } }: CollectionModel, filtered: boolean): boolean {
  if (count === undefined) return false;
  if (count.sibling === undefined) return true;
  return count.sibling.takesConstants && !(filtered && count.filterAt === null);
}

function takesFilter(place: AggregatePlace, filtered: boolean): boolean {
  return place.own || (place.takesConstants && !(filtered && place.filterAt === null));
}

const isDone = (path: object | undefined): boolean => path !== undefined && !('kind' in path);

/** Functions over all rows that the table has: their operations as a request names them. */
export function pushableOperations({ aggregate }: CollectionModel, filtered: boolean): readonly Json[] {
  if (aggregate === undefined || !takesFilter(aggregate.whole, filtered)) return [];
  const { functions } = aggregate.whole;
  const named = (['sum', 'average', 'min', 'max'] as const).flatMap((name) =>
    [...functions[name]].flatMap(([key, path]): Json[] =>
      isDone(path) ? [{ resultFieldName: `${name} of ${key}`, [name]: { itemFieldName: key } }] : [],
    ),
  );
  const counts: Json[] = isDone(functions.count.get('_id'))
    ? [{ resultFieldName: 'count', itemCount: {} }]
    : [];
  return [...counts, ...named];
}

/** Fields of whose values the table makes groups, where the sizes of the groups show that all of them came. */
export function pushableKeys(model: CollectionModel, filtered: boolean): readonly string[] {
  const groups = model.aggregate?.groups;
  if (groups === undefined || !takesFilter(groups, filtered) || !tellsNumber(model, filtered)) return [];
  if (!isDone(groups.functions.count.get('_id'))) return [];
  return [...groups.keys].flatMap(([key, by]) =>
    isDone(by) && model.fields.get(key)?.nullable === false ? [key] : [],
  );
}
