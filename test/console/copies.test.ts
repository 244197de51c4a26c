/** "Copy as": each text is executed as it stands, and gives the items that the screen shows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCase } from '../../src/cli/cases/case.js';
import { developmentKeys } from '../../src/cli/keys.js';
import { createDemoSchema } from '../../src/demo/schema.js';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { printSchemaFile } from '../../src/upstream/schema/print.js';
import { createSigner } from '../../src/wix/jwt/sign.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith, ensureBuilt, program, run } from '../cli/harness.js';
import { inside } from '../cli/inside.js';
import type { Item } from '../oracle/values.js';
import { hasRare, loadRare, rareNote } from '../rare/rare.js';
import { demoMappings, type ShownService, showService } from './shown.js';

let upstream: DemoUpstream;
let service: ShownService;
const work = directoryWith({});
const keys = join(work.path, "it's keys");

beforeAll(async () => {
  upstream = await startDemoUpstream();
  const made = await inside(['token', '--keys', keys, '--collection', 'products']);
  expect(made.code).toBe(0);
  const { appId, publicKey, privateKey } = await developmentKeys(systemWorld, keys, {});
  const caller = {
    publicKey,
    privateKey,
    signer: createSigner({ world: systemWorld, privateKey, audience: appId }),
    environment: { WIX_APP_ID: appId, WIX_PUBLIC_KEY: publicKey },
  };
  service = await showService(upstream.url, { keys, caller, environment: { WIX_NAMESPACE: 'shop' } });
  await ensureBuilt();
});
afterAll(async () => {
  await service?.stop();
  await upstream?.close();
  work.remove();
});

type Parameters = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

interface Shown {
  readonly run: { readonly answer: { readonly items?: readonly Item[]; readonly totalCount?: number } };
  readonly commands: Readonly<Record<'query' | 'explain' | 'testCase' | 'curl', string>> & {
    readonly wixData?: string;
  };
}

async function screen(parameters: Parameters): Promise<Shown> {
  const query = new URLSearchParams([
    ...new URLSearchParams(parameters as Record<string, string>),
    ['run', 'on'],
    ['format', 'json'],
  ]);
  return (await (await fetch(`${service.console}query?${query}`)).json()) as Shown;
}

const asked: readonly (readonly [string, Parameters])[] = [
  ['everything', { collection: 'brands', limit: '' }],
  [
    'two conditions, an order, a page, an include and a total',
    [
      ['collection', 'products'],
      ['field', 'title'],
      ['operator', 'contains'],
      ['value', 'lamp'],
      ['field', 'price'],
      ['operator', 'gte'],
      ['value', '20'],
      ['sort', 'price'],
      ['order', 'DESC'],
      ['limit', '4'],
      ['offset', '1'],
      ['include', 'brand'],
      ['total', 'on'],
    ],
  ],
  [
    'one of two conditions, with quotes and dollars',
    [
      ['collection', 'products'],
      ['match', 'any'],
      ['field', 'title'],
      ['operator', 'startsWith'],
      ['value', `it's "$HOME" \`x\` \\`],
      ['field', 'sku'],
      ['operator', 'in'],
      ['value', 'SKU-100000, SKU-100037'],
    ],
  ],
  [
    'dates, a number and a language',
    [
      ['collection', 'products'],
      ['field', '_createdDate'],
      ['operator', 'gt'],
      ['value', '2022-06-01T00:00:00.000Z'],
      ['field', 'stock'],
      ['operator', 'lt'],
      ['value', '5'],
      ['language', 'de'],
      ['as', 'owner'],
    ],
  ],
  [
    'a number of items',
    { collection: 'products', field: 'available', operator: 'eq', value: 'true', count: 'on' },
  ],
  [
    'a whole request',
    {
      collection: 'products',
      kind: 'query',
      request: '{"query":{"filter":{"tags":{"$hasSome":["eco"]}},"paging":{"limit":2}}}',
    },
  ],
];

/** The words of a command line, as a shell takes them. */
async function wordsOf(line: string): Promise<readonly string[]> {
  const { stdout } = await run('bash', [
    '--norc',
    '-c',
    `wix-graphql-adapter() { printf '%s\\0' "$@"; }; ${line}`,
  ]);
  return stdout.split('\0').slice(0, -1);
}

describe.each(asked)('%s', (_, parameters) => {
  it('the command line', async () => {
    const shown = await screen(parameters);
    const sent = await inside([...(await wordsOf(shown.commands.query)), '--raw']);
    expect(sent.stderr).toBe('');
    expect(JSON.parse(sent.stdout)).toEqual(shown.run.answer);
  });

  it.skipIf(!hasRare)(`code with @wix/data${rareNote}`, async () => {
    const { commands, run: shown } = await screen(parameters);
    const found = (await asSiteCode(commands.wixData!)) as { readonly items: readonly object[] } | number;
    if (typeof found === 'number') expect(found).toBe(shown.answer.totalCount);
    else expect(found.items).toEqual(withoutDates(shown.answer.items));
  });
});

