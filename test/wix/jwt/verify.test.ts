import { createHmac, createPrivateKey, sign as rawSign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { errorBody } from '../../../src/wix/error-body.js';
import { AdapterError } from '../../../src/wix/errors.js';
import { createSigner, generateKeyPair } from '../../../src/wix/jwt/sign.js';
import { type Credential, createVerifier, parseCredentials } from '../../../src/wix/jwt/verify.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { ecVector, rsaVector, vectorAudience } from './vectors.js';

const audience = 'app';
const ec = await generateKeyPair('ES256');
const rsa = await generateKeyPair('RS256');
const other = await generateKeyPair('ES256');
const ecSigner = createSigner({ world: systemWorld, privateKey: ec.privateKey, audience });
const verifier = await createVerifier([{ audience, key: ec.publicKey }], { world: systemWorld });

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);
const claims = (overrides: object = {}) => ({
  data: { request: { collectionId: 'c' }, metadata: {} },
  iss: 'wix.com',
  aud: audience,
  iat: seconds(),
  exp: seconds() + 60,
  ...overrides,
});
/** A token with any header, signed by any means. */
const forge = (
  header: object,
  signature: (input: string) => Buffer | string,
  payload: unknown = claims(),
) => {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${Buffer.from(signature(input)).toString('base64url')}`;
};
const ecSign = (encoding: 'ieee-p1363' | 'der') => (input: string) =>
  rawSign('sha256', Buffer.from(input), { key: createPrivateKey(ec.privateKey), dsaEncoding: encoding });
const es256 = (payload: unknown, header: object = {}) =>
  forge({ alg: 'ES256', ...header }, ecSign('ieee-p1363'), payload);

const deep = '['.repeat(50_000) + ']'.repeat(50_000);

const refusal = async (body: string, by = verifier): Promise<AdapterError> => {
  const outcome = await by.verify(body).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(AdapterError);
  return outcome as AdapterError;
};

describe('test vectors of the protocol', () => {
  const expected = {
    request: { collectionId: 'cities', filter: { name: 'London' }, consistentRead: false },
    metadata: {
      requestId: '1722240000.1234567',
      instanceId: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      identity: { identityType: 'WIX_USER', wixUserId: '99999999-8888-4777-8666-555555555555' },
      languages: ['en-US'],
      appExtensionType: 'EXTERNAL_DATABASE_PROVIDER',
    },
  };
  describe.each([
    ['RS256', rsaVector],
    ['ES256', ecVector],
  ])('%s', (_name, { publicKey, token }) => {
    const credentials = [{ audience: vectorAudience, key: publicKey }];
    it.each([
      ['bare', token],
      ['with white space', `\n  ${token}\r\n`],
      ['in quotes', `"${token}"`],
    ])('%s', async (_form, body) => {
      const [, payload] = token.split('.') as [string, string];
      const { length } = Buffer.from(payload, 'base64url').toString();
      expect(await (await createVerifier(credentials, { world: systemWorld })).verify(body)).toEqual({
        ...expected,
        length,
      });
    });
    it('any changed character', async () => {
      const by = await createVerifier(credentials, { world: systemWorld });
      const [header, payload, signature] = token.split('.') as [string, string, string];
      // Not the last character: some of its bits are padding.
      for (const position of [0, 1, 40, signature.length - 2]) {
        const changed = signature[position] === 'A' ? 'B' : 'A';
        const flipped = signature.slice(0, position) + changed + signature.slice(position + 1);
        expect(await refusal(`${header}.${payload}.${flipped}`, by)).toMatchObject({
          code: 'UNAUTHORIZED',
          status: 401,
        });
      }
      const forged = `${payload.slice(0, 60)}${payload[60] === 'A' ? 'B' : 'A'}${payload.slice(61)}`;
      expect((await refusal(`${header}.${forged}.${signature}`, by)).status).toBe(401);
    });
    it('another audience', async () => {
      const by = await createVerifier([{ audience: 'another', key: publicKey }], { world: systemWorld });
      expect((await refusal(token, by)).reason).toContain(vectorAudience);
    });
  });
});

describe('tokens without an expiry', () => {
  it.each([0, 200, 350, -50])('made %s seconds ago is taken', async (age) => {
    const verifier = await createVerifier([{ audience, key: ec.publicKey }], { world: systemWorld });
    const token = await ecSigner.sign({ collectionId: 'c' }, {}, { exp: undefined, iat: seconds() - age });
    expect((await verifier.verify(token)).request).toEqual({ collectionId: 'c' });
  });
});

describe('refused tokens', () => {
  const pem = ec.publicKey;
  it.each<[string, () => string | Promise<string>, RegExp]>([
    ['issuer that only begins right', () => ecSigner.sign({}, {}, { iss: 'wix.com.evil' }), /issuer/],
    ['no issuer', () => ecSigner.sign({}, {}, { iss: undefined }), /issuer/],
    ['other audience', () => ecSigner.sign({}, {}, { aud: 'other' }), /audience other/],
    ['no audience', () => ecSigner.sign({}, {}, { aud: undefined }), /audience/],
    ['audiences without ours', () => ecSigner.sign({}, {}, { aud: ['x', 'y'] }), /audience/],
    ['expired', () => ecSigner.sign({}, {}, { exp: seconds() - 61 }), /expired/],
    [
      'neither expiry nor time of issue',
      () => ecSigner.sign({}, {}, { exp: undefined, iat: undefined }),
      /exp and iat are missing/,
    ],
    [
      'no expiry, made long ago',
      () => ecSigner.sign({}, {}, { exp: undefined, iat: seconds() - 362 }),
      /exp is missing, and the token was made 36\d seconds ago/,
    ],
    ['expiry of a wrong type', () => ecSigner.sign({}, {}, { exp: '4102444800' }), /exp is not a number/],
    ['issued in the future', () => ecSigner.sign({}, {}, { iat: seconds() + 90 }), /future/],
    ['not valid yet', () => ecSigner.sign({}, {}, { nbf: seconds() + 90 }), /future/],
    ['alg none', () => forge({ alg: 'none' }, () => ''), /algorithm none/],
    ['alg None', () => forge({ alg: 'None' }, () => ''), /algorithm/],
    [
      'HS256 with the PEM as secret',
      () => forge({ alg: 'HS256' }, (input) => createHmac('sha256', pem).update(input).digest()),
      /algorithm HS256/,
    ],
    ['ES256 with a DER signature', () => forge({ alg: 'ES256' }, ecSign('der')), /signature/],
    ['RS256 header over the EC key', () => forge({ alg: 'RS256' }, ecSign('ieee-p1363')), /algorithm RS256/],
    ['no algorithm', () => forge({}, ecSign('ieee-p1363')), /algorithm undefined/],
    [
      'an algorithm that cannot be printed',
      () => `${encode({ alg: { toString: 0, valueOf: 0 } })}.e30.AA`,
      /algorithm \{"toString":0/,
    ],
    [
      'an algorithm of many levels',
      () => `${Buffer.from(`{"alg":${deep}}`).toString('base64url')}.e30.AA`,
      /no dot in its first 4096 bytes/,
    ],
    [
      'an algorithm of some levels',
      () => `${Buffer.from(`{"alg":${'['.repeat(1000)}${']'.repeat(1000)}}`).toString('base64url')}.e30.AA`,
      /algorithm \[\[/,
    ],
    ['an audience that cannot be printed', () => es256(claims({ aud: { toString: 1 } })), /audience \{/],
    [
      'an audience of many levels',
      () => {
        const text = JSON.stringify(claims()).replace(`"${audience}"`, `[${deep}]`);
        const input = `${encode({ alg: 'ES256' })}.${Buffer.from(text).toString('base64url')}`;
        return `${input}.${ecSign('ieee-p1363')(input).toString('base64url')}`;
      },
      /audience \[\[/,
    ],
    [
      'another key',
      () => createSigner({ world: systemWorld, privateKey: other.privateKey, audience }).sign({}),
      /signature/,
    ],
    ['demanded extensions', () => es256(claims(), { crit: ['b64'], b64: false }), /extensions/],
    ['another extension type', () => ecSigner.sign({}, { appExtensionType: 'PAYMENTS' }), /PAYMENTS/],
    ['payload that is no object', () => es256([1]), /payload/],
    ['header that is no JSON', () => 'x.y.z', /header/],
    ['two parts', () => `${encode({ alg: 'ES256' })}.b`, /three parts/],
    ['four parts', () => `${encode({ alg: 'ES256' })}.b.c.d`, /three parts/],
    ['encrypted token', () => `${encode({ alg: 'ES256' })}.b.c.d.e`, /three parts/],
    ['parts of nothing', () => 'a.b.c.d.e', /header/],
    ['plain JSON', () => '{"collectionId":"c"}', /three parts/],
    ['nothing', () => '', /three parts/],
  ])('%s', async (_name, token, reason) => {
    const error = await refusal(await token());
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', status: 401, reason: expect.stringMatching(reason) });
    expect(JSON.stringify(errorBody(error))).not.toContain(error.reason);
  });

  it('RSA tokens with another RSA scheme', async () => {
    const by = await createVerifier([{ audience, key: rsa.publicKey }], { world: systemWorld });
    const key = createPrivateKey(rsa.privateKey);
    const sha384 = forge({ alg: 'RS384' }, (input) => rawSign('sha384', Buffer.from(input), key));
    const pss = forge({ alg: 'PS256' }, (input) =>
      rawSign('sha256', Buffer.from(input), { key, padding: 6, saltLength: 32 }),
    );
    expect((await refusal(sha384, by)).reason).toMatch(/RS384/);
    expect((await refusal(pss, by)).reason).toMatch(/PS256/);
    const good = forge({ alg: 'RS256' }, (input) => rawSign('sha256', Buffer.from(input), key));
    expect((await by.verify(good)).request).toEqual({ collectionId: 'c' });
  });
});

describe('accepted tokens', () => {
  it.each<[string, () => string | Promise<string>]>([
    ['an audience list with ours', () => ecSigner.sign({ a: 1 }, {}, { aud: ['x', audience] })],
    ['no iat', () => ecSigner.sign({ a: 1 }, {}, { iat: undefined })],
    [
      'a clock that is a little slow',
      () => ecSigner.sign({ a: 1 }, {}, { iat: seconds() + 50, exp: seconds() + 300 }),
    ],
    ['just expired', () => ecSigner.sign({ a: 1 }, {}, { exp: seconds() - 50 })],
    [
      'an extension type in other letters',
      () => ecSigner.sign({ a: 1 }, { appExtensionType: 'External_Database_Provider' }),
    ],
    [
      'an unknown kid',
      () =>
        createSigner({ world: systemWorld, privateKey: ec.privateKey, audience, kid: 'unknown' }).sign({
          a: 1,
        }),
    ],
  ])('%s', async (_name, token) => {
    expect((await verifier.verify(await token())).request).toEqual({ a: 1 });
  });

  it('uses the clock and leeway it was given', async () => {
    const token = await ecSigner.sign({}, {}, { iat: 1000, exp: 2000 });
    const at = (time: number, leewaySeconds: number) =>
      createVerifier([{ audience, key: ec.publicKey }], {
        world: { ...systemWorld, now: () => time * 1000 },
        leewaySeconds,
      });
    await (await at(1999, 0)).verify(token);
    expect((await refusal(token, await at(2000, 0))).reason).toMatch(/expired/);
    await (await at(2009, 10)).verify(token);
    expect((await refusal(token, await at(989, 10))).reason).toMatch(/future/);
  });
});

describe('data', () => {
  it.each<[string, unknown, unknown]>([
    ['no data', undefined, {}],
    ['null data', null, {}],
    ['null members', { request: null, metadata: null }, {}],
    ['no members', {}, {}],
    ['a request', { request: { a: 1 } }, { a: 1 }],
  ])('%s', async (_name, data, request) => {
    const opened = await verifier.verify(await ecSigner.sign({}, {}, { data }));
    expect(opened.metadata).toEqual({});
    expect(opened.request).toEqual(request);
  });

  it.each<[string, unknown]>([
    ['data is a text', 'x'],
    ['request is a list', { request: [] }],
    ['request is a text', { request: 'x' }],
  ])('%s: refused', async (_name, data) => {
    expect(await refusal(await ecSigner.sign({}, {}, { data }))).toMatchObject({
      code: 'BAD_REQUEST',
      status: 400,
    });
  });

  it.each<[unknown, unknown]>([
    [{ languages: 'en-US' }, { languages: ['en-US'] }],
    [{ languages: ['en', 5, null] }, { languages: ['en'] }],
    [{ languages: null, requestId: 5, identity: 'x' }, {}],
    [
      { identity: { identityType: 'MEMBER', memberId: 'm', other: 1 } },
      { identity: { identityType: 'MEMBER', memberId: 'm' } },
    ],
    ['x', {}],
  ])('metadata %j', async (metadata, expected) => {
    const token = await ecSigner.sign({}, {}, { data: { request: {}, metadata } });
    expect((await verifier.verify(token)).metadata).toEqual(expected);
  });
});

describe('several credentials', () => {
  const token = (privateKey: string, aud: string, kid?: string) =>
    createSigner({
      world: systemWorld,
      privateKey,
      audience: aud,
      ...(kid === undefined ? {} : { kid }),
    }).sign({ aud });
  const by = (...credentials: Credential[]) => createVerifier(credentials, { world: systemWorld });

  it('trusts each key for its own app only', async () => {
    const both = await by({ audience: 'a', key: ec.publicKey }, { audience: 'b', key: other.publicKey });
    expect((await both.verify(await token(ec.privateKey, 'a'))).request).toEqual({ aud: 'a' });
    expect((await both.verify(await token(other.privateKey, 'b'))).request).toEqual({ aud: 'b' });
    expect((await refusal(await token(ec.privateKey, 'b'), both)).reason).toMatch(/audience b/);
  });
  it('lets two apps share a key', async () => {
    const both = await by({ audience: 'a', key: ec.publicKey }, { audience: 'b', key: ec.publicKey });
    for (const aud of ['a', 'b'])
      expect((await both.verify(await token(ec.privateKey, aud))).request).toEqual({ aud });
  });
  it('replaces keys without a gap', async () => {
    const both = await createVerifier(
      parseCredentials({
        WIX_APP_ID: 'a',
        WIX_PUBLIC_KEY: `${ec.publicKey}\n${rsa.publicKey}\n${other.publicKey}`,
      }),
      { world: systemWorld },
    );
    for (const pair of [ec, rsa, other])
      expect((await both.verify(await token(pair.privateKey, 'a'))).request).toEqual({ aud: 'a' });
  });
  it('a kid only orders the keys', async () => {
    const both = await by(
      { audience: 'a', key: ec.publicKey, kid: 'one' },
      { audience: 'a', key: other.publicKey, kid: 'two' },
    );
    await both.verify(await token(other.privateKey, 'a', 'two'));
    await both.verify(await token(other.privateKey, 'a', 'one'));
  });
  it('must be given, and readable', async () => {
    await expect(createVerifier([], { world: systemWorld })).rejects.toThrow(/No credentials/);
    await expect(by({ audience: 'a', key: 'nonsense' })).rejects.toThrow(/Public key/);
  });
});
