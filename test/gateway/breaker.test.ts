import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BreakerState, createBreaker, verdictOn } from '../../src/gateway/breaker.js';
import { failureKinds, UpstreamFailure } from '../../src/upstream/transport/failure.js';
import { simulateWorld } from '../world/simulated-world.js';

function start(failures = 3, rest = 1000) {
  const world = simulateWorld(1);
  const changes: BreakerState[] = [];
  const breaker = createBreaker(world, 'shop', { failures, rest }, (state) => void changes.push(state));
  return { world, changes, breaker };
}

const fails = (breaker: ReturnType<typeof createBreaker>, times: number): void => {
  for (let count = 0; count < times; count++) breaker.begin().end('failure');
};

describe('the breaker', () => {
  it('opens after so many failures in a row, and says when to come back', async () => {
    const { world, breaker, changes } = start();
    fails(breaker, 2);
    breaker.begin().end('answer');
    fails(breaker, 2);
    expect(breaker.state()).toBe('closed');
    fails(breaker, 1);
    expect(changes).toEqual(['open']);
    await world.pass(400);
    expect(() => breaker.check()).toThrow(
      expect.objectContaining({ kind: 'circuitOpen', retryAfterMs: 600 }),
    );
    expect(() => breaker.begin()).toThrow(UpstreamFailure);
  });

  it('lets one request try after the rest, and all others when that is answered', async () => {
    const { world, breaker, changes } = start();
    fails(breaker, 3);
    await world.pass(1000);
    breaker.check();
    const probe = breaker.begin();
    expect(() => breaker.check()).toThrow(expect.objectContaining({ kind: 'circuitOpen' }));
    expect(() => breaker.begin()).toThrow(expect.objectContaining({ kind: 'circuitOpen' }));
    probe.end('answer');
    breaker.begin();
    breaker.begin();
    expect(changes).toEqual(['open', 'trying', 'closed']);
  });

  it('rests twice as long after each that fails, up to a minute, and as long as at first when it was well again', async () => {
    const { world, breaker } = start(1, 1000);
    const rests: number[] = [];
    fails(breaker, 1);
    for (let count = 0; count < 8; count++) {
      const begin = world.now();
      while (true) {
        try {
          breaker.check();
          break;
        } catch (error) {
          await world.pass((error as UpstreamFailure).retryAfterMs!);
        }
      }
      rests.push(world.now() - begin);
      breaker.begin().end('failure');
    }
    expect(rests).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    await world.pass(60_000);
    breaker.begin().end('answer');
    fails(breaker, 1);
    expect(() => breaker.check()).toThrow(expect.objectContaining({ retryAfterMs: 1000 }));
  });

  it('lets the next one try when the one that tried has left', async () => {
    const { world, breaker } = start();
    fails(breaker, 3);
    await world.pass(1000);
    breaker.begin().end('nothing');
    breaker.begin().end('answer');
    expect(breaker.state()).toBe('closed');
  });

  it('concludes nothing from requests that were sent before it opened', async () => {
    const { world, breaker } = start();
    const [slow, slower] = [breaker.begin(), breaker.begin()];
    fails(breaker, 3);
    slow.end('answer');
    expect(breaker.state()).toBe('open');
    await world.pass(1000);
    const probe = breaker.begin();
    slower.end('failure');
    expect(breaker.state()).toBe('trying');
    probe.end('answer');
    expect(breaker.state()).toBe('closed');
  });

  it('a deadline that came sooner than answers usually come says nothing', async () => {
    const { world, breaker } = start(2, 1000);
    const answered = breaker.begin();
    await world.pass(500);
    answered.end('answer');
    const end = async (after: number): Promise<void> => {
      const each = breaker.begin();
      await world.pass(after);
      each.end('timeout');
    };
    for (let count = 0; count < 5; count++) await end(499);
    expect(breaker.state()).toBe('closed');
    for (let count = 0; count < 2; count++) await end(500);
    expect(breaker.state()).toBe('open');
  });

  it('property: while it is not closed, at most one request is sent, and none during the rest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('answer', 'failure', 'nothing'), fc.nat(2000)), { maxLength: 60 }),
        async (steps) => {
          const { world, breaker } = start(2, 1000);
          for (const [came, pause] of steps) {
            await world.pass(pause);
            const begun = (() => {
              try {
                return breaker.begin();
              } catch {
                return undefined;
              }
            })();
            if (breaker.state() !== 'closed') expect(() => breaker.begin()).toThrow();
            begun?.end(came as 'answer');
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('what the end of a request says of the upstream', () => {
  const verdicts: Readonly<Record<(typeof failureKinds)[number], string>> = {
    unreachable: 'failure',
    timeout: 'timeout',
    aborted: 'nothing',
    tooLarge: 'answer',
    unauthorized: 'answer',
    rateLimited: 'answer',
    http: 'failure',
    notGraphql: 'failure',
    graphqlErrors: 'answer',
    unsendable: 'nothing',
    queueFull: 'nothing',
    circuitOpen: 'nothing',
  };
  it.each(failureKinds)('%s', (kind) => {
    const answered = ['unauthorized', 'rateLimited', 'http', 'graphqlErrors'].includes(kind);
    const failure = new UpstreamFailure(kind, 'no', { status: 502, delivered: answered ? 'yes' : 'no' });
    expect(verdictOn(failure)).toBe(verdicts[kind]);
  });

  it('a 404 is an answer, and so is what the budget does not read on', () => {
    expect(verdictOn(new UpstreamFailure('http', 'no', { status: 404, delivered: 'yes' }))).toBe('answer');
    expect(verdictOn(new Error('more than 10 bytes'))).toBe('answer');
  });
});
