/** How much is hashed where there are several keys: whoever can reach the port can send large bodies. */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSigner, generateKeyPair } from '../../../src/wix/jwt/sign.js';
import { createVerifier } from '../../../src/wix/jwt/verify.js';
import { systemWorld } from '../../../src/world/system-world.js';

const hashed = { bytes: 0 };
const { createVerify, verify } = crypto;
// Put into Node's own module: other test files share the modules of the code, which may be loaded already.
beforeAll(() => {
  crypto.createVerify = (algorithm: string) => {
    const running = createVerify(algorithm);
    const update = running.update.bind(running);
    running.update = (bytes: crypto.BinaryLike) => {
      hashed.bytes += (bytes as Buffer).length;
      return update(bytes);
    };
    return running;
  };
  crypto.verify = ((...given: Parameters<typeof verify>) => {
    hashed.bytes += (given[1] as Buffer).length;
    return verify(...given);
  }) as typeof verify;
  syncBuiltinESMExports();
});
afterAll(() => {
  Object.assign(crypto, { createVerify, verify });
  syncBuiltinESMExports();
});
afterEach(() => {
  hashed.bytes = 0;
});

const pairs = async (algorithm: 'RS256' | 'ES256', count: number) =>
  Promise.all(Array.from({ length: count }, () => generateKeyPair(algorithm)));
const audience = 'app';
const by = (keys: readonly string[]) =>
  createVerifier(
    keys.map((key) => ({ audience, key })),
    { world: systemWorld },
  );
const forged = (algorithm: string, signature: number, letters = 100_000) => {
  const header = Buffer.from(JSON.stringify({ alg: algorithm })).toString('base64url');
  return `${header}.${'A'.repeat(letters)}.${Buffer.alloc(signature, 7).toString('base64url')}`;
};
const signedBytes = (token: string) => token.lastIndexOf('.');

describe('keys of RSA', async () => {
  const all = await pairs('RS256', 6);
  const verifier = await by(all.map(({ publicKey }) => publicKey));

  it.each([100_000, 2_000_000])(
    'a forged body of %i letters is not hashed but for its beginning, however many there are',
    async (letters) => {
      const token = forged('RS256', 256, letters);
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
      expect(hashed.bytes).toBeLessThan(64 * 1024);
    },
  );

  it('a long body is verified, in whatever pieces it comes', async () => {
    const { privateKey } = all[0]!;
    const text = 'long '.repeat(60_000);
    const token = await createSigner({ world: systemWorld, privateKey, audience }).sign({ text });
    for (const size of [1000, 65_536, 65_537, 300_000]) {
      const read = (changed?: number) => {
        const bytes = Buffer.from(token, 'latin1');
        if (changed !== undefined) bytes[changed] = bytes[changed] === 0x41 ? 0x42 : 0x41;
        const reader = verifier.open();
        for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
        return reader.end();
      };
      hashed.bytes = 0;
      expect((await read()).request).toEqual({ text });
      expect(hashed.bytes).toBe(signedBytes(token));
      for (const changed of [1000, 65_600, 200_000])
        await expect(read(changed)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    }
  });

  it.each([0, 1, 5])('a body signed by key %i is hashed at most twice', async (index) => {
    const { privateKey } = all[index]!;
    const token = await createSigner({ world: systemWorld, privateKey, audience }).sign({ index });
    expect((await verifier.verify(token)).request).toEqual({ index });
    expect(hashed.bytes).toBe(signedBytes(token) * (index === 0 ? 1 : 2));
  });

  it('the body of one key is not taken for that of another', async () => {
    const [first, second] = await Promise.all([
      by([all[0]!.publicKey, all[1]!.publicKey]),
      by([all[1]!.publicKey, all[0]!.publicKey]),
    ]);
    const { privateKey } = all[2]!;
    const token = await createSigner({ world: systemWorld, privateKey, audience }).sign({});
    for (const each of [first, second])
      await expect(each.verify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });
});

describe('keys of elliptic curves', async () => {
  const all = await pairs('ES256', 8);
  const keys = all.map(({ publicKey }) => publicKey);

  it('a long body is verified, in whatever pieces it comes; one that never ends is hardly hashed', async () => {
    const verifier = await by([keys[0]!]);
    const text = 'long '.repeat(60_000);
    const token = await createSigner({ world: systemWorld, privateKey: all[0]!.privateKey, audience }).sign({
      text,
    });
    for (const size of [1000, 65_536, 300_000]) {
      const read = (bytes: Buffer) => {
        const reader = verifier.open();
        for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
        return reader.end();
      };
      hashed.bytes = 0;
      expect((await read(Buffer.from(token))).request).toEqual({ text });
      expect(hashed.bytes).toBe(signedBytes(token));
      const changed = Buffer.from(token);
      changed[200_000] = changed[200_000] === 0x41 ? 0x42 : 0x41;
      await expect(read(changed)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
      hashed.bytes = 0;
      const cut = Buffer.from(token.slice(0, signedBytes(token)));
      await expect(async () => read(cut)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
      expect(hashed.bytes).toBeLessThan(64 * 1024 + 1);
    }
  });

  it('the same key for several apps is asked once', async () => {
    const verifier = await by([keys[0]!, keys[0]!, keys[0]!]);
    const token = forged('ES256', 64);
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(hashed.bytes).toBe(signedBytes(token));
  });

  it('the key that the kid names is asked first', async () => {
    const verifier = await createVerifier(
      keys.map((key, index) => ({ audience, key, kid: `key-${index}` })),
      { world: systemWorld },
    );
    const { privateKey } = all[5]!;
    const token = await createSigner({ world: systemWorld, privateKey, audience, kid: 'key-5' }).sign({});
    await verifier.verify(token);
    expect(hashed.bytes).toBe(signedBytes(token));
  });

  it('there can be eight', async () => {
    await expect(by(keys)).resolves.toBeDefined();
    const [more] = await pairs('ES256', 1);
    await expect(by([...keys, more!.publicKey])).rejects.toThrow(/more than 8 keys of elliptic curves/);
  });
});
