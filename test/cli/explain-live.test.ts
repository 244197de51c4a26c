/** `explain --live`: the request is carried out, and each node of the plan tells what it took. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { root } from './harness.js';
import { inside } from './inside.js';

let upstream: DemoUpstream;
beforeAll(async () => {
  upstream = await startDemoUpstream();
});
afterAll(() => upstream?.close());

const explain = (...args: string[]) =>
  inside(['explain', ...args, '--mappings', join(root, 'mappings/demo'), '--live'], {
    environment: { UPSTREAM_URL: upstream.url },
  });

it('shows time, rows and requests of each node, and the answer', async () => {
  const { code, stdout } = await explain(
    'products',
    '--sort',
    'condition,title',
    '--fields',
    'title',
    '--limit',
    '2',
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^carried out in [\d.]+ ms, [\d]+ requests?$/m);
  expect(stdout).toMatch(/^ {2}items 0 to 2 of products +[\d.]+ ms, [\d]+ requests?$/m);
  expect(stdout).toMatch(/^ +top 2 by condition ASC, title ASC.* [\d.]+ ms, 2 rows/m);
  expect(stdout).toMatch(/^ +scan the whole list, .* [\d.]+ ms, 300 rows, [\d]+ requests?$/m);
  expect(stdout).toMatch(/^2 items$/m);
});

it('as JSON', async () => {
  const { code, stdout } = await explain(
    'products',
    '--limit',
    '1',
    '--fields',
    'title',
    '--total',
    '--json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    collection: 'products',
    run: { requests: 1, milliseconds: expect.any(Number) },
    answer: { items: [{ _id: expect.any(String) }], pagingMetadata: { total: 300 } },
    plan: {
      ran: { requests: 1 },
      inputs: [{ node: expect.stringMatching(/^page by the upstream/), ran: { rows: 1, requests: 1 } }, {}],
    },
  });
});

it('what is refused is refused in the same words', async () => {
  const refused = await explain('products', '--filter', '{"nothing":1}');
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('VALIDATION_ERROR') });
});

it('writes are not sent', async () => {
  const refused = await explain('products', '--remove', 'p001');
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--live sends reading requests only'),
  });
});
