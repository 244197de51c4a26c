/**
 * What a collection says over an upstream file that stays as it is. The file's defaults hold for it too, so it names
 * every part in which it differs from them.
 */

import { isPlainObject } from '../../json.js';
import type { UpstreamMapping } from '../../mapping/schema.js';
import { layerStyles } from '../../styles/layers.js';
import type { Dialect, ListStyle, SortStyle } from '../../styles/vocabulary.js';
import type { Combined } from '../detect/combine.js';
import { assumedMaximum } from '../detect/paging.js';
import { sortOver } from '../detect/sort-over.js';
import { dimensions, type Rest } from './lift.js';

/** @param given the dialect's style of this list */
export function overKept(
  styles: Combined,
  kept: UpstreamMapping,
  dialect: Dialect | undefined,
  given: ListStyle | undefined,
): Rest {
  const list: Record<string, unknown> = {};
  const inherited = layerStyles(given, kept.defaults);
  for (const dimension of dimensions) {
    const own = styles.list[dimension];
    if (kept.defaults?.[dimension] === undefined) {
      if (own !== undefined) list[dimension] = own;
      continue;
    }
    // null: the integrator took the part away from all collections.
    if (kept.defaults[dimension] === null && own === undefined) continue;
    const wanted = own ?? given?.[dimension] ?? (isText(dimension) ? '' : null);
    const said = complete(dimension, wanted, inherited[dimension]);
    const result = layerStyles(given, kept.defaults, { [dimension]: said } as ListStyle)[dimension];
    if (!isSame(result, inherited[dimension])) list[dimension] = said;
  }
  const isAbsent = (part: 'get' | 'aggregate'): boolean =>
    styles[part] === undefined && kept[part] !== undefined && dialect?.[part] === undefined;
  return {
    list: list as ListStyle,
    get: isAbsent('get') ? false : styles.get,
    aggregate: isAbsent('aggregate') ? false : styles.aggregate,
  };
}

function isText(dimension: (typeof dimensions)[number]): boolean {
  return dimension === 'rows' || dimension === 'envelope';
}

/** Layers are merged member by member: what must not be inherited has to be said. */
function complete(dimension: string, wanted: unknown, inherited: unknown): unknown {
  if (!isPlainObject(wanted) || !isPlainObject(inherited)) return wanted;
  switch (dimension) {
    case 'count':
      return Object.keys(wanted).length === 1 && wanted.path !== undefined ? wanted.path : wanted;
    case 'page': {
      // What the file says of the API's pages is known better than what is assumed of them.
      const { max, ...rest } = wanted;
      return max === assumedMaximum && inherited.max !== undefined ? rest : wanted;
    }
    case 'sort':
      return sortOver(wanted as SortStyle, inherited as Partial<SortStyle>);
    default:
      return wanted;
  }
}

/** Parts that differ only in the order of their members are the same. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}
