/** Arguments of one text that filter: languages and searches, which the schema does not show. */
import type { Entity } from './entity.js';
import type { FilterFinding } from './filter-finding.js';
import { type Input, isLeafType, shapeOf } from './shape.js';

export function textFinding(argument: Input, at: string, entity: Entity): FilterFinding | undefined {
  const { named, lists } = shapeOf(argument.type);
  if (!isLeafType(named)) return undefined;
  const opaque = /json|scalar|object|any$/i.test(named.name);
  if (/^(where|filters?|filter_query.*)$/i.test(argument.name)) {
    if (opaque)
      return {
        label: `opaque@${at}`,
        at,
        style: null,
        score: 9,
        typeName: named.name,
        why: 'the filter is free JSON',
      };
    if (lists === 0)
      return {
        label: `string-dsl?@${at}`,
        at,
        style: null,
        score: 12,
        typeName: named.name,
        why: 'the filter is a text in a language that the schema does not show',
      };
  }
  if (lists > 0 || entity.fields.has(argument.name)) return undefined;
  if (/^query$/i.test(argument.name))
    return {
      label: `string-dsl?@${at}`,
      at,
      style: null,
      score: 8,
      typeName: named.name,
      why: 'a text in a search language',
    };
  if (/^(q|search|search_?term|full_?text|_search)$/i.test(argument.name))
    return {
      label: `search@${at}`,
      at,
      style: null,
      score: 5,
      typeName: named.name,
      why: 'full text search',
    };
  return undefined;
}
