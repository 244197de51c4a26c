/**
 * `init` over APIs that are published as examples, in small: every relation that it writes is followed in both directions, by
 * included items and by pairs, and has just those of the API.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { expectPairs } from './expect-pairs.js';
import { createFolder, serveFolder } from './folder.js';
import { examples } from './related-examples.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe.each(examples)('$name', ({ start, pairs }) => {
  test('relations', async () => {
    const server = await start();
    const folder = createFolder();
    closing.push(() => server.close(), folder.remove);
    const ran = await folder.init(server.url);
    expect(ran.exitCode, ran.output).toBe(0);
    const { app, engine, close } = await serveFolder(folder.path);
    closing.push(close);
    const fields = [...app.collections.values()].flatMap((model) =>
      [...model.fields.values()].flatMap(({ key, relation }) => (relation ? [{ model, key }] : [])),
    );
    const nameOf = ({ model, key }: (typeof fields)[number]): string => `${model.id}.${key}`;
    expect(fields.map(nameOf).sort()).toEqual(Object.keys(pairs).sort());
    for (const each of fields) await expectPairs(engine, each.model, each.key, pairs[nameOf(each)]!);
  }, 120_000);
});
