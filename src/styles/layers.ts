/** Styles come in layers: the dialect, then the upstream file, then the collection file. A later layer wins. */
import { isPlainObject } from '../json.js';
import type { AggregateStyle, CountStyle, GetStyle, Json, ListOverrides, ListStyle } from './vocabulary.js';

/**
 * Lays styles over each other. Objects are merged member by member, except templates, which are replaced whole; `null`
 * takes away what an earlier layer said.
 */
export function layerStyles(...layers: readonly (ListStyle | ListOverrides | undefined)[]): ListStyle {
  const merged = merge(layers) as ListStyle;
  return merged.page ? { ...merged, page: withoutNulls(merged.page) } : merged;
}

function withoutNulls<T extends object>(style: T): T {
  return Object.fromEntries(Object.entries(style).filter(([, value]) => value !== null)) as T;
}

export function layerGet(...layers: readonly (GetStyle | undefined)[]): GetStyle {
  return merge(layers) as GetStyle;
}

export function layerAggregate(...layers: readonly (AggregateStyle | undefined)[]): AggregateStyle {
  return merge(layers) as AggregateStyle;
}

/** Members that hold templates: a template is one value, so a later one replaces it. */
const templates = new Set(['send', 'and', 'or', 'not', 'ascending', 'descending', 'key', 'arguments']);

function merge(layers: readonly unknown[]): unknown {
  let result: Record<string, unknown> = {};
  for (const layer of layers) if (layer !== undefined) result = mergeTwo(result, layer as Json, []);
  return result;
}

function mergeTwo(
  below: Record<string, unknown>,
  above: Json,
  path: readonly string[],
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above as Record<string, Json>)) {
    if (value === undefined) continue;
    const present = result[key] as Json | undefined;
    const operator = path.at(-2) === 'operators';
    if (isPlainObject(present) && isPlainObject(value) && !templates.has(key) && !operator) {
      // A paging or filter of another kind is another style, not a refinement of the one below.
      const differs = (name: string): boolean =>
        value[name] !== undefined && value[name] !== null && value[name] !== present[name];
      const replaced =
        key === 'filter' ? differs('style') : key === 'page' && (differs('size') || differs('page'));
      result[key] = replaced ? value : mergeTwo(present as Record<string, unknown>, value, [...path, key]);
    } else result[key] = value;
  }
  return result;
}

export function countStyleOf(style: ListStyle): CountStyle | undefined {
  if (style.count === undefined || style.count === null) return undefined;
  return typeof style.count === 'string' ? { path: style.count } : style.count;
}
