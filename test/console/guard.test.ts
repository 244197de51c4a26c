/** Who is let in: the token, the names of this machine, and no page of another site. */
import { request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseOpenConsole } from '../../src/cli/console.js';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { type ShownService, showService } from './shown.js';

let upstream: DemoUpstream;
let service: ShownService;
beforeAll(async () => {
  upstream = await startDemoUpstream();
  service = await showService(upstream.url);
});
afterAll(async () => {
  await service?.stop();
  await upstream?.close();
});

const screens = ['collections', 'query', 'problems', 'log', 'claims', 'events', 'console.js', 'console.css'];

/** `fetch` sets these headers itself. */
function ask(address: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  return new Promise<{ readonly status: number; readonly text: string; readonly headers: object }>(
    (resolve, reject) => {
      const sent = request(address, { method, headers }, (response) => {
        const { statusCode, headers: got } = response;
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
          // Of events there is no end.
          if (address.endsWith('/events')) sent.destroy();
        });
        response.on('close', () => resolve({ status: statusCode!, text, headers: got }));
      });
      sent.on('error', reject).end();
    },
  );
}

describe.each(screens)('%s', (screen) => {
  it('is shown to whoever knows the token', async () => {
    const { status } = await ask(service.console + screen);
    expect(status).toBe(200);
  });

  it.each([
    ['another token', () => service.console.replace(/\/[^/]+\/$/, '/AAAAAAAAAAAAAAAAAAAAAA/') + screen],
    ['a part of the token', () => service.console.replace(/.\/$/, '/') + screen],
    ['no token', () => `${new URL(service.console).origin}/${screen}`],
  ])('is not, with %s', async (_, address) => {
    const { status, text } = await ask(address());
    expect(status).toBe(404);
    expect(text).not.toContain('products');
  });

  it.each([
    [{ host: 'console.example.com' }, 421],
    [{ host: '127.0.0.1.example.com' }, 421],
    [{ origin: 'https://example.com' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
  ] as const)('is not, with %j', async (headers, expected) => {
    const { status, text } = await ask(service.console + screen, headers);
    expect(status).toBe(expected);
    expect(text).not.toContain('products');
  });

  it('takes nothing', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const { status, headers } = await ask(service.console + screen, {}, method);
      expect({ status, allow: (headers as { allow?: string }).allow }, method).toEqual({
        status: 405,
        allow: 'GET, HEAD',
      });
    }
  });
});

it('property: no address and no parameter is a fault of the console', async () => {
  const word = fc.oneof(
    fc.constantFrom(
      'collections',
      'products',
      'query',
      'log',
      '..',
      '%',
      '%zz',
      '%00',
      '__proto__',
      'constructor',
      'run',
      'on',
    ),
    fc.string({ maxLength: 8 }).map(encodeURIComponent),
  );
  const names = [
    'collection',
    'field',
    'operator',
    'value',
    'sort',
    'order',
    'limit',
    'offset',
    'include',
    'fields',
    'kind',
    'request',
    'as',
    'member',
    'language',
    'run',
    'match',
    'count',
    'format',
    'pictures',
  ];
  const value = fc.oneof(
    word,
    fc.constantFrom(
      'products',
      'title',
      'price',
      '__proto__',
      '{}',
      '[]',
      '{"query":1}',
      '{"__proto__":{"filter":1}}',
      '{"collectionId":7}',
      '-1',
      'aggregate',
      'references',
    ),
  );
  const address = fc.tuple(
    fc.array(word, { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 6 }),
  );
  await fc.assert(
    fc.asyncProperty(address, async ([path, parameters]) => {
      const { status } = await ask(`${service.console}${path.join('/')}?${new URLSearchParams(parameters)}`);
      expect([200, 302, 404]).toContain(status);
    }),
    { numRuns: 150 },
  );
  expect(service.observations.filter(({ kind }) => kind === 'defect')).toEqual([]);
});

it('the names of this machine are known', async () => {
  const { port } = new URL(service.console);
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
    expect((await ask(`${service.console}problems`, { host })).status, host).toBe(200);
});

it('each answer says that nothing foreign is loaded, nothing is kept, and no address is passed on', async () => {
  for (const screen of [...screens, 'nothing'])
    expect((await ask(service.console + screen)).headers, screen).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
});

it('pictures are allowed from their own hosts alone, and only for who asks', async () => {
  const policyOf = async (query: string) =>
    ((await ask(`${service.console}collections/products${query}`)).headers as Record<string, string>)[
      'content-security-policy'
    ];
  expect(await policyOf('')).toContain('img-src data:;');
  expect(await policyOf('?pictures=show')).toContain('img-src data: https://static.example.com;');
});

it('is another address each time', async () => {
  const other = await showService(upstream.url);
  expect(new URL(other.console).pathname).not.toBe(new URL(service.console).pathname);
  await other.stop();
});

it.each([
  [{ NODE_ENV: 'production' }, '127.0.0.1', 'NODE_ENV is production'],
  [{}, undefined, 'give --host 127.0.0.1'],
  [{}, '0.0.0.0', 'give --host 127.0.0.1'],
  [{}, '192.0.2.1', 'give --host 127.0.0.1'],
] as const)('is refused with %j and host %s', (environment, host, words) => {
  expect(() => refuseOpenConsole(environment, host)).toThrow(words);
});

it.each(['127.0.0.1', 'localhost', '::1'])('is not refused at %s', (host) => {
  expect(() => refuseOpenConsole({ NODE_ENV: 'development' }, host)).not.toThrow();
});
