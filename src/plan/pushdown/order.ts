/**
 * Splits a sort into what the upstream does and what is done here. A sort is pushed whole or not at all: an
 * upstream order by the first key only would not help to cut pages.
 */
import type { CollectionModel, FieldModel } from '../../model/model.js';
import type { UpstreamSortKey } from '../../styles/sort.js';
import type { Filter } from '../../wix/filter/tree.js';
import type { SortKey } from '../../wix/sort.js';
import { nothingHelps } from './part.js';
import type { ResidualReason } from './translate.js';

export interface OrderPlan {
  /** Keys sent upstream; empty: the upstream's own order. */
  readonly pushed: readonly UpstreamSortKey[];
  /** Keys that rows are sorted by here; undefined: the upstream's order is right. */
  readonly residual: readonly SortKey[] | undefined;
  readonly reasons: readonly ResidualReason[];
}

/**
 * Which sort is sent, and what is sorted here.
 * @param filter the whole filter: where it demands a value, the place of rows without one does not matter
 */
export function planOrder(sort: readonly SortKey[], filter: Filter, model: CollectionModel): OrderPlan {
  const binding = model.list.sort;
  const withValue = fieldsWithValue(filter);
  const keys: UpstreamSortKey[] = [];
  const reasons: ResidualReason[] = [];
  let blurred = false;
  for (const [index, key] of sort.entries()) {
    const refuse = (reason: string, remedy: string): void => {
      reasons.push({
        path: key.path,
        operator: key.order,
        reason,
        remedy,
        position: model.fields.get(key.path)?.position ?? model.file,
      });
    };
    const field = model.fields.get(key.path);
    const descending = key.order === 'DESC';
    if (field?.source.kind !== 'path')
      refuse('the field is not one upstream field', 'sort on a field that is mapped to one path');
    else if (!binding || !field.sortPath)
      refuse(
        'the upstream cannot sort on this field',
        `fields.${key.path}.sort, if the API can sort on it under another name`,
      );
    else if (field.disproved?.has(`sort ${field.key} ${descending ? 'descending' : 'ascending'}`))
      refuse('rows that the upstream gave were not in this order', nothingHelps);
    else if (!(descending ? field.sortable.descending : field.sortable.ascending))
      refuse(
        'the upstream cannot sort on this field in this direction',
        `fields.${key.path}.sort, if the API can`,
      );
    else if (blurred)
      refuse(
        "date-times finer than Wix's milliseconds would order the next keys",
        'dates: { precision: millisecond } in list or upstream.yaml, if that is so',
      );
    else {
      const problem = orderProblem(field, descending, withValue.has(key.path), model);
      if (problem) refuse(problem.reason, problem.remedy);
      else {
        keys.push({ path: field.sortPath, descending });
        blurred = field.source.codec.precisionLoss;
        // Behind a unique key nothing is left to order.
        if (key.path === '_id' && index < sort.length - 1) break;
      }
    }
    if (reasons.length > 0) break;
  }
  if (reasons.length === 0 && binding && keys.length > binding.max) {
    reasons.push({
      path: sort[binding.max]!.path,
      operator: 'sort',
      reason: `the upstream sorts by at most ${binding.max} key(s)`,
      remedy: 'list.sort.max, if the API can do more',
      position: model.file,
    });
  }
  if (reasons.length > 0) return sortedHere(sort, model, reasons);
  const pushed = tieBreak(keys, model);
  if (keys.length > 0 && hasTies(pushed, model))
    return sortedHere(sort, model, [tiesReason(sort[0]!, model)]);
  return { pushed, residual: undefined, reasons };
}

/** Under an order with ties the upstream is free to order equal rows anew for each page. */
function tiesReason(key: SortKey, model: CollectionModel): ResidualReason {
  return {
    path: key.path,
    operator: key.order,
    reason: 'equal rows have no order of their own upstream, so two of its pages need not fit together',
    remedy: 'list.sort.unique, if the API breaks ties itself',
    position: model.fields.get(key.path)?.position ?? model.file,
  };
}

