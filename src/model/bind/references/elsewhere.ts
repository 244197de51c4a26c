/** A MULTI_REFERENCE whose ids are not in its rows: where they are, and what the upstream's filter can ask of them. */
import type { FieldMapping } from '../../../mapping/schema.js';
import type { FilterBinding } from '../../../styles/filter.js';
import { createCodec } from '../../codecs/codec.js';
import type { FieldModel } from '../../model.js';
import { withAcceptance } from '../accepts.js';
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
      source: { kind: 'elsewhere', element: createCodec({ scalar: 'id', type: 'TEXT', list: false }) },
      kind: 'list',
      filter: own && withAcceptance(own),
    }
  );
}
