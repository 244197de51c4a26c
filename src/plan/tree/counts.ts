/** Where the number of matching items comes from. */
import { isCountable } from '../../calls/count.js';
import { listCall } from '../../calls/list.js';
import type { CollectionModel, Refusal } from '../../model/model.js';
import { nothingHelps, refused } from '../../model/refusal.js';
import { everything } from '../../wix/filter/tree.js';
import type { Count, CountPlan } from '../nodes.js';
import type { Planning } from '../planning.js';
import type { Pushdown } from '../pushdown/pushdown.js';
import type { ResidualReason } from '../pushdown/residual-reasons.js';
import { listQuery, sourceOf } from './sources.js';

/** The plan of a count: where the number comes from, and why rows are read for it if they are. */
export function planCount(planning: Planning, pushdown: Pushdown): CountPlan {
  const { model } = planning;
  return Object.freeze({
    kind: 'count',
    model,
    count: countNode(planning, pushdown),
    reasons: [...pushdown.reasons, ...countReasons(planning, pushdown)],
  });
}

/**
 * The number of all items that match: zero where none can, by the upstream where it counts just these rows, else
 * by reading them.
 */
export function countNode(planning: Planning, pushdown: Pushdown): Count {
  if (pushdown.access.kind === 'empty') return { kind: 'zero' };
  const rows: Count = {
    kind: 'rows',
    input: sourceOf(planning, pushdown, { keys: [], evaluated: [], whole: true, enough: 0 }),
  };
  if (!countsUpstream(planning, pushdown)) return rows;
  const { model, facts } = planning;
  const size = model.list.page.size === undefined ? {} : { size: 1 };
  const query = { ...listQuery(pushdown, undefined), sort: [] };
  const call = listCall(model, query, { ...size, rows: false, count: true }, facts);
  return { kind: 'call', call, filtered: query.condition !== undefined, otherwise: rows };
}

/** Whether the number is the upstream's: only with a filter that it does whole. */
export function countsUpstream(
  { model, pushdown: mode }: Planning,
  { access, residual, condition }: Pushdown,
): boolean {
  const listed = access.kind === 'page' || access.kind === 'scan';
  return (
    mode !== 'off' &&
    listed &&
    residual === everything &&
    !model.list.hidesRows &&
    isCountable(model, { condition })
  );
}

/** Why rows are read to count them although the filter is the upstream's. */
export function countReasons(planning: Planning, pushdown: Pushdown): readonly ResidualReason[] {
  const { access, residual, condition } = pushdown;
  if (planning.pushdown === 'off' || (access.kind !== 'page' && access.kind !== 'scan')) return [];
  // Where rows are hidden, the reason for reading is named already.
  if (residual !== everything || planning.model.list.hidesRows || countsUpstream(planning, pushdown))
    return [];
  const { reason, remedy } = countRefusal(planning.model, condition !== undefined);
  return [{ path: 'total', operator: 'count', reason, remedy, position: planning.model.positions.count }];
}

function countRefusal({ list: { count } }: CollectionModel, filtered: boolean): Refusal {
  if (!count)
    return refused(
      'the upstream does not tell the number of rows',
      'list.count, if the API tells an exact number',
    );
  if (filtered && count.filterAt === null)
    return refused(
      'the upstream cannot count with this filter',
      'list.count.filter: the argument of the count that takes the filter, if there is one',
    );
  return refused(
    'the count of the upstream does not take the constant arguments of the list, so it is of other rows',
    nothingHelps,
  );
}
