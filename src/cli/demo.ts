/** `demo`: a shop API, the service over it, a signed insert and a signed query, all in one process and without any account. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logListener } from '../app/listeners/log.js';
import { startDemoUpstream } from '../demo/upstream.js';
import { createSigner } from '../wix/jwt/sign.js';
import type { CliContext } from './context.js';
import { type DevelopmentKeys, developmentKeys } from './keys.js';
import { createLogger } from './logger.js';
import { parsePort } from './options.js';
import { packageFile } from './package-file.js';
import { answerLines, type ShownAnswer, send } from './query.js';
import { runService } from './run-service.js';
import { beforeEnd } from './undisturbed.js';
import { endBy, untilSignal } from './until-signal.js';

export interface DemoOptions {
  readonly port: string;
  readonly once?: boolean;
}

const mappingsDirectory = fileURLToPath(packageFile('mappings/demo'));

/** What the demo writes: a lamp that the query finds. */
const insertion = {
  collectionId: 'products',
  items: [
    {
      _id: 'demo-lamp',
      title: 'Paper Desk Lamp',
      sku: 'DEMO-1',
      price: 120.5,
      currency: 'EUR',
      stock: 12,
      brand: 'b1',
      category: 'c3',
    },
  ],
};

/** What the demo asks: a search, a sort and a total, as a page of a shop would. */
const sample = {
  collectionId: 'products',
  query: {
    filter: { title: { $contains: 'lamp' }, price: { $lt: 150 } },
    sort: [{ fieldName: 'price', order: 'DESC' }],
    fields: ['title', 'price', 'currency', 'brandName', 'available'],
    paging: { limit: 5, offset: 0 },
  },
  returnTotalCount: true,
};

export async function demo(options: DemoOptions, context: CliContext): Promise<void> {
  const { world, environment } = context;
  const port = parsePort(options.port, '--port');
  // The log would hide what the demo shows.
  const { log, end } = createLogger(world, environment.LOG_LEVEL || 'warn', 2);
  const keyDirectory = mkdtempSync(join(tmpdir(), 'wix-demo-'));
  const removeKeys = (): void => rmSync(keyDirectory, { recursive: true, force: true });
  const asUsual = beforeEnd(world, removeKeys);
  const keys = await developmentKeys(world, keyDirectory, environment);
  const upstream = await startDemoUpstream(0, world.now);
  try {
    const service = await runService({
      world,
      mappingsDirectory,
      environment: {
        ...environment,
        UPSTREAM_URL: upstream.url,
        WIX_APP_ID: keys.appId,
        WIX_PUBLIC_KEY: keys.publicKey,
        WIX_CREDENTIALS: undefined,
      },
      program: context.program,
      host: '127.0.0.1',
      port,
      observe: logListener(log),
    });
    await show(service.url, keys, context);
    if (!options.once) {
      const signalled = untilSignal();
      await asUsual();
      for (const line of invitation(service.url, upstream.url, keyDirectory, context.program))
        context.print(line);
      await signalled;
    }
    await service.stop();
  } finally {
    await upstream.close();
    removeKeys();
    await asUsual();
    if (!(await end())) endBy('SIGTERM');
  }
}

async function show(url: string, keys: DevelopmentKeys, context: CliContext): Promise<void> {
  const signer = createSigner({
    world: context.world,
    privateKey: keys.privateKey,
    audience: keys.appId,
  });
  const ask = async (path: string, request: Readonly<Record<string, unknown>>): Promise<ShownAnswer> => {
    const answer = await send(url, path, await signer.sign(request));
    context.print(`POST ${url}${path}, signed as Wix signs it:`);
    context.print(JSON.stringify(request, null, 2));
    context.print(`Answer (HTTP ${answer.status}):`);
    context.print(JSON.stringify(answer.body, null, 2));
    if (answer.status !== 200) context.setExitCode(1);
    return answer;
  };
  await ask('/v3/items/insert', insertion);
  const answer = await ask('/v3/items/query', sample);
  if (answer.status === 200) for (const line of answerLines(answer.body)) context.print(line);
}

function invitation(url: string, upstreamUrl: string, keys: string, program: string): readonly string[] {
  const access = `--url ${url} --keys ${keys}`;
  const query = `${program} query products`;
  return [
    '',
    `The service runs at ${url}, the shop's GraphQL API at ${upstreamUrl}. Try in another terminal:`,
    '',
    `  ${query} --filter '{"brandName":"Northwind"}' --sort -price --fields title,price --total ${access}`,
    `  ${query} --filter '{"tags":{"$hasSome":["eco"]},"rating":{"$gte":4}}' --limit 3 ${access}`,
    `  ${query} --count --filter '{"available":true}' ${access}`,
    `  ${query} --distinct condition ${access}`,
    `  ${query} --aggregate '{"groupingFields":["categoryName"],"operations":[{"resultFieldName":"items","itemCount":{}}]}' ${access}`,
    `  ${program} insert brands '{"_id":"demo-brand","title":"Paper & Light","founded":2026}' ${access}`,
    `  ${program} update brands '{"_id":"demo-brand","title":"Paper & Light","country":"Japan"}' ${access}`,
    `  ${program} remove brands demo-brand ${access}`,
    `  UPSTREAM_URL=${upstreamUrl} ${program} explain products --filter '{"title":{"$contains":"lamp"}}' --sort price --mappings ${mappingsDirectory}`,
    '',
    'Ctrl-C ends it.',
  ];
}
