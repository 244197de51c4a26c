/**
 * A detected list under a dialect: the dialect's spelling and meanings go first wherever the schema has what they
 * name; detection fills what the dialect leaves open or spells as this schema does not. What is returned is only what
 * differs from the dialect, so that a mapping file stays short.
 */

import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { isPlainObject } from '../../json.js';
import { listStyleFor } from '../../styles/dialects/list-style.js';
import { capitalised, fieldSlots, renderTemplate, type Slots } from '../../styles/template.js';
import type {
  AggregateStyle,
  Dialect,
  GetStyle,
  Json,
  ListStyle,
  WriteStyle,
  WriteStyles,
} from '../../styles/vocabulary.js';
import { parseAddress } from '../../upstream/document/argument-path.js';
import type { DetectedList } from './detected.js';
import { fieldOf, inputObjectOf, isInputObjectType, type SchemaField, shapeOf } from './shape.js';
import { sortOver } from './sort-over.js';
import { uncapitalised } from './words.js';

export interface Combined {
  /** Over the dialect's list style. */
  readonly list: ListStyle;
  /** undefined: the dialect's holds; false: there is none. */
  readonly get: GetStyle | false | undefined;
  readonly aggregate: AggregateStyle | false | undefined;
  /** Whole: mapping files declare writes in full. */
  readonly writes: WriteStyles;
}

export function combine(
  detected: DetectedList,
  dialect: Dialect | undefined,
  schema: GraphQLSchema,
): Combined {
  const slots = slotsOf(detected);
  // A dialect names counters and getters as root fields.
  const find = fieldFinder(schema);
  return {
    list: combineList(detected, dialect, slots, find),
    get: combineGet(detected, dialect, slots, find),
    aggregate: combineAggregate(detected, dialect, slots, find),
    writes: combineWrites(detected, dialect, slots, schema),
  };
}

/** Slots that dialects use in names: $list, $type, $Type, $field (the id field). */
export function slotsOf(detected: DetectedList): Slots {
  const key = detected.keys[0];
  return {
    list: lastStep(detected).name,
    type: uncapitalised(detected.itemType),
    Type: capitalised(detected.itemType),
    ...(key ? fieldSlots(key.name) : {}),
  };
}

function lastStep(detected: DetectedList): SchemaField {
  return detected.steps[detected.steps.length - 1]!;
}

/** Finds a field by its dotted path below Query, as dialects and mapping files name it. */
type FieldFinder = (path: string) => SchemaField | undefined;

function fieldFinder(schema: GraphQLSchema): FieldFinder {
  return (path) => {
    let type: GraphQLNamedType | undefined = schema.getQueryType() ?? undefined;
    let field: SchemaField | undefined;
    for (const name of path.split('.')) {
      field = type && fieldOf(type, name);
      type = field && shapeOf(field.type).named;
    }
    return field;
  };
}

function combineList(
  detected: DetectedList,
  dialect: Dialect | undefined,
  slots: Slots,
  find: FieldFinder,
): ListStyle {
  const own = detected.style;
  const field = lastStep(detected);
  const given = listStyleFor(dialect, field.type);
  if (!given) return own;
  const wrapper = shapeOf(field.type);
  const result: { -readonly [K in keyof ListStyle]: ListStyle[K] } = {};
  const rows = given.rows ?? '';
  if (!rowsFit(rows, wrapper.named, wrapper.lists > 0)) result.rows = own.rows ?? '';
  if ((given.envelope ?? '') !== (own.envelope ?? '')) result.envelope = own.envelope ?? '';
  if (own.count !== undefined && !countFits(given.count, wrapper.named, find, slots))
    result.count = own.count;
  if (own.page && !pageFits(given.page, detected, wrapper.named)) result.page = own.page;
  // A dialect that knows paging only (Relay) knows no caps either: many such servers refuse large pages.
  else if (own.page?.max && !given.filter && !given.page?.max && !dialect?.limits?.page) {
    result.page = { max: own.page.max };
  }
  if (own.filter && !(given.filter && addressFits(given.filter.at, detected))) result.filter = own.filter;
  if (own.sort && !(given.sort && sortFits(given.sort.at, given.sort.ascending, detected)))
    result.sort = sortOver(own.sort, given.sort);
  return result;
}

