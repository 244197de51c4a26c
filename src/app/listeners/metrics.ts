/** Numbers for Prometheus. Labels are closed sets, so that nobody outside can make the memory grow. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricsPage } from '../../server/operations-routes.js';
import type { UnknownWrites } from '../../server/unknown-routes.js';
import type { Catalog } from '../../service/catalog.js';
import type { Observe } from '../../world/observation.js';
import { isRoutine } from './log.js';

export interface Metrics extends MetricsPage {
  readonly observe: Observe;
}

/** What proxies write down for a caller who did not wait; nobody is answered with it. */
const callerGone = 499;

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

/** @param unknown writes of unknown outcome that nobody has looked after */
export function createMetrics(
  catalog: () => Catalog | undefined,
  unknown?: Pick<UnknownWrites, 'list' | 'forgotten'>,
): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const requests = new Counter({
    name: 'wix_requests_total',
    help: 'Requests of Wix by operation, collection, HTTP status and error code; OK without an error',
    labelNames: ['operation', 'collection', 'status', 'code'],
    registers,
  });
  const residual = new Counter({
    name: 'wix_requests_residual_total',
    help: 'Requests for which rows were read to be filtered, sorted or counted here, by operation and collection',
    labelNames: ['operation', 'collection'],
    registers,
  });
  const caused = new Counter({
    name: 'wix_upstream_requests_total',
    help: 'Requests to upstream APIs that requests of Wix caused, by operation and collection',
    labelNames: ['operation', 'collection'],
    registers,
  });
  const scanned = new Counter({
    name: 'rows_scanned_total',
    help: 'Rows of upstream APIs that were read to be filtered, sorted or counted here, by collection',
    labelNames: ['collection'],
    registers,
  });
  const durations = new Histogram({
    name: 'wix_request_duration_seconds',
    help: 'Time to answer a request of Wix, by operation and collection',
    labelNames: ['operation', 'collection'],
    buckets,
    registers,
  });
  const upstreamRequests = new Counter({
    name: 'upstream_requests_total',
    help: 'Requests to upstream APIs by upstream and outcome',
    labelNames: ['upstream', 'outcome'],
    registers,
  });
  const upstreamDurations = new Histogram({
    name: 'upstream_request_duration_seconds',
    help: 'Time of requests to upstream APIs, by upstream',
    labelNames: ['upstream'],
    buckets,
    registers,
  });
  const refusedCalls = new Counter({
    name: 'upstream_refused_total',
    help: 'Requests that were not sent, by upstream and reason: too many wait, the upstream is left alone, its rate, the deadline',
    labelNames: ['upstream', 'reason'],
    registers,
  });
  const waits = new Histogram({
    name: 'upstream_wait_seconds',
    help: 'Time that requests waited here before they were sent, by upstream; those that did not wait are not counted',
    labelNames: ['upstream'],
    buckets,
    registers,
  });
  new Gauge({
    name: 'upstream_requests',
    help: 'Requests by upstream and state: under way, or waiting for a place',
    labelNames: ['upstream', 'state'],
    registers,
    collect() {
      this.reset();
      for (const { upstream, underWay, waiting } of catalog()?.gateways ?? []) {
        this.set({ upstream, state: 'under way' }, underWay);
        this.set({ upstream, state: 'waiting' }, waiting);
      }
    },
  });
  new Gauge({
    name: 'upstream_breaker_open',
    help: '1 while the upstream is left alone because it fails, else 0',
    labelNames: ['upstream'],
    registers,
    collect() {
      this.reset();
      for (const { upstream, breaker } of catalog()?.gateways ?? [])
        this.set({ upstream }, breaker === 'closed' ? 0 : 1);
    },
  });
  const cached = new Counter({
    name: 'wix_cache_total',
    help: 'Answers of collections that keep them, by collection and how they came about',
    labelNames: ['collection', 'use'],
    registers,
  });
  const checks = new Counter({
    name: 'wix_cache_checks_total',
    help: 'Kept answers that were asked for once more, by collection and outcome: same, different or failed',
    labelNames: ['collection', 'outcome'],
    registers,
  });
  const hooks = new Counter({
    name: 'hooks_received_total',
    help: 'Deliveries of webhooks by hook and outcome',
    labelNames: ['hook', 'outcome'],
    registers,
  });
  const notices = new Counter({
    name: 'site_notices_total',
    help: 'Notices of changes to the site, by outcome: taken or failed',
    labelNames: ['outcome'],
    registers,
  });
  const storeFailures = new Counter({
    name: 'cache_store_failures_total',
    help: 'Failures of the store of answers; reads went without it',
    registers,
  });
  const storeRests = new Gauge({
    name: 'cache_store_breaker_open',
    help: '1 while the store of answers is left alone because it does not answer in time, else 0',
    registers,
  });
  const written = new Counter({
    name: 'wix_items_written_total',
    help: 'Items of writing requests by operation and outcome: done, refused or unknown',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  const closed = new Counter({
    name: 'wix_connections_closed_total',
    help: 'Connections of callers that were closed because there were too many',
    registers,
  });
  new Gauge({
    name: 'collections',
    help: 'Collections by state: bound, pending while their upstream is out of reach, or kept (among the bound) in their last good state',
    labelNames: ['state'],
    registers,
    collect() {
      const { collections, pending, kept } = catalog() ?? {};
      this.set({ state: 'bound' }, collections?.size ?? 0);
      this.set({ state: 'pending' }, pending?.size ?? 0);
      this.set({ state: 'kept' }, kept?.size ?? 0);
    },
  });
  new Gauge({
    name: 'generation',
    help: 'Number of the generation of the configuration that serves: 1 at the start, one more with each reload',
    registers,
    collect() {
      this.set(catalog()?.generationNumber ?? 0);
    },
  });
  new Gauge({
    name: 'mapping_problems',
    help: 'Problems of mapping files and of what they name in APIs, by severity',
    labelNames: ['severity'],
    registers,
    collect() {
      for (const severity of ['error', 'warning'] as const)
        this.set({ severity }, catalog()?.problems.filter((each) => each.severity === severity).length ?? 0);
    },
  });
  new Gauge({
    name: 'wix_unknown_writes',
    help: 'Writes of unknown outcome: open until somebody says what became of them, or forgotten for newer ones',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'open' }, unknown?.list().length ?? 0);
      this.set({ state: 'forgotten' }, unknown?.forgotten ?? 0);
    },
  });
  new Gauge({
    name: 'wix_sites',
    help: 'Sites by state, where one service serves many: known by files, open because they were asked lately, or broken',
    labelNames: ['state'],
    registers,
    collect() {
      this.reset();
      const { tenants } = catalog() ?? {};
      if (!tenants) return;
      for (const state of ['known', 'open', 'broken'] as const) this.set({ state }, tenants[state]);
    },
  });
  const reloads = new Counter({
    name: 'reloads_total',
    help: 'Reloads by outcome: done, or refused because what served before is better',
    labelNames: ['outcome'],
    registers,
  });
  /** The collection's id as a label: callers can name what there is not, without end. */
  const known = (collection: string | undefined): string => {
    if (collection === undefined) return 'none';
    const { collections, pending } = catalog() ?? {};
    return collections?.has(collection) || pending?.has(collection) ? collection : 'unknown';
  };
  return {
    observe(each) {
      if (each.kind === 'request ended' && !isRoutine(each)) {
        const operation = each.operation ?? 'none';
        const collection = known(each.collection);
        const [status, code] = each.gone ? [callerGone, 'GONE'] : [each.status, each.failure?.code ?? 'OK'];
        requests.inc({ operation, collection, status, code });
        durations.observe({ operation, collection }, each.milliseconds / 1000);
        if (each.calls > 0) caused.inc({ operation, collection }, each.calls);
        if (each.scanned !== undefined) residual.inc({ operation, collection });
      }
      if (each.kind === 'items written') {
        const { operation } = each;
        for (const outcome of ['done', 'refused', 'unknown'] as const)
          if (each[outcome] > 0) written.inc({ operation, outcome }, each[outcome]);
      }
      if (each.kind === 'generation swapped') reloads.inc({ outcome: 'done' });
      if (each.kind === 'reload failed') reloads.inc({ outcome: 'refused' });
      if (each.kind === 'cache used') cached.inc({ collection: known(each.collection), use: each.use });
      if (each.kind === 'cache checked')
        checks.inc({ collection: known(each.collection), outcome: each.outcome });
      if (each.kind === 'rows scanned') scanned.inc({ collection: known(each.collection) }, each.rows);
      if (each.kind === 'hook received') hooks.inc({ hook: each.hook, outcome: each.outcome });
      if (each.kind === 'site told') notices.inc({ outcome: each.reason === undefined ? 'taken' : 'failed' });
      if (each.kind === 'store failed') storeFailures.inc();
      if (each.kind === 'store breaker changed') storeRests.set(each.state === 'closed' ? 0 : 1);
      if (each.kind === 'call refused') refusedCalls.inc({ upstream: each.upstream, reason: each.outcome });
      if (each.kind === 'call waited') waits.observe({ upstream: each.upstream }, each.milliseconds / 1000);
      if (each.kind === 'connections closed') closed.inc(each.closed);
      if (each.kind === 'call answered') {
        const { upstream, outcome } = each;
        upstreamRequests.inc({ upstream, outcome });
        upstreamDurations.observe({ upstream }, each.milliseconds / 1000);
      }
    },
    contentType: register.contentType,
    text: () => register.metrics(),
  };
}
