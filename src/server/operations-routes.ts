/** Endpoints for those who run the service. They need no token, so they say nothing secret. */
import type { Context, Middleware } from 'koa';
import type { Problem } from '../mapping/problem.js';
import type { Catalog } from '../service/catalog.js';
import type { ServerState } from './protocol.js';
import type { RequestRecord } from './request-record.js';

/** The numbers of the process in Prometheus' text format. */
export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

export function operationsRoutes(catalog: Catalog, metrics: MetricsPage): Middleware {
  const pages: Readonly<Record<string, (context: Context) => void | Promise<void>>> = {
    '/healthz'(context) {
      record(context).answer = { status: 'ok' };
    },
    '/readyz'(context) {
      const problems = catalog.problems.map(placeAndMessage);
      context.status = catalog.ready ? 200 : 503;
      const collections = [...catalog.collections.keys()];
      record(context).answer = catalog.ready
        ? { ready: true, collections, problems }
        : { ready: false, reasons: catalog.reasons, collections, problems };
    },
    async '/metrics'(context) {
      context.type = metrics.contentType;
      context.body = await metrics.text();
    },
  };
  return async (context, next) => {
    const path = context.path.toLowerCase().replace(/\/$/, '');
    const read = context.method === 'GET' || context.method === 'HEAD';
    if (!read || !Object.hasOwn(pages, path)) return next();
    await pages[path]!(context);
  };
}

function record(context: Pick<Context, 'state'>): RequestRecord {
  return (context.state as ServerState).record;
}

/** Without the line of the file, which may hold a secret that was written there. */
function placeAndMessage({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}
