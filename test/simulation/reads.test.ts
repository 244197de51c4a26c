/** Reads under faults (invariant: right or refused), and that a history is the same for one seed. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CallOutcome, callOutcomes } from '../../src/world/observation.js';
import { playHistory, readSubject, type Subject } from './history.js';
import { type Fault, faults } from './simulated-upstream.js';

/** A history that failed once; it is played first in every later run. */
interface Filed {
  readonly seed: number;
  readonly requests: number;
  readonly failure: string;
}

const folder = join(dirname(fileURLToPath(import.meta.url)), 'seeds');
const filed = readdirSync(folder)
  .filter((name) => /^reads-.*\.json$/.test(name))
  .sort()
  .map((name): [string, Filed] => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Filed]);

const first = Number(process.env.SIMULATION_SEED ?? 1);
const count = Number(process.env.SIMULATION_SEEDS ?? (process.env.LAW_RUNS === undefined ? 40 : 4));
const requests = 12;

let subject: Subject;
beforeAll(async () => {
  subject = await readSubject();
});

it('knows the rows of the API', () => {
  expect(subject.items).toHaveLength(300);
});

describe.runIf(filed.length > 0)('a history that failed once', () => {
  it.each(filed)('%s', async (_name, { seed, requests: length }) => {
    expect((await playHistory(subject, seed, length)).wrong).toEqual([]);
  });
});

/** The first of its requests that still fail, written down for later runs. */
async function file(seed: number): Promise<Filed> {
  for (let length = 1; ; length++) {
    const { wrong } = await playHistory(subject, seed, length);
    if (wrong.length === 0 && length < requests) continue;
    const failure: Filed = { seed, requests: length, failure: wrong[0] ?? 'passes when it is played again' };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `reads-${seed}.json`), `${JSON.stringify(failure, null, 2)}\n`);
    return failure;
  }
}

it(`every read is right or refused (seeds ${first} to ${first + count - 1})`, async () => {
  const seen = new Map<Fault, number>();
  const ends = new Set<CallOutcome>();
  let [right, refused] = [0, 0];
  for (let seed = first; seed < first + count; seed++) {
    const history = await playHistory(subject, seed, requests);
    if (history.wrong.length > 0) expect(await file(seed)).toBeUndefined();
    expect([seed, history.waiting]).toEqual([seed, 0]);
    right += history.right;
    refused += history.refused;
    for (const each of history.outcomes) ends.add(each);
    for (const [fault, times] of history.faults) seen.set(fault, (seen.get(fault) ?? 0) + times);
  }
  console.info(`${count} histories: ${right} right, ${refused} refused; ${JSON.stringify([...seen])}`);
  expect(right + refused).toBe(count * requests);
  // A campaign in which something never happens proves nothing about it; a single seed is played to look at it.
  if (count >= 40) expect([...seen.keys()].sort()).toEqual([...faults].sort());
  // Headers of this mapping need no fact of a request, and the answers of this API are within the budget.
  // What the gateway refuses is not sent.
  const cannot: readonly CallOutcome[] = ['unsendable', 'refused', 'queueFull', 'circuitOpen'];
  if (count >= 40)
    expect([...ends].sort()).toEqual(callOutcomes.filter((each) => !cannot.includes(each)).sort());
  if (count >= 40) expect(Math.min(right - refused, refused)).toBeGreaterThan(0);
});

it('notices a wrong value: with another price in the oracle, histories are wrong', async () => {
  const items = subject.items.map((item) => ({ ...item, price: Number(item.price ?? 0) + 0.01 }));
  let wrong = 0;
  // One history alone may ask for no price.
  for (let seed = first; seed < first + 4; seed++)
    wrong += (await playHistory({ ...subject, items }, seed, requests)).wrong.length;
  expect(wrong).toBeGreaterThan(0);
});

it('one seed gives one log, twice; another seed another', async () => {
  for (const seed of [first, first + 1, first + 2]) {
    const once = await playHistory(subject, seed, requests);
    const again = await playHistory(subject, seed, requests);
    expect(again.log).toEqual(once.log);
    expect(once.log.length).toBeGreaterThan(requests);
    expect((await playHistory(subject, seed + 1000, requests)).log).not.toEqual(once.log);
  }
});
