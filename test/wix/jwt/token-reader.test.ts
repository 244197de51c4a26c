/** What is done with bytes of callers who are not known: how much is kept, parsed and hashed before they are refused. */

import fc from 'fast-check';
import { compactVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { AdapterError } from '../../../src/wix/errors.js';
import { decodeBase64url } from '../../../src/wix/jwt/base64url.js';
import { createBlocks } from '../../../src/wix/jwt/blocks.js';
import { importPublicKeys } from '../../../src/wix/jwt/keys.js';
import { createSigner, generateKeyPair } from '../../../src/wix/jwt/sign.js';
import { createTokenReader, mostHeaderBytes } from '../../../src/wix/jwt/token-reader.js';
import { createVerifier } from '../../../src/wix/jwt/verify.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { ecVector, rsaVector, vectorAudience } from './vectors.js';

const encode = (text: string): string => Buffer.from(text).toString('base64url');

/** How many bytes were pushed, and hashed, until the reading ended. */
function work(body: string, piece: number): { pushed: number; hashed: number; reason: string | undefined } {
  const done = { pushed: 0, hashed: 0, reason: undefined as string | undefined };
  const listener = {
    header: () => undefined,
    signed: (bytes: Buffer) => {
      done.hashed += bytes.length;
    },
  };
  const reader = createTokenReader(listener, createBlocks().open());
  const bytes = Buffer.from(body, 'latin1');
  try {
    for (let at = 0; at < bytes.length; at += piece) {
      const part = bytes.subarray(at, at + piece);
      done.pushed += part.length;
      reader.push(part);
    }
    reader.end();
  } catch (error) {
    done.reason = (error as AdapterError).reason;
  }
  return done;
}

const megabyte = 1_000_000;

describe('what is refused after its first bytes', () => {
  it.each<[string, string, RegExp]>([
    ['no dot', 'x'.repeat(megabyte), /no dot/],
    ['white space', ' '.repeat(megabyte), /no dot/],
    ['a header of many lists', `${encode(`{"alg":${'[],'.repeat(megabyte)}1}`)}.e30.AA`, /no dot/],
    ['a header that is no base64url', `{}.${'A'.repeat(megabyte)}.AA`, /not base64url/],
    ['padding', `${encode('{"a":1}')}=.${'A'.repeat(megabyte)}.AA`, /not base64url/],
    ['a header that is no JSON', `${encode('x')}.${'A'.repeat(megabyte)}.AA`, /not a JSON object/],
    ['a header that is a list', `${encode('[]')}.${'A'.repeat(megabyte)}.AA`, /not a JSON object/],
    ['demanded extensions', `${encode('{"crit":[]}')}.${'A'.repeat(megabyte)}.AA`, /extensions/],
    ['a signature without end', `${encode('{}')}.e30.${'A'.repeat(megabyte)}`, /too long/],
    ['a third dot', `${encode('{}')}.e30.AA.${'A'.repeat(megabyte)}`, /three parts/],
  ])('%s', (_name, body, reason) => {
    for (const piece of [1000, 65_536]) {
      const { pushed, hashed, reason: said } = work(body, piece);
      expect(said).toMatch(reason);
      expect(pushed).toBeLessThanOrEqual(2 * mostHeaderBytes + piece);
      expect(hashed).toBeLessThanOrEqual(100);
    }
  });
});

describe('what is read whole, and refused without a look at the payload', () => {
  it.each<[string, string, RegExp]>([
    ['no second dot', `${encode('{}')}.${'A'.repeat(10_000)}`, /three parts/],
    ['a signature that is no base64url', `${encode('{}')}.e30.A=`, /signature is not base64url/],
    ['bits of the signature that belong to no byte', `${encode('{}')}.e30.AB`, /signature is not base64url/],
    ['a quote that does not close', `"${encode('{}')}.e30.AA`, /quote/],
    ['a quote that only closes', `${encode('{}')}.e30.AA"`, /not base64url/],
  ])('%s', (_name, body, reason) => expect(work(body, 7).reason).toMatch(reason));
});

it('gives the same token whatever the pieces it comes in', async () => {
  const signedText = `${encode('{"alg":"x"}')}.${encode('{"a":"ü"}')}`;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom('', ' ', '\r\n\t'),
      fc.boolean(),
      async (piece, space, quotes) => {
        const quote = quotes ? '"' : '';
        const body = Buffer.from(`${space}${quote}${signedText}.AQID${quote}${space}`);
        const listener = { header: () => undefined, signed: () => undefined };
        const reader = createTokenReader(listener, createBlocks().open());
        for (let at = 0; at < body.length; at += piece) reader.push(body.subarray(at, at + piece));
        const token = reader.end();
        expect(Buffer.concat(token.signed).toString()).toBe(signedText);
        expect([...token.signature]).toEqual([1, 2, 3]);
        expect((await token.payload(async () => undefined))?.toString()).toBe('{"a":"ü"}');
      },
    ),
  );
});

