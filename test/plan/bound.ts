/** Collections bound to the imitations' schemas without a server, and what their upstream is sent for a filter. */

import { conditionLookup } from '../../src/calls/list.js';
import type { CollectionModel } from '../../src/model/model.js';
import { pushDown } from '../../src/plan/pushdown/pushdown.js';
import { translateFilter } from '../../src/plan/pushdown/translate.js';
import { resolveWanted } from '../../src/plan/request/wanted.js';
import type { UpstreamClient } from '../../src/upstream/transport/client.js';
import { unfilledScope } from '../../src/upstream/transport/context.js';
import { parseFilter } from '../../src/wix/filter/parse.js';
import { everything } from '../../src/wix/filter/tree.js';
import type { Json } from '../../src/wix/json.js';
import { bindRig, type Rig } from '../rig.js';
import { createTables } from '../upstreams/engine/table.js';
import { type UpstreamName, upstreams } from '../upstreams/fixture-shapes.js';

const deaf: UpstreamClient = {
  request: () => Promise.reject(new Error('nothing is to be sent')),
  shown: 'http://localhost/graphql',
  close: () => Promise.resolve(),
};

export function boundRig(
  name: UpstreamName,
  upstream: Record<string, Json>,
  mapping: Record<string, Json>,
): Rig {
  const { build } = upstreams[name];
  const schema = build(() => createTables([]));
  return bindRig('http://localhost/graphql', schema, deaf, upstream, [
    { collection: 'products', ...mapping },
  ]);
}

export type Sent =
  | { readonly sent: Json; readonly exact: boolean }
  /** Nothing is asked: no row can match. */
  | 'none'
  /** No condition is sent, and none is needed. */
  | 'all'
  /** No condition is sent; the filter is worked out here. The reason of the first condition. */
  | { readonly here: string };

/** The filter argument's value, and whether the rows are checked again. */
export function sentFor(model: CollectionModel, filter: Json): Sent {
  const wanted = resolveWanted(model, parseFilter(filter), []);
  const { pushed, residual, reasons } = translateFilter(wanted.filter, model);
  if (pushed.kind === 'none') return 'none';
  if (pushed.kind === 'all') return residual === everything ? 'all' : { here: reasons[0]!.reason };
  const sent = model.list.filter!.render(pushed.condition, conditionLookup(model))!;
  return { sent, exact: residual === everything };
}

export function planFor(
  model: CollectionModel,
  filter: Json,
  sort: readonly { path: string; order: 'ASC' | 'DESC' }[] = [],
) {
  return pushDown({ model, facts: unfilledScope }, resolveWanted(model, parseFilter(filter), sort));
}
