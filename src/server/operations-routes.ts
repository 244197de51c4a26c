/** Endpoints for those who run the service. They need no token, so they say nothing secret. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import type { Problem } from '../mapping/problem.js';
import type { Catalog } from '../service/catalog.js';
import type { Metrics } from './metrics.js';

export function operationsRoutes(catalog: Catalog, metrics: Metrics): Middleware {
  const router = new Router();
  router.get('/healthz', (context) => {
    context.body = { status: 'ok' };
  });
  router.get('/readyz', (context) => {
    const problems = catalog.problems.map(placeAndMessage);
    context.status = catalog.ready ? 200 : 503;
    context.body = catalog.ready
      ? { ready: true, collections: [...catalog.collections.keys()], problems }
      : { ready: false, reasons: catalog.reasons, collections: [...catalog.collections.keys()], problems };
  });
  router.get('/metrics', async (context) => {
    context.type = metrics.contentType;
    context.body = await metrics.text();
  });
  return router.routes() as Middleware;
}

/** Without the line of the file, which may hold a secret that was written there. */
function placeAndMessage({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}
