/** A page that is found among rows which are read one after another: with all its fields, or with few fields first. */
import { chunkSize } from '../../calls/ids.js';
import type { NestedItems } from '../../model/model.js';
import type { Requests, Rows, Source } from '../nodes.js';
import type { Planning } from '../planning.js';
import type { Pushdown } from '../pushdown/pushdown.js';
import { enoughOf } from '../request/paging.js';
import { planIncludes } from './includes.js';
import type { ItemsWish } from './items-wish.js';
import { planKept, readsTogether } from './kept.js';
import { residualFields, sourceOf } from './sources.js';

/** The rows of a page where something is worked out here: all that may match are read, in the upstream's order or sorted here. */
export function byScan(planning: Planning, pushdown: Pushdown, wish: ItemsWish): Rows {
  const { offset, limit } = wish;
  const { residual } = pushdown.order;
  if (residual === undefined) {
    const whole = wish.total && !wish.byCursor;
    const enough = enoughOf({ offset, limit, lookAhead: wish.byCursor });
    const long = offset >= longPage || (whole && isLong(planning, pushdown));
    const twice = long && readsTwice(planning, pushdown, wish);
    const { input, shown } = scanFor(planning, pushdown, wish, { twice, whole, enough });
    return shown({ kind: 'slice', input, offset, limit });
  }
  const order = [...residual, { path: '_id', order: 'ASC' } as const];
  const kept = planKept(planning, pushdown, wish, order);
  if (kept) return kept;
  const twice = readsTwice(planning, pushdown, wish);
  const { input, shown } = scanFor(planning, pushdown, wish, { twice, whole: true, enough: 0 });
  const keep = readsTogether(planning, limit) ? { filter: pushdown.filter, sort: order } : undefined;
  return shown({ kind: 'top', input, keys: order, offset, limit, keep });
}

/**
 * The rows that are scanned, and how the page that is found in them gets its fields.
 * @param read.twice the rows have only the fields that are worked with, and the page is read once more by its ids
 */
function scanFor(
  planning: Planning,
  pushdown: Pushdown,
  { keys, includes, limit }: ItemsWish,
  { twice, ...read }: { readonly twice: boolean; readonly whole: boolean; readonly enough: number },
): { readonly input: Source; readonly shown: (page: Rows) => Rows } {
  const { nested, evaluated, around } = planIncludes(planning, includes, twice, limit);
  const own = twice ? { keys: [] } : { keys, nested, nestedEvaluated: evaluated };
  const input = sourceOf(planning, pushdown, { ...own, evaluated: [], ...read });
  if (!twice) return { input, shown: (page) => ({ kind: 'pick', keys, input: around(page) }) };
  const requests = completing(planning, limit, nested);
  return {
    input,
    shown: (page) => around({ kind: 'complete', input: page, keys, nested, evaluated, requests }),
  };
}

/** Rows of one page by which a list is known to be long, or before the page that is wanted: so many at least are read for nothing but the filter. */
const longPage = 200;

/** A short list is read in one request: a second one would cost more than the fields that it spares. */
function isLong({ knowledge }: Planning, { condition }: Pushdown): boolean {
  return knowledge.trustedSize({ condition }) >= longPage;
}

/** Few fields for all rows, then the rest for one page, where that saves something and costs one request. */
function readsTwice(planning: Planning, pushdown: Pushdown, { keys, limit }: ItemsWish): boolean {
  const needed = residualFields(planning, pushdown);
  return readsTogether(planning, limit) && keys.filter((key) => !needed.includes(key)).length > 2;
}

/** No row, no request. */
function completing({ model, knowledge }: Planning, limit: number, nested: readonly NestedItems[]): Requests {
  const size = chunkSize(model, knowledge.reader([], nested));
  return { least: 0, most: Math.ceil(limit / size), note: "for the page's other fields" };
}
