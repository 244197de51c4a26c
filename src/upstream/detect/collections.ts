/** Detection as a whole: from a schema never seen before to its list fields and how each works. */
import type { GraphQLSchema } from 'graphql';
import { isUnionType } from 'graphql';
import type { AggregateStyle, GetStyle, ListStyle, WriteStyles } from '../styles/vocabulary.js';
import { type AggregateFinding, detectAggregate } from './aggregate.js';
import { detectCount } from './count.js';
import { describeEntity, type Entity } from './entity.js';
import { detectFilters } from './filter.js';
import { detectGet } from './get.js';
import { compositeKey, detectKeys, type Key } from './key.js';
import { dotted, findLists, type ListField, type Skipped } from './locations.js';
import { detectWrites } from './mutations.js';
import { detectPaging } from './paging.js';
import { type Field, fieldsOf, isLeafType, requiredArguments, shapeOf } from './shape.js';
import { detectSort } from './sort.js';
import { indexMutations, type MutationIndex, mutationsOf, type Verb } from './verbs.js';

/** How each dimension was recognised, in words for reports; the style says the same as data. */
export interface Labels {
  readonly wrapper: string;
  readonly paging: string;
  readonly filter: string;
  readonly sort: string;
  readonly count: string;
  readonly get: string;
  readonly aggregate: string;
}

export interface RequiredArgument {
  /** Step that takes it; the list field's own name for its own arguments. */
  readonly step: string;
  readonly name: string;
  readonly type: string;
}

export interface DetectedList {
  /** Dotted path of the list field below Query. */
  readonly field: string;
  readonly steps: readonly Field[];
  readonly reached: ListField['reached'];
  readonly itemType: string;
  readonly entity: Entity;
  readonly style: ListStyle;
  /** Best key first; empty: nothing identifies an item. */
  readonly keys: readonly Key[];
  readonly get: GetStyle | undefined;
  readonly aggregate: AggregateStyle | undefined;
  readonly writes: WriteStyles;
  /** Verbs for which the schema has mutations, also where no template can be made for them. */
  readonly verbs: readonly Verb[];
  /** Fields that together identify an item, where no single one does. */
  readonly compositeKey: readonly string[] | undefined;
  readonly requiredArguments: readonly RequiredArgument[];
  /** Other list fields of the same type, best first. */
  readonly alternatives: readonly string[];
  readonly labels: Labels;
  /** Why each part was recognised as it was. */
  readonly notes: Readonly<Record<string, string>>;
  readonly score: number;
}

export interface Detection {
  readonly collections: readonly DetectedList[];
  /** Every list field, also those that are alternatives of a better one. */
  readonly lists: readonly DetectedList[];
  readonly skipped: readonly Skipped[];
}

/** `ids`: names or paths of the id field that a dialect knows, best first; they go before what names suggest. */
export function detectCollections(schema: GraphQLSchema, ids: readonly string[] = []): Detection {
  const { root, lists, skipped } = findLists(schema);
  const mutation = schema.getMutationType();
  const mutations = indexMutations(mutation ? fieldsOf(mutation) : []);
  const entities = new Map<string, Entity>();
  const rejected: Skipped[] = [...skipped];
  const found: DetectedList[] = [];
  for (const list of lists) {
    const reason = rejection(list);
    if (reason) {
      rejected.push({ field: dotted(list.steps), reason });
      continue;
    }
    const name = list.rows.item.name;
    const entity = entities.get(name) ?? describeEntity(list.rows.item);
    entities.set(name, entity);
    found.push(inspect(list, entity, root, mutations, ids));
  }
  const groups = new Map<string, DetectedList[]>();
  for (const each of found) groups.set(each.itemType, [...(groups.get(each.itemType) ?? []), each]);
  const rootTypes = new Set(
    found
      .filter((each) => each.reached !== 'entity' && each.reached !== 'template')
      .map((each) => each.itemType),
  );
  const collections: DetectedList[] = [];
  for (const group of groups.values()) {
    const [best, ...others] = [...group].sort((a, b) => b.score - a.score);
    if (!best) continue;
    const reason = belongsElsewhere(best, rootTypes);
    if (reason) {
      for (const each of group) rejected.push({ field: each.field, reason });
      continue;
    }
    collections.push({ ...best, alternatives: others.map((each) => each.field) });
    for (const each of others)
      rejected.push({ field: each.field, reason: `${best.field} lists the same type and can do more` });
  }
  return { collections, lists: found, skipped: rejected };
}

