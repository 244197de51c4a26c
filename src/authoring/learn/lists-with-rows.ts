/** Lists that look best by their schema and give nothing, while another list of the same type has rows. */
import { inParallel } from '../../execute/parallel.js';
import type { CollectionModel } from '../../model/model.js';
import type { ProposedCollection } from '../propose/collection.js';
import type { Asker } from './asker.js';
import { LookEnded } from './asker.js';
import { firstPage, plain, readPage } from './look.js';

/** Other lists of one type that are tried. */
const mostTried = 3;

/**
 * @param proposeWith the collection of a type when this list field is taken for it; undefined: it cannot become one
 * @returns list fields to take instead
 */
export async function listsWithRows(
  proposed: readonly ProposedCollection[],
  proposeWith: (field: string, type: string) => ProposedCollection | undefined,
  bind: (proposed: ProposedCollection) => CollectionModel | undefined,
  asker: () => Asker,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const open = proposed.filter((each) => each.alternatives.length > 0);
  await inParallel(4, open, async (each) => {
    const asking = asker();
    if ((await givesRows(bind(each), asking)) !== false) return;
    for (const field of each.alternatives.slice(0, mostTried)) {
      const other = proposeWith(field, each.value.type);
      if (other && other.questions.length === 0 && (await givesRows(bind(other), asking)) === true) {
        found.add(field);
        return;
      }
    }
  });
  return found;
}

/** undefined: that is not known. A list that refuses the request gives nothing. */
async function givesRows(model: CollectionModel | undefined, asker: Asker): Promise<boolean | undefined> {
  if (!model) return undefined;
  try {
    const read = await readPage(model, asker, plain(model), firstPage(model, 1, false));
    return read.kind === 'lost' ? undefined : read.kind === 'page' && read.page.rows.length > 0;
  } catch (error) {
    if (error instanceof LookEnded) return undefined;
    throw error;
  }
}
