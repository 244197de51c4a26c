/** `conform` against this project's own service, and against wrong ones over HTTP. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allRules } from '../../src/conform/rules/index.js';
import type { Wire } from '../../src/conform/server.js';
import { answering, refusal, refusing } from '../conform/mutants.js';
import { envelopeMutants } from '../conform/mutants-of-envelopes.js';
import { filterMutants } from '../conform/mutants-of-filters.js';
import { appId, type DemoService, startDemoService } from '../conform/service.js';
import { root } from './harness.js';
import { inside } from './inside.js';

let service: DemoService;
let folder: string;
const servers: Server[] = [];
beforeAll(async () => {
  service = await startDemoService();
  folder = mkdtempSync(join(tmpdir(), 'wix-conform-'));
  writeFileSync(join(folder, 'key.pem'), service.privateKey);
});
afterAll(async () => {
  for (const server of servers) server.close();
  await service?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const conform = (url: string, ...more: readonly string[]) =>
  inside(['conform', url, '--private-key', join(folder, 'key.pem'), '--app-id', appId, ...more]);

/** A server on a port, behind which the wire answers. */
async function serving(wire: Wire): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const answer = await wire({ method: 'POST', path: request.url!, body, contentType: 'text/plain' });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('a server that keeps the rules: a table, exit code 0', async () => {
  const ended = await conform(service.url, '--rules', 'token,filter.ne', '--collections', 'brands');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toMatch(/^filter\.ne +must +7\.2 +6 +holds$/m);
  expect(ended.stdout).toMatch(/^13 rules hold, 0 that must hold do not, 0 that should hold do not/m);
});

