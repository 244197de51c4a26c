/** Rate limits while init looks: it waits and asks again, and learns nothing from them. */
import { expect, test } from 'vitest';
import { createWaitBudget, longestWaits } from '../../../src/authoring/learn/asker.js';
import { systemWorld } from '../../../src/world/system-world.js';
import type { World } from '../../../src/world/world.js';
import { createFolder, serveFolder } from '../init/folder.js';
import { type Gateway, serveGraphql } from '../init/serve-graphql.js';
import { postsApi, postTypes } from './faulty-api.js';

interface Ran {
  readonly text: string;
  readonly waits: readonly number[];
  readonly found: readonly unknown[];
}

/** `init` in a world where waits take no time. */
async function initialise(gateway: Gateway): Promise<Ran> {
  const upstream = await serveGraphql(postTypes, postsApi({}), gateway);
  const folder = createFolder();
  const waits: number[] = [];
  const world: World = {
    ...systemWorld,
    async sleep(milliseconds) {
      waits.push(milliseconds);
    },
  };
  try {
    await folder.init(upstream.url, {}, {}, world);
    const served = await serveFolder(folder.path);
    const found = [...served.app.collections.keys()];
    await served.close();
    return { text: folder.files()['posts.yaml'] ?? '', waits, found };
  } finally {
    folder.remove();
    await upstream.close();
  }
}

const limited = { errors: [{ message: 'You ask too often' }] };

test.each([
  { kind: 'HTTP 200 and Retry-After', answer: { headers: { 'retry-after': '60' }, body: limited } },
  { kind: 'HTTP 429', answer: { status: 429, headers: { 'retry-after': '60' }, body: limited } },
  { kind: 'words only', answer: { body: limited } },
  { kind: 'nulls with an error', answer: { body: { data: { posts: null }, ...limited } } },
])('$kind: it waits, and writes what it would have written', async ({ answer }) => {
  const quiet = await initialise(() => undefined);
  let asked = 0;
  const busy = await initialise(() => {
    asked += 1;
    return asked % 3 === 0 ? answer : undefined;
  });
  expect(busy.text).toBe(quiet.text);
  expect(busy.text).not.toMatch(/filter: false|ids:/);
  expect(busy.waits.length).toBeGreaterThan(0);
});

test('an API that never stops to limit is given up with a word, and nothing is learned of it', async () => {
  let asked = 0;
  const ran = await initialise(() => {
    asked += 1;
    return asked > 2 ? { status: 429, headers: { 'retry-after': '60' }, body: limited } : undefined;
  });
  expect(ran.text).toContain(
    'not all of it was looked at when this was written: the API limits how often it may be asked',
  );
  expect(ran.text).not.toMatch(/filter: false|sort: false|ids:|get: false/);
  expect(ran.waits.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(longestWaits);
  expect(ran.found).toEqual(['posts']);
});

test('all collections wait together, and not longer than the bound', async () => {
  const waits: number[] = [];
  let wake: () => void = () => undefined;
  const world: World = {
    ...systemWorld,
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
  };
  const waiting = createWaitBudget({ world, signal: new AbortController().signal });
  const both = [waiting.wait(longestWaits - 1000), waiting.wait(longestWaits - 1000)];
  wake();
  expect(await Promise.all(both)).toEqual([true, true]);
  expect(waits).toEqual([longestWaits - 1000]);
  expect(await waiting.wait(2000)).toBe(false);
});
