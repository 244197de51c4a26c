/** Detection as a whole: from a schema never seen before to its list fields and how each works. */
import type { GraphQLSchema } from 'graphql';
import type { GetStyle, ListStyle } from '../../styles/vocabulary.js';
import { type AggregateFinding, detectAggregate } from './aggregate.js';
import { belongsElsewhere, nameBonus, rejection, selectsSome } from './choice.js';
import { detectCount } from './count.js';
import type { DetectedList, Detection, RequiredArgument } from './detected.js';
import { describeEntity, type Entity } from './entity.js';
import { detectFilters, type FilterFinding } from './filter.js';
import { detectGet } from './get.js';
import { compositeKey, detectKeys, type Key } from './key.js';
import { dotted, findLists, type ListField, type Skipped } from './locations.js';
import { detectWrites } from './mutations.js';
import { detectPaging } from './paging.js';
import { fieldsOf, type Input, requiredArguments, type SchemaField, shapeOf } from './shape.js';
import { detectSort } from './sort.js';
import { indexMutations, type MutationIndex, mutationsOf } from './verbs.js';
import { ownersOf, verbsSeen } from './verbs-seen.js';

export type { DetectedList, Detection, Labels, RequiredArgument } from './detected.js';

/** What somebody has said about the lists of a schema. */
export interface Choice {
  /** Lists that are none, before the best of each type is chosen. */
  readonly excluded?: ((list: DetectedList) => boolean) | undefined;
  /** Lists that gave rows where the one that looked better gave none. */
  readonly preferred?: ReadonlySet<string> | undefined;
  /** Type of the items, or list field, → path of the value that identifies an item, whatever else might. */
  readonly ids?: ReadonlyMap<string, string> | undefined;
}

/** Why a list is left out that the options exclude. */
export const excludedByName = 'excluded';

/** `ids`: names or paths of the id field that a dialect knows, best first; they go before what names suggest. */
export function detectCollections(
  schema: GraphQLSchema,
  ids: readonly string[] = [],
  choice: Choice = {},
): Detection {
  const { root, lists, skipped } = findLists(schema);
  const mutation = schema.getMutationType();
  const writes = mutation ? fieldsOf(mutation) : [];
  const mutations = indexMutations(writes);
  const owners = ownersOf(Object.values(schema.getTypeMap()));
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
    const own = choice.ids?.get(name) ?? choice.ids?.get(dotted(list.steps));
    found.push(inspect(list, entity, root, { index: mutations, types: owners }, ids, own));
  }
  const groups = new Map<string, DetectedList[]>();
  for (const each of found) {
    if (choice.excluded?.(each)) rejected.push({ field: each.field, reason: excludedByName });
    else groups.set(each.itemType, [...(groups.get(each.itemType) ?? []), each]);
  }
  const rootTypes = new Set(
    found
      .filter((each) => each.reached !== 'entity' && each.reached !== 'template')
      .map((each) => each.itemType),
  );
  const collections: DetectedList[] = [];
  for (const group of groups.values()) {
    const rank = (each: DetectedList): number => each.score + (choice.preferred?.has(each.field) ? 1000 : 0);
    const [best, ...others] = [...group].sort((a, b) => rank(b) - rank(a));
    if (!best) continue;
    const reason = belongsElsewhere(best, rootTypes);
    if (reason) {
      for (const each of group) rejected.push({ field: each.field, reason });
      continue;
    }
    const lists = group.map((each) => each.steps[each.steps.length - 1]!.name);
    collections.push({
      ...best,
      alternatives: others.map((each) => each.field),
      verbs: verbsSeen(mutations, writes, best.entity.type, lists, owners),
    });
    for (const each of others)
      rejected.push({ field: each.field, reason: `${best.field} lists the same type and can do more` });
  }
  return { collections, lists: found, skipped: rejected };
}

