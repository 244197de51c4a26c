/** Plays a scenario: the service, its engine and its gateway over the simulated API, in virtual time. */
import {
  createGateway,
  type Gateway,
  type GatewayOptions,
  usualGateway,
} from '../../../src/gateway/gateway.js';
import { createEngine } from '../../../src/service/engine.js';
import { createService, type Service } from '../../../src/service/service.js';
import { AdapterError } from '../../../src/wix/errors.js';
import type { Observation } from '../../../src/world/observation.js';
import { createSignal } from '../../../src/world/signal.js';
import type { Cancel, World } from '../../../src/world/world.js';
import { readyCatalog } from '../../ready-catalog.js';
import { simulateWorld, sleepBy } from '../../world/simulated-world.js';
import { type SimulatedApi, simulateApi } from './api.js';
import type { Operation, Scenario } from './scenario.js';
import { type Subject, subjectOf } from './subjects.js';

export interface WriteResult {
  readonly item?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly errorCode: string; readonly errorMessage: string };
}

/** What came of one operation. */
export interface Played {
  readonly operation: Operation;
  readonly request: string;
  readonly begun: number;
  /** undefined: the replica died meanwhile. */
  ended: number | undefined;
  /** Of writes. */
  results: readonly WriteResult[] | undefined;
  /** Of reads. */
  answer: unknown;
  /** The request as a whole was refused. */
  error: AdapterError | undefined;
  readonly told: Observation[];
}

export interface Run {
  readonly scenario: Scenario;
  readonly subject: Subject;
  readonly api: SimulatedApi;
  readonly played: readonly Played[];
  /** Made when it is asked for. */
  log(): readonly string[];
  /** Timers that were left after the end, and places in gateways. */
  readonly left: number;
  /** Errors that are no errors of the protocol. */
  readonly defects: readonly string[];
}

const gatewayOptions: GatewayOptions = { ...usualGateway, concurrency: 5, queue: 40 };

/** A replica of the service, which can die. */
interface Replica {
  readonly service: Service;
  readonly gateway: Gateway;
  readonly world: World;
  die(): void;
}

export async function play(scenario: Scenario, listen?: (told: Observation) => void): Promise<Run> {
  const subject = subjectOf(scenario.style, scenario.identity, scenario.resolves);
  const world = simulateWorld(scenario.seed, undefined, 0);
  const start = world.now();
  const api = simulateApi(world, subject, scenario);
  const notes: (() => string)[] = [];
  const defects: string[] = [];
  const played: Played[] = [];
  const dies = scenario.operations.some(({ kind }) => kind === 'crash');
  /** By number; each begins when it is first asked. */
  const replicas = new Map<number, Replica>();
  const begun = (number: number): Replica => {
    const replica = replicas.get(number) ?? startReplica(world, subject, api, dies);
    replicas.set(number, replica);
    return replica;
  };

  const note = (text: () => string): void => {
    const at = world.now() - start;
    notes.push(() => `${at} ${text()}`);
  };
  const ask = async (operation: Operation, index: number): Promise<void> => {
    const { service, world: own } = begun(operation.replica);
    const request = `r${index}`;
    const caller = createSignal();
    const record: Played = {
      operation,
      request,
      begun: world.now(),
      ended: undefined,
      results: undefined,
      answer: undefined,
      error: undefined,
      told: [],
    };
    played.push(record);
    const leave =
      operation.leaves === undefined
        ? undefined
        : own.timer(operation.leaves, () => caller.abort(new Error('left')));
    const observe = (told: Observation): void => {
      record.told.push(told);
      listen?.(told);
    };
    try {
      const [name, body] = requestOf(operation);
      const answer = await service(
        name,
        { collectionId: 'books', ...body },
        {
          world: own,
          requestId: request,
          scope: {},
          signal: caller.signal,
          observe,
          arrived: world.now(),
        },
      );
      if ('results' in answer) record.results = answer.results as readonly WriteResult[];
      else record.answer = answer;
      note(() => `${request} ${JSON.stringify(answer)}`);
    } catch (error) {
      if (error instanceof AdapterError && error.status !== 500) record.error = error;
      else defects.push(String((error as Error).stack));
      note(() => `${request} ${(error as Error).message}`);
    }
    record.ended = world.now();
    leave?.();
  };
  const running: Promise<void>[] = [];
  const all = async (): Promise<void> => {
    for (const [index, operation] of scenario.operations.entries()) {
      if (operation.at > 0) await world.sleep(operation.at);
      if (operation.kind === 'outside') api.outside(operation.does, operation.id, `outside ${index}`);
      else if (operation.kind === 'crash') {
        begun(operation.replica).die();
        replicas.delete(operation.replica);
      } else running.push(ask(operation, index));
    }
  };
  await world.run(all());
  // Until nothing happens any more: late effects too.
  await world.pass(120_000);
  const alive = [...replicas.values()].map(({ gateway }) => gateway.state());
  const left = alive.reduce((sum, { underWay, waiting }) => sum + underWay + waiting, world.waiting());
  return {
    scenario,
    subject,
    api,
    played,
    log() {
      return [
        ...notes.map((note) => note()),
        ...api.sent.map(
          ({ at, kind, fault, request, text }) => `${at - start} ${request} ${kind} ${fault} ${text}`,
        ),
        ...api.applied.map((each) => `${each.at - start} ${JSON.stringify({ ...each, at: 0 })}`),
      ];
    },
    left,
    defects,
  };
}

