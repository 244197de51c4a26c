/** An API that shows writes late, and a store that hangs: what is kept is never older than what the API shows for sure. */
import { expect, it } from 'vitest';
import { createAnswerCache, type WantedAnswer } from '../../src/gateway/cache.js';
import { aroundCalls, createMemoryStore } from '../../src/gateway/cache-store.js';
import { createRestingStore } from '../../src/gateway/resting-store.js';
import { namesOf } from '../../src/model/caching.js';
import { endingKept, isOutage, isTimeout, type WriteEffect } from '../../src/service/kept.js';
import { unobserved } from '../../src/world/observation.js';
import { question } from '../gateway/question.js';
import { type SimulatedWorld, simulateWorld } from '../world/simulated-world.js';
import { booksShownWithin, keepingIn } from './late-books.js';

const histories = 400;
const deadline = 12_000;

/** A server that answers soon, late, or some time or never. */
function serverOf(
  world: SimulatedWorld,
  upTo: (most: number) => number,
  trouble: () => 'none' | 'slow' | 'hangs',
) {
  const memory = createMemoryStore(world);
  const late = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const longest = { none: 3, slow: 900, hangs: 20_000 }[trouble()];
    await world.sleep(upTo(longest));
    if (trouble() === 'hangs' && upTo(3) === 0) throw new Error('the connection has ended');
    const answer = await work();
    await world.sleep(upTo(longest));
    return answer;
  };
  return aroundCalls(memory, late);
}

/** @returns what was given although something newer was to be seen for sure, and how many answers were given from the store */
async function play(seed: number): Promise<{ readonly old: readonly string[]; readonly kept: number }> {
  const world = simulateWorld(seed, undefined, 0);
  const upTo = (most: number): number => Math.floor(world.random('late writes') * most);
  let trouble: 'none' | 'slow' | 'hangs' = 'none';
  const server = serverOf(world, upTo, () => trouble);
  const replicas = [0, 1].map(() =>
    createAnswerCache(world, createRestingStore(world, server, unobserved), isOutage, isTimeout),
  );
  const within = [0, 2000, 40_000, 60_000, 120_000][upTo(5)]!;
  const model = booksShownWithin(within, deadline);
  const shown = [{ version: 0, from: 0 }];
  const newest = (list: typeof shown): number =>
    Math.max(0, ...list.filter(({ from }) => from <= world.now()).map(({ version }) => version));
  /** Those that were answered too. */
  const sure: typeof shown = [];
  const old: string[] = [];
  let [versions, kept] = [0, 0];

  const read = async (): Promise<void> => {
    const least = newest(sure);
    const wanted: WantedAnswer = {
      ...question('question', namesOf([model], 'reads'), world.now(), async () => {
        await world.sleep(upTo(300));
        return Buffer.from(String(newest(shown)));
      }),
      deadline: world.now() + deadline,
      patience: deadline,
      background: (work) => void work.catch(() => undefined),
    };
    const { json, use } = await replicas[upTo(2)]!.answer(wanted);
    if (use === 'hit') kept += 1;
    if (Number(json.toString()) < least) old.push(`${use}: ${json} instead of ${least}, seed ${seed}`);
  };
  const write = async (): Promise<void> => {
    const { around, sending } = endingKept<WriteEffect>(
      [model],
      keepingIn(replicas[upTo(2)]!),
      (effect) => effect,
    );
    const version = ++versions;
    let from = 0;
    await around(async () => {
      sending();
      await world.sleep(upTo(1000));
      from = world.now() + upTo(within);
      shown.push({ version, from });
      await world.sleep(upTo(5000));
      return upTo(5) === 0 ? 'unknown' : 'done';
    });
    sure.push({ version, from: Math.max(from, world.now()) });
  };
  const steps = async (): Promise<void> => {
    for (let step = 0; step < 80; step += 1) {
      if (upTo(10) === 0) trouble = (['none', 'none', 'slow', 'hangs'] as const)[upTo(4)]!;
      // A write that the store cannot be told of is refused.
      if (upTo(20) === 0) void write().catch(() => undefined);
      else void read();
      await world.sleep(upTo(3) > 0 ? upTo(800) : upTo(40_000));
    }
  };
  await world.run(steps());
  return { old, kept };
}

it(`in ${histories} histories no answer is older than what the API shows for sure`, async () => {
  const old: string[] = [];
  let kept = 0;
  for (let seed = 1; seed <= histories; seed += 1) {
    const played = await play(seed);
    old.push(...played.old);
    kept += played.kept;
  }
  expect(old).toEqual([]);
  expect(kept).toBeGreaterThan(histories);
});
