/** Endpoints for those who run the service. They need no token, so they say nothing secret. */
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Problem } from '../mapping/problem.js';
import type { Catalog } from '../service/catalog.js';
import type { ServerState } from './protocol.js';
import type { RequestRecord } from './request-record.js';
import { type UnknownWrites, unknownRoutes } from './unknown-routes.js';

/** The numbers of the process in Prometheus' text format. */
export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

/** What is shown on the admin port besides the health. */
export interface AdminPages {
  readonly metrics: MetricsPage;
  /** Absent: not shown, as where the pages share the port that Wix asks. */
  readonly unknown?: UnknownWrites;
}

/** For probes, which ask the port that they are for. */
export function healthRoutes(router: Router, catalog: Catalog): void {
  router.get('/healthz', (context) => {
    record(context).answer = { status: 'ok' };
  });
  router.get('/readyz', (context) => {
    const problems = catalog.problems.map(placeAndMessage);
    context.status = catalog.ready ? 200 : 503;
    const collections = [...catalog.collections.keys()];
    const { withdrawn, gateways, kept, generationNumber, tenants } = catalog;
    const upstreams = Object.fromEntries(gateways.map(({ upstream, ...state }) => [upstream, state]));
    const seen = {
      generation: generationNumber,
      collections,
      ...(kept.size > 0 ? { kept: [...kept] } : {}),
      problems,
      ...(gateways.length > 0 ? { upstreams } : {}),
      ...(withdrawn.length > 0 ? { withdrawn } : {}),
      ...(tenants ? { tenants } : {}),
    };
    record(context).answer = catalog.ready
      ? { ready: true, ...seen }
      : { ready: false, reasons: catalog.reasons, ...seen };
  });
}

/** For monitoring and for people; not for the network that Wix asks through. */
export function adminRoutes(router: Router, { metrics, unknown }: AdminPages): void {
  if (unknown) unknownRoutes(router, unknown);
  router.get('/metrics', async (context) => {
    context.type = metrics.contentType;
    record(context).text = await metrics.text();
  });
}

function record(context: Pick<Context, 'state'>): RequestRecord {
  return (context.state as ServerState).record;
}

/** Without the line of the file, which may hold a secret that was written there. */
function placeAndMessage({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}
