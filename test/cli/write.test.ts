/** The commands that write, against a running service. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type WriteCommand, write, writeRequest } from '../../src/cli/write.js';
import { systemWorld } from '../../src/world/system-world.js';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
import { writeStyleCases } from '../upstreams/writes/styles.js';

let service: WritingService;
let folder: string;
beforeAll(async () => {
  service = await startWriting(writeStyleCases[0]!);
  folder = mkdtempSync(join(tmpdir(), 'wix-write-'));
  writeFileSync(join(folder, 'key.pem'), service.privateKey);
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(command: WriteCommand, ...given: readonly string[]) {
  const lines: string[] = [];
  let code = 0;
  const context = {
    world: systemWorld,
    environment: {},
    program: 'program',
    print: (line: string) => lines.push(line),
    note: (line: string) => lines.push(line),
    progress: () => undefined,
    terminal: false,
    setExitCode: (value: number) => {
      code = value;
    },
  };
  const options = {
    url: service.url,
    privateKey: join(folder, 'key.pem'),
    appId: service.appId,
    keys: folder,
  };
  await write(command, 'books', given, options, context);
  return { lines, code };
}

it('inserts, updates and removes, a line for each item', async () => {
  const inserted = await run('insert', '{"_id":"a","title":"One"}', '[{"_id":"b","title":"Two"}]');
  expect(inserted.code).toBe(0);
  expect(inserted.lines.map((line) => (JSON.parse(line) as { _id: string })._id)).toEqual(['a', 'b']);
  const updated = await run('update', '{"_id":"a","title":"Uno"}', '{"_id":"none","title":"X"}');
  expect(updated).toMatchObject({
    code: 1,
    lines: [expect.stringContaining('"Uno"'), 'ITEM_NOT_FOUND: Item none not found'],
  });
  const removed = await run('remove', 'a', 'b');
  expect(removed.code).toBe(0);
  expect(service.upstream.shelf.books.size).toBe(0);
});

it.each(['{', '5', '[1]'])('refuses %s, which is no item', (text) => {
  expect(() => writeRequest('insert', 'books', [text])).toThrow(/the item/);
});