it('explain', async () => {
  const shown = await screen(asked[1]![1]);
  const told = await inside([...(await wordsOf(shown.commands.explain)), '--json'], {
    environment: { UPSTREAM_URL: upstream.url },
  });
  expect(JSON.parse(told.stdout).answer).toEqual(shown.run.answer);
  expect(shown.commands.explain).toContain(demoMappings);
});

it('a test case', async () => {
  const shown = await screen(asked[1]![1]);
  const files = Object.fromEntries(
    readdirSync(demoMappings).map((name) => [name, readFileSync(join(demoMappings, name), 'utf8')]),
  );
  const saved = directoryWith({
    ...files,
    'upstream.yaml': files['upstream.yaml']!.replace(/^url:/m, 'schema: shop.graphql\nurl:'),
    'shop.graphql': printSchemaFile(createDemoSchema()),
  });
  try {
    const words = (await wordsOf(shown.commands.testCase)).map((each) =>
      each === demoMappings ? saved.path : each,
    );
    expect(words).toContain(saved.path);
    const cases = join(saved.path, 'cases');
    const recorded = await inside([...words, '--cases', cases], {
      environment: { UPSTREAM_URL: upstream.url },
    });
    expect(recorded).toMatchObject({ code: 0, stderr: '' });
    expect(readCase(join(cases, 'products-query.yaml')).value.answer).toEqual(shown.run.answer);
  } finally {
    saved.remove();
  }
});

it('curl', async () => {
  const shown = await screen(asked[2]![1]);
  const line = `wix-graphql-adapter() { '${process.execPath}' '${program}' "$@"; }; ${shown.commands.curl}`;
  const sent = await run('bash', ['--norc', '-c', line]);
  expect(JSON.parse(sent.stdout)).toEqual(shown.run.answer);
  expect(shown.run.answer.items!.length).toBeGreaterThan(0);
});

it.each([
  [
    'a pattern',
    {
      field: 'title',
      operator: 'matches',
      value: '{"ignoreCase":true,"spec":[{"type":"literal","value":"a"}]}',
    },
  ],
  ['an aggregation', { kind: 'distinct', request: '{"fieldName":"brandName"}' }],
  [
    'a choice among other conditions',
    { request: '{"query":{"filter":{"$or":[{"stock":{"$eq":1}}],"price":{"$gt":1}}}}' },
  ],
])('the query builder has no words for %s', async (_, parameters) => {
  expect(
    (await screen({ collection: 'products', ...parameters } as Parameters)).commands.wixData,
  ).toBeUndefined();
});

/**
 * Runs code of a site: what the SDK asks Wix goes to the service as Wix would send it, signed.
 * @returns what the code finds
 */
async function asSiteCode(code: string): Promise<unknown> {
  const { createClient, ApiKeyStrategy } = loadRare('@wix/sdk') as {
    createClient(options: object): { readonly items: object };
    ApiKeyStrategy(options: object): object;
  };
  const { items } = loadRare('@wix/data') as { readonly items: object };
  const client = createClient({
    modules: { items },
    auth: ApiKeyStrategy({ apiKey: 'key', siteId: 'site' }),
  });
  const body = code.replace("import { items } from '@wix/data';", '').replace(/const found = /, 'return ');
  const site = new (Object.getPrototypeOf(async () => undefined).constructor)('items', body);
  const { fetch: own } = globalThis;
  globalThis.fetch = async (address, init) => {
    const { pathname, searchParams, hostname } = new URL(String(address));
    if (hostname !== 'www.wixapis.com') return own(address, init);
    const text = searchParams.has('.r')
      ? Buffer.from(searchParams.get('.r')!, 'base64url').toString()
      : String(init?.body);
    return Response.json(await answerAsWix(pathname, JSON.parse(text)));
  };
  try {
    return await site(client.items);
  } finally {
    globalThis.fetch = own;
  }
}

interface SiteRequest {
  readonly dataCollectionId: string;
  readonly includeReferences?: readonly { readonly field: string }[];
}

/** Wix's own part between a site and the service plugin, as far as it is needed. */
async function answerAsWix(
  path: string,
  { dataCollectionId, includeReferences = [], ...rest }: SiteRequest,
): Promise<object> {
  const includeReferencedItems = includeReferences.map(({ field }) => ({ fieldKey: field }));
  const request = {
    collectionId: dataCollectionId,
    ...rest,
    ...(path.endsWith('/query') ? { includeReferencedItems } : {}),
  };
  const { body } = await service.signed(`/v3/items/${path.split('/').at(-1)}`, request);
  if (body.totalCount !== undefined) return body;
  const items = body.items as readonly Item[];
  return {
    dataItems: items.map((data) => ({ id: data._id, dataCollectionId, data })),
    pagingMetadata: { count: items.length },
  };
}

/** The SDK gives dates as `Date`. */
function withoutDates(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, each) =>
    typeof each?.$date === 'string' ? new Date(each.$date) : each,
  );
}