function inspect(
  list: ListField,
  entity: Entity,
  root: readonly SchemaField[],
  mutations: { readonly index: MutationIndex; readonly types: ReadonlySet<string> },
  ids: readonly string[],
  given: string | undefined,
): DetectedList {
  const field = list.steps[list.steps.length - 1]!;
  const { levels } = list.rows;
  // Aggregates are read relative to the field's value: those deeper in it are not.
  const wrapper = levels.length === 1 ? levels[0]!.type : undefined;
  const paging = detectPaging(list.steps, levels, entity);
  const sort = detectSort(field, entity);
  const taken = new Set([...paging.taken, ...sort.taken]);
  const filters = detectFilters(field, entity, taken);
  const filter = filters[0];
  const count = detectCount(field, levels, list.rows.item, filter, list.siblings);
  const keys = detectKeys(entity, root, list.siblings, given === undefined ? ids : [given, ...ids]);
  const get = bestGet(list, keys, root, requiredArguments(field));
  const composite =
    (given === undefined || get.keys[0]?.path !== given) && get.finding.style?.field === undefined
      ? compositeKey(entity, list.siblings, get.keys)
      : undefined;
  const aggregate = detectAggregate(field, wrapper, entity, filter, list.siblings);
  const required = requiredOf(list.steps, taken, filter?.at);
  const writes = detectWrites(
    mutationsOf(mutations.index, entity.type, field.name, mutations.types),
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
    // Positional cursors say nothing of ties: `unique` is for a dialect that states it, or for trials.
    ...(sort.style ? { sort: sort.style } : {}),
  };
  const score =
    (list.reached === 'root' ? 30 : list.reached === 'namespace' ? 26 : list.reached === 'entity' ? 10 : 4) +
    (paging.label === 'none' ? 0 : paging.label === 'limit-only' ? 3 : 10) +
    (count.style ? 6 : 0) +
    // Among lists of one type, the one with operators can do more than the one with values.
    (filter?.style ? (/^(operator-object|suffix)/.test(filter.label) ? 11 : 8) : filter ? 3 : 0) +
    (sort.style ? 5 : 0) -
    required.length * 12 -
    // A sort that the API demands is there only in some requests, and then only where it is pushed.
    (requiredArguments(field).some((each) => sort.taken.has(each.name)) ? 12 : 0) -
    (selectsSome(field, { paging: paging.label, filter: filter?.label ?? 'none' }) ? 20 : 0) +
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
    unbound: writes.unbound,
    requiredArguments: required,
    alternatives: [],
    labels: {
      wrapper: entity.envelope ? `${list.rows.label}>${entity.envelope}` : list.rows.label,
      paging: paging.label,
      filter: filterLabel(filters),
      sort: sort.label,
      count: count.label,
      get: composite ? 'composite' : get.finding.label,
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
function getFromRoot(
  get: GetStyle,
  parent: readonly SchemaField[],
  root: readonly SchemaField[],
): GetStyle | undefined {
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
  root: readonly SchemaField[],
  shared: readonly Input[],
): { readonly keys: readonly Key[]; readonly finding: ReturnType<typeof detectGet> } {
  let chosen:
    | { readonly key: Key; readonly finding: ReturnType<typeof detectGet>; readonly score: number }
    | undefined;
  for (const key of keys.slice(0, 4)) {
    const finding = detectGet(list.rows.item, key, list.siblings, root, shared);
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
  steps: readonly SchemaField[],
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

/** A language in a text beside a filter that is used is worth knowing: a dialect may open it. */
function filterLabel([best, ...others]: readonly FilterFinding[]): string {
  const language = others.find((each) => each.label.startsWith('string-dsl?'));
  if (!best) return 'none';
  return language ? `${best.label} & ${language.label}` : best.label;
}

function aggregateLabel(aggregate: AggregateFinding | undefined): string {
  return aggregate ? `${aggregate.label} (${aggregate.where})` : 'none';
}
