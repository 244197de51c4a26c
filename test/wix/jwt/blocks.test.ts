/** Memory for long bodies, which one request after the other uses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBlocks } from '../../../src/wix/jwt/blocks.js';
import { createSigner, generateKeyPair } from '../../../src/wix/jwt/sign.js';
import { createVerifier } from '../../../src/wix/jwt/verify.js';
import { systemWorld } from '../../../src/world/system-world.js';

const block = 256 * 2 ** 10;
const appId = '11111111-2222-4333-8444-555555555555';

describe('blocks', () => {
  it('copies are equal, and stay so whatever others do in between', () => {
    const step = fc.record({
      who: fc.nat(3),
      length: fc.integer({ min: 1, max: 3 * block }),
      close: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const blocks = createBlocks();
        const requests = Array.from({ length: 4 }, () => ({
          held: blocks.open(),
          sent: [] as Buffer[],
          kept: [] as Buffer[],
        }));
        for (const [number, { who, length, close }] of steps.entries()) {
          const request = requests[who]!;
          const bytes = Buffer.alloc(length, number + 1);
          request.sent.push(bytes);
          request.kept.push(...request.held.copy(bytes));
          for (const each of requests)
            expect(Buffer.concat(each.kept).equals(Buffer.concat(each.sent))).toBe(true);
          if (!close) continue;
          request.held.close();
          requests[who] = { held: blocks.open(), sent: [], kept: [] };
        }
      }),
      { numRuns: 30 },
    );
  });

  it('the memory of one request is the next one’s, not two at once', () => {
    const blocks = createBlocks();
    const memory = (parts: readonly Buffer[]) => parts.map(({ buffer }) => buffer);
    const [first, second] = [blocks.open(), blocks.open()];
    const firsts = memory(first.copy(Buffer.alloc(block)));
    expect(memory(second.copy(Buffer.alloc(block)))[0]).not.toBe(firsts[0]);
    first.close();
    first.close();
    const thirds = memory(blocks.open().copy(Buffer.alloc(block)));
    expect(thirds[0]).toBe(firsts[0]);
    expect(memory(blocks.open().copy(Buffer.alloc(block)))[0]).not.toBe(firsts[0]);
  });

  it('keeps as much as one body of the usual limit needs', () => {
    const blocks = createBlocks();
    const large = blocks.open();
    const before = new Set(large.copy(Buffer.alloc(100 * block)).map(({ buffer }) => buffer));
    large.close();
    const again = blocks.open().copy(Buffer.alloc(100 * block));
    expect(again.filter(({ buffer }) => before.has(buffer)).length).toBe(24);
  });
});

it('long tokens whose pieces arrive in turns are opened as they were signed', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const { sign } = createSigner({ privateKey, audience: appId, world: systemWorld });
  const verifier = await createVerifier([{ key: publicKey, audience: appId }], { world: systemWorld });
  const texts = [...'abc'].map((letter) => letter.repeat(700_000));
  for (let round = 0; round < 3; round += 1) {
    const bodies = await Promise.all(texts.map(async (text) => Buffer.from(await sign({ text }), 'latin1')));
    const readers = bodies.map(() => verifier.open());
    for (let at = 0; at < bodies[0]!.length + 64; at += 65_536)
      for (const [index, body] of bodies.entries()) readers[index]!.push(body.subarray(at, at + 65_536));
    const opened = await Promise.all(
      readers.map(async (reader) => {
        const { request } = await reader.end();
        reader.close();
        return request.text === texts[readers.indexOf(reader)];
      }),
    );
    expect(opened).toEqual([true, true, true]);
  }
});
