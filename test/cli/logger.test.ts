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
