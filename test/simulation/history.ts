/** One history: random reads at random moments, faults upstream and reloads, in virtual time. Each answer is right or refused. */
import { join } from 'node:path';
import fc from 'fast-check';
import { createApp } from '../../src/app/app.js';
import type { ServiceContext } from '../../src/service/handler.js';
import { AdapterError } from '../../src/wix/errors.js';
import type { FieldType } from '../../src/wix/protocol.js';
import type { CallOutcome, Observation } from '../../src/world/observation.js';
import { root } from '../cli/harness.js';
import { aggregatedOf, aggregations } from '../laws/aggregations.js';
import { type FieldSample, queries } from '../oracle/arbitrary.js';
import {
  difference,
  type Item,
  type NaiveQuery,
  naiveAggregate,
  naiveCount,
  naiveDistinct,
  naiveQuery,
} from '../oracle/naive.js';
import { generator, simulateWorld } from '../world/simulated-world.js';
import { type Fault, simulateUpstream } from './simulated-upstream.js';

export interface Subject {
  readonly items: readonly Item[];
  readonly types: Readonly<Record<string, FieldType>>;
  readonly fields: readonly FieldSample[];
}

export interface History {
  /** Everything that was told and answered, each with its virtual time. */
  readonly log: readonly string[];
  readonly right: number;
  readonly refused: number;
  /** What was neither. */
  readonly wrong: readonly string[];
  readonly faults: ReadonlyMap<Fault, number>;
  /** How calls ended, as the observations tell it. */
  readonly outcomes: ReadonlySet<CallOutcome>;
  /** Timers that were left after the end. */
  readonly waiting: number;
}

interface Answer {
  readonly items: readonly Item[];
  readonly pagingMetadata: { readonly total?: number };
}

const collection = 'products';

/** The service over a simulated upstream. @param perThousand requests upstream with a fault */
function start(seed: number, perThousand: number) {
  const world = simulateWorld(seed);
  const begin = world.now();
  const log: string[] = [];
  const note = (told: unknown): void =>
    void log.push(`${world.now() - begin} ${JSON.stringify(told, plain)}`);
  const outcomes = new Set<CallOutcome>();
  const watch = (told: Observation): void => {
    if (told.kind === 'call answered') outcomes.add(told.outcome);
    note(told);
  };
  const faults = new Map<Fault, number>();
  const noted = (fault: Fault): void => void faults.set(fault, (faults.get(fault) ?? 0) + 1);
  const app = createApp({
    world,
    mappingsDirectory: join(root, 'mappings/demo'),
    environment: { UPSTREAM_URL: 'http://shop.example/graphql' },
    observe: watch,
    connect: () => simulateUpstream(world, { perThousand, noted }),
  });
  const service = app.service(undefined);
  const context = (requestId: string, signal = new AbortController().signal): ServiceContext => ({
    world,
    requestId,
    scope: {},
    signal,
    observe: watch,
    arrived: world.now(),
  });
  return { world, log, note, faults, outcomes, app, service, context };
}

/** The rows of the API as items, read without faults, for the oracle. */
export async function readSubject(): Promise<Subject> {
  const { world, app, service, context } = start(1, 0);
  return world.run(
    (async () => {
      await app.started;
      const listed = (await service('ListCollections', { collectionIds: [collection] }, context('list'))) as {
        collections: { fields: { key: string; type: FieldType }[] }[];
      };
      const types = Object.fromEntries(listed.collections[0]!.fields.map(({ key, type }) => [key, type]));
      const query = { paging: { limit: 1000, offset: 0 } };
      const { items } = (await service(
        'QueryDataItems',
        { collectionId: collection, query },
        context('all'),
      )) as Answer;
      const fields = Object.entries(types).map(([key, type]): FieldSample => {
        const samples = new Map(items.map((item) => [JSON.stringify(item[key]), item[key] ?? null]));
        return { key, type, samples: [...samples.values()].slice(0, 60) };
      });
      await app.close();
      return { items, types, fields };
    })(),
  );
}