function rowsFit(path: string, type: GraphQLNamedType, list: boolean): boolean {
  if (path === '') return list;
  return !list && pathFits(path.replaceAll('[]', ''), type);
}

function pathFits(path: string, type: GraphQLNamedType): boolean {
  let current = type;
  for (const name of path.split('.')) {
    const field = fieldOf(current, name);
    if (!field) return false;
    current = shapeOf(field.type).named;
  }
  return true;
}

function countFits(
  count: ListStyle['count'],
  type: GraphQLNamedType,
  find: FieldFinder,
  slots: Slots,
): boolean {
  if (count === undefined || count === null) return false;
  if (typeof count === 'string') return pathFits(count, type);
  if (count.field === undefined) return pathFits(count.path, type);
  return find(String(renderTemplate(count.field, slots))) !== undefined;
}

function pageFits(page: ListStyle['page'], detected: DetectedList, type: GraphQLNamedType): boolean {
  if (!page) return false;
  // Detection saw what goes on with the list, and not where the dialect looks for it (`data.pageInfo.endCursor`).
  const elsewhere = (['next', 'more', 'pages'] as const).some((name) => {
    const path = page[name];
    return path !== undefined && detected.style.page?.[name] !== undefined && !pathFits(path, type);
  });
  if (elsewhere && !detected.style.page?.next?.startsWith('../')) return false;
  const named = [page.size, page.offset ?? page.page ?? page.cursor];
  if (named.every((each) => each === undefined || addressFits(each, detected))) return true;
  // The same page size and nothing to go on with: binding drops what this field lacks.
  const { max: _max, ...own } = detected.style.page ?? {};
  const given: { readonly [name: string]: unknown } = page;
  return own.size === page.size && Object.entries(own).every(([name, value]) => given[name] === value);
}

function sortFits(at: string, template: Json, detected: DetectedList): boolean {
  if (at !== '') return addressFits(at, detected);
  const names = typeof template === 'object' && template !== null ? Object.keys(template) : [];
  return names.every((name) => addressFits(name, detected));
}

/** Does the list field (or the earlier step that the address names) take an argument there? */
function addressFits(text: string, detected: DetectedList): boolean {
  const { step, path } = parseAddress(text);
  const field = step === undefined ? lastStep(detected) : detected.steps.find((each) => each.name === step);
  const [argument, ...members] = path;
  if (!field || argument === undefined) return field !== undefined;
  let input = field.args.find((each) => each.name === argument)?.type;
  for (const member of members) input = input && inputObjectOf(input)?.getFields()[member]?.type;
  return input !== undefined;
}

function combineGet(
  detected: DetectedList,
  dialect: Dialect | undefined,
  slots: Slots,
  find: FieldFinder,
): GetStyle | false | undefined {
  const given = [dialect?.get, ...(dialect?.alternatives?.get ?? [])].filter((each) => each !== undefined);
  if (given.some((each) => getFits(each, detected, slots, find))) return undefined;
  if (!detected.get) return given.length > 0 ? false : undefined;
  // Layers are merged, so what the dialect's own getter says about rows is said again.
  const { many } = detected.get;
  return {
    ...detected.get,
    ...(dialect?.get?.row !== undefined && detected.get.row === undefined ? { row: '' } : {}),
    ...(many && dialect?.get?.many?.rows !== undefined ? { many: { ...many, rows: many.rows ?? '' } } : {}),
  };
}

