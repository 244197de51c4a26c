/**
 * Lists of one API that are made alike behave alike: what one of them betrays of its total holds for those of the same
 * style that were too short to show it.
 */

import { isDeepStrictEqual } from 'node:util';
import type { CollectionModel } from '../../model/model.js';
import { applyFindings } from '../propose/apply.js';
import type { ProposedCollection } from '../propose/collection.js';
import type { Finding, Learned } from './finding.js';

export function withSisters(
  proposed: readonly ProposedCollection[],
  learned: ReadonlyMap<string, Learned>,
  bind: (proposed: ProposedCollection) => CollectionModel | undefined,
): ReadonlyMap<string, Learned> {
  const before = new Map(proposed.map((each) => [each.name, bind(each)]));
  const found = proposed.flatMap(({ name }) =>
    (learned.get(name)?.findings ?? []).flatMap((finding) =>
      finding.shared && finding.line.slice(0, 2).join('.') === 'list.count' ? [{ name, finding }] : [],
    ),
  );
  if (found.length === 0) return learned;
  const result = new Map(learned);
  for (const each of proposed) {
    const own = learned.get(each.name);
    if (!own) continue;
    // A list whose own total was tried does not need what another list showed.
    if (own.findings.some(({ line }) => line[0] === 'list' && line[1] === 'count')) continue;
    const model = bind(applyFindings(each, own.findings));
    if (!model?.list.count) continue;
    const sister = found.find(
      ({ name }) => name !== each.name && isAlike(before.get(name), before.get(each.name)),
    );
    if (!sister) continue;
    result.set(each.name, { ...own, findings: [...own.findings, borrowed(sister.finding, sister.name)] });
  }
  return result;
}

function borrowed(finding: Finding, name: string): Finding {
  return {
    ...finding,
    comment: `learned of ${name}, whose list is of the same style: ${(finding.comment ?? '').replace('learned: ', '')}`,
  };
}

/** Totals of the same place, of pages that are asked for in the same way. */
function isAlike(a: CollectionModel | undefined, b: CollectionModel | undefined): boolean {
  if (!a?.list.count || !b?.list.count) return false;
  const styleOf = ({ list: { count, page, rows } }: CollectionModel) => ({
    path: count!.path,
    sibling: count!.sibling === undefined,
    size: page.size,
    offset: page.offset,
    page: page.page,
    cursor: page.cursor,
    items: rows.items,
  });
  return isDeepStrictEqual(styleOf(a), styleOf(b));
}
