/**
 * One history of two services over one API and one store of answers that can fail: reads, writes, changes from elsewhere, reloads,
 * callers who leave, faults and an outage. No read shows less than a write that was answered before it, or less than a webhook told of, and none is older than allowed.
 */
import { aroundCalls, type CacheStore, createMemoryStore } from '../../src/gateway/cache-store.js';
import { createRestingStore } from '../../src/gateway/resting-store.js';
import type { ServiceContext } from '../../src/service/handler.js';
import { saidBy } from '../../src/service/written-answer.js';
import { AdapterError } from '../../src/wix/errors.js';
import type { OperationName } from '../../src/wix/operations.js';
import type { Observation } from '../../src/world/observation.js';
import { createSignal, neverAborted, type Signal } from '../../src/world/signal.js';
import { generator, type SimulatedWorld, simulateWorld } from '../world/simulated-world.js';
import { type CacheReplica, lightReplica, type ReplicaShop, wholeReplica } from './cache-replica.js';
import { simulateShop } from './simulated-shop.js';

export interface CacheHistory {
  /** Made when it is asked for. */
  log(): readonly string[];
  /** What was wrong, each with its place in the log. */
  readonly wrong: readonly string[];
  /** How answers came about, how requests ended, and what happened to gateways, each with its number. */
  readonly seen: ReadonlyMap<string, number>;
  readonly waiting: number;
}

export interface CacheHistoryOptions {
  readonly seed: number;
  /** Default: as the seed says, mostly 8 to 24, now and then 150. */
  readonly steps?: number;
  readonly shop: ReplicaShop;
  /** Default: as the seed says, for one history of 64. */
  readonly whole?: boolean;
  /** Wraps the store, e.g. by a wrong one. */
  readonly store?: (store: CacheStore) => CacheStore;
  /** Wraps what each replica has of it: the store, left alone while it hangs. */
  readonly resting?: (store: CacheStore) => CacheStore;
}

/** What a thing was, and since when. */
interface Moment {
  readonly at: number;
  readonly value: number;
}

/** Milliseconds: `fresh` and what may come after it, in the files of the shop. */
const oldest: Readonly<Record<string, { readonly usual: number; readonly onError: number }>> = {
  products: { usual: 7000, onError: 23_000 },
  brands: { usual: 5000, onError: 5000 },
  shelf: { usual: 3000, onError: 23_000 },
};

interface StoreTrouble {
  perThousand: number;
  /** Epoch milliseconds until which it takes calls, and does nothing; what was asked for meanwhile is then done, in any order, or lost. */
  hangsUntil: number;
  loses: boolean;
  /** Milliseconds that each call takes longer. */
  delay: number;
}

/** Each call takes its time, and fails now and then, before or after it had its effect. */
function unreliable(world: SimulatedWorld, store: CacheStore, trouble: StoreTrouble): CacheStore {
  const call = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    await world.sleep(world.random('store') * 20);
    while (trouble.hangsUntil > world.now()) {
      const { loses } = trouble;
      await world.sleep(trouble.hangsUntil - world.now() + world.random('store hangs') * 20);
      if (loses) throw new Error('the connection to the store has ended');
    }
    if (trouble.delay > 0) await world.sleep(trouble.delay);
    const fate = world.random('store fails') * 1000;
    if (fate < trouble.perThousand / 2) throw new Error('the store is out of reach');
    const answer = await work();
    await world.sleep(world.random('store') * 20);
    if (fate < trouble.perThousand) throw new Error('the answer of the store is lost');
    return answer;
  };
  return { ...aroundCalls(store, call), close: async () => undefined };
}

/** Most histories are short, so that there are more of them; what needs many steps is found by the others. */
export function stepsOf(seed: number): number {
  const draw = generator(seed ^ 0x1b873593);
  return draw() < 1 / 64 ? 150 : 8 + Math.floor(draw() * 17);
}

/** Whether the replicas are whole apps, which read and bind the files of the mapping at each start and reload. */
export function isWhole(seed: number): boolean {
  return generator(seed ^ 0x7feb352d)() < 1 / 64;
}

