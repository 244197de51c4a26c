import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect, it } from 'vitest';
import { createSigner, generateKeyPair } from '../../../src/wix/jwt/sign.js';
import { createVerifier } from '../../../src/wix/jwt/verify.js';
import { systemWorld } from '../../../src/world/system-world.js';

it.each(['ES256', 'RS256'] as const)('makes %s keys that sign what verifies', async (algorithm) => {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const token = await createSigner({ world: systemWorld, privateKey, audience: 'a', kid: 'k' }).sign(
    { x: 1 },
    { requestId: 'r' },
  );
  expect(decodeProtectedHeader(token)).toEqual({ alg: algorithm, typ: 'JWT', kid: 'k' });
  const verifier = await createVerifier([{ audience: 'a', key: publicKey }], { world: systemWorld });
  expect(await verifier.verify(token)).toMatchObject({ request: { x: 1 }, metadata: { requestId: 'r' } });
});

it('signs with Ed25519', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const token = await createSigner({ world: systemWorld, privateKey, audience: 'a' }).sign({ x: 1 });
  const verifier = await createVerifier([{ audience: 'a', key: publicKey }], { world: systemWorld });
  expect((await verifier.verify(token)).request).toEqual({ x: 1 });
});

it('fills the claims, and lets them be replaced or left out', async () => {
  const { privateKey } = await generateKeyPair('ES256');
  const signer = createSigner({ world: systemWorld, privateKey, audience: 'a' });
  const claims = decodeJwt(await signer.sign({}));
  expect(claims).toMatchObject({ iss: 'wix.com', aud: 'a', data: { request: {}, metadata: {} } });
  expect(claims.exp! - claims.iat!).toBe(300);
  const changed = decodeJwt(await signer.sign({}, {}, { iss: 'x', exp: undefined }));
  expect(changed.iss).toBe('x');
  expect(changed).not.toHaveProperty('exp');
});
