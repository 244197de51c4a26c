/** Writes under faults: W1 to W12 in random histories, in virtual time. `npm run simulate` plays more of them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/app/listeners/metrics.js';
import { campaign, newTally } from './writes/campaign.js';
import { campaigns } from './writes/campaigns.js';
import { type Invariant, invariants, unknownCauses, violation } from './writes/invariants.js';
import { play, type Run } from './writes/play.js';
import { drawScenario, faultKinds } from './writes/scenario.js';
import { type FiledScenario, shrink } from './writes/shrink.js';
import { outcomeOf, slotsOf } from './writes/slots.js';
import { identities, styleCount } from './writes/subjects.js';

const folder = join(import.meta.dirname, 'seeds');
const filed = readdirSync(folder)
  .filter((name) => name.startsWith('writes-') && name.endsWith('.json'))
  .sort()
  .map((name): [string, FiledScenario] => [
    name,
    JSON.parse(readFileSync(join(folder, name), 'utf8')) as FiledScenario,
  ]);

const first = Number(process.env.SIMULATION_SEED ?? 1);
/** Of these the first are played here, so that the coverage of the code counts them; the others by processes of their own. */
const playedHere = 500;
const processes = 2;
const count = Number(process.env.SIMULATION_WRITES ?? (process.env.LAW_RUNS === undefined ? 100_000 : 200));

describe.runIf(filed.length > 0)('a history that failed once', () => {
  it.each(filed)('%s', async (_name, { scenario }) => {
    expect(violation(await play(scenario))).toBeUndefined();
  });
});

it('an update whose item was seen to be gone is not repeated when the item is there again as it was', async () => {
  const { scenario } = filed.find(([name]) => name === 'writes-2080.json')![1];
  const run = await play(scenario);
  const slot = slotsOf(run).find(({ title }) => title === 't6')!;
  expect(slot.effects).toHaveLength(1);
  expect(slot.outcome).toBe('unknown');
});

it(`all invariants hold (seeds ${first} to ${first + count - 1})`, async () => {
  const tally = newTally();
  const here = Math.min(count, playedHere);
  const found =
    (await campaign(first, here, tally)) ??
    (count > here ? await campaigns(processes, first + here, count - here, tally) : undefined);
  if (found) {
    const filed = (await shrink(found.scenario)) ?? found;
    writeFileSync(join(folder, `writes-${found.seed}.json`), `${JSON.stringify(filed, null, 2)}\n`);
    expect(filed).toBeUndefined();
  }
  const { outcomes, causes, faults, subjects, kinds, histories, operations, sent } = tally;
  console.info(
    `${histories} histories, ${operations} operations, ${sent} requests upstream: ${JSON.stringify(outcomes)}`,
  );
  if (count < 5000) return;
  // A campaign in which something never happens proves nothing about it.
  expect([...faults.keys()].sort()).toEqual([...faultKinds].sort());
  expect([...causes.keys()].sort()).toEqual([...unknownCauses].sort());
  expect(subjects.size).toBe(styleCount * identities.length);
  expect(kinds.size).toBe(9);
  expect(Math.min(outcomes.done, outcomes.refused, outcomes.unknown)).toBeGreaterThan(count / 20);
}, 1_200_000);

it('histories that several processes play are those that one plays', async () => {
  const [alone, shared] = [newTally(), newTally()];
  expect(await campaign(first, 30, alone)).toBeUndefined();
  expect(await campaigns(2, first, 30, shared)).toBeUndefined();
  expect(shared).toEqual(alone);
});