function rejection(list: ListField): string | undefined {
  const { item } = list.rows;
  if (isUnionType(item)) return 'items of several types without common fields';
  const fields = fieldsOf(item);
  const entity = describeEntity(item);
  if (!fields.some((field) => isLeafType(shapeOf(field.type).named)) && detectKeys(entity, []).length === 0)
    return 'items without values of their own';
  if (/^(__|_)(Type|Service|Entity)/.test(item.name)) return 'part of the schema itself';
  return undefined;
}

/** Lists of values that hang on one object (the options of the one shop) are its parts, not collections. */
function belongsElsewhere(list: DetectedList, rootTypes: ReadonlySet<string>): string | undefined {
  const bare =
    list.labels.wrapper === 'list' && list.labels.paging === 'none' && list.labels.filter === 'none';
  if (bare && list.reached === 'namespace' && list.steps.length > 2)
    return `a part of ${list.steps[0]!.name}`;
  if (list.reached !== 'entity' && list.reached !== 'template') return undefined;
  if (rootTypes.has(list.itemType)) return undefined;
  if (list.labels.wrapper === 'list' && list.labels.paging === 'none')
    return `a part of ${list.steps[0]!.name}`;
  return list.keys.length === 0 ? 'nothing identifies the items' : undefined;
}

function inspect(
  list: ListField,
  entity: Entity,
  root: readonly Field[],
  mutations: MutationIndex,
  ids: readonly string[],
): DetectedList {
  const field = list.steps[list.steps.length - 1]!;
  const { wrapper } = list.rows;
  const paging = detectPaging(list.steps, wrapper, entity);
  const sort = detectSort(field, entity);
  const taken = new Set([...paging.taken, ...sort.taken]);
  const filters = detectFilters(field, entity, taken);
  const filter = filters[0];
  const count = detectCount(field, wrapper, list.rows.item, filter, list.siblings);
  const keys = detectKeys(entity, root, list.siblings, ids);
  const get = bestGet(list, keys, root);
  const composite =
    get.finding.style?.field === undefined ? compositeKey(entity, list.siblings, get.keys) : undefined;
  const aggregate = detectAggregate(field, wrapper, entity, filter, list.siblings);
  const required = requiredOf(list.steps, taken, filter?.at);
  const writes = detectWrites(
    mutationsOf(mutations, entity.type, field.name),
    entity,
    get.keys[0],
    filter?.typeName,
  );
  // Siblings of a list in a namespace are named from the root, like the list itself.
  const parent = list.steps.slice(0, -1);
  const fromRoot = <T extends { readonly field?: string | undefined }>(style: T): T =>
    style.field === undefined
      ? style
      : { ...style, field: [...parent.map((step) => step.name), style.field].join('.') };
  const style: ListStyle = {
    ...(list.rows.path === '' ? {} : { rows: list.rows.path }),
    ...(entity.envelope ? { envelope: entity.envelope } : {}),
    ...(count.style ? { count: short(fromRoot(count.style)) } : {}),
    ...(paging.style ? { page: paging.style } : {}),
    ...(filter?.style ? { filter: filter.style } : {}),
    ...(sort.style
      ? { sort: paging.style?.cursor && !paging.style.offset ? { ...sort.style, unique: true } : sort.style }
      : {}),
  };
  const score =
    (list.reached === 'root' ? 30 : list.reached === 'namespace' ? 26 : list.reached === 'entity' ? 10 : 4) +
    (paging.label === 'none' ? 0 : paging.label === 'limit-only' ? 3 : 10) +
    (count.style ? 6 : 0) +
    (filter?.style ? 8 : filter ? 3 : 0) +
    (sort.style ? 5 : 0) -
    required.length * 12 +
    nameBonus(field.name, entity.type.name) +
    (list.rows.path === '' ? 1 : 2);
  return {
    field: dotted(list.steps),
    steps: list.steps,
    reached: list.reached,
    itemType: list.rows.item.name,
    entity,
    style,
    keys: composite ? [] : get.keys,
    compositeKey: composite,
    get: get.finding.style && getFromRoot(get.finding.style, parent, root),
    aggregate: aggregate?.style && fromRoot(aggregate.style),
    writes: writes.styles,
    verbs: writes.seen,
    requiredArguments: required,
    alternatives: [],
    labels: {
      wrapper: entity.envelope ? `${list.rows.label}>${entity.envelope}` : list.rows.label,
      paging: paging.label,
      filter: filter?.label ?? 'none',
      sort: sort.label,
      count: count.label,
      get: get.finding.label,
      aggregate: aggregateLabel(aggregate),
    },
    notes: {
      rows: list.rows.why,
      page: paging.why,
      ...(filter ? { filter: filter.why } : {}),
      sort: sort.why,
      count: count.why,
      get: get.finding.why,
      ...(aggregate ? { aggregate: aggregate.why } : {}),
    },
    score,
  };
}

