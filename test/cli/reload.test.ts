/** SIGHUP at the running program. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { ask, createCaller, directoryWith, ensureBuilt, root, serve, until } from './harness.js';

let upstream: DemoUpstream;
beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
});
afterAll(() => upstream?.close());

const demo = (name: string): string => readFileSync(join(root, 'mappings/demo', name), 'utf8');

it('reads the mapping files again; a line says the new generation and what is broken', async () => {
  const caller = await createCaller();
  const directory = directoryWith({
    'upstream.yaml': demo('upstream.yaml'),
    'brands.yaml': demo('brands.yaml'),
  });
  const service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url }, [
    '--mappings',
    directory.path,
  ]);
  const count = (collectionId: string) => ask(service, caller, '/v3/items/count', { collectionId });
  const reloaded = (generation: number) =>
    until(() => service.lines().find((line) => line.msg === 'reloaded' && line.generation === generation));
  expect((await count('brands')).body).toEqual({ totalCount: 10 });

  writeFileSync(join(directory.path, 'categories.yaml'), demo('categories.yaml'));
  service.child.kill('SIGHUP');
  expect(await reloaded(2)).toMatchObject({ level: 30, collections: 2, kept: [], broken: [] });
  expect((await count('categories')).body).toEqual({ totalCount: 8 });

  writeFileSync(join(directory.path, 'brands.yaml'), 'version: 1\ncollection: [');
  service.child.kill('SIGHUP');
  expect(await reloaded(3)).toMatchObject({
    level: 40,
    collections: 2,
    kept: ['brands'],
    broken: [expect.stringContaining('brands.yaml')],
  });
  expect((await count('brands')).body).toEqual({ totalCount: 10 });
  expect(await service.stop()).toBe(0);
  directory.remove();
});
