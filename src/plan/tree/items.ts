/** One page of items: how its rows are found, and where the total comes from. */
import type { ItemsPlan, Rows, Total } from '../nodes.js';
import type { Planning } from '../planning.js';
import type { Pushdown } from '../pushdown/pushdown.js';
import { countNode, countReasons, countsUpstream } from './counts.js';
import { planHalves } from './halves.js';
import { planIncludes } from './includes.js';
import type { ItemsWish } from './items-wish.js';
import { readStretch } from './reads.js';
import { byScan } from './scanned.js';
import { evidenceFor, listQuery, sourceOf } from './sources.js';

/** GraphQL's Int ends here, and no list goes on beyond. */
export const furthestOffset = 2 ** 31 - 1 - 1000;

/**
 * The plan of one page of items, with the total if it is wanted.
 * @param pushdown what the upstream does of filter and sort, and what is left
 */
export function planItems(planning: Planning, pushdown: Pushdown, wish: ItemsWish): ItemsPlan {
  const { offset, limit, byCursor } = wish;
  const made = (rows: Rows, total: Total, reasons = pushdown.reasons): ItemsPlan =>
    Object.freeze({
      kind: 'items',
      model: planning.model,
      rows,
      total,
      reasons,
      offset,
      limit,
      lookAhead: byCursor,
    });
  if (pushdown.access.kind === 'empty')
    return made(
      { kind: 'empty', why: 'no match' },
      wish.total && !byCursor ? { kind: 'rows' } : noTotal(wish),
    );
  if (pushdown.access.kind === 'ids') return made(byIds(planning, pushdown, wish), readTotal(wish));
  if (limit === 0 || offset > furthestOffset) {
    const counted = wish.total && !byCursor;
    const total: Total = counted ? { kind: 'after', count: countNode(planning, pushdown) } : noTotal(wish);
    const reasons = counted ? [...pushdown.reasons, ...countReasons(planning, pushdown)] : pushdown.reasons;
    return made({ kind: 'empty', why: 'no rows wanted' }, total, reasons);
  }
  if (pushdown.access.kind === 'page') return byPage(planning, pushdown, wish, made);
  const scan = byScan(planning, pushdown, wish);
  const halves = wish.includes.length > 0 ? undefined : planHalves(planning, pushdown, wish, scan);
  if (halves === undefined) return made(scan, readTotal(wish));
  const counted = wish.total && !byCursor;
  const total: Total = counted ? { kind: 'page', otherwise: countNode(planning, pushdown) } : noTotal(wish);
  // The reasons tell why there are two lists, and what a budget is not enough for where they cannot be had.
  return made(halves, total);
}

function noTotal({ total }: ItemsWish): Total {
  return { kind: total ? 'cursor' : 'none' };
}

/** The total where all rows that match are read anyway. */
function readTotal(wish: ItemsWish): Total {
  return wish.total && !wish.byCursor ? { kind: 'rows' } : noTotal(wish);
}

function byPage(
  planning: Planning,
  pushdown: Pushdown,
  wish: ItemsWish,
  made: (rows: Rows, total: Total, reasons?: ItemsPlan['reasons']) => ItemsPlan,
): ItemsPlan {
  const { offset, limit, upstreamCursor: cursor } = wish;
  const counted = wish.total && !wish.byCursor;
  const included = planIncludes(planning, wish.includes, true, limit);
  const reader = planning.knowledge.reader(wish.keys, included.nested);
  const query = {
    ...listQuery(pushdown, reader),
    ...(included.evaluated.length > 0 ? { evaluated: included.evaluated } : {}),
  };
  const upstream = counted && countsUpstream(planning, pushdown);
  const read = readStretch(planning, query, { offset, limit, count: upstream, cursor });
  const evidence = evidenceFor(planning, pushdown, wish.keys);
  const rows = included.around({ kind: 'page', read, offset, limit, cursor, evidence });
  if (!counted) return made(rows, noTotal(wish));
  // A list that comes whole is counted by its rows.
  if (read.how === 'whole')
    return made(rows, { kind: upstream ? 'page' : 'rows', otherwise: { kind: 'zero' } } as Total);
  const count = countNode(planning, pushdown);
  if (upstream) return made(rows, { kind: 'page', otherwise: count });
  return made(rows, { kind: 'after', count }, [...pushdown.reasons, ...countReasons(planning, pushdown)]);
}

function byIds(planning: Planning, pushdown: Pushdown, wish: ItemsWish): Rows {
  const { offset, limit, keys } = wish;
  const included = planIncludes(planning, wish.includes, true, limit);
  const { nested, evaluated: nestedEvaluated } = included;
  const reading = { keys, evaluated: [], whole: true, enough: 0, nested, nestedEvaluated };
  const input = sourceOf(planning, pushdown, reading);
  const order = [...pushdown.sort, { path: '_id', order: 'ASC' } as const];
  return {
    kind: 'pick',
    keys,
    input: included.around({ kind: 'top', input, keys: order, offset, limit, keep: undefined }),
  };
}
