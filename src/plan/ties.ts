/** Orders under which rows can be equal are good for one upstream request only. */

import { pageSizeFor, pagingKind } from './page-size.js';
import { type Plan, sortHere } from './plan.js';

/** The plan for one page of items: sorted here where the page takes several requests and the order has ties. */
export function planForPage(plan: Plan, offset: number, limit: number): Plan {
  if (plan.access.kind !== 'page' || !plan.order.ties || isOneRequest(plan, offset, limit)) return plan;
  return sortHere(plan);
}

function isOneRequest({ model }: Plan, offset: number, limit: number): boolean {
  const { page } = model.list;
  const largest = Math.min(model.limits.page, page.max ?? model.limits.page);
  switch (pagingKind(page, offset + limit)) {
    case 'offset':
      return limit <= largest;
    case 'page': {
      const size = pageSizeFor(offset, Math.max(limit, 1), page, largest);
      return Math.floor(offset / size) === Math.floor((offset + Math.max(limit, 1) - 1) / size);
    }
    // Cursors are positions in an order that the upstream keeps.
    default:
      return true;
  }
}
