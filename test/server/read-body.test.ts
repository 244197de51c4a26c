import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type BodyAccount, createBodyBudget } from '../../src/server/body-budget.js';
import { readBody } from '../../src/server/read-body.js';
import { createWorkAllowance } from '../../src/server/work-allowance.js';
import { AdapterError } from '../../src/wix/errors.js';
import { systemWorld } from '../../src/world/system-world.js';

function incoming(chunks: readonly (string | Buffer)[], headers: Record<string, string> = {}) {
  const stream = new PassThrough();
  for (const chunk of chunks) stream.write(chunk);
  return { request: Object.assign(stream, { headers }) as unknown as IncomingMessage, stream };
}

const budgetOf = (most = 2 ** 26, free?: number) =>
  createBodyBudget(createWorkAllowance({ monotonic: () => 0 }, 2 ** 27), most, free);

async function readAll(request: IncomingMessage, limit: number, account: BodyAccount): Promise<string> {
  const parts: Buffer[] = [];
  await readBody(request, { limit, account, world: systemWorld }, (bytes) => parts.push(bytes));
  return Buffer.concat(parts).toString('latin1');
}

async function read(chunks: readonly (string | Buffer)[], limit: number, headers?: Record<string, string>) {
  const { request, stream } = incoming(chunks, headers);
  stream.end();
  try {
    return await readAll(request, limit, budgetOf().open());
  } catch (error) {
    if (error instanceof AdapterError) return error.status;
    throw error;
  }
}

const gzip = { 'content-encoding': 'gzip' };

describe('readBody', () => {
  it.each([
    ['nothing', [], {}, ''],
    ['chunks', ['ab', 'cd'], {}, 'abcd'],
    ['as much as allowed', ['x'.repeat(10)], {}, 'x'.repeat(10)],
    ['one byte more', ['x'.repeat(11)], {}, 413],
    ['chunks that are too much together', ['x'.repeat(6), 'x'.repeat(6)], {}, 413],
    ['an announced excess', [], { 'content-length': '11' }, 413],
    ['gzip', [gzipSync('abcd')], gzip, 'abcd'],
    ['gzip that grows beyond a sixth of the limit', [gzipSync('x'.repeat(1000))], gzip, 413],
    ['broken gzip', ['not gzip'], gzip, 400],
    ['cut gzip', [gzipSync('abcd').subarray(0, 15)], gzip, 400],
    ['another encoding', ['x'], { 'content-encoding': 'br' }, 415],
    ['no encoding, said in a word', ['x'], { 'content-encoding': ' Identity' }, 'x'],
    ['no encoding, said by an empty header', ['x'], { 'content-encoding': '' }, 'x'],
  ])('%s', async (_name, chunks, headers, expected) => {
    expect(await read(chunks, headers === gzip ? 240 : 10, headers)).toBe(expected);
  });

  it('fails when the caller goes away in the middle', async () => {
    const { request, stream } = incoming(['half']);
    const reading = readAll(request, 10, budgetOf().open());
    stream.destroy();
    await expect(reading).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it.each([
    ['plain', 'x'.repeat(30), {}],
    ['packed', gzipSync('x'.repeat(30)), gzip],
  ])('a large body is refused while others hold the memory: %s', async (_name, body, headers) => {
    const budget = budgetOf(60, 5);
    const other = budget.open();
    expect(other.take(55)).toBe(true);
    const attempt = async () => {
      const account = budget.open();
      const { request, stream } = incoming([body], headers);
      stream.end();
      try {
        return await readAll(request, 1000, account);
      } catch (error) {
        return [(error as AdapterError).status, account.refused()];
      } finally {
        account.close();
      }
    };
    expect(await attempt()).toEqual([503, true]);
    const { request, stream } = incoming(['small']);
    stream.end();
    expect(await readAll(request, 1000, budget.open())).toBe('small');
    other.close();
    expect(await attempt()).toBe('x'.repeat(30));
  });
});
