import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { importPublicKeys } from '../../../src/wix/jwt/keys.js';
import { ecVector, rsaVector } from './vectors.js';

const rsa = createPublicKey(rsaVector.publicKey);
const ec = createPublicKey(ecVector.publicKey);
const ed = generateKeyPairSync('ed25519').publicKey;
const pem = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki') =>
  key.export({ type, format: 'pem' }).toString();
const der = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki') => key.export({ type, format: 'der' });
const base64 = (data: Buffer | string) => Buffer.from(data).toString('base64');

/** Self-signed, for the name "test"; made with openssl, valid for 100 years. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBdjCCARugAwIBAgIUIJNmkvSuX/Y26ywFCF4FCG+SL5gwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjIwODUzMDBaGA8yMTI2MTAyOTA4NTMw
MFowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBtm
1uP+VPKPb3jptE001B2KCvzSIY5+hkefPSl6D43NI4TPQQcxQrDaW/ILTQrTVV5L
Hb+X+wB5pYUzPETABRyjUzBRMB0GA1UdDgQWBBTRvVn7US1KOloJzaLo2EW9m6p9
PDAfBgNVHSMEGDAWgBTRvVn7US1KOloJzaLo2EW9m6p9PDAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0kAMEYCIQDJ9rcu/hSOhJ5GWu9hTw9pmoprqK6wuzVm
UQ62WK3sJwIhAJ5JdDsT3hlP1pFaEnpmOv9VRbuj/9gTMkk2WQUPJhM+
-----END CERTIFICATE-----`;

const forms: readonly (readonly [string, (key: KeyObject) => string])[] = [
  ['PEM', pem],
  ['PEM with CRLF and blanks around', (key) => ` \r\n${pem(key).replaceAll('\n', '\r\n')}\r\n `],
  ['base64 of the PEM', (key) => base64(pem(key))],
  ['base64 of the PEM with line breaks', (key) => base64(pem(key)).replace(/.{64}/g, '$&\n')],
  ['PEM with backslash n', (key) => pem(key).replaceAll('\n', '\\n')],
  ['PEM with backslash r n in quotes', (key) => `"${pem(key).replaceAll('\n', '\\r\\n')}"`],
  ['PEM in one line with blanks', (key) => pem(key).trim().replaceAll('\n', ' ')],
  ['PEM in one line', (key) => pem(key).trim().replaceAll('\n', '')],
  ['bare base64 DER', (key) => base64(der(key))],
  ['bare base64url DER', (key) => der(key).toString('base64url')],
  ['JWK', (key) => JSON.stringify(key.export({ format: 'jwk' }))],
  ['base64 of the JWK', (key) => base64(JSON.stringify(key.export({ format: 'jwk' })))],
  ['JWK set', (key) => JSON.stringify({ keys: [key.export({ format: 'jwk' })] })],
  ['byte order mark', (key) => `\uFEFF${pem(key)}`],
];

describe.each([
  ['RS256', rsa],
  ['ES256', ec],
  ['EdDSA', ed],
] as const)('%s', (algorithm, key) => {
  it.each(forms)('%s', (_name, form) => {
    const [imported] = importPublicKeys(form(key));
    expect(imported?.algorithm).toBe(algorithm);
    expect(imported?.key.equals(key)).toBe(true);
  });
});

it.each([
  ['PKCS#1 PEM', pem(rsa, 'pkcs1')],
  ['PKCS#1 DER', base64(der(rsa, 'pkcs1'))],
  ['base64 of the PKCS#1 PEM', base64(pem(rsa, 'pkcs1'))],
])('%s', (_name, text) => {
  expect(importPublicKeys(text)[0]?.key.equals(rsa)).toBe(true);
});

it('X.509 certificate, as PEM and as DER', () => {
  expect(importPublicKeys(certificate)[0]?.algorithm).toBe('ES256');
  expect(importPublicKeys(certificate.split('\n').slice(1, -1).join(''))[0]?.algorithm).toBe('ES256');
});

it('several keys at once, with their ids', () => {
  expect(importPublicKeys(`${pem(rsa)}\n${pem(ec)}`).map((each) => each.algorithm)).toEqual([
    'RS256',
    'ES256',
  ]);
  const set = JSON.stringify({
    keys: [
      { ...rsa.export({ format: 'jwk' }), kid: 'one' },
      { ...ec.export({ format: 'jwk' }), kid: 'two' },
    ],
  });
  expect(importPublicKeys(set).map((each) => each.kid)).toEqual(['one', 'two']);
});

const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
const secret = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
it.each<[string, string, RegExp]>([
  ['nothing', '  ', /empty/],
  ['a word', 'secret', /expected a PEM/],
  ['a sentence', 'not a key!', /expected a PEM/],
  ['half a PEM', '-----BEGIN PUBLIC KEY-----\nMFkw', /no END/],
  ['a damaged PEM', '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----', /damaged/],
  ['a small RSA key', pem(small), /at least 2048 bits, this one has 1024/],
  ['another curve', pem(p384), /P-256/],
  ['Ed448', pem(generateKeyPairSync('ed448').publicKey), /ed448/],
  ['X25519', pem(generateKeyPairSync('x25519').publicKey), /x25519/],
  ['a private key', secret.export({ type: 'pkcs8', format: 'pem' }).toString(), /private key/],
  ['a private JWK', JSON.stringify(secret.export({ format: 'jwk' })), /private key/],
  ['a shared secret', '{"kty":"oct","k":"c2VjcmV0"}', /shared secret/],
  ['bad JSON', '{"kty":', /JSON/],
  ['JSON that is no key', '{"a": 1}', /kty/],
  ['an empty set', '{"keys": []}', /empty/],
  ['a certificate chain', `${certificate}\n${certificate}`, /chain/],
])('refuses %s', (_name, text, message) => {
  expect(() => importPublicKeys(text)).toThrow(message);
});
