/** What a request of the command line itself runs with: nobody waits behind it, and nobody observes it. */
import type { RequestContext } from '../execute/execution.js';
import type { CollectionModel } from '../model/model.js';
import { unobserved } from '../world/observation.js';
import { neverAborted } from '../world/signal.js';
import type { World } from '../world/world.js';

export function ownRequest(world: World, { limits }: CollectionModel): RequestContext {
  return {
    world,
    requestId: undefined,
    scope: {},
    signal: neverAborted,
    deadline: world.now() + limits.deadline,
    observe: unobserved,
  };
}