it('a rule that is broken: the request, the answer, what was expected and the rule, exit code 1', async () => {
  const url = await serving(filterMutants['filter.ne']!(service.wire, service.signer));
  const args = [url, '--rules', 'filter.ne', '--collections', 'products'] as const;
  const text = await conform(...args);
  expect(text.code).toBe(1);
  expect(text.stdout).toMatch(/^filter\.ne +must +7\.2 +\d+ +FAILS$/m);
  expect(text.stdout).toContain('FAILS filter.ne in products');
  expect(text.stdout).toMatch(/rule {6}\$ne is the exact opposite .*section 7\.2/);
  expect(text.stdout).toMatch(/request {3}POST \/v3\/items\/query \{"collectionId":"products".*"\$ne"/);
  expect(text.stdout).toMatch(/answer {4}HTTP 200 \{"items"/);
  expect(text.stdout).toMatch(/expected {2}\d+ items, but it lacks "/);
  const json = await conform(...args, '--json');
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({
    url,
    collections: [{ id: 'products', items: 60, whole: true }],
    results: [
      {
        rule: 'filter.ne',
        section: '7.2',
        collection: 'products',
        result: 'failed',
        failures: expect.arrayContaining([
          expect.objectContaining({
            path: '/v3/items/query',
            status: 200,
            answer: { items: expect.any(Array), pagingMetadata: expect.anything() },
          }),
        ]),
      },
    ],
  });
  const junit = await conform(...args, '--junit');
  expect(junit.code).toBe(1);
  expect(junit.stdout).toContain('<testsuite name="products" tests="1" failures="1">');
  expect(junit.stdout).toMatch(/<failure message="expected \d+ items, but it lacks/);
});

it('what only should hold is advice, unless --strict', async () => {
  const url = await serving(envelopeMutants['token.status']!(service.wire, service.signer));
  const advice = await conform(url, '--rules', 'token');
  expect(advice.code).toBe(0);
  expect(advice.stdout).toMatch(/^token\.status +should +2\.6 +3 +advice$/m);
  expect((await conform(url, '--rules', 'token', '--strict')).code).toBe(1);
});

it('a part of a collection is asked about by its ids', async () => {
  const ended = await conform(
    service.url,
    '--rules',
    'filter.gt',
    '--collections',
    'products',
    '--items',
    '50',
    '--questions',
    '3',
  );
  expect(ended.stdout).toContain('products: 40 of its items were asked about');
  expect(ended.code).toBe(0);
});

it('what cannot be read is no success', async () => {
  const none = await conform(service.url, '--rules', 'filter.gt', '--collections', 'nothing');
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no collection nothing') });
  const dead = await conform('http://127.0.0.1:9', '--rules', 'filter.gt');
  expect(dead).toMatchObject({ code: 1, stderr: expect.stringContaining('none came') });
});

it.each([
  [['ftp://127.0.0.1'], 'must begin with http:// or https://'],
  [
    ['http://127.0.0.1:9', '--rules', 'filters'],
    'there is no rule filters; areas are token, collection, capability, item, filter, sort, page, total, aggregate, distinct, reference, error, write, deployment',
  ],
  [['http://127.0.0.1:9', '--questions', '0'], '--questions must be a number from 1'],
  [['http://127.0.0.1:9', '--json', '--junit'], 'only one of --json and --junit'],
])('%j is wrong usage', async ([url, ...more], message) => {
  const ended = await conform(url!, ...more);
  expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
});

it('every rule and area that the help and the documentation name exists', () => {
  const names = new Set(allRules.flatMap(({ id }) => [id, id.split('.')[0]!]));
  const pages = ['src/cli/commands/requests.ts', 'docs/conforming.md', 'docs/configuration.md'];
  const named = pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8');
    // In an example, and in the sentence about the option.
    const lists = [
      ...text.matchAll(/conform \S+ .*--rules ([a-z.,]+)/g),
      ...text.matchAll(/rules or areas, separated by commas: `?([a-zA-Z.,]+)/g),
    ];
    expect(lists.length, page).toBeGreaterThan(0);
    return lists.flatMap(([, list]) => list!.split(','));
  });
  expect(named.filter((name) => !names.has(name))).toEqual([]);
});

const count = async (collectionId: string): Promise<unknown> =>
  (await service.under().ask('/v3/items/count', { collectionId, filter: {} })).body;

it('--writes: makes items of its own, and takes all of them away again', async () => {
  const before = await count('brands');
  const ended = await conform(service.url, '--rules', 'write', '--writes', 'brands');
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/^write\.replace +must +4\.6 +\d+ +holds$/m);
  // The brands of the demo have no dates.
  expect(ended.stdout).toMatch(/^write\.dates +should +4\.5 +1 +advice$/m);
  expect(await count('brands')).toEqual(before);
});

it('--writes: an item that was there before stays, although a server answers with it', async () => {
  const own = { _id: 'kept-brand', title: 'Kept' };
  const ask = (path: string, more: object) =>
    service.under().ask(`/v3/items/${path}`, { collectionId: 'brands', ...more });
  await ask('insert', { items: [own] });
  const url = await serving(
    answering((body, _, path) =>
      path === '/v3/items/insert' ? { results: body.results.map(() => ({ item: own })) } : undefined,
    )(service.wire, service.signer),
  );
  const before = await count('brands');
  const more = ['--collections', 'products', '--writes', 'brands'];
  const ended = await conform(url, '--rules', 'write.insert', ...more);
  expect([ended.code, ended.stderr]).toEqual([1, '']);
  expect(await count('brands')).toEqual(before);
  const { body } = await ask('remove', { itemIds: [own._id] });
  expect(body).toMatchObject({ results: [{ item: own }] });
});

it('--writes: items that cannot be taken away are named', async () => {
  const url = await serving(
    refusing((_, path) => path === '/v3/items/remove', refusal(500, 'UNKNOWN_ERROR'))(
      service.wire,
      service.signer,
    ),
  );
  const ended = await conform(url, '--rules', 'write.insert', '--writes', 'brands');
  expect(ended.code).toBe(1);
  const [, left] = ended.stderr.match(/brands: these items could not be taken away again: (.*)/)!;
  const itemIds = left!.split(', ');
  expect(itemIds).toHaveLength(4);
  const removed = await service.under().ask('/v3/items/remove', { collectionId: 'brands', itemIds });
  expect(removed.status).toBe(200);
});

it('--writes: a collection that is not there, or takes nothing, is said', async () => {
  const nowhere = await conform(service.url, '--rules', 'write', '--writes', 'nothing');
  expect([nowhere.code, nowhere.stderr]).toEqual([1, 'there is no collection nothing to write\n']);
  const url = await serving(
    refusing((_, path) => path === '/v3/items/insert', refusal(400, 'BAD_REQUEST'))(
      service.wire,
      service.signer,
    ),
  );
  const refused = await conform(url, '--rules', 'write', '--writes', 'brands');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /^brands cannot be written: expected HTTP 200, not 400; the answer: .*BAD_REQUEST/,
  );
});

it('without --writes nothing is written', async () => {
  const paths: string[] = [];
  const url = await serving((sent) => {
    paths.push(sent.path);
    return service.wire(sent);
  });
  await conform(url, '--collections', 'brands', '--questions', '1');
  expect(paths.filter((path) => /insert|update|remove|truncate|create|delete/.test(path))).toEqual([]);
});
