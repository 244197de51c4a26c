/** Addresses that somebody else names: allowed by their host, and by what the host leads to when the connection is made. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool, request } from 'undici';
import { expect, test } from 'vitest';
import { createAddressGuard } from '../../../src/upstream/transport/guarded-connector.js';

const open = {
  hosts: [
    '*.example.com',
    'api.other.example',
    '127.0.0.1',
    'localhost',
    '[::1]',
    '::1',
    '8.8.8.8',
    '169.254.169.254',
    '::ffff:7f00:1',
  ],
  private: [],
};

test.each([
  ['https://a.example.com/graphql', undefined],
  ['https://A.B.example.com/', undefined],
  ['https://api.other.example/', undefined],
  ['https://8.8.8.8/', undefined],
  ['https://example.com/', 'the host is not among lookup.hosts'],
  ['https://badexample.com/', 'the host is not among lookup.hosts'],
  ['https://api.other.example.evil/', 'the host is not among lookup.hosts'],
  ['https://a.example.com@evil.example/', 'the host is not among lookup.hosts'],
  ['http://127.0.0.1:9200/', 'the address is private and not among lookup.private'],
  ['http://169.254.169.254/latest', 'the address is private and not among lookup.private'],
  // Other spellings of 127.0.0.1.
  ['http://2130706433/', 'the address is private and not among lookup.private'],
  ['http://0x7f.1/', 'the address is private and not among lookup.private'],
  ['http://[::ffff:127.0.0.1]/', 'the address is private and not among lookup.private'],
  ['http://[::1]/', 'the address is private and not among lookup.private'],
  ['file:///etc/passwd', 'the address is neither https nor http'],
])('%s: %s', (url, fault) => {
  expect(createAddressGuard(open).fault(url)).toBe(fault);
});

test.each(['10.0.0.0/33', 'inside', '10.0.0'])('%s is no range', (text) => {
  expect(() => createAddressGuard({ hosts: ['a'], private: [text] })).toThrow(
    'neither an address nor a range',
  );
});

async function asked(host: string, named: readonly string[]): Promise<number | string> {
  const server = createServer((_, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { connector } = createAddressGuard({ hosts: [host], private: named });
  const pool = new Pool(`http://${host}:${port}`, { connect: connector });
  try {
    return (await request(`http://${host}:${port}/`, { dispatcher: pool })).statusCode;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await pool.destroy();
    server.closeAllConnections();
    server.close();
  }
}

test('what a name leads to is looked at when the connection is made', async () => {
  const refused = 'the host leads to an address that is not allowed';
  expect(await asked('localhost', [])).toBe(refused);
  expect(await asked('127.0.0.1', [])).toBe(refused);
  expect(await asked('127.0.0.1', ['127.0.0.1'])).toBe(200);
  expect(await asked('localhost', ['127.0.0.0/8', '::1'])).toBe(200);
});
