/** What answers one request of Node's HTTP server: the protocol's operations at once, everything else by its route. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import type { Catalog } from '../service/catalog.js';
import type { Hooks } from '../service/hooks.js';
import type { Service } from '../service/service.js';
import type { ErrorDetails } from '../wix/error-body.js';
import type { Verifier } from '../wix/jwt/verify.js';
import { operationOf } from '../wix/operations.js';
import type { Observe } from '../world/observation.js';
import { createSignal, type SignalController } from '../world/signal.js';
import type { World } from '../world/world.js';
import { type BodyBudget, createBodyBudget } from './body-budget.js';
import { hookRoutes } from './hooks.js';
import { type AdminPages, adminRoutes, healthRoutes } from './operations-routes.js';
import { refuseOtherMethods } from './other-methods.js';
import { carryOutOperation } from './protocol.js';
import { createRespond, respondUnder } from './respond.js';
import { createWorkAllowance } from './work-allowance.js';

export interface ListenerOptions {
  readonly world: World;
  readonly catalog: Catalog;
  readonly service: Service;
  readonly verifier: Verifier;
  readonly observe: Observe;
  /** Pages of the admin port, where one port is for everything. */
  readonly admin?: AdminPages | undefined;
  /** Absent: there are none. */
  readonly hooks?: Hooks;
  /** Most bytes of a request body. Default 6 MiB. */
  readonly bodyLimit?: number | undefined;
  /** What bodies of failures tell. Default: short. */
  readonly details?: ErrorDetails | undefined;
  /** Memory for all bodies that are not verified yet. */
  readonly bodies?: BodyBudget;
  /** Responses may not be Node's own. Default: they are. */
  readonly foreign?: boolean;
}

/** Resolves when the request has its answer, or its caller has left. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface ListenerState {
  readonly listener: Listener;
  /** From now on connections end with their answer. What it gives is to be aborted when running requests are to be given up. */
  stopping(): SignalController;
}

/** As much as Wix's own adapter takes (protocol section 2.1), and little enough to be refused cheaply. */
const usualBodyLimit = 6 * 2 ** 20;

export function createListener(options: ListenerOptions): ListenerState {
  const { world, catalog, service, verifier, observe, bodyLimit = usualBodyLimit } = options;
  const { bodies = bodyBudget(world, bodyLimit) } = options;
  let stopping = false;
  const giveUp = createSignal();
  const respond = createRespond({
    world,
    observe,
    details: options.details,
    giveUp: giveUp.signal,
    stopping: () => stopping,
    foreign: options.foreign,
  });
  const protocol = { world, service, verifier, bodyLimit, bodies };
  const koa = new Koa();
  koa.use(respondUnder(respond));
  const router = new Router();
  healthRoutes(router, catalog);
  if (options.admin) adminRoutes(router, options.admin);
  if (options.hooks) hookRoutes(router, options.hooks, world, bodies);
  koa.use(router.routes() as Koa.Middleware);
  koa.use(refuseOtherMethods);
  // Only failures of the connection come here: respond() answers all others.
  const failed = (error: Error): void => observe({ kind: 'connection failed', reason: error.message });
  koa.on('error', failed);
  const others = koa.callback();
  return {
    // Requests of the protocol do not go through Koa and the router: they cost about as much as everything else of a kept answer.
    listener(request, response) {
      const operation = operationOf(request.url ?? '/');
      if (!operation) return others(request, response);
      response.on('error', failed);
      return respond(request, response, (record) =>
        carryOutOperation(operation, request, response, record, protocol),
      );
    },
    stopping() {
      stopping = true;
      return giveUp;
    },
  };
}

/** Room for several bodies of the largest size, and for the work of them. */
function bodyBudget(world: World, bodyLimit: number): BodyBudget {
  const most = Math.max(64 * 2 ** 20, 4 * bodyLimit);
  return createBodyBudget(createWorkAllowance(world, 2 * most), most);
}
