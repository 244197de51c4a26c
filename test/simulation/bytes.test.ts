/**
 * A connection that breaks at some byte of a write, of its request or its answer, through the real transport: nothing is written twice,
 * nothing is lost, and what can be recognised is never unknown. `npm run simulate -- --bytes` breaks it at every byte.
 */
import { expect, it } from 'vitest';
import { breakAt, breakEverywhere, faultOf, verbs } from './writes/bytes.js';
import { identities, styleCount, subjectOf } from './writes/subjects.js';

const few = process.env.LAW_RUNS !== undefined;
/** So that all bytes have their turn in some style. */
const steps = few ? { insert: 499, others: 997 } : { insert: 97, others: 199 };

it.each(identities)('%s: each style, at bytes spread over request and answer', async (identity) => {
  let [broken, unknown] = [0, 0];
  const faults: string[] = [];
  for (let style = 0; style < styleCount; style++)
    for (const verb of verbs) {
      const step = verb === 'insert' ? steps.insert : steps.others;
      const found = await breakEverywhere(
        subjectOf(style, identity, style % 2 === 1),
        verb,
        step,
        Math.floor((style * step) / styleCount),
      );
      broken += found.broken;
      unknown += found.unknown;
      faults.push(...found.faults);
    }
  console.info(`${broken} connections broken, ${unknown} outcomes unknown`);
  expect(faults).toEqual([]);
  expect(broken).toBeGreaterThan(few ? 8 : 100);
  expect(unknown).toBeGreaterThan(0);
  expect(unknown).toBeLessThan(broken);
});

it('notices a write that is lost, applied twice or told as unknown', async () => {
  const subject = subjectOf(0, 'clientId', false);
  const cut = { of: 'answer', after: 0, how: 'reset' } as const;
  const came = await breakAt(subject, 'insert', cut);
  expect(faultOf(subject, 'insert', cut, came)).toBeUndefined();
  const wrong = [
    { applied: 0 },
    { applied: 2 },
    { outcome: 'unknown' },
    { outcome: 'refused' },
    { left: 1 },
    { mutations: 3 },
    { milliseconds: 1_000_000 },
  ] as const;
  for (const each of wrong) expect(faultOf(subject, 'insert', cut, { ...came, ...each })).toBeDefined();
});
