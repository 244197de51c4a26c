/** Arguments of a list field that a mapping does not use: without one of them some APIs give no rows. */

import type { CollectionModel } from '../model/model.js';

export function unusedArguments({ list, fields }: CollectionModel): readonly string[] {
  const { size, offset, page, cursor } = list.page;
  const addresses = [size, offset, page, cursor].flatMap((each) => (each === undefined ? [] : each));
  const used = new Set<string | undefined>([
    ...Object.keys(list.constants.get('') ?? {}),
    ...[...addresses, list.filter?.address, list.sort?.address].map((address) => address?.path[0]),
    // Filters and sorts without an argument of their own are arguments themselves.
    ...[...fields.values()].flatMap((field) => [field.filter?.field.path[0], field.sortPath?.[0]]),
  ]);
  return list.location.field.args
    .map(({ name }) => name)
    .filter((name) => !used.has(name) && !otherWay.test(name));
}

/** The other direction of paging, and other ways to page. */
const otherWay = /^(?:first|last|before|after|limit|offset|page|skip|take|orderBy|sort)$/;