/** The upstream gives the rows in an order of its own, by id where it can. */
export function sortedHere(
  sort: readonly SortKey[],
  model: CollectionModel,
  reasons: readonly ResidualReason[],
): OrderPlan {
  return { pushed: tieBreak([], model), residual: sort, reasons };
}

function hasTies(keys: readonly UpstreamSortKey[], model: CollectionModel): boolean {
  const id = model.fields.get('_id')!.sortPath?.join('.');
  return !model.list.sort?.style.unique && !keys.some((key) => key.path.join('.') === id);
}

/** Pages are only stable when no two rows are equal: the id goes last. */
function tieBreak(keys: readonly UpstreamSortKey[], model: CollectionModel): readonly UpstreamSortKey[] {
  const binding = model.list.sort;
  const id = model.fields.get('_id')!;
  if (!binding || binding.style.unique || !id.sortPath || !id.sortable.ascending) return keys;
  if (keys.length >= binding.max) return keys;
  // Relay cursors are positions in the upstream's own order, which is stable without help.
  if (keys.length === 0 && model.list.page.cursor !== undefined && model.list.page.offset === undefined)
    return keys;
  if (keys.some((key) => key.path.join('.') === id.sortPath!.join('.'))) return keys;
  return [...keys, { path: id.sortPath, descending: false }];
}

function orderProblem(
  field: FieldModel,
  descending: boolean,
  hasValue: boolean,
  model: CollectionModel,
): { reason: string; remedy: string } | undefined {
  if (field.source.kind !== 'path') return undefined;
  const codec = field.source.codec;
  if (codec.order === 'text' && model.list.textOrder !== 'utf16') {
    return {
      reason: 'the upstream may order text otherwise than Wix (by code unit)',
      remedy: 'text: { order: utf16 } in list or upstream.yaml, if the API orders text that way',
    };
  }
  if (codec.order === 'none' || !codec.monotone) {
    return {
      reason: 'the upstream orders these values otherwise than Wix',
      remedy: nothingHelps,
    };
  }
  if (field.source.default !== undefined) {
    return {
      reason: 'rows without a value count as the default',
      remedy: `fields.${field.key}.default left out`,
    };
  }
  if (!field.nullable) return undefined;
  const nulls = (field.sortPath && model.list.sort?.nullsOf(field.sortPath, descending)) ?? 'unknown';
  if (nulls === 'mixed')
    return {
      reason: 'rows without a value disorder those that have one upstream',
      remedy: nothingHelps,
    };
  if (hasValue) return undefined;
  const right = nulls === 'lowest' || nulls === (descending ? 'last' : 'first');
  return right
    ? undefined
    : {
        reason: 'the upstream puts rows without a value at the other end, or nobody knows where',
        remedy:
          'templates with nulls first ascending and last descending in list.sort, if the API has them; or list.sort.nulls',
      };
}

/** Fields that the filter demands a value of: where rows without one would stand does not matter. */
export function fieldsWithValue(filter: Filter): ReadonlySet<string> {
  const found = new Set<string>();
  const conjuncts = filter.kind === 'and' ? filter.filters : [filter];
  for (const each of conjuncts) {
    if (each.kind === 'condition') {
      const { operator, operand } = each;
      const demands =
        [
          'gt',
          'gte',
          'lt',
          'lte',
          'contains',
          'startsWith',
          'endsWith',
          'hasSome',
          'hasAll',
          'matches',
        ].includes(operator) ||
        (operator === 'eq' && operand !== null) ||
        (operator === 'ne' && operand === null) ||
        (operator === 'exists' && operand === true) ||
        (operator === 'in' && !(operand as readonly unknown[]).includes(null));
      if (demands) found.add(each.path);
    } else if (each.kind === 'and') for (const path of fieldsWithValue(each)) found.add(path);
  }
  return found;
}
