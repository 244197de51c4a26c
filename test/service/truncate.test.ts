/** Emptying a collection: by batches or by the API's own mutation; what is left is told, and a repetition goes on. */
import { afterEach, expect, it } from 'vitest';
import type { RecordedRequest } from '../upstreams/harness.js';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
import { aliased, type WriteStyleCase, writeStyleCases } from '../upstreams/writes/styles.js';

const running: WritingService[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

const style: WriteStyleCase = { ...aliased, writes: { ...aliased.writes, truncate: true } };

async function start(given: WriteStyleCase, options = {}): Promise<WritingService> {
  const service = await startWriting(given, options);
  running.push(service);
  return service;
}

const fill = (service: WritingService, count: number): void => {
  for (let index = 0; index < count; index += 1)
    service.upstream.shelf.insert({ id: `b${index}`, title: `Title ${index}`, stock: index % 2 });
  service.upstream.reset();
};

const truncate = (service: WritingService) => service.ask('/v3/items/truncate', { collectionId: 'books' });

it('removes everything, batch after batch', async () => {
  const service = await start(style);
  fill(service, 250);
  expect(await truncate(service)).toEqual({ status: 200, body: {} });
  expect(service.upstream.shelf.books.size).toBe(0);
  expect(await truncate(service)).toEqual({ status: 200, body: {} });
});

it('tells what is left when it fails, and goes on when it is repeated', async () => {
  let mutations = 0;
  const lose = ({ query }: RecordedRequest) => {
    if (query.startsWith('mutation')) mutations += 1;
    return query.startsWith('mutation') && mutations >= 4 && mutations < 40 ? 'before' : undefined;
  };
  const service = await start(style, { lose });
  fill(service, 120);
  const { status, body } = await truncate(service);
  const left = service.upstream.shelf.books.size;
  expect(status).toBe(502);
  expect(left).toBeGreaterThan(0);
  expect((body as { errorMessage: string }).errorMessage).toContain(`about ${left} are left`);
  mutations = 40;
  expect(await truncate(service)).toEqual({ status: 200, body: {} });
  expect(service.upstream.shelf.books.size).toBe(0);
}, 30_000);

it('is offered only where it is declared', async () => {
  const [plain] = writeStyleCases;
  const service = await start(plain!);
  fill(service, 1);
  expect(await truncate(service)).toMatchObject({ status: 400, body: { errorCode: 'BAD_REQUEST' } });
  expect(service.upstream.shelf.books.size).toBe(1);
});

const scoped = (mapping: Record<string, never>) => ({ ...mapping, where: { stock: 1 } }) as never;

it('leaves alone what does not belong to the collection, as do updates and removals by id', async () => {
  const service = await start(style, { mapping: scoped });
  fill(service, 6);
  const foreign = ['b0', 'b2', 'b4'];
  expect((await service.remove(...foreign)).map(({ error }) => error?.errorCode)).toEqual(
    foreign.map(() => 'ITEM_NOT_FOUND'),
  );
  const [updated] = await service.update({ _id: 'b0', title: 'Mine', stock: 0 });
  expect(updated!.error?.errorCode).toBe('ITEM_NOT_FOUND');
  expect(await truncate(service)).toEqual({ status: 200, body: {} });
  expect([...service.upstream.shelf.books.keys()]).toEqual(foreign);
});
