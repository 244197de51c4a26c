/** What breaks the rules of HTTP is told in its own sentence, never as "cannot be reached". */
import { afterEach, expect, test } from 'vitest';
import { createClient } from '../../../src/upstream/transport/client.js';
import { prepareDocument } from '../../../src/upstream/transport/document.js';
import { compileHeaders } from '../../../src/upstream/transport/headers.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { type Attack, hostileUpstream, raw, rawThenEnd } from '../../hostile/upstream.js';
import { context } from './loopback.js';

const query = prepareDocument('query Things { things { id } }');
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

const good = '{"data":{"things":[]}}';
const ok = 'HTTP/1.1 200 OK\r\n';

const lies: readonly (readonly [string, Attack, RegExp])[] = [
  [
    'an unasked 100 Continue',
    raw(`HTTP/1.1 100 Continue\r\n\r\n${ok}content-length: 22\r\n\r\n${good}`),
    /not asked for, such as 100 Continue/,
  ],
  [
    '101 Switching Protocols',
    raw('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
    /switch to another protocol/,
  ],
  [
    'two lengths',
    raw(`${ok}content-length: 22\r\ncontent-length: 5\r\n\r\n${good}`),
    /contradicts itself about the length|gives a content-length/,
  ],
  [
    'a length and chunks',
    raw(`${ok}content-length: 22\r\ntransfer-encoding: chunked\r\n\r\n16\r\n${good}\r\n0\r\n\r\n`),
    /contradicts itself about the length|gives a content-length/,
  ],
  ['a length that is no number', raw(`${ok}content-length: many\r\n\r\n${good}`), /gives a content-length/],
  ['a negative length', raw(`${ok}content-length: -1\r\n\r\n${good}`), /gives a content-length/],
  [
    'status 000',
    raw(`HTTP/1.1 000 Nothing\r\ncontent-length: 22\r\n\r\n${good}`),
    /status 0, which HTTP does not have|status that is no status/,
  ],
  [
    'status 999',
    raw(`HTTP/1.1 999 No\r\ncontent-length: 22\r\n\r\n${good}`),
    /status 999, which HTTP does not have/,
  ],
  [
    'a status in words',
    raw(`HTTP/1.1 good OK\r\ncontent-length: 22\r\n\r\n${good}`),
    /a status that is no status/,
  ],
  [
    'a chunk without a size',
    raw(`${ok}transfer-encoding: chunked\r\n\r\nxyz\r\n${good}\r\n0\r\n\r\n`),
    /breaks the chunked encoding/,
  ],
  ['another protocol', raw('SSH-2.0-OpenSSH_9.6\r\n'), /does not speak HTTP/],
  [
    'a header without a name',
    raw(`${ok}: nothing\r\ncontent-length: 22\r\n\r\n${good}`),
    /a header that HTTP does not allow/,
  ],
  [
    'a body that ends before its chunks',
    rawThenEnd(`${ok}transfer-encoding: chunked\r\n\r\nff\r\n${good}`),
    /in the middle of the answer|before it is complete/,
  ],
];

test.each(lies)('%s', async (_, attack, sentence) => {
  const upstream = await hostileUpstream(() => attack);
  const client = createClient({
    world: systemWorld,
    url: upstream.url,
    headers: compileHeaders({}),
    timeoutMs: 2000,
  });
  opened.push(upstream, client);
  const error = await client.request(query, {}, context()).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    message: expect.stringMatching(sentence),
    delivered: expect.stringMatching(/yes|unknown/),
  });
  expect(String(error)).not.toMatch(/unknown error|ERR_|HPE_/);
});
