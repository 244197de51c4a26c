/** Lines of the log, each a JSON object of its own whatever its fields hold. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createLines, type LogLevel, levelOf } from '../../src/cli/log-lines.js';

const world = { now: () => 1_700_000_000_042 };

function linesOf(least: LogLevel = 'trace') {
  const written: string[] = [];
  return { log: createLines(world, least, (line) => void written.push(line)), written };
}

const numbers = { debug: 20, info: 30, warn: 40, error: 50 } as const;
const levels = ['debug', 'info', 'warn', 'error'] as const;

test('any fields and message come back as they were, in one line', () => {
  const name = fc
    .string({ unit: 'binary' })
    .filter((each) => !['level', 'time', 'msg', 'err', '__proto__'].includes(each));
  fc.assert(
    fc.property(
      fc.constantFrom(...levels),
      fc.dictionary(name, fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(undefined))),
      fc.string({ unit: 'binary' }),
      (level, fields, message) => {
        const { log, written } = linesOf();
        log[level](fields, message);
        expect(written).toHaveLength(1);
        expect(written[0]!.indexOf('\n')).toBe(written[0]!.length - 1);
        const given = JSON.parse(JSON.stringify(fields)) as object;
        expect(JSON.parse(written[0]!)).toEqual({
          level: numbers[level],
          time: '2023-11-14T22:13:20.042Z',
          ...given,
          msg: message,
        });
      },
    ),
  );
});

describe('levels', () => {
  it('leaves out what is below the one that is wanted', () => {
    for (const [index, least] of levels.entries()) {
      const { log, written } = linesOf(least);
      for (const each of levels) log[each]({}, each);
      const said = written.map((line) => (JSON.parse(line) as { msg: string }).msg);
      expect(said).toEqual(levels.slice(index));
    }
    const { log, written } = linesOf('silent');
    log.error({}, 'nobody hears it');
    expect(written).toEqual([]);
  });

  it('takes a level in any case, and refuses what is none', () => {
    expect(levelOf(' WARN ')).toBe('warn');
    expect(() => levelOf('loud')).toThrow(
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent',
    );
    expect(() => levelOf('toString')).toThrow('LOG_LEVEL must be one of');
  });
});

describe('errors', () => {
  const shown = (err: unknown): Record<string, string> => {
    const { log, written } = linesOf();
    log.error({ err }, 'defect');
    return (JSON.parse(written[0]!) as { err: Record<string, string> }).err;
  };

  it('tells the type, the messages and the stacks of an error and its causes', () => {
    const { type, message, stack } = shown(new TypeError('outer', { cause: new RangeError('inner') }));
    expect({ type, message }).toEqual({ type: 'TypeError', message: 'outer: inner' });
    expect(stack).toMatch(/^TypeError: outer\n[\s\S]*\ncaused by: RangeError: inner\n/);
  });

  it('comes to an end where an error is its own cause', () => {
    const error = new Error('again');
    error.cause = error;
    expect(shown(error).message).toMatch(/^again(: again)+$/);
  });

  it('tells what was thrown and is no error', () => {
    expect(shown('only a text')).toBe('only a text');
  });
});

test('a field that cannot be written does not lose the line', () => {
  const { log, written } = linesOf();
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  log.warn({ circle, big: 1n }, 'odd');
  expect(JSON.parse(written[0]!)).toMatchObject({
    msg: 'odd',
    unwritten: ['circle', 'big'],
    why: expect.any(String),
  });
});
