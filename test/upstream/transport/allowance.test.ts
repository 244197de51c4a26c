import { afterEach, expect, test } from 'vitest';
import { createAnswerAccount } from '../../../src/upstream/transport/account.js';
import { allowance, schemaAllowance, smallAnswer } from '../../../src/upstream/transport/allowance.js';
import { createClient, type UpstreamClient } from '../../../src/upstream/transport/client.js';
import { prepareDocument } from '../../../src/upstream/transport/document.js';
import { compileHeaders } from '../../../src/upstream/transport/headers.js';
import { systemWorld } from '../../../src/world/system-world.js';
import {
  type Attack,
  drip,
  emptyLists,
  endless,
  type HostileUpstream,
  honest,
  hostileUpstream,
  tinyChunks,
} from '../../hostile/upstream.js';
import { context } from './loopback.js';

const query = prepareDocument('query Things { things { id } }');
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function start(
  attack: Attack,
  most?: number,
): Promise<{ upstream: HostileUpstream; client: UpstreamClient }> {
  const upstream = await hostileUpstream(() => attack);
  const account = createAnswerAccount(most);
  const client = createClient({
    world: systemWorld,
    url: upstream.url,
    headers: compileHeaders({}),
    timeoutMs: 20_000,
    account,
  });
  opened.push(upstream, client);
  return { upstream, client };
}

const patient = () => context({ deadline: Date.now() + 20_000 });

test('what may be asked for grows with limits.answer, and with what the request needs', () => {
  expect(allowance()).toMatchObject({ bytes: 8 * 2 ** 20, values: 2 ** 19 });
  expect(allowance(2 ** 20, 100).values).toBe(200 + 2 ** 14);
  expect(allowance(2 ** 20, 10_000_000).values).toBe(2 ** 16);
  expect(schemaAllowance(1).bytes).toBe(16 * 2 ** 20);
  expect(schemaAllowance(64 * 2 ** 20).bytes).toBe(64 * 2 ** 20);
  expect(smallAnswer.bytes).toBe(2 ** 20);
});

test.each([
  ['60 MB of empty lists', emptyLists(60), /more than 524288 JSON values$/],
  ['5 MB of empty lists: few bytes, many values', emptyLists(5), /more than 524288 JSON values$/],
  ['a body without an end', endless(), /more than 8388608 bytes$/],
  ['20 MB, byte by byte', tinyChunks(20), /more than 8388608 bytes$/],
] as const)('%s is refused while it arrives, and the connection is closed', async (_, attack, message) => {
  const { upstream, client } = await start(attack);
  await expect(client.request(query, {}, patient())).rejects.toMatchObject({
    kind: 'tooLarge',
    delivered: 'yes',
    message: expect.stringMatching(message),
  });
  await expect.poll(() => upstream.closed()).toBe(1);
});

test('texts full of brackets and a large honest answer pass', async () => {
  const data = {
    text: '[{,'.repeat(2_000_000),
    rows: Array.from({ length: 50_000 }, (_, id) => ({ id, tags: [] })),
  };
  const { client } = await start(honest({ data }));
  expect((await client.request(query, {}, patient())).data).toEqual(data);
});

test('a body that drips ends at the deadline', async () => {
  const { client } = await start(drip(5));
  await expect(client.request(query, {}, context({ deadline: Date.now() + 100 }))).rejects.toMatchObject({
    kind: 'timeout',
  });
});

test('many at once: the account is kept, large ones are refused and small ones served', async () => {
  const good = { data: { things: [] } };
  let count = 0;
  const upstream = await hostileUpstream(() => (++count % 2 === 0 ? honest(good) : endless()));
  const account = createAnswerAccount(4 * 2 ** 20);
  const client = createClient({
    world: systemWorld,
    url: upstream.url,
    headers: compileHeaders({}),
    timeoutMs: 20_000,
    account,
  });
  opened.push(upstream, client);
  const all = await Promise.allSettled(
    Array.from({ length: 40 }, () => client.request(query, {}, patient())),
  );
  const served = all.filter((each) => each.status === 'fulfilled');
  const refused = all.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
  expect(served).toHaveLength(20);
  expect(refused).toHaveLength(20);
  expect(
    refused.filter((each) => each.includes('all answers that arrive hold more than 4194304 bytes')),
  ).not.toEqual([]);
});