function startReplica(world: World, subject: Subject, api: SimulatedApi, dies: boolean): Replica {
  const own = dies ? mortal(world) : { world, die: () => undefined };
  const gateway = createGateway(own.world, 'default', api.client(own.world), gatewayOptions, () => undefined);
  const access = { client: gateway.client, operations: subject.operations };
  const collections = new Map([[subject.model.id, subject.model]]);
  const engine = createEngine({
    world: own.world,
    cursorSecret: 'the same for all replicas, 32 bytes',
    upstream: () => access,
    collection: (id) => collections.get(id),
    readers: subject.readers,
  });
  const catalog = readyCatalog(collections);
  return {
    service: createService({ catalog, engine: () => engine }),
    gateway,
    world: own.world,
    die: own.die,
  };
}

/** The world as one process sees it: when that dies, nothing of it happens any more. */
function mortal(world: World): { readonly world: World; die(): void } {
  const timers = new Set<Cancel>();
  let dead = false;
  const timer: World['timer'] = (milliseconds, callback) => {
    if (dead) return () => undefined;
    const stop = world.timer(milliseconds, () => {
      timers.delete(cancel);
      callback();
    });
    const cancel = (): void => {
      timers.delete(cancel);
      stop();
    };
    timers.add(cancel);
    return cancel;
  };
  const own: World = { ...world, timer, sleep: sleepBy(timer) };
  return {
    world: own,
    die() {
      dead = true;
      for (const each of [...timers]) each();
    },
  };
}

function requestOf(operation: Operation): readonly [Parameters<Service>[0], object] {
  switch (operation.kind) {
    case 'insert':
      return ['InsertDataItems', { items: operation.items }];
    case 'update':
      return ['UpdateDataItems', { items: operation.items }];
    case 'remove':
      return ['RemoveDataItems', { itemIds: operation.ids }];
    case 'truncate':
      return ['TruncateDataItems', {}];
    case 'query':
      return ['QueryDataItems', { query: { paging: { limit: 1000 } } }];
    case 'get':
      return [
        'QueryDataItems',
        { query: { filter: { _id: { $in: operation.ids } }, paging: { limit: 1000 } } },
      ];
    case 'count':
      return ['CountDataItems', { filter: {} }];
    case 'outside':
    case 'crash':
      throw new Error('nobody is asked');
  }
}
