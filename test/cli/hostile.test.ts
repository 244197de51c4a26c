/** What SECURITY.md says of the running service and no other test shows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import {
  ask,
  type Caller,
  createCaller,
  ensureBuilt,
  post,
  type RunningService,
  serve,
  until,
} from './harness.js';

let upstream: DemoUpstream;
let caller: Caller;
let service: RunningService;

beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
  caller = await createCaller();
  service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url });
});
afterAll(async () => {
  await service?.stop();
  await upstream?.close();
});

describe('what is not mapped', () => {
  // `name` is a field of the API, but its key in the mapping is `title`.
  it.each([
    ['filter', { filter: { name: { $startsWith: 'C' } } }],
    ['filter, below', { filter: { $or: [{ title: 'x' }, { 'price.amount': 1 }, { name: null }] } }],
    ['sort', { sort: [{ fieldName: 'name' }] }],
    ['an inherited name', { filter: { constructor: { $exists: true } } }],
    ['a prototype', { filter: JSON.parse('{"__proto__": {"$exists": true}}') as object }],
  ])('cannot be used in %s', async (_, query) => {
    const answer = await ask(service, caller, '/v3/items/query', { collectionId: 'products', query });
    expect([answer.status, answer.body.errorCode]).toEqual([400, 'VALIDATION_ERROR']);
  });

  it('cannot be read', async () => {
    const query = { fields: ['name', 'images', '__typename', 'title'], paging: { limit: 1 } };
    const { body } = await ask(service, caller, '/v3/items/query', { collectionId: 'products', query });
    expect(Object.keys((body.items as readonly object[])[0]!).sort()).toEqual(['_id', 'title']);
  });
});

it('invented paths and collections make no metrics', async () => {
  await post(`${service.url}/v3/items/invented-path`, 'x');
  await ask(service, caller, '/v3/items/query', { collectionId: 'invented-collection' });
  const text = await (await fetch(`${service.admin}/metrics`)).text();
  expect(text).toContain(
    'wix_requests_total{operation="none",collection="none",status="404",code="BAD_REQUEST"}',
  );
  expect(text).toContain(
    'wix_requests_total{operation="QueryDataItems",collection="unknown",status="404",code="COLLECTION_NOT_FOUND"} 1',
  );
  expect(text).not.toContain('invented');
});

it('names with line breaks and quotes make no lines of the log', async () => {
  const forged = 'x\n{"level":30,"msg":"forged","collection":"y"}\r\n\u001b[31m';
  await ask(service, caller, '/v3/items/query', { collectionId: forged });
  await post(`${service.url}/${encodeURIComponent(forged)}`, 'x');
  const line = await until(() => service.lines().find((each) => each.collection === forged));
  expect(line.msg).toBe('request');
  expect(service.lines().filter((each) => each.msg === 'forged')).toEqual([]);
  expect(service.output()).not.toContain('\u001b');
});
