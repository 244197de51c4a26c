/** What a request causes upstream ends with it, is counted whole, and does not keep the service from stopping. */
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startApiByHand } from './api-by-hand.js';
import { ask, type Caller, createCaller, directoryWith, ensureBuilt, serve, until } from './harness.js';

const total = 3000;
const files = {
  'schema.graphql': `type Thing { id: ID! name: String }
type ThingList { items: [Thing!]! total: Int! }
type Query { things(limit: Int, offset: Int): ThingList }`,
  'upstream.yaml': `version: 1
url: \${UPSTREAM_URL}
schema: schema.graphql
introspection: { enabled: false }
defaults:
  rows: items
  count: total
  page: { size: limit, offset: offset, max: 100 }
`,
  'things.yaml': `version: 1
collection: things
type: Thing
list: things
id: id
fields: { name: name }
limits: { deadline: 60000 }
`,
};

let caller: Caller;
const directory = directoryWith(files);
beforeAll(async () => {
  await ensureBuilt();
  caller = await createCaller();
});
afterAll(() => directory.remove());

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of ending.splice(0).reverse()) await each();
});

/** @param answer for the page at an offset; undefined: nothing ever comes */
async function startBoth(answer: (offset: number, response: ServerResponse) => string | undefined) {
  const open = new Set<ServerResponse>();
  let asked = 0;
  const upstream = await startApiByHand(({ variables }, response) => {
    asked += 1;
    open.add(response);
    response.once('close', () => open.delete(response));
    const text = answer(variables.offset ?? 0, response);
    if (text !== undefined) response.setHeader('content-type', 'application/json').end(text);
  });
  const service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url }, [
    '--mappings',
    directory.path,
  ]);
  ending.push(
    () => upstream.close(),
    () => service.stop('SIGKILL'),
  );
  return { service, open, asked: () => asked };
}

const page = (offset: number): string => {
  const items = Array.from({ length: 100 }, (_, index) => ({
    id: String(offset + index),
    name: `n${offset + index}`,
  }));
  return JSON.stringify({ data: { things: { items, total } } });
};
const refusal = JSON.stringify({ errors: [{ message: 'no' }] });
/** Cannot be sorted upstream, so all pages are read. */
const scan = { collectionId: 'things', query: { sort: [{ fieldName: 'name' }], paging: { limit: 5 } } };
const range = { collectionId: 'things', query: { paging: { limit: 1000 } } };

it.each([
  ['a scan', scan, 200],
  ['a page in parts', range, 100],
])('%s that failed leaves nothing running upstream', async (_name, request, broken) => {
  let hanging = 0;
  let refused: ServerResponse | undefined;
  const { service, open } = await startBoth((offset, response) => {
    if (offset < broken) return page(offset);
    if (offset === broken) refused = response;
    else hanging += 1;
    // The refusal comes while another page is under way.
    if (hanging > 0 && refused && !refused.writableEnded)
      refused.setHeader('content-type', 'application/json').end(refusal);
    return undefined;
  });
  const answer = await ask(service, caller, '/v3/items/query', request);
  expect(answer.status).toBe(502);
  expect(hanging).toBeGreaterThan(0);
  await until(() => (open.size === 0 ? true : undefined));
  expect(await service.stop()).toBe(0);
});

it('every attempt is counted, and there are three at most', async () => {
  const { service, asked } = await startBoth((_offset, response) => {
    response.destroy();
    return undefined;
  });
  const request = { collectionId: 'things', query: { paging: { limit: 5 } } };
  const answer = await ask(service, caller, '/v3/items/query', request, { requestId: 'r-lost' });
  expect([answer.status, asked()]).toEqual([503, 3]);
  const line = await until(() => service.lines().find((each) => each.requestId === 'r-lost'));
  expect(line.upstreamRequests).toBe(3);
  const metrics = await (await fetch(`${service.admin}/metrics`)).text();
  expect(metrics).toContain('upstream_requests_total{upstream="default",outcome="unreachable"} 3');
});
