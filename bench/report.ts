/** The results as text. Absolute numbers belong to the machine; the ratios are what to compare. */
import {
  type Both,
  type BurstFigures,
  firstRequests,
  type LoadFigures,
  median,
  type ScanFigures,
  type Side,
} from './measure.js';

export interface Results {
  readonly machine: { readonly processors: number; readonly model: string; readonly node: string };
  readonly settings: { readonly rounds: number; readonly connections: number };
  readonly load: readonly {
    readonly rows: number;
    /**
     * The collection that is asked: products, or kept (the service keeps its answers, the floor does not), flat, nested, batched;
     * shelf, or that new items go to: inserted, aliased. Or count and by id, of products.
     */
    readonly what: string;
    readonly figures: Both<LoadFigures>;
    readonly upstreamRequests: Both<number>;
  }[];
  /** MiB. */
  readonly memory: { readonly rest: Both<number>; readonly afterLoad: Both<number> };
  /** Milliseconds until ready; medians. */
  readonly start: Both<number>;
  /** Milliseconds of processor time until ready, and of each of the first requests; medians. */
  readonly startProcessor: Both<number>;
  readonly firstProcessor: Both<number>;
  readonly scan: ScanFigures;
  readonly burst: BurstFigures;
  readonly sites: SiteFigures;
}

/** Of a further site where a thousand share one mapping folder; KiB, and milliseconds of a first request (median). */
export interface SiteFigures {
  readonly sites: number;
  readonly knownKiB: number;
  readonly inUseKiB: number;
  readonly restKiB: number;
  readonly firstMs: number;
  /** Requests that all first requests together caused upstream. */
  readonly upstreamRequests: number;
}

type Row = readonly [what: string, floor: string, service: string, ratio: string];

export function formatResults(results: Results): string {
  const { machine, settings, load, memory, start, startProcessor, firstProcessor, scan, burst, sites } =
    results;
  const rows: Row[] = [['', 'floor', 'service', 'service/floor']];
  const add = (what: string, of: (side: Side) => number, digits: number): void => {
    const [floor, service] = [of('floor'), of('service')];
    rows.push([what, floor.toFixed(digits), service.toFixed(digits), (service / floor).toFixed(2)]);
  };
  for (const { rows, what, figures, upstreamRequests } of load) {
    const name = nameOf(rows, what);
    add(`${name}: requests per second`, (side) => figures[side].requestsPerSecond, 0);
    add(`${name}: latency p50, ms`, (side) => figures[side].p50, 1);
    add(`${name}: latency p99, ms`, (side) => figures[side].p99, 1);
    add(`${name}: processor time per request, ms`, (side) => figures[side].processorMs, 2);
    add(`${name}: upstream requests per request`, (side) => upstreamRequests[side], 2);
  }
  const flat = load.find(({ what }) => what === 'flat');
  for (const { what, figures } of load) {
    if (!flat || (what !== 'nested' && what !== 'batched')) continue;
    // Of each round for itself: a slow minute meets the rounds of one turn alike.
    const share = (side: Side): number =>
      median(
        figures[side].processorRounds.map((each, turn) => each / flat.figures[side].processorRounds[turn]!),
      );
    add(`50 ${what}: processor time, times that of flat`, share, 2);
  }
  add('resident at rest, MiB', (side) => memory.rest[side], 0);
  add('resident after load, MiB', (side) => memory.afterLoad[side], 0);
  add(`first ${firstRequests} requests, 50 rows: processor time, ms`, (side) => firstProcessor[side], 2);
  add('start until ready, ms', (side) => start[side], 0);
  add('start until ready, processor time, ms', (side) => startProcessor[side], 0);
  return [
    `Node ${machine.node}, ${machine.processors} processors (${machine.model}); ${settings.rounds} rounds each, ${settings.connections} connections`,
    '',
    ...table(rows),
    '',
    `Scan of ${scan.rows} rows: ${scan.seconds.toFixed(1)} s, ${scan.upstreamRequests} upstream requests, ` +
      `${scan.rest.toFixed(0)} MiB before, at most ${scan.increase.toFixed(0)} MiB more while it ran`,
    `${burst.requests} equal requests at once, of a collection that keeps answers: ${burst.upstreamRequests} upstream request(s)`,
    `Each of ${sites.sites} sites with one mapping folder: ${sites.knownKiB.toFixed(1)} KiB when it is known, ${sites.inUseKiB.toFixed(0)} KiB in use, ` +
      `${sites.restKiB.toFixed(1)} KiB at rest again; its first request ${sites.firstMs.toFixed(1)} ms, ${(sites.upstreamRequests / sites.sites).toFixed(2)} upstream requests`,
  ].join('\n');
}

function nameOf(rows: number, what: string): string {
  if (what === 'count' || what === 'by id') return what;
  if (what === 'shelf') return `${rows} of 2000 rows, filtered here`;
  return `${rows}${what === 'products' ? '' : ` ${what}`} rows`;
}

function table(rows: readonly Row[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]!.length));
  const widths = [0, 1, 2, 3].map(width);
  const line = (row: Row): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = `|${widths.map((each, column) => (column === 0 ? '-'.repeat(each + 2) : `${'-'.repeat(each + 1)}:`)).join('|')}|`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)];
}
