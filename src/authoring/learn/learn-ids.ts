/** How an API answers ids that nothing has: as it should, with nothing, or with an error. */

import type { Page } from '../../calls/list.js';
import { createEngine } from '../../execute/engine.js';
import type { CollectionModel } from '../../model/model.js';
import type { UpstreamClient } from '../../upstream/transport/client.js';
import { soundsAbsent } from '../../upstream/transport/errors.js';
import { type GraphqlError, UpstreamFailure } from '../../upstream/transport/failure.js';
import { AdapterError } from '../../wix/errors.js';
import { parseQuery } from '../../wix/requests.js';
import { unobserved } from '../../world/observation.js';
import type { Learned } from './learned.js';
import { type Asking, readTime } from './trials.js';

/** Ids of each form that hardly any API has. */
const absent = {
  integer: '2147480000',
  uuid: '00000000-0000-4000-8000-00000000dead',
  any: 'no-such-id',
} as const;

export async function learnIds(
  model: CollectionModel,
  page: Page,
  asking: Asking,
): Promise<Pick<Learned, 'ids' | 'missing'>> {
  const { source } = model.fields.get('_id')!;
  const none = { ids: undefined, missing: undefined };
  if (source.kind !== 'path' || page.rows.length === 0) return none;
  const reader = model.rows([]);
  const form = formOf(page.rows.map((row) => String(reader.read(row)._id)));
  const told = await askFor(model, absent[form ?? 'any'], asking);
  const missing = told !== undefined && soundsAbsent(told) && model.get.one ? ('error' as const) : undefined;
  if (form === undefined || source.codec.scalar !== 'id') return { ...none, missing };
  const other = await askFor(model, absent.any, asking);
  // An id of another form that is absent in the same words needs no care of its own.
  return { ids: other === undefined || (missing && soundsAbsent(other)) ? undefined : form, missing };
}

function formOf(ids: readonly string[]): Learned['ids'] {
  if (ids.every((id) => /^(?:0|[1-9]\d*)$/.test(id))) return 'integer';
  return ids.every((id) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) ? 'uuid' : undefined;
}

/**
 * What the API says instead of an answer; undefined: it answers, or the answer was refused for another reason than its
 * own words (a total that disagrees, a lost connection), which says nothing about ids.
 */
async function askFor(model: CollectionModel, id: string, asking: Asking): Promise<GraphqlError | undefined> {
  const request = parseQuery({ collectionId: model.id, query: { filter: { _id: id }, fields: ['_id'] } });
  const { world } = asking;
  const context = {
    ...asking,
    requestId: undefined,
    scope: {},
    deadline: world.now() + readTime,
    observe: unobserved,
  };
  const engine = createEngine({ world });
  // Where ids cannot be asked for, nothing is: a scan would be no answer to this.
  if (engine.explain(model, 'query', request).access === 'scan') return undefined;
  const said: GraphqlError[] = [];
  try {
    await engine.query(overheard(model, said), request, context);
    return undefined;
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return said[0];
  }
}

/** The same collection; what its API says in `errors` is noted down. */
function overheard(model: CollectionModel, said: GraphqlError[]): CollectionModel {
  const { client } = model.upstream;
  const listening: UpstreamClient = {
    ...client,
    async request(...parameters) {
      try {
        const result = await client.request(...parameters);
        said.push(...result.errors);
        return result;
      } catch (error) {
        if (error instanceof UpstreamFailure && error.kind === 'graphqlErrors') said.push(...error.errors);
        throw error;
      }
    },
  };
  return { ...model, upstream: { ...model.upstream, client: listening } };
}
