/** How a list's pages are numbered. */

import type { CollectionModel } from '../../model/model.js';
import type { Asker } from './asker.js';
import { type Finding, put } from './finding.js';
import { idsOf, plain, readPage } from './look.js';

/**
 * Pages are numbered from 0 where page 0 has rows that page 1 does not have. Elsewhere page 0 is refused, empty, or the
 * same as page 1.
 */
export async function learnBase(model: CollectionModel, asker: Asker): Promise<readonly Finding[]> {
  const { page } = model.list;
  if (page.page === undefined || page.base !== undefined) return [];
  const size = page.size === undefined ? {} : { size: 5 };
  // One after the other: a refused page 0 must not take page 1 with it.
  const ids = async (number: number): Promise<readonly string[] | undefined> => {
    const read = await readPage(model, asker, plain(model), { ...size, page: number, count: false });
    return read.kind === 'page' ? idsOf(model, read.page.rows) : undefined;
  };
  const zeroth = await ids(0);
  if (zeroth === undefined) return [];
  const first = await ids(1);
  if (zeroth.length === 0)
    return first?.length === 0
      ? [
          put(
            ['list', 'page', 'base'],
            1,
            'base: 1 is assumed: the collection was empty when this was written',
            'pages 0 and 1 are empty',
          ),
        ]
      : [];
  if (first !== undefined && zeroth.every((id) => first.includes(id))) return [];
  return [
    put(
      ['list', 'page', 'base'],
      0,
      'learned: pages are numbered from 0',
      'page 0 has rows that page 1 does not have',
      { short: 'pages from 0' },
    ),
  ];
}
