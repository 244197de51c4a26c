/** The number of matching items: one function for each kind of node that tells it. */
import type { CollectionModel } from '../model/model.js';
import type { Count, Total } from '../plan/nodes.js';
import type { Execution } from './execution.js';
import type { Found } from './found.js';
import { measured } from './measured.js';
import { readPages } from './pages.js';
import { send } from './send.js';

/**
 * Carries out a node of a count. The upstream's own number is taken where it can be believed.
 * @returns the number of all items that match
 * @throws AdapterError when the budget is not enough to read them
 */
export function countItems(execution: Execution, model: CollectionModel, count: Count): Promise<number> {
  return measured(execution, count, (each) => countNode(each, model, count));
}

async function countNode(execution: Execution, model: CollectionModel, count: Count): Promise<number> {
  switch (count.kind) {
    case 'zero':
      return 0;
    case 'call': {
      const { count: number } = await send(execution, count.call);
      return number ?? countItems(execution, model, count.otherwise);
    }
    case 'rows': {
      let number = 0;
      for await (const page of readPages(execution, model, count.input)) number += page.length;
      return number;
    }
  }
}

/** The total beside a page. undefined: it is not wanted. */
export async function totalOf(
  execution: Execution,
  model: CollectionModel,
  total: Total,
  found: Found | undefined,
): Promise<number | undefined> {
  switch (total.kind) {
    case 'none':
    case 'cursor':
      return undefined;
    case 'rows':
      return found?.total;
    case 'page':
      return found?.total ?? measured(execution, total, (each) => countItems(each, model, total.otherwise));
    case 'after':
      return found?.total ?? measured(execution, total, (each) => countItems(each, model, total.count));
  }
}
