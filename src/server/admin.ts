/**
 * The admin port: health, numbers and what else is for those who run the service. It listens on loopback unless it is told
 * otherwise, and nothing on it needs a token, so that it must not be published.
 */
import Router from '@koa/router';
import Koa from 'koa';
import type { Catalog } from '../service/catalog.js';
import { AdapterError } from '../wix/errors.js';
import type { Observe } from '../world/observation.js';
import { createSignal } from '../world/signal.js';
import type { World } from '../world/world.js';
import { watchConnections } from './connections.js';
import {
  createPatientServer,
  listen,
  type RunningServer,
  stopServer,
  urlOf,
  usualPatience,
} from './listening.js';
import { isLoopback } from './loopback.js';
import { type AdminPages, adminRoutes, healthRoutes } from './operations-routes.js';
import { refuseOtherMethods } from './other-methods.js';
import { createRespond, respondUnder } from './respond.js';

export interface AdminOptions {
  readonly world: World;
  readonly catalog: Catalog;
  readonly observe: Observe;
  readonly pages: AdminPages;
  /** Default: 127.0.0.1. */
  readonly host?: string | undefined;
  /** 0: any free one. */
  readonly port: number;
}

/** A few monitors and people; so many connections cannot use up the descriptors that callers need. */
const mostConnections = 32;

/** @throws the error of `listen` (EADDRINUSE, EACCES, …) */
export async function startAdminServer(options: AdminOptions): Promise<RunningServer> {
  const { world, catalog, pages, port, host = '127.0.0.1' } = options;
  const giveUp = createSignal();
  const koa = new Koa();
  const observe = defectsOnly(options.observe);
  koa.use(respondUnder(createRespond({ world, observe, details: 'full', giveUp: giveUp.signal })));
  if (isLoopback(host)) koa.use(ownNameOnly);
  const router = new Router();
  healthRoutes(router, catalog);
  adminRoutes(router, pages);
  koa.use(router.routes() as Koa.Middleware);
  koa.use(refuseOtherMethods);
  koa.on('error', (error: Error) => observe({ kind: 'connection failed', reason: error.message }));
  const server = createPatientServer(usualPatience, koa.callback());
  const connections = watchConnections(server, { world, observe, most: mostConnections });
  await listen(server, port, host);
  return {
    url: urlOf(server),
    stop(grace = 0) {
      const stopped = stopServer(world, server, grace, giveUp);
      connections.closeQuiet();
      return stopped;
    },
  };
}

/** Requests to the admin port are not those of Wix: they are neither logged nor counted as such, only what is wrong with ours. */
function defectsOnly(observe: Observe): Observe {
  return (each) => {
    if (each.kind === 'request ended' && each.failure?.status === 500)
      observe({
        kind: 'defect',
        during: 'while the admin port was asked',
        at: each.path,
        error: each.failure.cause,
      });
  };
}

/**
 * A page in a browser on this machine can lead a name of its own to the loopback address, and would read what is shown here as if it
 * came from its own site. The name that it asks for gives it away.
 */
const ownNameOnly: Koa.Middleware = (context, next) => {
  const name = context.hostname;
  if (name !== 'localhost' && !isLoopback(name.replace(/^\[|\]$/g, '')))
    throw new AdapterError(
      'BAD_REQUEST',
      'The admin port listens on loopback, and answers under its names only',
      {
        status: 421,
      },
    );
  return next();
};