function getFits(get: GetStyle, detected: DetectedList, slots: Slots, find: FieldFinder): boolean {
  const key = detected.keys[0];
  const field = get.field === undefined ? undefined : find(String(renderTemplate(get.field, slots)));
  if (!field || !key) return false;
  const item = get.row === undefined ? shapeOf(field.type).named : rowType(field, get.row);
  if (item?.name !== detected.itemType || shapeOf(field.type).lists > 0) return false;
  const values = renderTemplate(get.arguments ?? {}, slots) as { readonly [name: string]: Json };
  return Object.entries(values).every(([name, value]) => {
    const argument = field.args.find((each) => each.name === name);
    if (!argument) return false;
    // Two ids of one item differ by type or by name (PostGraphile): the argument must want this very key.
    if (value !== '$id')
      return memberNames(value).every((member) => inputObjectOf(argument.type)?.getFields()[member]);
    const type = shapeOf(argument.type).named.name;
    return (
      !key.twins.includes(name) &&
      (type === key.typeName || name === key.name || ['ID', 'String'].includes(type))
    );
  });
}

function memberNames(value: Json): readonly string[] {
  return isPlainObject(value) ? Object.keys(value) : [];
}

function rowType(field: SchemaField, row: string): GraphQLNamedType | undefined {
  let current: GraphQLNamedType | undefined = shapeOf(field.type).named;
  for (const name of row.split('.')) {
    const inner: SchemaField | undefined = current && fieldOf(current, name);
    current = inner && shapeOf(inner.type).named;
  }
  return current;
}

function combineAggregate(
  detected: DetectedList,
  dialect: Dialect | undefined,
  slots: Slots,
  find: FieldFinder,
): AggregateStyle | false | undefined {
  const given = dialect?.aggregate;
  if (!given) return detected.aggregate;
  const named = given.field === undefined ? undefined : find(String(renderTemplate(given.field, slots)));
  const holder = given.field === undefined ? lastStep(detected) : named;
  const fits = holder && pathFits(given.path ?? '__typename', shapeOf(holder.type).named);
  if (fits || (holder && given.path === undefined)) return undefined;
  if (!detected.aggregate || (given.field !== undefined && detected.aggregate.field === undefined))
    return false;
  return { ...detected.aggregate, path: detected.aggregate.path ?? '' };
}

function combineWrites(
  detected: DetectedList,
  dialect: Dialect | undefined,
  slots: Slots,
  schema: GraphQLSchema,
): WriteStyles {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  const sets = [dialect?.writes, ...(dialect?.alternatives?.writes ?? [])];
  const result: { insert?: WriteStyle; update?: WriteStyle; remove?: WriteStyle } = {};
  for (const verb of ['insert', 'update', 'remove'] as const) {
    for (const set of sets) {
      const style = set?.[verb];
      const written = style && renderWrite(style, slots);
      const field = written && mutations[written.mutation];
      if (written && field && argumentsFit(written.arguments, field)) {
        result[verb] = written;
        break;
      }
    }
    const found = result[verb] ?? detected.writes[verb];
    if (found) result[verb] = found;
  }
  return result;
}

/** Names of the dialect made concrete; the slots of values stay. */
function renderWrite(style: WriteStyle, slots: Slots): WriteStyle {
  return {
    ...style,
    mutation: String(renderTemplate(style.mutation, slots)),
    arguments: renderTemplate(style.arguments, slots) as Record<string, Json>,
    ...(style.result === undefined ? {} : { result: String(renderTemplate(style.result, slots)) }),
  };
}

function argumentsFit(values: { readonly [name: string]: Json }, field: SchemaField): boolean {
  return Object.entries(values).every(([name, value]) => {
    const argument = field.args.find((each) => each.name === name);
    if (!argument) return false;
    const type = shapeOf(argument.type).named;
    if (!isInputObjectType(type)) return true;
    return memberNames(value).every((member) => member === '...' || type.getFields()[member] !== undefined);
  });
}
