/** What all proposed collections have in common goes into the upstream file, so that each collection file says only its own. */
import type { Combined } from '../../upstream/detect/combine.js';
import { uncapitalised } from '../../upstream/detect/words.js';
import { capitalised } from '../../upstream/styles/template.js';
import type {
  AggregateStyle,
  FilterStyle,
  GetStyle,
  Json,
  ListStyle,
} from '../../upstream/styles/vocabulary.js';

export interface Named {
  readonly list: string;
  readonly type: string;
  readonly key: string;
  readonly styles: Combined;
}

export interface Lifted {
  readonly defaults: ListStyle;
  readonly get: GetStyle | undefined;
  readonly aggregate: AggregateStyle | undefined;
  /** What is left for each collection, in the order given. */
  readonly rest: readonly Pick<Combined, 'list' | 'get' | 'aggregate'>[];
}

const dimensions = ['rows', 'envelope', 'count', 'page', 'filter', 'sort'] as const;

export function lift(collections: readonly Named[]): Lifted {
  const general = collections.map((each) => ({
    list: generalList(each),
    get: each.styles.get && generalGet(each.styles.get, each),
    aggregate: each.styles.aggregate && generalNames(each.styles.aggregate, each),
  }));
  const defaults: Record<string, Json> = {};
  if (collections.length > 1) {
    for (const dimension of dimensions) {
      const values = general.map((each) => each.list[dimension] as Json | undefined);
      const common =
        dimension === 'filter' ? commonFilter(values as (FilterStyle | undefined)[]) : same(values);
      if (common !== undefined && common !== null) defaults[dimension] = common as Json;
    }
  }
  const get = collections.length > 1 ? same(general.map((each) => each.get as Json | undefined)) : undefined;
  const aggregate =
    collections.length > 1 ? same(general.map((each) => each.aggregate as Json | undefined)) : undefined;
  const rest = collections.map(({ styles }) => ({
    list: Object.fromEntries(
      Object.entries(styles.list).filter(([name]) => defaults[name] === undefined),
    ) as ListStyle,
    get: get === undefined ? styles.get : undefined,
    aggregate: aggregate === undefined ? styles.aggregate : undefined,
  }));
  return {
    defaults: defaults as ListStyle,
    get: get as GetStyle | undefined,
    aggregate: aggregate as AggregateStyle | undefined,
    rest,
  };
}

/** The one value that all have; undefined where one lacks it or differs. */
function same(values: readonly (Json | undefined)[]): Json | undefined {
  const [first] = values;
  if (first === undefined || first === false) return undefined;
  const text = JSON.stringify(first);
  return values.every((value) => value !== undefined && JSON.stringify(value) === text) ? first : undefined;
}

/** Filters that differ only in which kinds of fields their collection has are one: binding drops what a field lacks. */
function commonFilter(filters: readonly (FilterStyle | undefined)[]): FilterStyle | undefined {
  const frame = (filter: FilterStyle): string =>
    JSON.stringify({ ...filter, operators: null, nesting: null });
  const [first] = filters;
  if (!first || !filters.every((each) => each && frame(each) === frame(first))) return undefined;
  const merged: Record<string, Record<string, Json>> = {};
  for (const filter of filters) {
    for (const [kind, table] of Object.entries(filter?.operators ?? {})) {
      merged[kind] ??= {};
      for (const [operator, entry] of Object.entries(table as Record<string, Json>)) {
        const present = merged[kind][operator];
        if (present !== undefined && JSON.stringify(present) !== JSON.stringify(entry)) return undefined;
        merged[kind][operator] = entry;
      }
    }
  }
  const { nesting: _nesting, operators: _operators, ...rest } = first;
  const nested = filters.some((each) => each?.nesting === undefined);
  const nesting = nested ? {} : { nesting: first.nesting };
  return { ...rest, operators: merged, ...nesting } as FilterStyle;
}

function generalList(each: Named): ListStyle {
  const { count } = each.styles.list;
  if (typeof count !== 'object' || count?.field === undefined) return each.styles.list;
  return { ...each.styles.list, count: { ...count, field: generalName(count.field, each) } };
}

/** `Album_by_pk(AlbumId)` → `$list_by_pk($field)`. */
function generalGet(get: GetStyle, each: Named): GetStyle {
  const named = Object.fromEntries(
    Object.entries(get.arguments ?? {}).map(([name, value]) => [
      name === each.key && name !== 'id' ? '$field' : name,
      value,
    ]),
  );
  return { ...generalNames(get, each), ...(get.arguments ? { arguments: named } : {}) };
}

function generalNames<T extends { readonly field?: string | undefined }>(style: T, each: Named): T {
  return style.field === undefined ? style : { ...style, field: generalName(style.field, each) };
}

/** The list's or the type's name inside a sibling's name becomes a slot; the longer one first. */
function generalName(name: string, { list, type }: Named): string {
  const slots: readonly (readonly [string, string])[] = [
    ['$list', list],
    ['$Type', capitalised(type)],
    ['$type', uncapitalised(type)],
  ];
  for (const [slot, text] of slots) if (name.includes(text)) return name.replace(text, slot);
  return name;
}
