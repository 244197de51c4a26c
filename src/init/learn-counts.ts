/** Whether a total is one. */
import type { CollectionModel } from '../mapping/model.js';
import type { Page } from '../planner/list.js';
import { firstPage } from './learn-pages.js';
import type { Learned, Probe } from './learned.js';

type Base = Learned['pageBase'];

/** Some APIs call the number of rows in the page `count`: then one row more or less changes it. */
export async function judgeCount(
  model: CollectionModel,
  probe: Probe,
  sample: Page,
  base: Base,
): Promise<Learned['count']> {
  const { count, rows, more } = sample;
  const ofPage = 'it is the number of rows in the page';
  if (count === undefined) {
    // Above its cap a total is not told, which is no fault.
    return model.list.count?.cap === undefined ? 'the total does not come' : undefined;
  }
  if (count < rows.length || (more === true && count <= rows.length)) return ofPage;
  if (count !== rows.length || count < 2 || model.list.page.size === undefined) return undefined;
  const query = { condition: undefined, sort: [], reader: undefined };
  const { page } = await probe.page(query, firstPage(model, 1, true, base));
  return page.count === count ? undefined : ofPage;
}
