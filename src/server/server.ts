/** The HTTP server: middleware in the order of a request, start, and graceful stop. */

import { setMaxListeners } from 'node:events';
import Router from '@koa/router';
import Koa from 'koa';
import type { Catalog } from '../service/catalog.js';
import type { Hooks } from '../service/hooks.js';
import type { Service } from '../service/service.js';
import type { ErrorDetails } from '../wix/error-body.js';
import type { Verifier } from '../wix/jwt/verify.js';
import type { Observe } from '../world/observation.js';
import type { World } from '../world/world.js';
import { type BodyBudget, createBodyBudget } from './body-budget.js';
import { watchConnections } from './connections.js';
import { hookRoutes } from './hooks.js';
import {
  createPatientServer,
  listen,
  type Patience,
  type RunningServer,
  stopServer,
  urlOf,
  usualPatience,
} from './listening.js';
import { type AdminPages, adminRoutes, healthRoutes } from './operations-routes.js';
import { protocolPaths, protocolRoutes } from './protocol.js';
import { respond } from './respond.js';
import { createWorkAllowance } from './work-allowance.js';

export interface ServerOptions {
  readonly world: World;
  readonly catalog: Catalog;
  readonly service: Service;
  readonly verifier: Verifier;
  readonly observe: Observe;
  /** Pages of the admin port, where one port is for everything. */
  readonly admin?: AdminPages | undefined;
  /** Absent: there are none. */
  readonly hooks?: Hooks;
  /** Default: all addresses of the machine. */
  readonly host?: string | undefined;
  /** 0: any free one. */
  readonly port: number;
  /** Most bytes of a request body. Default 6 MiB. */
  readonly bodyLimit?: number | undefined;
  /** What bodies of failures tell. Default: short. */
  readonly details?: ErrorDetails | undefined;
  /** Memory for all bodies that are not verified yet. */
  readonly bodies?: BodyBudget;
  readonly patience?: Patience;
  /** Connections that callers may have at once. Default 1000. */
  readonly mostConnections?: number;
}

export type { RunningServer } from './listening.js';

/** As much as Wix's own adapter takes (protocol section 2.1), and little enough to be refused cheaply. */
const usualBodyLimit = 6 * 2 ** 20;
const usualGrace = 10_000;
const usualConnections = 1000;

/** @throws the error of `listen` (EADDRINUSE, EACCES, …) */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { world, catalog, service, verifier, observe, bodyLimit = usualBodyLimit } = options;
  const { bodies = bodyBudget(world, bodyLimit), patience = usualPatience } = options;
  const { mostConnections = usualConnections } = options;
  const state = { stopping: false };
  const giveUp = new AbortController();
  // Every running request listens.
  setMaxListeners(0, giveUp.signal);
  const koa = new Koa();
  koa.use(async (context, next) => {
    await next();
    // Without it a caller would send its next request on a connection that is about to be closed.
    if (state.stopping) context.set('connection', 'close');
  });
  koa.use(respond({ world, observe, details: options.details, giveUp: giveUp.signal }));
  const router = new Router();
  protocolRoutes(router, { world, service, verifier, bodyLimit, bodies });
  healthRoutes(router, catalog);
  if (options.admin) adminRoutes(router, options.admin);
  if (options.hooks) hookRoutes(router, options.hooks, world, bodies);
  koa.use(protocolPaths);
  koa.use(router.routes() as Koa.Middleware);
  // Only failures of the connection come here: respond() answers all others.
  koa.on('error', (error: Error) => observe({ kind: 'connection failed', reason: error.message }));
  const server = createPatientServer(patience, koa.callback());
  const connections = watchConnections(server, { world, observe, most: mostConnections });
  await listen(server, options.port, options.host);
  return {
    url: urlOf(server),
    stop(grace = usualGrace) {
      state.stopping = true;
      const stopped = stopServer(world, server, grace, giveUp);
      connections.closeQuiet();
      return stopped;
    },
  };
}

/** Room for several bodies of the largest size, and for the work of them. */
function bodyBudget(world: World, bodyLimit: number): BodyBudget {
  const most = Math.max(64 * 2 ** 20, 4 * bodyLimit);
  return createBodyBudget(createWorkAllowance(world, 2 * most), most);
}
