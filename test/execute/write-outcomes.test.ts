/** What is told of writes after lost answers, in virtual time: second attempts, late effects, reads that are behind. */
import { expect, it } from 'vitest';
import { violation } from '../simulation/writes/invariants.js';
import { play, type Run } from '../simulation/writes/play.js';
import type { FaultKind, GivenBook, Operation, Scenario } from '../simulation/writes/scenario.js';
import { type OutcomeKind, outcomeOf } from '../simulation/writes/slots.js';
import { within } from '../simulation/writes/subjects.js';

type Asked = Pick<Scenario, 'style' | 'identity'> & Partial<Scenario>;

/** @param kinds what befalls the requests upstream, one after another; late effects come after four seconds */
function run(asked: Asked, operations: readonly Operation[], ...kinds: readonly FaultKind[]): Promise<Run> {
  const faults = kinds.map((kind) => ({ kind, there: 5, back: 100 }));
  return play({ seed: 1, resolves: false, lag: 0, stored: [], operations, faults, ...asked });
}

const at = { at: 0, replica: 0 } as const;
const insert = (...items: GivenBook[]): Operation => ({ ...at, kind: 'insert', items });
const update = (...items: GivenBook[]): Operation => ({ ...at, kind: 'update', items });

function told({ played }: Run): readonly OutcomeKind[] {
  return played[0]!.results!.map(outcomeOf);
}

const first = insert({ title: 't1', isbn: 'n1' });

it.each<FaultKind>(['unauthorized', 'rate limited', 'status 413', 'document refused', 'not connected'])(
  'a second attempt that does not come to be run (%s) says nothing of the first one, which was stored',
  async (kind) => {
    const played = await run({ style: 0, identity: 'idempotency' }, [first], 'answer broken', kind);
    expect(violation(played)).toBeUndefined();
    expect(told(played)).toEqual(['unknown']);
    expect(played.api.applied).toHaveLength(1);
  },
);

it.each<FaultKind>(['answer broken', 'request broken', 'effect late'])(
  'lists with a key of idempotency (%s): each item is stored once',
  async (kind) => {
    const items = ['t1', 't2', 't3'].map((title) => ({ title }));
    const played = await run({ style: 4, identity: 'idempotency' }, [insert(...items)], kind);
    expect(violation(played)).toBeUndefined();
    expect(told(played)).toEqual(['done', 'done', 'done']);
    expect(played.api.applied.map(({ title }) => title).sort()).toEqual(['t1', 't2', 't3']);
  },
);

it('a later write of the same item is not sent while the earlier one may still come', async () => {
  const both = update({ _id: 'b1', title: 't1', isbn: 'n1' }, { _id: 'b1', title: 't2', isbn: 'n2' });
  const played = await run({ style: 0, identity: 'none', stored: ['b1'] }, [both], 'effect late');
  expect(violation(played)).toBeUndefined();
  expect(told(played)).toEqual(['unknown', 'refused']);
  expect(played.played[0]!.results![1]!.error!.errorMessage).toContain('an earlier write of the same item');
  expect(played.api.applied.map(({ title }) => title)).toEqual(['t1']);
});

it('an update is repeated only after a look that came when the declared time had passed', async () => {
  const played = await run(
    { style: 7, identity: 'none', resolves: true, lag: 200, stored: ['b1'] },
    // The label is read-only: it is compared with the stored one, which is therefore read before.
    [update({ _id: 'b1', title: 't1', isbn: 'n1', label: 'old b1 (old b1)' })],
    ...(['none', 'answer broken', 'none'] as const),
    // All further looks fail.
    ...Array.from({ length: 12 }, (): FaultKind => 'gateway after'),
  );
  expect(violation(played)).toBeUndefined();
  expect(told(played)).toEqual(['unknown']);
  expect(played.api.applied).toHaveLength(1);
});

it.each([0, 200])(
  'an item that the mutation does not answer with is read as it is stored, %d ms behind',
  async (lag) => {
    const played = await run({ style: 7, identity: 'none', resolves: true, lag, stored: ['b1'] }, [
      update({ _id: 'b1', title: 't1', stock: 0 }),
    ]);
    expect(violation(played)).toBeUndefined();
    expect(played.played[0]!.results![0]!.item).toMatchObject({ _id: 'b1', title: 't1', stock: 0 });
    expect(played.played[0]!.ended! - played.played[0]!.begun >= within).toBe(lag > 0);
  },
);