it('the metrics count the same outcomes as the answers', async () => {
  const metrics = createMetrics(() => undefined);
  const counts = new Map<string, number>();
  for (let seed = first; seed < first + 60; seed++) {
    const run = await play(drawScenario(seed), metrics.observe);
    for (const { verb, result } of slotsOf(run)) {
      const name = result && `operation="${verb}",outcome="${outcomeOf(result)}"`;
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const text = await metrics.text();
  expect(counts.size).toBe(9);
  for (const [name, count] of counts) expect(text).toContain(`wix_items_written_total{${name}} ${count}\n`);
});

it('one seed gives one log, twice; another seed another', async () => {
  for (let seed = first; seed < first + 20; seed++) {
    const log = (await play(drawScenario(seed))).log();
    expect((await play(drawScenario(seed))).log()).toEqual(log);
    expect((await play(drawScenario(seed + 1000))).log()).not.toEqual(log);
  }
});

/** A history in which each operation is done, then spoiled. */
async function spoiled(spoil: (run: Run) => Run): Promise<string[]> {
  const scenario = {
    ...drawScenario(3),
    style: 0,
    identity: 'clientId' as const,
    lag: 0,
    stored: ['b1', 'b2'],
    faults: [],
    operations: [
      {
        at: 0,
        replica: 0,
        kind: 'insert',
        items: [
          { _id: 'n1', title: 't1' },
          { _id: 'n2', title: 't2!' },
        ],
      },
      {
        at: 500,
        replica: 0,
        kind: 'update',
        items: [
          { _id: 'b1', title: 't3' },
          { _id: 'b1', title: 't4' },
        ],
      },
      { at: 500, replica: 1, kind: 'query', ids: [] },
      { at: 500, replica: 0, kind: 'remove', ids: ['b2', 'b9'] },
      { at: 500, replica: 0, kind: 'truncate' },
    ] as const,
  };
  const run = await play(scenario);
  expect(violation(run)).toBeUndefined();
  const wrong = spoil(run);
  return Object.entries(invariants)
    .filter(([, invariant]: [string, Invariant]) => invariant(wrong, slotsOf(wrong)) !== undefined)
    .map(([name]) => name.split(' ')[0]!);
}

const played = (run: Run, index: number, change: object): Run => ({
  ...run,
  played: run.played.map((each, other) => (other === index ? { ...each, ...change } : each)),
});

describe('each invariant notices what it is about', () => {
  it.each<[string, (run: Run) => Run]>([
    ['W1', (run) => ({ ...run, api: { ...run.api, applied: [...run.api.applied, run.api.applied[0]!] } })],
    ['W2', (run) => played(run, 0, { results: run.played[0]!.results!.slice(0, 1) })],
    [
      'W3',
      (run) =>
        played(run, 0, { results: [{ item: { _id: 'n1', title: 'other' } }, run.played[0]!.results![1]!] }),
    ],
    ['W4', (run) => played(run, 0, { results: [run.played[0]!.results![1]!, run.played[0]!.results![1]!] })],
    [
      'W5',
      (run) => ({
        ...run,
        api: { ...run.api, sent: run.api.sent.map((each) => ({ ...each, answered: undefined })) },
      }),
    ],
    [
      'W6',
      (run) =>
        played(run, 0, {
          results: [
            { error: { errorCode: 'UNKNOWN_ERROR', errorMessage: 'The outcome is unknown: …' } },
            run.played[0]!.results![1]!,
          ],
        }),
    ],
    [
      'W7',
      (run) => ({
        ...run,
        api: { ...run.api, applied: run.api.applied.map((each) => ({ ...each, order: -each.order })) },
      }),
    ],
    ['W8', (run) => played(run, 2, { answer: { items: [] } })],
    ['W9', (run) => ({ ...run, left: 1 })],
    ['W10', (run) => played(run, 0, { ended: undefined })],
    ['W11', (run) => ({ ...run, api: { ...run.api, states: run.api.states.slice(0, -1) } })],
    ['W12', (run) => played(run, 0, { told: [] })],
  ])('%s', async (name, spoil) => {
    expect(await spoiled(spoil)).toContain(name);
  });
});

it('a failing history is made smaller, to what matters', async () => {
  // An API that is behind its own writes, and a mapping that does not say so.
  const wrong = Array.from({ length: 200 }, (_, seed) => ({
    ...drawScenario(seed),
    style: 7,
    resolves: false,
    lag: 400,
  }));
  for (const scenario of wrong) {
    const filed = await shrink(scenario);
    if (!filed?.failure.startsWith('W3') || scenario.operations.length < 4) continue;
    const { operations, faults, lag } = filed.scenario;
    expect(operations.length).toBeLessThanOrEqual(2);
    expect(faults.filter(({ kind }) => kind !== 'none').length).toBeLessThanOrEqual(2);
    expect(lag).toBe(400);
    return;
  }
  throw new Error('none of them failed');
});
