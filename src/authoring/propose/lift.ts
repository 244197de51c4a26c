/**
 * What the proposed collections have in common goes into the upstream file, so that each collection file says only what
 * is its own. Styles of the upstream file hold for every collection, and layers are merged member by member: so a
 * collection that differs must say every member that the common style says.
 */

import { isPlainObject } from '../../json.js';
import { capitalised } from '../../styles/template.js';
import type { AggregateStyle, Dialect, GetStyle, Json, ListStyle } from '../../styles/vocabulary.js';
import type { Combined } from '../detect/combine.js';
import { uncapitalised } from '../detect/words.js';

export interface Named {
  readonly list: string;
  readonly type: string;
  /** Name of the id field. */
  readonly key: string;
  readonly styles: Combined;
}

export type Rest = Pick<Combined, 'list' | 'get' | 'aggregate'>;

export interface Lifted {
  readonly defaults: ListStyle;
  readonly get: GetStyle | undefined;
  readonly aggregate: AggregateStyle | undefined;
  /** What is left for each collection, in the order given. */
  readonly rest: readonly Rest[];
}

type Members = { readonly [name: string]: Json };
/** The parts of a list's style that are recognised. */
export const dimensions = ['rows', 'envelope', 'count', 'page', 'filter', 'sort'] as const;

/**
 * Under a dialect, a part that a collection leaves unsaid is the dialect's, so such a part cannot be given another
 * common style.
 */
export function lift(collections: readonly Named[], dialect: Dialect | undefined): Lifted {
  const defaults: Record<string, Json> = {};
  const lists: Record<string, Json>[] = collections.map(() => ({}));
  for (const dimension of dimensions) {
    const own = collections.map((each) => generalList(each)[dimension] as Json | undefined);
    const inherits = dialect?.list?.[dimension] !== undefined && own.includes(undefined);
    const { common, rest } = inherits
      ? unshared(own)
      : dimension === 'filter'
        ? commonFilter(own)
        : commonValue(own, dimension === 'rows' || dimension === 'envelope' ? '' : null);
    if (common !== undefined) defaults[dimension] = common;
    for (const [index, value] of rest.entries()) {
      if (value !== undefined)
        lists[index]![dimension] =
          common === undefined ? (collections[index]!.styles.list[dimension] as Json) : value;
    }
  }
  const gets = shared(
    dialect?.get !== undefined,
    collections.map((each) =>
      each.styles.get ? (generalGet(each.styles.get, each) as Json) : (each.styles.get as Json | undefined),
    ),
  );
  const aggregates = shared(
    dialect?.aggregate !== undefined,
    collections.map((each) =>
      each.styles.aggregate
        ? (generalNames(each.styles.aggregate, each) as Json)
        : (each.styles.aggregate as Json | undefined),
    ),
  );
  return {
    defaults: defaults as ListStyle,
    get: gets.common as GetStyle | undefined,
    aggregate: aggregates.common as AggregateStyle | undefined,
    rest: collections.map(({ styles }, index) => ({
      list: lists[index] as ListStyle,
      get: gets.common === undefined ? styles.get : (gets.rest[index] as Combined['get']),
      aggregate:
        aggregates.common === undefined
          ? styles.aggregate
          : (aggregates.rest[index] as Combined['aggregate']),
    })),
  };
}

function shared(inherited: boolean, own: readonly (Json | undefined)[]): Common {
  return inherited && own.includes(undefined) ? unshared(own) : commonValue(own, false);
}

function unshared(own: readonly (Json | undefined)[]): Common {
  return { common: undefined, rest: own };
}

interface Common {
  readonly common: Json | undefined;
  readonly rest: readonly (Json | undefined)[];
}