/** A getter in a namespace that itself wants arguments cannot be reached. */
function getFromRoot(get: GetStyle, parent: readonly Field[], root: readonly Field[]): GetStyle | undefined {
  if (parent.length === 0) return get;
  const prefix = parent.map((step) => step.name).join('.');
  const reachable = parent.every(
    (step) => requiredArguments(step).length === 0 && shapeOf(step.type).lists === 0,
  );
  const name = (field: string, global: boolean): string => (global ? field : `${prefix}.${field}`);
  const { field, arguments: values, row, many } = get;
  const one =
    field !== undefined && reachable
      ? {
          field: name(field, false),
          ...(values ? { arguments: values } : {}),
          ...(row === undefined ? {} : { row }),
        }
      : {};
  const global = many !== undefined && root.some((each) => each.name === many.field);
  const several = many && (global || reachable) ? { many: { ...many, field: name(many.field, global) } } : {};
  const result: GetStyle = { ...one, ...several };
  return Object.keys(result).length > 0 ? result : undefined;
}

function short(count: NonNullable<ListStyle['count']>): NonNullable<ListStyle['count']> {
  return typeof count === 'object' && Object.keys(count).length === 1 ? count.path : count;
}

/** The key that a getter takes is the better key, unless another one is clearly the id. */
function bestGet(
  list: ListField,
  keys: readonly Key[],
  root: readonly Field[],
): { readonly keys: readonly Key[]; readonly finding: ReturnType<typeof detectGet> } {
  let chosen:
    | { readonly key: Key; readonly finding: ReturnType<typeof detectGet>; readonly score: number }
    | undefined;
  for (const key of keys.slice(0, 4)) {
    const finding = detectGet(list.rows.item, key, list.siblings, root);
    const score = key.score + (finding.label === 'none' ? 0 : finding.label === 'batch' ? 2 : 6);
    if (!chosen || score > chosen.score) chosen = { key, finding, score };
  }
  if (!chosen)
    return {
      keys,
      finding: { label: 'none', style: undefined, score: 0, why: 'nothing identifies an item' },
    };
  const { key, finding } = chosen;
  return { keys: [key, ...keys.filter((each) => each !== key)], finding };
}

function requiredOf(
  steps: readonly Field[],
  taken: ReadonlySet<string>,
  filterAt: string | undefined,
): readonly RequiredArgument[] {
  return steps.flatMap((step, index) => {
    const last = index === steps.length - 1;
    return requiredArguments(step)
      .filter(
        (each) =>
          !(
            last &&
            (taken.has(each.name) ||
              each.name === filterAt ||
              [...taken].some((address) => address.startsWith(`${each.name}.`)))
          ),
      )
      .filter((each) => !taken.has(`${step.name}/${each.name}`))
      .map((each) => ({ step: step.name, name: each.name, type: String(each.type) }));
  });
}

/** Among lists of one type the one named after the type is the list of all of them. */
function nameBonus(field: string, type: string): number {
  const list = field.toLowerCase().replace(/[^a-z]/g, '');
  const stem = type
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(entity|type|node)$/, '')
    .replace(/[ys]$/, '');
  if (!list.includes(stem)) return 0;
  return Math.max(1, 8 - Math.abs(list.replace(/^(all|query|list|findmany)/, '').length - stem.length));
}

function aggregateLabel(aggregate: AggregateFinding | undefined): string {
  return aggregate ? `${aggregate.label} (${aggregate.where})` : 'none';
}
