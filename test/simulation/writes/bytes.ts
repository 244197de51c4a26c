/** One write whose connection breaks at one byte, through the real transport, in virtual time. */
import { createGateway, usualGateway } from '../../../src/gateway/gateway.js';
import { createEngine } from '../../../src/service/engine.js';
import { createService } from '../../../src/service/service.js';
import { createClient, type UpstreamClient } from '../../../src/upstream/transport/client.js';
import { compileHeaders } from '../../../src/upstream/transport/headers.js';
import { unobserved } from '../../../src/world/observation.js';
import { readyCatalog } from '../../ready-catalog.js';
import { simulateWorld } from '../../world/simulated-world.js';
import type { WriteResult } from './play.js';
import { outcomeOf } from './slots.js';
import { deadline, type Subject } from './subjects.js';
import { type Cut, type WiredApi, wireApi } from './wire.js';

export const verbs = ['insert', 'update', 'remove'] as const;
export type Verb = (typeof verbs)[number];

export interface Broken {
  readonly outcome: 'done' | 'refused' | 'unknown';
  /** How often the write was applied. */
  readonly applied: number;
  readonly bytes: WiredApi['bytes'];
  readonly mutations: number;
  /** Connections and timers that are left. */
  readonly left: number;
  readonly milliseconds: number;
}

const book = { title: 't1', isbn: 'n1', price: 12.5, stock: 0 };
const requests = {
  insert: ['InsertDataItems', { items: [book] }],
  update: ['UpdateDataItems', { items: [{ _id: 'b1', ...book }] }],
  remove: ['RemoveDataItems', { itemIds: ['b1'] }],
} as const;

/** Turns of the event loop in which a request and its answer pass through the streams. */
const turns = 12;

export async function breakAt(subject: Subject, verb: Verb, cut: Cut | undefined): Promise<Broken> {
  const world = simulateWorld(1, undefined, turns);
  const api = wireApi(subject, ['b1'], cut);
  const client = createClient({
    world,
    url: 'http://books.example/graphql',
    headers: compileHeaders({}),
    timeoutMs: deadline,
    connect: api.connect,
  });
  const noted: UpstreamClient = {
    ...client,
    request(document, variables, context) {
      api.expect(document.kind);
      return client.request(document, variables, context);
    },
  };
  const gateway = createGateway(world, 'default', noted, usualGateway, unobserved);
  const access = { client: gateway.client, operations: subject.operations };
  const collections = new Map([[subject.model.id, subject.model]]);
  const engine = createEngine({
    world,
    cursorSecret: 'the same for all replicas, 32 bytes',
    upstream: () => access,
    collection: (id) => collections.get(id),
    readers: subject.readers,
  });
  const catalog = readyCatalog(collections);
  const service = createService({ catalog, engine: () => engine });
  const begun = world.now();
  const [operation, body] = requests[verb];
  const answer = (await world.run(
    service(
      operation,
      { collectionId: 'books', ...body },
      {
        world,
        requestId: 'r1',
        scope: {},
        signal: new AbortController().signal,
        observe: unobserved,
        arrived: begun,
      },
    ),
  )) as { readonly results: readonly WriteResult[] };
  const milliseconds = world.now() - begun;
  await world.run(client.close());
  const { underWay, waiting } = gateway.state();
  return {
    outcome: outcomeOf(answer.results[0]!),
    applied: api.effects.filter(({ kind }) => kind === verb).length,
    bytes: api.bytes,
    mutations: api.mutations,
    left: api.open + world.waiting() + underWay + waiting,
    milliseconds,
  };
}

/** What is wrong with a write that broke there; undefined: nothing. */
export function faultOf(subject: Subject, verb: Verb, cut: Cut, broken: Broken): string | undefined {
  const { outcome, applied, left, milliseconds, mutations } = broken;
  const at = `${subject.name} ${verb}, ${cut.of} ${cut.how} after ${cut.after} bytes: ${outcome}, applied ${applied} times`;
  if (applied > 1) return `twice: ${at}`;
  if (mutations > 2 + Number(subject.style === 7)) return `${mutations} mutations: ${at}`;
  if (outcome === 'done' && applied === 0) return `lost: ${at}`;
  if (outcome === 'refused') return `refused, and it was perhaps received: ${at}`;
  if (left > 0) return `${left} connections or timers are left: ${at}`;
  if (milliseconds > deadline) return `took ${milliseconds} ms: ${at}`;
  return outcome === 'unknown' && isRecognised(subject, verb, cut) ? `unknown: ${at}` : undefined;
}

/** The item tells what became of the write. */
function isRecognised({ identity, model }: Subject, verb: Verb, cut: Cut): boolean {
  if (verb === 'insert') return identity !== 'none';
  if (verb === 'remove') return true;
  // An update that is not seen may still come, unless it demands the version that it changes, or its time is over.
  const { update, resolve } = model.writes!;
  return cut.of === 'answer' || update?.version !== undefined || resolve.within !== undefined;
}

/**
 * Every `step`-th byte of request and answer.
 * @param from of the first, less than `step`
 */
export async function breakEverywhere(
  subject: Subject,
  verb: Verb,
  step: number,
  from: number,
): Promise<{ readonly broken: number; readonly unknown: number; readonly faults: readonly string[] }> {
  const whole = await breakAt(subject, verb, undefined);
  if (whole.outcome !== 'done' || whole.applied !== 1)
    return { broken: 0, unknown: 0, faults: [`${subject.name} ${verb}: ${whole.outcome} without a fault`] };
  const faults: string[] = [];
  let [broken, unknown] = [0, 0];
  for (const of of ['request', 'answer'] as const)
    for (let after = from; after < whole.bytes[of]; after += step) {
      const cut: Cut = { of, after, how: Math.floor(after / step) % 2 === 0 ? 'reset' : 'end' };
      const came = await breakAt(subject, verb, cut);
      broken += 1;
      if (came.outcome === 'unknown') unknown += 1;
      const fault = faultOf(subject, verb, cut, came);
      if (fault !== undefined) faults.push(fault);
    }
  return { broken, unknown, faults };
}
