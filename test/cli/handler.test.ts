/** The service as a function for a request, in the servers that platforms put around it. */
import { readFileSync } from 'node:fs';
import { createServer, IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { createHandler } from '../../src/cli/handler.js';
import { startDemoUpstream } from '../../src/demo/upstream.js';
import { ask, type Caller, createCaller, directoryWith, ensureBuilt, root, run } from './harness.js';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of ending.splice(0).reverse()) await each();
});

async function around(listener: RequestListener): Promise<{ readonly url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function demo(
  caller: Caller,
  more: Readonly<Record<string, string>> = {},
  mappings = join(root, 'mappings/demo'),
) {
  const upstream = await startDemoUpstream();
  ending.push(() => upstream.close());
  const environment = {
    ...caller.environment,
    UPSTREAM_URL: upstream.url,
    CURSOR_SECRET: 'the same everywhere',
    LOG_LEVEL: 'silent',
    ...more,
  };
  return createHandler({ mappings, environment });
}

/** The demo's products, of which no answer is small enough. */
function narrow(): string {
  const read = (name: string): string => readFileSync(join(root, 'mappings/demo', name), 'utf8');
  const files = {
    'upstream.yaml': read('upstream.yaml'),
    'products.yaml': `${read('products.yaml')}limits: { answer: 100 }\n`,
  };
  const directory = directoryWith(files);
  ending.push(async () => directory.remove());
  return directory.path;
}

const first = { collectionId: 'products', query: { paging: { limit: 2 } } };

it('answers the first request, which waits for the start, and those behind it', async () => {
  const caller = await createCaller();
  const service = await around(await demo(caller));
  const answers = await Promise.all([1, 2].map(() => ask(service, caller, '/v3/items/query', first)));
  for (const { status, body } of answers)
    expect([status, (body.items as unknown[]).length]).toEqual([200, 2]);
  expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
});

it('starts with the schema that was saved, and does not ask the API for it', async () => {
  const caller = await createCaller();
  const asked: string[] = [];
  const upstream = await around((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += String(piece);
    });
    request.on('end', () => {
      asked.push(/__schema/.test(body) ? 'schema' : 'rows');
      const { variables } = JSON.parse(body) as { readonly variables?: { readonly offset?: number } };
      const things = variables?.offset ? [] : [{ id: '1' }];
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { things } }));
    });
  });
  const directory = directoryWith({
    'upstream.yaml':
      'version: 1\nurl: ${UPSTREAM_URL}\nschema: schema.graphql\ndefaults: { page: { size: limit, offset: offset } }\n',
    'schema.graphql': 'type Thing { id: ID! }\ntype Query { things(limit: Int, offset: Int): [Thing!]! }',
    'things.yaml': 'version: 1\ncollection: things\ntype: Thing\nlist: things\nid: id\nfields: {}\n',
  });
  ending.push(async () => directory.remove());
  const service = await around(
    createHandler({
      mappings: directory.path,
      environment: {
        ...caller.environment,
        UPSTREAM_URL: upstream.url,
        CURSOR_SECRET: 'the same everywhere',
        LOG_LEVEL: 'silent',
      },
    }),
  );
  const query = { paging: { limit: 5 } };
  const { status } = await ask(service, caller, '/v3/items/query', { collectionId: 'things', query });
  expect([status, asked.includes('schema')]).toEqual([200, false]);
});

it('takes cursors of another process', async () => {
  const caller = await createCaller();
  const [one, other] = [await around(await demo(caller)), await around(await demo(caller))];
  const query = { ...first.query, cursorPaging: { limit: 2 }, paging: undefined };
  const page = await ask(one, caller, '/v3/items/query', { collectionId: 'products', query });
  const { cursors } = page.body.pagingMetadata as { cursors?: { next?: string } };
  const next = await ask(other, caller, '/v3/items/query', {
    collectionId: 'products',
    query: { cursorPaging: { limit: 2, cursor: cursors!.next } },
  });
  expect(next.status).toBe(200);
  expect(next.body.items).not.toEqual(page.body.items);
});

it('takes the limit of bodies, and what errors tell, from the variables of serve', async () => {
  const caller = await createCaller();
  const full = await around(await demo(caller, { BODY_LIMIT: '1', ERROR_DETAILS: 'full' }, narrow()));
  const usual = await around(await demo(caller, {}, narrow()));
  const long = { ...first, comment: 'x'.repeat(1.2 * 2 ** 20) };
  const remedy = 'raise limits.answer in products.yaml';
  for (const [service, size, named] of [
    [full, 413, true],
    [usual, 502, false],
  ] as const) {
    expect((await ask(service, caller, '/v3/items/query', long)).status).toBe(size);
    const { status, body } = await ask(service, caller, '/v3/items/query', first);
    expect([status, String(body.errorMessage).includes(remedy)]).toEqual([502, named]);
  }
});

