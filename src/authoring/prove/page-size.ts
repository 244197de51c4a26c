/**
 * How large pages come: the largest one that is asked for while serving has as many rows as it was asked for, or all that there are.
 * What is cut is completed by further requests while serving, so no answer would show it: it only makes every list slower.
 */
import type { Page, PageRequest } from '../../calls/list.js';
import { fetchPage, type Reading } from '../../execute/list.js';
import { behind } from '../../execute/page-end.js';
import type { CollectionModel } from '../../model/model.js';
import { largestPage, pagingKind } from '../../plan/tree/page-size.js';
import type { FalseClaim } from './false-claim.js';
import type { Prover } from './prover.js';

export interface CutPages {
  readonly fault: FalseClaim;
  /** Of a collection whose pages are not asked to be larger than they come. */
  readonly prover: Prover;
}

/** undefined: they come whole, or the list is too short to tell. Two requests at most. */
export async function askPageSize(prover: Prover): Promise<CutPages | undefined> {
  const { model } = prover;
  const { page } = model.list;
  const how = pagingKind(page);
  // Pages with gaps are short by nature, and a list that comes in one piece has no pages.
  if (how === 'whole' || (how === 'cursor' && page.loop.name !== 'strict')) return undefined;
  const largest = page.size === undefined ? page.fixed : largestPage(model);
  if (largest === undefined) return undefined;
  const came = await prover.read((execution) => {
    // Its ids alone: what a row is made of does not matter.
    const reader = execution.runtime.knowledge(model).reader(['_id']);
    const query = { condition: undefined, sort: [], reader };
    return rowsOfCutPage({ execution, model, query, flaws: { seen: false } }, largest);
  });
  if (came.kind !== 'answer' || came.answer === undefined) return undefined;
  const most = came.answer;
  const member = page.size === undefined ? 'fixed' : 'max';
  const question = { paging: { limit: largest } };
  return {
    fault: {
      claim: 'page',
      line: ['list', 'page', member],
      message: `pages are cut: one of ${largest} rows came with ${most}, and there are more`,
      mend: `list.page.${member}: ${most}`,
      question,
      fix: { line: ['list', 'page', member], value: most },
    },
    prover: prover.of(withPagesOf(model, most)),
  };
}

/**
 * undefined: the page is as large as it was asked to be, or the last one. A number of rows or a flag may be wrong themselves, so that only
 * another row behind the page shows that it was cut.
 */
async function rowsOfCutPage(reading: Reading, size: number): Promise<number | undefined> {
  const { page: style } = reading.model.list;
  const sized = style.size === undefined ? {} : { size };
  const how = pagingKind(style);
  const first = how === 'offset' ? { offset: 0 } : how === 'page' ? { page: style.base ?? 1 } : {};
  const page = await fetchPage(reading, { ...sized, ...first });
  const got = page.rows.length;
  if (got === 0 || got >= size || page.more === false || page.pages === 1) return undefined;
  const next = placeBehind(reading, page, size);
  const { rows } = next ? await fetchPage(reading, next) : { rows: [] };
  const seen = new Set(page.rows.map((row) => JSON.stringify(row)));
  return rows.some((row) => !seen.has(JSON.stringify(row))) ? got : undefined;
}

function placeBehind(reading: Reading, page: Page, size: number): PageRequest | undefined {
  const { page: style } = reading.model.list;
  if (pagingKind(style) !== 'cursor') return behind(reading, page.rows.length, size);
  const next = style.loop.next({ rows: page.rows.length, cursor: page.next, more: page.more });
  if (next.kind !== 'more') return undefined;
  return { ...(style.size === undefined ? {} : { size: 1 }), cursor: next.cursor };
}

function withPagesOf(model: CollectionModel, rows: number): CollectionModel {
  const { page } = model.list;
  const own = page.size === undefined ? { ...page, fixed: rows } : { ...page, max: rows };
  return { ...model, list: { ...model.list, page: own } };
}
