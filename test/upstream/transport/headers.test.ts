import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileHeaders, escapeHeaderText } from '../../../src/upstream/transport/headers.js';

const scope = {
  language: 'de-DE',
  instanceId: 'site-1',
  identity: { type: 'MEMBER', memberId: 'm-1' },
};

test.each<[Record<string, string>, Record<string, string>]>([
  [{ Authorization: 'Bearer x' }, { authorization: 'Bearer x' }],
  [{ 'x-a': '$language' }, { 'x-a': 'de-DE' }],
  [{ 'x-a': 'site=$instance;member=$identity.memberId!' }, { 'x-a': 'site=site-1;member=m-1!' }],
  [{ 'x-a': '$identity.type', 'x-b': '$identity.appId' }, { 'x-a': 'MEMBER' }],
  [{ 'x-a': 'static', 'x-b': 'dropped $identity.wixUserId' }, { 'x-a': 'static' }],
  [{ 'x-a': '$identity.anonymousVisitorId' }, {}],
  [{ 'x-a': 'costs $5 or $$language' }, { 'x-a': 'costs $5 or $language' }],
  [{}, {}],
])('%j gives %j', (headers, expected) => {
  expect(compileHeaders(headers).headers(scope)).toEqual(expected);
});

test.each<[Record<string, string>, RegExp]>([
  [{ 'x-a': '$identity.password' }, /x-a: unknown slot \$identity\.password; known: .*\$identity\.memberId/],
  [{ 'x-a': '$constructor' }, /unknown slot \$constructor/],
  [{ 'x-a': 'hush\r\nx-admin: 1' }, /value of header x-a/],
  [{ 'x-a': 'hush\u0000' }, /value of header x-a/],
  [{ 'x-a': 'hush 漢' }, /value of header x-a/],
  [{ 'x a': '1' }, /not a valid header name/],
  [{ '': '1' }, /not a valid header name/],
  [{ Host: 'evil' }, /header host is set by the adapter/],
  [{ 'Content-Length': '1' }, /content-length/],
  [{ 'Transfer-Encoding': 'chunked' }, /transfer-encoding/],
  [{ 'X-A': '1', 'x-a': '2' }, /x-a is given twice/],
])('%j is refused', (headers, message) => {
  expect(() => compileHeaders(headers)).toThrow(message);
  expect(() => compileHeaders(headers)).not.toThrow(/hush/);
});

describe('values from the request', () => {
  test.each(['a\nb', 'a\r\nx-admin: 1', '\u0000', '\t', '\u007f', 'm\u0085', '漢'])(
    '%j in an identity stops the request, without the header being dropped',
    (memberId) => {
      const source = compileHeaders({ 'x-member': '$identity.memberId' });
      expect(() => source.headers({ identity: { memberId } })).toThrow(
        /identity\.memberId .* x-member cannot carry/,
      );
    },
  );
});

test('any header text stands for itself once escaped', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\x20-\x7e]{0,40}$/), (text) => {
      expect(compileHeaders({ 'x-a': escapeHeaderText(text) }).headers(scope)).toEqual({ 'x-a': text });
    }),
  );
});

test('secrets are what is configured, not what requests bring nor common words', () => {
  const source = compileHeaders({
    authorization: 'Bearer tok-1234',
    'x-member': 'pre-$identity.memberId',
    accept: 'application/json',
  });
  source.headers(scope);
  expect(source.secrets()).toEqual(expect.arrayContaining(['Bearer tok-1234', 'tok-1234']));
  expect(source.secrets()).not.toEqual(expect.arrayContaining(['Bearer']));
  expect(source.secrets()).not.toEqual(expect.arrayContaining(['application/json']));
  expect(source.secrets()).not.toEqual(expect.arrayContaining(['m-1']));
});

test('a secret that holds dollar signs is one secret', () => {
  const secret = 'ab$cd$$ef$language$gh';
  const source = compileHeaders({ 'x-key': escapeHeaderText(secret) });
  expect(source.headers(scope)).toEqual({ 'x-key': secret });
  expect(source.secrets()).toContain(secret);
});
