/** The HTTP server: middleware in the order of a request, start, and graceful stop. */

import { setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Koa from 'koa';
import type { Catalog } from '../service/catalog.js';
import type { Hooks } from '../service/hooks.js';
import type { Service } from '../service/service.js';
import type { ErrorDetails } from '../wix/error-body.js';
import type { Verifier } from '../wix/jwt/verify.js';
import type { Observe } from '../world/observation.js';
import { every, type World } from '../world/world.js';
import { type BodyBudget, createBodyBudget } from './body-budget.js';
import { watchConnections } from './connections.js';
import { hookRoutes } from './hooks.js';
import { type MetricsPage, operationsRoutes } from './operations-routes.js';
import { protocolPaths, protocolRoutes } from './protocol.js';
import { respond } from './respond.js';
import { createWorkAllowance } from './work-allowance.js';

export interface ServerOptions {
  readonly world: World;
  readonly catalog: Catalog;
  readonly service: Service;
  readonly verifier: Verifier;
  readonly observe: Observe;
  readonly metrics: MetricsPage;
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

/** Milliseconds that callers get to send. */
export interface Patience {
  readonly headers: number;
  /** Headers and body; more than `headers`, or Node would exchange the two. */
  readonly request: number;
  /** How often the two are looked at. */
  readonly checks: number;
}

export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /**
   * Accepts nothing more and closes silent connections. Running requests may end within `grace` milliseconds; then they are
   * answered with 503, and connections that do not take that answer are cut.
   */
  stop(grace?: number): Promise<void>;
}

/** As much as Wix's own adapter takes (protocol section 2.1), and little enough to be refused cheaply. */
const usualBodyLimit = 6 * 2 ** 20;
const usualGrace = 10_000;
const usualConnections = 1000;
/** Milliseconds in which the last answers are written when the grace is over. */
const lastAnswers = 500;
const usualPatience: Patience = { headers: 15_000, request: 30_000, checks: 5_000 };

/** @throws the error of `listen` (EADDRINUSE, EACCES, …) */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { world, catalog, service, verifier, observe, metrics, bodyLimit = usualBodyLimit } = options;
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
  operationsRoutes(router, catalog, metrics);
  if (options.hooks) hookRoutes(router, options.hooks, world, bodies);
  koa.use(protocolPaths);
  koa.use(router.routes() as Koa.Middleware);
  // Only failures of the connection come here: respond() answers all others.
  koa.on('error', (error: Error) => observe({ kind: 'connection failed', reason: error.message }));
  const server = createServer(
    {
      // Longer than the idle time of common proxies, so that they and not we end idle connections.
      keepAliveTimeout: 75_000,
      headersTimeout: patience.headers,
      requestTimeout: patience.request,
      connectionsCheckingInterval: patience.checks,
    },
    koa.callback(),
  );
  const connections = watchConnections(server, { world, observe, most: mostConnections });
  await listen(server, options.port, options.host);
  return {
    url: urlOf(server),
    stop(grace = usualGrace) {
      state.stopping = true;
      const stopped = stop(world, server, grace, giveUp);
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

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  const host = address === '::' || address === '0.0.0.0' ? '127.0.0.1' : address;
  return `http://${family === 'IPv6' && host.includes(':') ? `[${host}]` : host}:${port}`;
}

function stop(world: World, server: Server, grace: number, giveUp: AbortController): Promise<void> {
  return new Promise((resolve) => {
    // A connection that answers its last request stays open for more; none may come.
    const endSweep = every(world, 50, () => server.closeIdleConnections());
    let cancelLimit = world.timer(grace, () => {
      giveUp.abort();
      cancelLimit = world.timer(lastAnswers, () => server.closeAllConnections());
    });
    server.close(() => {
      endSweep();
      cancelLimit();
      resolve();
    });
    server.closeIdleConnections();
  });
}
