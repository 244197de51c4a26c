/** A filter that is a text in a search language: the language's compiler spells the conditions. */

import type { ArgumentPath } from '../upstream/document/argument-path.js';
import type { SearchLanguage } from './extensions/extension.js';
import type { BoundOperator, FilterBinding } from './filter-binding.js';
import type { FilterStyle, UpstreamOperator, ValueKind } from './vocabulary.js';

export function searchBinding(
  style: FilterStyle,
  address: ArgumentPath,
  language: SearchLanguage,
): FilterBinding {
  const kinds = new Map(
    (style.searchable ?? []).map((entry) => {
      const [name, kind] = entry.split(':');
      return [name!, (kind ?? 'any') as ValueKind];
    }),
  );
  return {
    style,
    address,
    and: true,
    or: language.combinators.or,
    not: language.combinators.not,
    notLogic: language.notLogic,
    render: (condition) => (condition.kind === 'all' ? undefined : language.compile(condition)),
    ownOperators: () => new Map(),
    namesAt: () => [...kinds.keys()],
    fieldAt(path, kind) {
      const name = path.join('.');
      if (!kinds.has(name)) return undefined;
      const merged = { ...language.operators.any, ...language.operators[kinds.get(name) ?? kind] };
      const operators = new Map<UpstreamOperator, BoundOperator>();
      for (const [operator, meaning] of Object.entries(merged)) {
        if (meaning) operators.set(operator as UpstreamOperator, { meaning });
      }
      return operators.size === 0 ? undefined : { field: { path: [name], kind }, operators };
    },
  };
}
