/** The supervisor's decisions, without anything that is carried out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type SupervisorEffect,
  type SupervisorEvent,
  type SupervisorState,
  startingState,
  step,
} from '../../src/app/supervisor-state.js';

const retry = { first: 500, most: 30_000 };

/** All effects of these events in a row, and the last state. */
function run(state: SupervisorState, ...events: readonly SupervisorEvent[]) {
  const effects: SupervisorEffect[] = [];
  let now = state;
  for (const event of events) {
    const next = step(now, event, retry);
    effects.push(...next.effects);
    now = next.state;
  }
  return { state: now, effects };
}

const tried = (upstream: string, reached: boolean, generation = 1): SupervisorEvent => ({
  kind: 'upstream tried',
  generation,
  upstream,
  reached,
});
const asked: SupervisorEvent = { kind: 'reload asked' };
const built: SupervisorEvent = { kind: 'generation built', unreached: [] };
const failed: SupervisorEvent = { kind: 'build failed' };
const stop: SupervisorEvent = { kind: 'stop asked' };

describe('the start', () => {
  it('ends when every upstream has been tried, reached or not', () => {
    const { state, effects } = run(startingState(['a', 'b']), tried('a', false), tried('b', true));
    expect(state.phase).toBe('serving');
    expect(effects).toEqual([
      { kind: 'try again', upstream: 'a', after: 500 },
      { kind: 'look again', upstream: 'b' },
      { kind: 'end start' },
    ]);
  });

  it('is over at once where there is no upstream', () => {
    expect(startingState([]).phase).toBe('serving');
  });

  it('ends with a stop too: nobody may wait for ever', () => {
    const { state, effects } = run(startingState(['a']), stop);
    expect([state.phase, effects]).toEqual(['stopped', [{ kind: 'end start' }, { kind: 'close' }]]);
  });
});

describe('an upstream out of reach', () => {
  it('is tried again after 0.5 s, doubled up to 30 s, and from 0.5 s on when it was lost later', () => {
    const failures = Array.from({ length: 9 }, () => tried('a', false));
    const waits = run(startingState(['a']), ...failures).effects.flatMap((each) =>
      each.kind === 'try again' ? [each.after] : [],
    );
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    const { effects } = run(startingState(['a']), tried('a', false), tried('a', true));
    expect(effects.filter((each) => each.kind === 'try again')).toHaveLength(1);
  });

  it('is not tried again when that is not wanted', () => {
    expect(step(startingState(['a']), tried('a', false), 'never').effects).toEqual([{ kind: 'end start' }]);
  });

  it('of an old generation is of no interest', () => {
    expect(run(startingState([]), asked, built, tried('a', false)).effects).toEqual([
      { kind: 'build' },
      { kind: 'swap' },
    ]);
  });

  it('of a new generation is tried again', () => {
    const { effects } = run(
      startingState([]),
      asked,
      { kind: 'generation built', unreached: ['a'] },
      tried('a', false, 2),
    );
    expect(effects.slice(2)).toEqual([
      { kind: 'try again', upstream: 'a', after: 500 },
      { kind: 'try again', upstream: 'a', after: 1000 },
    ]);
  });
});

describe('an upstream that is bound', () => {
  const looked = (generation: number): SupervisorEvent => ({
    kind: 'schema looked at',
    generation,
    upstream: 'a',
  });
  const again = { kind: 'look again', upstream: 'a' };

  it('is looked at again and again', () => {
    const { effects } = run(startingState(['a']), tried('a', true), looked(1), looked(1));
    expect(effects.filter((each) => each.kind === 'look again')).toEqual([again, again, again]);
  });

  it('by a reload too; what was bound before it is of no interest any more', () => {
    const next: SupervisorEvent = { kind: 'generation built', unreached: [], reached: ['a'] };
    const { state, effects } = run(startingState([]), asked, next, looked(1));
    expect(effects).toEqual([{ kind: 'build' }, { kind: 'swap' }, again]);
    expect(step(state, looked(2), retry).effects).toEqual([again]);
  });

  it('is not looked at by whoever does not try again, nor after the stop', () => {
    expect(step(startingState(['a']), tried('a', true), 'never').effects).toEqual([{ kind: 'end start' }]);
    const { state } = run(startingState(['a']), tried('a', true), stop);
    expect(step(state, looked(1), retry).effects).toEqual([]);
  });
});

describe('a reload', () => {
  it('that fails keeps the generation, and the next one can succeed', () => {
    const { state, effects } = run(startingState([]), asked, failed, asked, built);
    expect(state).toMatchObject({ phase: 'serving', generation: 2, reload: 'none' });
    expect(effects.map((each) => each.kind)).toEqual(['build', 'discard', 'build', 'swap']);
  });

  it('asked for twice more while one is under way is made once more', () => {
    const { state, effects } = run(startingState([]), asked, asked, asked, built, built);
    expect(state).toMatchObject({ generation: 3, reload: 'none' });
    expect(effects.map((each) => each.kind)).toEqual(['build', 'swap', 'build', 'swap']);
  });

  it('during the start ends it', () => {
    const { state, effects } = run(startingState(['a']), asked, built, tried('a', false));
    expect(state).toMatchObject({ phase: 'serving', generation: 2 });
    expect(effects.map((each) => each.kind)).toEqual(['build', 'swap', 'end start']);
  });

  it('that ends after the stop is discarded', () => {
    expect(run(startingState([]), asked, stop, built).effects.map((each) => each.kind)).toEqual([
      'build',
      'close',
      'discard',
    ]);
  });
});

it('keeps to its rules whatever comes', () => {
  const event = fc.oneof(
    fc.constantFrom(asked, built, failed, stop),
    fc.record({
      kind: fc.constant('upstream tried' as const),
      generation: fc.integer({ min: 1, max: 3 }),
      upstream: fc.constantFrom('a', 'b'),
      reached: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('schema looked at' as const),
      generation: fc.integer({ min: 1, max: 3 }),
      upstream: fc.constantFrom('a', 'b'),
    }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let state = startingState(['a', 'b']);
      let building = 0;
      let ends = 0;
      for (const each of events) {
        // A build that nobody began cannot end.
        if ((each.kind === 'generation built' || each.kind === 'build failed') && building === 0) continue;
        const before = state;
        const next = step(state, each, retry);
        state = next.state;
        if (each.kind === 'generation built' || each.kind === 'build failed') building -= 1;
        for (const effect of next.effects) {
          if (effect.kind === 'build') building += 1;
          if (effect.kind === 'end start') ends += 1;
          if (effect.kind === 'try again')
            expect([500, 1000, 2000, 4000, 8000, 16_000, 30_000]).toContain(effect.after);
        }
        expect(building).toBeLessThanOrEqual(1);
        expect(state.generation - before.generation).toBe(
          next.effects.filter((effect) => effect.kind === 'swap').length,
        );
        if (before.phase === 'stopped')
          expect(next.effects.every((effect) => effect.kind === 'discard')).toBe(true);
      }
      expect(ends).toBe(state.phase === 'starting' ? 0 : 1);
    }),
  );
});