export async function playCacheHistory({
  seed,
  steps = stepsOf(seed),
  shop: bound,
  whole = isWhole(seed),
  store: wrap = (each) => each,
  resting = (each) => each,
}: CacheHistoryOptions): Promise<CacheHistory> {
  // Whole apps read files.
  const world = simulateWorld(seed, undefined, whole ? undefined : 0);
  const draw = generator(seed ^ 0x2545f491);
  const begin = world.now();
  const notes: { readonly at: number; readonly told: unknown }[] = [];
  const wrong: string[] = [];
  const seen = new Map<string, number>();
  const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  const note = (told: unknown): void => void notes.push({ at: world.now() - begin, told });

  const shop = simulateShop(world);
  // Each replica has a way of its own to the store.
  const troubles = [0, 1].map(
    (): StoreTrouble => ({ perThousand: 0, hangsUntil: 0, loses: false, delay: 0 }),
  );
  const shared = createMemoryStore(world);
  const observe = (told: Observation): void => {
    if (told.kind === 'cache used') count(told.use);
    if (told.kind === 'breaker changed') count(`breaker ${told.state}`);
    if (told.kind === 'call refused') count(`not sent: ${told.outcome}`);
    if (told.kind === 'store failed') count('store failed');
    if (told.kind === 'store breaker changed') count(`store ${told.state}`);
    if (told.kind === 'cache used' || told.kind.endsWith('breaker changed')) note(told);
  };
  const replicas: readonly CacheReplica[] = troubles.map((trouble) => {
    const reached = wrap(unreliable(world, shared, trouble));
    const store = resting(createRestingStore(world, reached, observe));
    const parts = { world, observe, client: shop.client, store };
    return whole ? wholeReplica(bound.directory, parts) : lightReplica(bound, parts);
  });

  /** What each thing was, from the beginning. Values of one thing only grow. */
  const past = new Map<string, Moment[]>();
  const answered = new Map<string, number>();
  const busy = new Set<string>();
  const things = [...shop.stock.keys(), ...shop.names.keys()];
  for (const each of things) past.set(each, [{ at: Number.NEGATIVE_INFINITY, value: 0 }]);
  const now = (thing: string): number => shop.stock.get(thing) ?? Number(shop.names.get(thing));
  const changed = (thing: string): void => {
    const known = past.get(thing)!;
    if (known.at(-1)!.value !== now(thing)) known.push({ at: world.now(), value: now(thing) });
  };
  shop.onChange = changed;
  /** Whether the thing was this at any moment from then on. */
  const wasSince = (thing: string, value: number, from: number): boolean => {
    const all = past.get(thing)!;
    return all.some(
      (each, index) => each.value === value && (all[index + 1]?.at ?? Number.POSITIVE_INFINITY) >= from,
    );
  };

  const ask = async (replica: number, operation: OperationName, request: object, signal: Signal) => {
    const told: string[] = [];
    const context: ServiceContext = {
      world,
      requestId: `r${notes.length}`,
      scope: { instanceId: `site${replica}` },
      signal,
      observe(each) {
        if (each.kind === 'cache used') told.push(each.use);
        observe(each);
      },
      arrived: world.now(),
    };
    const answer = await replicas[replica]!.service(operation, request as Record<string, unknown>, context);
    return {
      answer: saidBy(answer) as Record<string, never>,
      use: told[0],
    };
  };
  const settle = async (what: string, work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof AdapterError) || error.status === 500)
        wrong.push(`${what}: ${String((error as Error).stack)}`);
      else count(`refused ${error.status}`);
      note({ what, refused: (error as Error).message });
    }
  };

  const read = async (replica: number, collection: string, signal: Signal, limit = 10): Promise<void> => {
    const start = world.now();
    const floor = new Map(answered);
    const consistentRead = draw() < 0.1;
    const include = collection === 'products' && draw() < 0.5;
    const request = {
      collectionId: collection,
      query: { paging: { limit } },
      ...(consistentRead ? { consistentRead } : {}),
      ...(include ? { includeReferencedItems: [{ fieldKey: 'brand' }] } : {}),
    };
    const { answer, use } = await ask(replica, 'QueryDataItems', request, signal);
    const times = oldest[collection]!;
    const anew = use === 'past' || use === 'asked anew';
    const from = anew ? start : start - (use === 'on error' ? times.onError : times.usual);
    note({ collection, use, answer });
    const check = (thing: string, value: number): void => {
      const what = `${world.now() - begin}: ${collection} (${use}) shows ${thing} as ${value}`;
      const least = floor.get(thing) ?? 0;
      if (value < least) wrong.push(`${what}, and ${least} was answered before`);
      if (!wasSince(thing, value, from)) wrong.push(`${what}, which it was not since ${from - begin}`);
    };
    for (const item of answer.items as unknown as readonly Record<string, unknown>[]) {
      const id = String(item._id);
      if (collection === 'brands') check(id, Number(item.name));
      else check(id, Number(item.stock));
      if (collection === 'shelf') check(id === 'p3' ? 'b2' : 'b1', Number(item.brandName));
      const included = item.brand as { readonly _id: string; readonly name?: string };
      if (include && included.name !== undefined) check(included._id, Number(included.name));
    }
    count('read');
  };
  const write = async (replica: number, thing: string): Promise<void> => {
    busy.add(thing);
    const value = now(thing) + 1;
    const [collectionId, item] = thing.startsWith('p')
      ? ['products', { _id: thing, stock: value, brand: thing === 'p3' ? 'b2' : 'b1' }]
      : ['brands', { _id: thing, name: String(value) }];
    try {
      const { answer } = await ask(replica, 'UpdateDataItems', { collectionId, items: [item] }, neverAborted);
      const [result] = answer.results as unknown as readonly {
        readonly item?: object;
        readonly error?: object;
      }[];
      note({ wrote: thing, value, result });
      count(result?.item ? 'written' : 'not written');
      if (result?.item) answered.set(thing, Math.max(answered.get(thing) ?? 0, value));
    } finally {
      busy.delete(thing);
    }
  };
  /** From elsewhere, without anybody being told. */
  const change = (thing: string): void => {
    if (busy.has(thing)) return;
    if (shop.stock.has(thing)) shop.stock.set(thing, now(thing) + 1);
    else shop.names.set(thing, String(now(thing) + 1));
    changed(thing);
    count('changed elsewhere');
  };

  /** From elsewhere; the API tells one of the services, again and again until it is taken. */
  const tell = async (replica: number, thing: string): Promise<void> => {
    change(thing);
    const value = now(thing);
    const topic = thing.startsWith('p') ? 'products' : 'brands';
    const headers = {
      authorization: 'Bearer of news',
      'x-topic': topic,
      'idempotency-key': `${thing} ${value}`,
    };
    for (;;) {
      try {
        await replicas[replica]!.hooks.receive('news', {
          method: 'POST',
          path: '/hooks/news',
          headers,
          body: Buffer.from(''),
        });
        break;
      } catch (error) {
        if (!(error instanceof AdapterError) || error.status !== 503) throw error;
        count('told again');
        await world.sleep(500);
      }
    }
    count('told');
    answered.set(thing, Math.max(answered.get(thing) ?? 0, value));
  };

  const play = async (): Promise<void> => {
    await Promise.all(replicas.map((each) => each.started));
    const running: Promise<void>[] = [];
    // Some histories have few writes: then old answers are there when the API fails.
    const writes = [0.2, 0.1, 0.02][Math.floor(draw() * 3)]!;
    const calm = draw() < 0.4;
    for (let step = 0; step < steps; step++) {
      await world.sleep(draw() < 0.1 ? draw() * 6000 : draw() * 200);
      shop.perThousand = calm || draw() < 0.3 ? 0 : 150;
      const fails = calm || draw() < 0.5 ? 0 : 80;
      const hangs = draw() < (calm ? 0 : 0.04) ? draw() : 0;
      // In time for who waits for it, or too late.
      const delay = calm || draw() < 0.95 ? 0 : [300, 700][Math.floor(draw() * 2)]!;
      for (const [index, trouble] of troubles.entries()) {
        Object.assign(trouble, { perThousand: fails, delay });
        // For both, or for one of them.
        if (hangs === 0 || (index === 0 ? hangs > 0.75 : hangs < 0.25)) continue;
        Object.assign(trouble, { hangsUntil: world.now() + 200 + draw() * 10_000, loses: draw() < 0.5 });
        count('store hangs');
      }
      if (draw() < (calm ? 0 : 0.03)) shop.down = true;
      else if (draw() < 0.2) shop.down = false;
      const kind = draw();
      const replica = draw() < 0.5 ? 0 : 1;
      const thing = things[Math.floor(draw() * things.length)]!;
      if (kind < writes) {
        if (!busy.has(thing)) running.push(settle(`write ${thing}`, write(replica, thing)));
      } else if (kind < 0.26) change(thing);
      else if (kind < 0.3) running.push(settle(`tell of ${thing}`, tell(replica, thing)));
      else if (kind < 0.315) running.push(replicas[replica]!.reload().then(() => count('reload')));
      else if (kind < 0.32) {
        const crowd = Array.from({ length: 30 }, (_, index) => index + 20);
        for (const limit of crowd)
          running.push(settle('read of a crowd', read(replica, 'brands', neverAborted, limit)));
      } else {
        const collection = ['products', 'products', 'shelf', 'brands'][Math.floor(draw() * 4)]!;
        const caller = createSignal();
        const patience = draw();
        const leave =
          patience < 0.1 ? world.timer(patience * 1000, () => caller.abort(new Error('left'))) : undefined;
        running.push(settle(`read ${collection}`, read(replica, collection, caller.signal)).then(leave));
      }
    }
    // Else whoever tells of a change would tell it for ever.
    for (const trouble of troubles) trouble.delay = 0;
    await Promise.all(running);
    // What is renewed in the background ends as well.
    await world.sleep(20_000);
    await Promise.all(replicas.map((each) => each.close()));
  };
  await world.run(play());
  return {
    log() {
      return notes.map(({ at, told }) => `${at} ${JSON.stringify(told)}`);
    },
    wrong,
    seen,
    waiting: world.waiting(),
  };
}

/** The mistake that the numbers prevent: an answer is stored under those of the moment when it came. */
export function numberedAfterFetch(store: CacheStore): CacheStore {
  const namesIn = (numbers: string): readonly string[] =>
    JSON.parse(numbers.slice(0, numbers.lastIndexOf(']') + 1)) as string[];
  const numbers = async (names: readonly string[]) => {
    const found = await store.numbers(names);
    return { ...found, text: JSON.stringify(names) + found.text };
  };
  return {
    ...store,
    numbers,
    set: async (key, before, answer, life) =>
      store.set(key, (await numbers(namesIn(before))).text, answer, life),
  };
}