describe('base64url', () => {
  it('has one spelling for each value', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64url');
        expect(decodeBase64url(text)?.equals(bytes)).toBe(true);
      }),
    );
    const letters = 'ABCQgwxyz019-_';
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...letters, '=', ' ', '+', '/', '\n', 'é'), maxLength: 9 }),
        (text) => {
          const bytes = decodeBase64url(text);
          const strict = Buffer.from(text, 'base64url').toString('base64url') === text;
          expect(bytes !== undefined).toBe(strict);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the verdict is that of jose, less spellings that are not strict', async () => {
  const ed = await import('node:crypto').then(({ generateKeyPairSync }) => generateKeyPairSync('ed25519'));
  const edKey = ed.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const edToken = await createSigner({
    world: systemWorld,
    privateKey: ed.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    audience: vectorAudience,
  }).sign({ a: 1 });
  const rsa = await generateKeyPair('RS256');
  const many = `${rsa.publicKey}\n${rsaVector.publicKey}\n${ecVector.publicKey}\n${edKey}`;

  const mutation = fc.oneof(
    fc.constant(undefined),
    fc.record({
      kind: fc.constantFrom('replace', 'insert', 'remove', 'cut', 'append'),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      text: fc.constantFrom('A', 'B', 'Q', 'z', '_', '-', '.', '=', '+', '/', ' ', '\n', '"', '\u00e9', '=='),
    }),
  );
  const mutate = (token: string, change: { kind: string; at: number; text: string } | undefined): string => {
    if (!change) return token;
    const at = Math.floor(change.at * token.length);
    switch (change.kind) {
      case 'replace':
        return token.slice(0, at) + change.text + token.slice(at + 1);
      case 'insert':
        return token.slice(0, at) + change.text + token.slice(at);
      case 'remove':
        return token.slice(0, at) + token.slice(at + 1);
      case 'cut':
        return token.slice(0, at);
      default:
        return token + change.text;
    }
  };

  it.each([
    ['RS256', rsaVector.publicKey, rsaVector.token],
    ['ES256', ecVector.publicKey, ecVector.token],
    ['EdDSA', edKey, edToken],
  ])('%s', async (algorithm, publicKey, token) => {
    const { key } = importPublicKeys(publicKey)[0]!;
    const alone = await createVerifier([{ audience: vectorAudience, key: publicKey }], {
      world: systemWorld,
    });
    const crowded = await createVerifier([{ audience: vectorAudience, key: publicKey }], {
      world: { ...systemWorld, busy: () => 1 },
      processors: 2,
    });
    const among = await createVerifier([{ audience: vectorAudience, key: many }], { world: systemWorld });
    const accepts = (work: Promise<unknown>): Promise<boolean> =>
      work.then(
        () => true,
        (error: unknown) => {
          if (
            error instanceof AdapterError ||
            !(error instanceof TypeError && /is not a function/.test(error.message))
          )
            return false;
          throw error;
        },
      );
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const body = mutate(token, change);
        const bare = body.replace(/^[ \n]+|[ \n]+$/g, '');
        const parts = bare.split('.');
        const strict = parts.length === 3 && parts.every((part) => decodeBase64url(part) !== undefined);
        const right = strict && (await accepts(compactVerify(bare, key, { algorithms: [algorithm] })));
        expect(await accepts(alone.verify(body))).toBe(right);
        expect(await accepts(crowded.verify(body))).toBe(right);
        expect(await accepts(among.verify(body))).toBe(right);
        if (right) accepted += 1;
      }),
      { numRuns: 400 },
    );
    expect(accepted).toBeGreaterThan(10);
  });
});

describe('where other requests wait', () => {
  /** Whether the verdict is there before anything else of the loop has run. */
  const atOnce = async (busy: number, processors: number): Promise<boolean> => {
    const verifier = await createVerifier([{ audience: vectorAudience, key: rsaVector.publicKey }], {
      world: { ...systemWorld, busy: () => busy },
      processors,
    });
    let over = false;
    const work = verifier.verify(rsaVector.token).finally(() => {
      over = true;
    });
    await new Promise((resolve) => process.nextTick(resolve));
    const soon = over;
    await work;
    return soon;
  };

  it('signatures are checked beside the loop', async () => expect(await atOnce(1, 2)).toBe(false));
  it('not where only one processor is there', async () => expect(await atOnce(1, 1)).toBe(true));
  it('nor where nobody waits', async () => expect(await atOnce(0, 2)).toBe(true));
});
