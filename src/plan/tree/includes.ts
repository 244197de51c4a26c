/** Included references of one page: which come in the rows themselves, and which by one read of their collection. */
import { chunkSize } from '../../calls/ids.js';
import type { FieldModel, NestedItems } from '../../model/model.js';
import { includedKey } from '../../model/references.js';
import type { Inclusion, Requests, Rows } from '../nodes.js';
import type { Planning } from '../planning.js';
import { edgesOf } from '../request/edges.js';
import type { IncludeWish, OtherItems } from '../request/includes.js';
import { byArgument, mostLists } from './by-argument.js';
import { hindrance, listedItems, listIn } from './listed.js';
import { largestPage } from './page-size.js';
import { findsById } from './sources.js';

export interface PlannedIncludes {
  /** What the reader of the rows reads besides. */
  readonly nested: readonly NestedItems[];
  /** Keys of the nested fields that decide over what is included. */
  readonly evaluated: readonly string[];
  /** The page with its references. */
  readonly around: (rows: Rows) => Rows;
}

const noIncludes: PlannedIncludes = Object.freeze({
  nested: [],
  evaluated: [],
  around: (rows: Rows) => rows,
});

/**
 * @param shownRows the rows that are read are those of the page; else there are many more, and what is read of each of them
 * besides would be wasted
 * @param most rows of the page
 */
export function planIncludes(
  planning: Planning,
  wishes: readonly IncludeWish[],
  shownRows: boolean,
  most: number,
): PlannedIncludes {
  if (wishes.length === 0) return noIncludes;
  const nested: NestedItems[] = [];
  const evaluated: string[] = [];
  const lists = wishes.filter(({ field }) => field.type === 'MULTI_REFERENCE' && listIn(field)).length;
  const inclusions = wishes.map(({ field, other, limit }): Inclusion => {
    const { key, relation } = field;
    const { collection, nested: path } = relation!;
    if (!other) return { how: 'left', key, collection };
    if (field.type === 'MULTI_REFERENCE') {
      const beside = relation!.pairs?.kind !== 'list';
      const several = beside ? severalItems(planning, field, other, limit, most) : undefined;
      const list = listIn(field);
      if (list && (!several || (shownRows && !hindrance(planning, other, list.path.typeName)))) {
        const found = listedItems(planning, field, other, { limit, ordered: true, lists });
        nested.push(found.nested);
        evaluated.push(...found.evaluated);
        const otherwise = several?.how === 'held' ? undefined : several;
        return { ...found.inclusion, otherwise };
      }
      evaluated.push(key);
      return several!;
    }
    const { planning: there, shown, filter, filtered } = other;
    const why = path === undefined ? 'no include in the mapping' : hindrance(planning, other, path.typeName);
    const direct = findsById(there.model);
    if (path !== undefined && why === undefined && (shownRows || !direct)) {
      const as = includedKey(key);
      nested.push({ as, path, model: there.model, keys: [...shown, ...filtered] });
      evaluated.push(...filtered.map((each) => `${as}.${each}`));
      return { how: 'nested', key, collection, shown, filter };
    }
    const requests = batchRequests(other, most);
    const reason = why ?? 'more rows are read than the page has';
    return { how: 'batched', key, collection, shown, filter, filtered, requests, why: reason };
  });
  return { nested, evaluated, around: (input) => ({ kind: 'include', input, inclusions }) };
}

function severalItems(
  planning: Planning,
  field: FieldModel,
  { planning: there, shown, filter, filtered }: OtherItems,
  limit: number,
  most: number,
): Extract<Inclusion, { how: 'edges' | 'held' | 'asked' }> {
  const common = { key: field.key, collection: there.model.id, shown, filter, filtered, limit };
  if (field.relation!.pairs?.kind === 'argument') {
    // What is wrong with it is told before anything is sent.
    byArgument(planning, field, { keys: shown, filter, ordered: true });
    const each = largestPage(there.model);
    return {
      ...common,
      how: 'asked',
      requests: { least: 0, most: undefined, each, note: `for ${field.key}, ${mostLists} lists in one` },
    };
  }
  const edges = edgesOf(planning, field);
  const holder = edges?.planning.model ?? there.model;
  const requests = {
    least: 0,
    most: undefined,
    each: edges ? largestPage(holder) : Math.max(1, Math.min(most * limit, chunkSize(holder))),
    note: `for ${field.key}`,
  };
  return edges
    ? { ...common, how: 'edges', holder: holder.id, requests }
    : { ...common, how: 'held', requests };
}

/** @param most items that are asked for */
export function batchRequests({ planning }: OtherItems, most: number): Requests {
  const note = `for ${planning.model.id}`;
  return findsById(planning.model)
    ? { least: 0, most: Math.ceil(most / chunkSize(planning.model)), note }
    : { least: 0, most: undefined, each: planning.model.limits.page, note };
}
