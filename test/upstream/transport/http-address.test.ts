import { expect, test } from 'vitest';
import { httpAddress } from '../../../src/upstream/transport/http-address.js';

test.each(['http://localhost:4000/graphql', 'https://api.example.com', 'HTTPS://API.example.com/a?b=c'])(
  '%s can be asked',
  (text) => {
    expect(httpAddress(text)?.href).toBe(new URL(text).href);
  },
);

test.each([
  '',
  'api.example.com',
  '//api.example.com',
  '/graphql',
  'localhost:4000',
  'ftp://a.example',
  'file:///a',
  'http://',
  'javascript:1',
])('"%s" cannot', (text) => {
  expect(httpAddress(text)).toBeUndefined();
});