/** @param requests how many Wix requests; those of a shorter history are the first of a longer one */
export async function playHistory(
  { items, types, fields }: Subject,
  seed: number,
  requests: number,
): Promise<History> {
  const { world, log, note, faults, outcomes, app, service, context } = start(seed, 250);
  const drawn = fc.sample(queries(fields), { seed, numRuns: requests });
  const groups = fc.sample(aggregations(aggregatedOf(types)), { seed, numRuns: requests });
  const distinctKeys = Object.keys(types).filter((key) =>
    ['TEXT', 'NUMBER', 'BOOLEAN'].includes(types[key]!),
  );
  const draw = generator(seed);
  const wrong: string[] = [];
  let right = 0;
  let refused = 0;

  const judge = async (id: string, asked: unknown, answer: Promise<string | null>): Promise<void> => {
    try {
      const fault = await answer;
      note({ id, answered: fault ?? 'right' });
      if (fault === null) right += 1;
      else wrong.push(`${id}: ${fault}: ${JSON.stringify(asked)}`);
    } catch (error) {
      if (!(error instanceof AdapterError) || error.status === 500) {
        wrong.push(`${id}: ${String((error as Error).stack)}: ${JSON.stringify(asked)}`);
        return;
      }
      note({ id, refused: error.status, message: error.message });
      refused += 1;
    }
  };
  /** Some callers leave while they are served. */
  const askFor = async (query: NaiveQuery, index: number, kind: number, patience: number): Promise<void> => {
    const caller = new AbortController();
    const leave =
      patience < 0.1 ? world.timer(patience * 1000, () => caller.abort(new Error('left'))) : undefined;
    await ask(query, index, kind, caller.signal);
    leave?.();
  };
  const ask = async (query: NaiveQuery, index: number, kind: number, signal: AbortSignal): Promise<void> => {
    const id = `r${index}`;
    const { filter = {}, sort, ...page } = query;
    const request = { collectionId: collection, filter };
    if (kind >= 0.8) {
      const { offset, limit, ...group } = groups[index]!;
      const body = { ...group, initialFilter: filter, paging: { offset, limit }, returnTotalCount: true };
      return judge(
        id,
        body,
        service('AggregateDataItems', { collectionId: collection, ...body }, context(id, signal)).then(
          (given) => {
            const answer = given as Answer;
            const expected = naiveAggregate(items, { ...groups[index]!, initialFilter: filter }, types);
            const { total } = answer.pagingMetadata;
            return (
              difference(answer.items, expected, { tolerance: 1e-9 }) ??
              (total === expected.total ? null : `total ${total} instead of ${expected.total}`)
            );
          },
        ),
      );
    }
    if (kind >= 0.65) {
      const fieldName = distinctKeys[index % distinctKeys.length]!;
      const body = { filter, fieldName, paging: { limit: 1000 } };
      return judge(
        id,
        body,
        service('QueryDistinctValues', { collectionId: collection, ...body }, context(id, signal)).then(
          (given) => {
            const { distinctValues } = given as { distinctValues: unknown };
            const { values } = naiveDistinct(items, { filter, fieldName, limit: 1000 }, types);
            return JSON.stringify(distinctValues) === JSON.stringify(values)
              ? null
              : `${JSON.stringify(distinctValues)} instead of ${JSON.stringify(values)}`;
          },
        ),
      );
    }
    if (kind < 0.2)
      return judge(
        id,
        query,
        service('CountDataItems', request, context(id, signal)).then((answer) => {
          const expected = naiveCount(items, filter, types);
          const { totalCount } = answer as { totalCount: number };
          return totalCount === expected ? null : `${totalCount} instead of ${expected}`;
        }),
      );
    const body = { filter, sort, paging: page, fields: Object.keys(types) };
    return judge(
      id,
      query,
      service(
        'QueryDataItems',
        { collectionId: collection, query: body, returnTotalCount: true },
        context(id, signal),
      ).then((given) => {
        const answer = given as Answer;
        const expected = naiveQuery(items, query, types);
        const { total } = answer.pagingMetadata;
        return (
          difference(answer.items, expected) ??
          (total === expected.total ? null : `total ${total} instead of ${expected.total}`)
        );
      }),
    );
  };
  const play = async (): Promise<void> => {
    const running: Promise<unknown>[] = [];
    for (const [index, query] of drawn.entries()) {
      const [pause, kind, reload, patience] = [draw() * 300, draw(), draw(), draw()];
      await world.sleep(pause);
      if (reload < 0.1) running.push(app.reload().then((result) => note({ reload: result })));
      running.push(askFor(query as NaiveQuery, index, kind, patience));
    }
    await Promise.all(running);
    await app.close();
  };
  await world.run(play());
  return { log, right, refused, wrong, faults, outcomes, waiting: world.waiting() };
}

/** Errors as their messages: stacks name files of this machine. */
function plain(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.name}: ${value.message}` : value;
}
