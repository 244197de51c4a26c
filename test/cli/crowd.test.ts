/** Many callers at once before an API that takes five seconds: what exceeds the line is refused at once, and the rest of the service does not notice. */
import { Agent, createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { memoryOf as processMemory } from '../../bench/processes.js';
import { type Caller, createCaller, directoryWith, ensureBuilt, serve, until } from './harness.js';

/** Milliseconds for which the API answers nobody, at least. */
const slow = 5000;
/** The usual ones of `gateway`. */
const [concurrency, queue] = [64, 256];

let caller: Caller;
const directory = directoryWith({
  'schema.graphql':
    'type Thing { id: ID! name: String }\ntype Query { things(limit: Int, offset: Int): [Thing!]! }',
  'upstream.yaml': `version: 1
url: \${UPSTREAM_URL}
schema: schema.graphql
introspection: { enabled: false }
defaults: { page: { size: limit, offset: offset, max: 100 } }
`,
  'things.yaml':
    'version: 1\ncollection: things\ntype: Thing\nlist: things\nid: id\nfields: { name: name }\nlimits: { deadline: 60000 }\n',
});
beforeAll(async () => {
  await ensureBuilt();
  caller = await createCaller();
});
afterAll(() => directory.remove());

/** Answers at once; or, while it is slow, nobody until it is fast again. */
async function startUpstream() {
  const held = new Set<ServerResponse>();
  let [isSlow, most] = [false, 0];
  const answer = (response: ServerResponse, offset = 0): void => {
    held.delete(response);
    const things = offset === 0 ? [{ id: '1', name: 'one' }] : [];
    if (!response.destroyed)
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { things } }));
  };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString());
      if (!isSlow) return answer(response, variables.offset);
      held.add(response);
      most = Math.max(most, held.size);
      response.once('close', () => held.delete(response));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    most: () => most,
    become(speed: 'slow' | 'fast') {
      isSlow = speed === 'slow';
      if (!isSlow) for (const each of [...held]) answer(each);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Came {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Milliseconds. */
  readonly took: number;
}

function send(agent: Agent, url: string, path: string, body?: string): Promise<Came> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(url + path, { method: body === undefined ? 'GET' : 'POST', agent }, (response) => {
      response.resume().on('end', () =>
        resolve({
          status: response.statusCode!,
          retryAfter: response.headers['retry-after'],
          took: performance.now() - begun,
        }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** MiB. */
const memoryOf = (pid: number): number => processMemory(pid).resident;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** One after the other. */
async function several(count: number, ask: () => Promise<Came>): Promise<readonly Came[]> {
  const all: Came[] = [];
  for (let each = 0; each < count; each++) all.push(await ask());
  return all;
}

it.each([200, 1000])(
  '%i callers: what exceeds the line is refused at once, health is told, and all is well as soon as the API is',
  async (count) => {
    const upstream = await startUpstream();
    const environment = { ...caller.environment, UPSTREAM_URL: upstream.url, MAX_CONNECTIONS: '2000' };
    const service = await serve(environment, ['--mappings', directory.path]);
    const agent = new Agent({ keepAlive: true });
    const read = (body: string) => send(agent, service.url, '/v3/items/query', body);
    const health = async (): Promise<number> => {
      const both = [service.url, service.admin].map((url) => send(agent, url, '/healthz'));
      return Math.max(
        ...(await Promise.all(both)).map(({ status, took }) => (status === 200 ? took : Infinity)),
      );
    };
    try {
      const sign = (instanceId: string) =>
        caller.signer.sign({ collectionId: 'things', query: { paging: { limit: 5 } } }, { instanceId });
      const bodies = await Promise.all(
        Array.from({ length: count }, (_, index) => sign(`site ${index % 20}`)),
      );
      const another = await sign('another site');
      // A busy machine is slower at everything: it is compared with itself when nothing else goes on.
      const alone = median((await several(100, () => read(another))).map(({ took }) => took));
      const slack = Math.max(1, alone / 5);
      const before = memoryOf(service.child.pid!);

      upstream.become('slow');
      const came: Came[] = [];
      const begun = performance.now();
      const all = Promise.all(bodies.map((body) => read(body).then((each) => came.push(each))));
      all.catch(() => undefined);
      const refused = Math.max(0, count - concurrency - queue);
      // The API has answered nobody while this goes on.
      const lined = Math.min(count - concurrency, queue);
      await until(async () => {
        expect(await health()).toBeLessThan(Number.POSITIVE_INFINITY);
        const ready = (await (await fetch(`${service.admin}/readyz`)).json()) as {
          readonly upstreams: { readonly default: { readonly waiting: number } };
        };
        return came.length >= refused && ready.upstreams.default.waiting === lined ? true : undefined;
      });
      const healths: number[] = [];
      while (healths.length < 10 || performance.now() - begun < slow) {
        healths.push(await health());
        await sleep(20);
      }
      expect(came.map(({ status, retryAfter }) => [status, retryAfter])).toEqual(
        Array(refused).fill([503, '1']),
      );
      expect(upstream.most()).toBe(Math.min(count, concurrency));
      expect(median(healths)).toBeLessThan(100 * slack);
      const more = memoryOf(service.child.pid!) - before;
      expect(more).toBeLessThan(100);

      upstream.become('fast');
      const fast = performance.now();
      const next = await read(another);
      const recovered = performance.now() - fast;
      expect([next.status, recovered < 1000 * slack]).toEqual([200, true]);
      await all;
      expect(came.filter(({ status }) => status === 200)).toHaveLength(count - refused);
      const told =
        refused === 0
          ? ''
          : `the last refusal after ${Math.max(...came.slice(0, refused).map(({ took }) => took)).toFixed(0)} ms, `;
      console.info(
        `${count} callers, ${alone.toFixed(1)} ms for one alone: ${refused} refused, ${told}health ${median(healths).toFixed(1)} ms, ` +
          `at most ${Math.max(...healths).toFixed(0)} ms; ${more.toFixed(0)} MiB more; the next answer ${recovered.toFixed(0)} ms ` +
          `after the API is fast, the last ${(performance.now() - fast).toFixed(0)} ms`,
      );
    } finally {
      agent.destroy();
      await service.stop('SIGKILL');
      await upstream.close();
    }
  },
);
