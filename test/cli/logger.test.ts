/** The log, on a file of its own. */
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../src/cli/logger.js';
import { systemWorld } from '../../src/world/system-world.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'logger-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('lines stay whole and in order when the log ends while a write is under way', async () => {
  for (let round = 0; round < 50; round += 1) {
    const file = join(directory, `${round}.log`);
    const descriptor = openSync(file, 'w');
    const { log, end } = createLogger(systemWorld, 'info', descriptor);
    // So long that writing begins at once, in the background.
    for (let line = 0; line < 20; line += 1) log.info({ line, filler: 'x'.repeat(500) }, 'request');
    log.info({ line: 20 }, 'stopped');
    await end();
    const written = readFileSync(file, 'utf8').trim().split('\n');
    expect(written.map((line) => (JSON.parse(line) as { line: number }).line)).toEqual(
      Array.from({ length: 21 }, (_, line) => line),
    );
  }
});

test('a line comes out without waiting for more', async () => {
  const file = join(directory, 'one.log');
  const descriptor = openSync(file, 'w');
  const { log, flush, end } = createLogger(systemWorld, 'info', descriptor);
  log.info({}, 'listening');
  flush();
  await expect.poll(() => readFileSync(file, 'utf8')).toContain('listening');
  await end();
});

test('each line has the time of its moment, also where seconds change and clocks go back', async () => {
  const moments = [
    0, 7, 999, 1000, 1_700_000_000_042, 1_700_000_000_999, 1_700_000_001_000, 1_699_999_999_998,
  ];
  const descriptor = openSync(join(directory, 'times.log'), 'w');
  // A logger asks for the time when it is made, too.
  let at = 0;
  const world = { ...systemWorld, now: () => moments[at]! };
  const { log, end } = createLogger(world, 'info', descriptor);
  for (at = 0; at < moments.length; at++) log.info({}, 'request');
  at = 0;
  await end();
  const lines = readFileSync(join(directory, 'times.log'), 'utf8').trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { time: string }).time)).toEqual(
    moments.map((each) => new Date(each).toISOString()),
  );
});

test('many logs have one listener at the exit of the process, which writes what each has in memory', async () => {
  const before = process.listeners('exit');
  const names = Array.from({ length: 12 }, (_, index) => join(directory, `exit ${index}.log`));
  const logs = names.map((file) => createLogger(systemWorld, 'info', openSync(file, 'w')));
  // Test files share a process, and another one may have a log that is open.
  const [atExit, ...others] = process.listeners('exit').filter(({ name }) => name === 'flushAll');
  expect([atExit, others]).toEqual([expect.any(Function), []]);
  for (const { log } of logs) log.info({}, 'last words');
  expect(names.map((file) => readFileSync(file, 'utf8'))).toEqual(names.map(() => ''));
  await logs[0]!.end();
  for (const { log } of logs.slice(1)) log.info({}, 'and more');
  atExit!.call(process, 0);
  expect(names.map((file) => readFileSync(file, 'utf8').match(/last words|and more/g)?.length)).toEqual([
    1,
    ...names.slice(1).map(() => 2),
  ]);
  for (const { end } of logs.slice(1)) await end();
  expect(process.listeners('exit')).toEqual(before);
});