/** The commonest value, if at least half have it and every other can say itself over it; `absent` says that there is none. */
function commonValue(own: readonly (Json | undefined)[], absent: Json): Common {
  const nothing = unshared(own);
  const counts = new Map<string, number>();
  for (const value of own) {
    if (value === undefined || value === null || value === false) continue;
    const text = JSON.stringify(value);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const [text, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  if (count < 2 || count < own.length / 2) return nothing;
  const common = JSON.parse(text) as Json;
  const rest: (Json | undefined)[] = [];
  for (const value of own) {
    if (JSON.stringify(value) === text) rest.push(undefined);
    else if (value === undefined) rest.push(absent);
    else {
      const difference = over(value, common);
      if (difference === undefined) return nothing;
      rest.push(difference);
    }
  }
  return { common, rest };
}

/** What a value must say over a common one; undefined: it would inherit a member that it does not have. */
function over(value: Json, common: Json): Json | undefined {
  if (!isPlainObject(value) || !isPlainObject(common)) return value;
  if (Object.keys(common).some((name) => value[name] === undefined)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter(
      ([name, member]) => demanded.has(name) || JSON.stringify(member) !== JSON.stringify(common[name]),
    ),
  );
}

/** Members that a style must always say (styles/vocabulary.ts). */
const demanded: ReadonlySet<string> = new Set(['style', 'at', 'ascending', 'path', 'functions']);

/** Filters of one form are one: their operator tables are joined, for binding drops what a field's input lacks. */
function commonFilter(own: readonly (Json | undefined)[]): Common {
  const frame = (filter: Members): string =>
    JSON.stringify({ ...filter, operators: null, fields: null, nesting: null });
  const frames = own.map((filter) => (isPlainObject(filter) ? frame(filter) : undefined));
  const { common: text, rest } = commonValue(frames, null);
  if (typeof text !== 'string') return { common: undefined, rest: own };
  const alike = own.filter(
    (filter, index): filter is Members => isPlainObject(filter) && frames[index] === text,
  );
  const operators: Record<string, Record<string, Json>> = {};
  for (const filter of alike) {
    for (const [kind, table] of Object.entries(
      (filter.operators ?? {}) as { readonly [kind: string]: Members },
    )) {
      operators[kind] = { ...table, ...operators[kind] };
    }
  }
  const { nesting, fields: _fields, ...base } = alike[0]!;
  const nestings = new Set(alike.map((filter) => filter.nesting));
  const common: Members = {
    ...base,
    operators,
    ...(nestings.size === 1 && nesting !== undefined ? { nesting } : {}),
  };
  return {
    common,
    rest: own.map((filter, index) =>
      rest[index] === undefined ? filterOver(filter as Members, common) : (filter ?? null),
    ),
  };
}

function filterOver(filter: Members, common: Members): Json | undefined {
  const result: Record<string, Json> = {};
  if (filter.fields !== undefined) result.fields = filter.fields;
  if (filter.nesting !== undefined && filter.nesting !== common.nesting) result.nesting = filter.nesting;
  const shared = common.operators as { readonly [kind: string]: Members };
  const tables: Record<string, Members> = {};
  for (const [kind, table] of Object.entries(
    (filter.operators ?? {}) as { readonly [kind: string]: Members },
  )) {
    const own = Object.entries(table).filter(
      ([name, entry]) => JSON.stringify(entry) !== JSON.stringify(shared[kind]?.[name]),
    );
    if (own.length > 0) tables[kind] = Object.fromEntries(own);
  }
  if (Object.keys(tables).length > 0) result.operators = tables;
  return Object.keys(result).length > 0 ? { style: filter.style!, at: filter.at!, ...result } : undefined;
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

function generalNames<T extends GetStyle | AggregateStyle>(style: T, each: Named): T {
  return style.field === undefined ? style : { ...style, field: generalName(style.field, each) };
}

/** The list's or the type's name inside a sibling's name becomes a slot. */
function generalName(name: string, { list, type }: Named): string {
  const slots: readonly (readonly [string, string])[] = [
    ['$list', list],
    ['$Type', capitalised(type)],
    ['$type', uncapitalised(type)],
  ];
  for (const [slot, text] of slots) if (name.includes(text)) return name.replace(text, slot);
  return name;
}
