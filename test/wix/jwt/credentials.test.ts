import { describe, expect, it } from 'vitest';
import { parseCredentials } from '../../../src/wix/jwt/credentials.js';
import { ecVector } from './vectors.js';

describe('accepted', () => {
  it.each<[string, Record<string, string | undefined>, unknown]>([
    ['one app, one key', { WIX_APP_ID: ' app ', WIX_PUBLIC_KEY: 'k\n' }, [{ audience: 'app', key: 'k' }]],
    [
      'several keys with commas',
      { WIX_APP_ID: 'app', WIX_PUBLIC_KEY: 'k, l,' },
      [
        { audience: 'app', key: 'k' },
        { audience: 'app', key: 'l' },
      ],
    ],
    [
      'several keys as JSON',
      { WIX_APP_ID: 'app', WIX_PUBLIC_KEY: '["k", {"kty": "EC"}]' },
      [
        { audience: 'app', key: 'k' },
        { audience: 'app', key: '{"kty":"EC"}' },
      ],
    ],
    [
      'PEM blocks stay together',
      { WIX_APP_ID: 'app', WIX_PUBLIC_KEY: `${ecVector.publicKey}\n${ecVector.publicKey}` },
      [{ audience: 'app', key: `${ecVector.publicKey}\n${ecVector.publicKey}` }],
    ],
    [
      'a JWK',
      { WIX_APP_ID: 'app', WIX_PUBLIC_KEY: '{"kty":"EC","x":"1"}' },
      [{ audience: 'app', key: '{"kty":"EC","x":"1"}' }],
    ],
    [
      'several apps',
      {
        WIX_CREDENTIALS:
          '[{"audience": "a", "publicKey": "k", "kid": "1"}, {"audience": "b", "publicKey": ["l", "m"]}]',
      },
      [
        { audience: 'a', key: 'k', kid: '1' },
        { audience: 'b', key: 'l' },
        { audience: 'b', key: 'm' },
      ],
    ],
    [
      'both ways',
      { WIX_APP_ID: 'a', WIX_PUBLIC_KEY: 'k', WIX_CREDENTIALS: '[{"audience": "b", "publicKey": "l"}]' },
      [
        { audience: 'a', key: 'k' },
        { audience: 'b', key: 'l' },
      ],
    ],
  ])('%s', (_name, variables, expected) => expect(parseCredentials(variables)).toEqual(expected));
});

describe('refused, without repeating values', () => {
  it.each<[Record<string, string | undefined>, RegExp]>([
    [{}, /not set/],
    [{ WIX_APP_ID: 'secret', WIX_PUBLIC_KEY: '' }, /WIX_PUBLIC_KEY is not set/],
    [{ WIX_PUBLIC_KEY: 'secret' }, /WIX_APP_ID is not set/],
    [{ WIX_APP_ID: 'a,b', WIX_PUBLIC_KEY: 'secret' }, /one app id/],
    [{ WIX_APP_ID: 'a', WIX_PUBLIC_KEY: '["secret"' }, /WIX_PUBLIC_KEY is not valid JSON/],
    [{ WIX_APP_ID: 'a', WIX_PUBLIC_KEY: '[]' }, /must be a public key/],
    [{ WIX_CREDENTIALS: 'secret' }, /WIX_CREDENTIALS is not valid JSON/],
    [{ WIX_CREDENTIALS: '{}' }, /must be a list/],
    [{ WIX_CREDENTIALS: '[5]' }, /\[0\] must be an object/],
    [{ WIX_CREDENTIALS: '[{"publicKey": "secret"}]' }, /\[0\]\.audience/],
    [{ WIX_CREDENTIALS: '[{"audience": "a"}]' }, /\[0\]\.publicKey/],
    [{ WIX_CREDENTIALS: '[{"audience": "a", "publicKey": "secret", "kid": 5}]' }, /\[0\]\.kid/],
  ])('%j', (variables, message) => {
    expect(() => parseCredentials(variables)).toThrow(message);
    try {
      parseCredentials(variables);
    } catch (error) {
      expect(String(error)).not.toContain('secret');
    }
  });
});