it('takes a body that the platform has read already', async () => {
  const caller = await createCaller();
  const handler = await demo(caller);
  const service = await around(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    // So says the functions framework: the stream is at its end, and its bytes are here.
    (request as IncomingMessage & { rawBody?: Buffer }).rawBody = Buffer.concat(parts);
    await handler(request, response);
  });
  expect((await ask(service, caller, '/v3/items/query', first)).status).toBe(200);
  const refused = await fetch(`${service.url}/v3/items/query`, { method: 'POST', body: 'no token' });
  expect(refused.status).toBe(401);
});

/**
 * As the wrappers for AWS Lambda (serverless-http, serverless-express) make it of Node's own: there is no connection, `writeHead` gives
 * nothing, and what is written is put together as bytes, every text as UTF-8.
 */
class WrapperResponse extends ServerResponse {
  private readonly parts: Buffer[] = [];
  constructor(request: IncomingMessage) {
    super(request);
    const write = (data: string | Buffer, encoding?: unknown, done?: () => void): boolean => {
      this.parts.push(Buffer.from(data as string));
      const callback = typeof encoding === 'function' ? (encoding as () => void) : done;
      callback?.();
      return true;
    };
    const nothing = (): void => undefined;
    const socket = {
      _writableState: {},
      writable: true,
      on: nothing,
      removeListener: nothing,
      destroy: nothing,
    };
    this.assignSocket({ ...socket, cork: nothing, uncork: nothing, write } as never);
  }
  override writeHead(...given: unknown[]): this {
    super.writeHead(...(given as [number]));
    return undefined as never;
  }
  body(): Buffer {
    const whole = Buffer.concat(this.parts);
    return whole.subarray(whole.indexOf('\r\n\r\n') + 4);
  }
}

it.each([undefined, 'gzip'])(
  'answers a wrapper that imitates responses, also in letters of several bytes (accept-encoding: %s)',
  async (packed) => {
    const caller = await createCaller();
    const upstream = await around((request, response) => {
      request.resume().on('end', () => {
        const things = Array.from({ length: 40 }, (_, id) => ({ id: `${id}`, name: `Größe ${id} 漢字` }));
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { things } }));
      });
    });
    const file = 'version: 1\ntype: Thing\nlist: things\nid: id\nfields: { name: name }\n';
    const directory = directoryWith({
      'upstream.yaml': 'version: 1\nurl: ${UPSTREAM_URL}\nschema: schema.graphql\n',
      'schema.graphql': 'type Thing { id: ID! name: String }\ntype Query { things: [Thing!]! }',
      'things.yaml': `${file}collection: things\n`,
      'kept.yaml': `${file}collection: kept\ncache: 1h\n`,
    });
    ending.push(async () => directory.remove());
    const handler = await demo(caller, { UPSTREAM_URL: upstream.url }, directory.path);
    const asked = async (collectionId: string, limit: number) => {
      const body = Buffer.from(await caller.signer.sign({ collectionId, query: { paging: { limit } } }));
      const request = Object.assign(new IncomingMessage(new Socket()), {
        method: 'POST',
        url: '/v3/items/query',
        headers: { 'content-length': String(body.length), ...(packed ? { 'accept-encoding': packed } : {}) },
        complete: true,
        rawBody: body,
      });
      const response = new WrapperResponse(request);
      await handler(request, response);
      const came = response.body();
      expect([response.statusCode, response.getHeader('content-length')]).toEqual([200, came.length]);
      const plain = response.getHeader('content-encoding') === 'gzip' ? gunzipSync(came) : came;
      return JSON.parse(plain.toString()).items.map(({ name }: { readonly name: string }) => name);
    };
    for (const collection of ['things', 'kept', 'kept'])
      for (const limit of [2, 40])
        expect(await asked(collection, limit)).toEqual(
          Array.from({ length: limit }, (_, id) => `Größe ${id} 漢字`),
        );
  },
);

it('is what the package exports, with these types', async () => {
  const typed: typeof import('../../handler.js').createHandler = createHandler;
  expect(typed).toBe(createHandler);
  await ensureBuilt();
  const script = `import { createHandler } from 'wix-graphql-adapter/handler'; console.log(typeof createHandler);`;
  const { code, stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  expect([code, stdout]).toEqual([0, 'function\n']);
});

it.each([
  ['CURSOR_SECRET', { CURSOR_SECRET: '' }],
  ['WIX_PUBLIC_KEY', { WIX_PUBLIC_KEY: '' }],
  ['BODY_LIMIT', { BODY_LIMIT: 'much' }],
  ['ERROR_DETAILS', { ERROR_DETAILS: 'long' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
])('without a usable %s it answers 503, and says no more', async (name, more) => {
  const caller = await createCaller();
  const service = await around(await demo(caller, more));
  const { status, body } = await ask(service, caller, '/v3/items/query', first);
  expect([status, body.errorCode]).toEqual([503, 'UNKNOWN_ERROR']);
  expect(JSON.stringify(body)).not.toContain(name);
});
