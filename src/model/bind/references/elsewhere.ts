/** A MULTI_REFERENCE whose ids are not in its rows: where they are, and what the upstream's filter can ask of them. */
import type { FieldMapping } from '../../../mapping/schema.js';
import type { BoundOperator, FilterableField, FilterBinding } from '../../../styles/filter.js';
import type { Json } from '../../../wix/json.js';
import { fitInput } from '../../codecs/fit-input.js';
import { ConversionError } from '../../codecs/types.js';
import type { FieldModel } from '../../model.js';
import type { BindContext } from '../context.js';
import type { FieldPlace } from '../field-checks.js';
import { withOwnOperators } from '../own-operators.js';
import { bindThrough } from './reference.js';

type Elsewhere = Pick<FieldModel, 'relation' | 'type' | 'source' | 'kind' | 'filter'>;

/** Operators that say something of several items. */
const ofSeveral: ReadonlySet<string> = new Set(['has', 'hasSome', 'hasAll']);

/** @returns undefined where the mapping is wrong, which is reported */
export function bindElsewhere(
  mapping: FieldMapping,
  place: FieldPlace,
  filter: FilterBinding | undefined,
  context: BindContext,
): Elsewhere | undefined {
  const relation = bindThrough(mapping, place, context);
  for (const name of Object.keys(mapping.operators ?? {}))
    if (!ofSeveral.has(name))
      context.problem(
        [...place.at, 'operators', name],
        'of several items only has, hasSome and hasAll are asked',
        {
          at: 'key',
        },
      );
  const own = withOwnOperators(undefined, mapping, 'list', filter, place, context);
  return (
    relation && {
      relation,
      type: 'MULTI_REFERENCE',
      source: {
        kind: 'elsewhere',
        element: context.shared.codec({ scalar: 'id', type: 'TEXT', list: false }),
      },
      kind: 'list',
      filter: own && withFittingIds({ ...own, operators: context.shared.accepted(own.operators) }),
    }
  );
}

/** Ids are texts here; where the filter takes numbers, they are sent as such. */
function withFittingIds(own: FilterableField): FilterableField {
  const operators = [...own.operators].map(([name, bound]) => [name, withFittingId(bound)] as const);
  return { ...own, operators: new Map(operators) };
}

function withFittingId(bound: BoundOperator): BoundOperator {
  const [type, ...others] = bound.operand ?? [];
  const { render, accepts } = bound;
  if (!type || others.length > 0 || !render) return bound;
  const adapt = fitInput(type);
  const fitting = (value: Json): Json | undefined => {
    try {
      const fitted = adapt(value);
      // 01 is the number of another id.
      return isSame(value, fitted) ? fitted : undefined;
    } catch (error) {
      if (error instanceof ConversionError) return undefined;
      throw error;
    }
  };
  return {
    ...bound,
    render: (slots) => render({ ...slots, value: fitting(slots.value as Json) ?? (slots.value as Json) }),
    accepts: (value) => {
      const fitted = fitting(value);
      return fitted !== undefined && (accepts?.(fitted) ?? true);
    },
  };
}

function isSame(given: Json, fitted: Json): boolean {
  if (Array.isArray(given) && Array.isArray(fitted))
    return given.length === fitted.length && given.every((each: Json, index) => isSame(each, fitted[index]!));
  return String(given) === String(fitted);
}