it('a removal is not repeated where another item has come in its place', async () => {
  const remove: Operation = { ...at, kind: 'remove', ids: ['b1'] };
  const again: Operation = { at: 300, replica: 1, kind: 'insert', items: [{ _id: 'b1', title: 't9' }] };
  const played = await run(
    { style: 2, identity: 'clientId', stored: ['b1'] },
    [remove, again],
    ...(['none', 'answer lost'] as const),
  );
  expect(violation(played)).toBeUndefined();
  expect(told(played)).toEqual(['unknown']);
  expect([...played.api.states.at(-1)!.books.values()].map(({ title }) => title)).toEqual(['t9']);
});

it('emptying an API that lists items for a while after they went: each is counted once', async () => {
  const played = await run(
    { style: 0, identity: 'clientId', resolves: true, lag: 400, stored: ['b1', 'b2', 'b3'] },
    [{ ...at, kind: 'truncate' }],
  );
  expect(violation(played)).toBeUndefined();
  expect(played.played[0]!.error).toBeUndefined();
  expect(played.api.states.at(-1)!.books.size).toBe(0);
  expect(played.played[0]!.told).toContainEqual(
    expect.objectContaining({ kind: 'items written', operation: 'truncate', done: 3 }),
  );
});

it('emptying that fails on the way counts what it has removed', async () => {
  const stored = ['b1', 'b2', 'b3', 'b4'];
  const played = await run(
    { style: 2, identity: 'clientId', stored },
    [{ ...at, kind: 'truncate' }],
    ...(['none', 'none', 'unauthorized'] as const),
  );
  expect(violation(played)).toBeUndefined();
  expect(played.played[0]!.error!.message).toContain('3 items were removed, about 1 are left');
  expect(played.played[0]!.told).toContainEqual(
    expect.objectContaining({ kind: 'items written', operation: 'truncate', done: 3 }),
  );
});

it('emptying that failed on the way goes on when it is asked for again', async () => {
  const stored = ['b1', 'b2', 'b3', 'b4'];
  const played = await run(
    { style: 2, identity: 'clientId', stored },
    [
      { ...at, kind: 'truncate' },
      { at: 60_000, replica: 0, kind: 'truncate' },
    ],
    ...(['none', 'none', 'unauthorized'] as const),
  );
  expect(violation(played)).toBeUndefined();
  expect(played.played.map(({ error }) => error?.message)).toEqual([
    expect.stringContaining('3 items were removed, about 1 are left'),
    undefined,
  ]);
  expect(played.api.states.at(-1)!.books.size).toBe(0);
  // Each was removed once, and nothing that was gone was asked for again.
  expect(played.api.applied.map(({ id }) => id).sort()).toEqual(stored);
});

it('a removal is not seen in an item that the API does not show yet', async () => {
  // The first mutation of the document fails, and takes the answer of the second along, which did not run.
  const played = await run({ style: 3, identity: 'clientId', resolves: true, lag: 375 }, [
    { at: 3000, replica: 1, kind: 'outside', does: 'insert', id: 'b1' },
    { at: 100, replica: 0, kind: 'remove', ids: ['b4', 'b1'] },
  ]);
  expect(violation(played)).toBeUndefined();
  expect(told(played)).toEqual(['refused', 'done']);
  expect(played.api.states.at(-1)!.books.size).toBe(0);
});

it('emptying an API that is behind waits for what it does not list yet', async () => {
  const played = await run({ style: 3, identity: 'none', resolves: true, lag: 388 }, [
    { at: 2000, replica: 1, kind: 'outside', does: 'insert', id: 'b1' },
    { at: 100, replica: 0, kind: 'truncate' },
  ]);
  expect(violation(played)).toBeUndefined();
  expect(played.played[0]!.error).toBeUndefined();
  expect(played.api.states.at(-1)!.books.size).toBe(0);
});
