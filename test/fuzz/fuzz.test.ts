/**
 * Nonsense from every side, for a bounded number of runs: tokens, bodies, filters, mapping files and the API's answers. Whatever comes,
 * the answer says what is wrong, in the protocol's form, and it is never a defect of the service.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { printSchema } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHandler } from '../../src/cli/handler.js';
import { createDemoSchema } from '../../src/demo/schema.js';
import { startDemoUpstream } from '../../src/demo/upstream.js';
import { operations } from '../../src/wix/operations.js';
import { type Caller, createCaller, type HttpAnswer, post, root } from '../cli/harness.js';
import { inside } from '../cli/inside.js';
import { seed } from '../model/codecs/seed.js';

const numRuns = Number(process.env.FUZZ_RUNS ?? 100);
const options = { seed, numRuns };

let caller: Caller;
let url: string;
/** What becomes of the answers of the API. */
let spoil: (text: string) => string = (text) => text;
const ending: (() => Promise<unknown>)[] = [];

async function listening(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  caller = await createCaller();
  const upstream = await startDemoUpstream();
  ending.push(() => upstream.close());
  const proxy = await listening(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(upstream.url, { method: 'POST', headers, body: Buffer.concat(parts) });
    response.writeHead(answer.status, headers).end(spoil(await answer.text()));
  });
  const environment = {
    ...caller.environment,
    UPSTREAM_URL: `${proxy}/graphql`,
    CURSOR_SECRET: 'x',
    LOG_LEVEL: 'silent',
  };
  url = await listening(createHandler({ mappings: join(root, 'mappings/demo'), environment }));
  expect((await query({ paging: { limit: 3 } })).status).toBe(200);
});
afterAll(async () => {
  for (const each of ending.splice(0).reverse()) await each();
});

const query = async (asked: object): Promise<HttpAnswer> =>
  post(
    `${url}/v3/items/query`,
    await caller.signer.sign({ collectionId: 'products', query: asked, returnTotalCount: true }),
  );

/** 500 is what defects become. */
function expectSaid({ status, body }: HttpAnswer, ...statuses: readonly number[]): void {
  expect([status, body]).toEqual([
    expect.toSatisfy((each: number) => statuses.includes(each)),
    status === 200 ? expect.any(Object) : expect.objectContaining({ errorCode: expect.any(String) }),
  ]);
}

it('tokens', async () => {
  const token = await caller.signer.sign({ collectionId: 'products', query: { paging: { limit: 1 } } });
  const letters = fc.constantFrom('.', 'A', '_', '=', '"', ' ', '\n', '{', '\0', 'é', 'eyJ', 'null');
  const edit = fc.record({
    at: fc.nat(token.length),
    cut: fc.nat(4),
    put: fc.array(letters, { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
      const changed = edits.reduce(
        (text, { at, cut, put }) => text.slice(0, at) + put.join('') + text.slice(at + cut),
        token,
      );
      const answer = await post(`${url}/v3/items/query`, changed);
      expectSaid(answer, 200, 401);
      // White space and one pair of quotes may stand around it; nothing may be other inside.
      if (answer.status === 200) expect(changed.trim().replace(/^"(.*)"$/, '$1')).toBe(token);
    }),
    options,
  );
});

it('bodies of every endpoint', async () => {
  const known = fc.constantFrom('products', 'brands', 'no collection', '', null, 5);
  const member = fc.constantFrom(
    ...[
      'collectionId',
      'collectionIds',
      'query',
      'filter',
      'sort',
      'paging',
      'cursorPaging',
      'fields',
      'items',
    ],
    ...[
      'itemIds',
      'references',
      'aggregation',
      'initialFilter',
      'finalFilter',
      'fieldName',
      'referringFieldKey',
    ],
    ...[
      'includeReferencedItems',
      'returnTotalCount',
      'consistentRead',
      'referencedItemIds',
      'referringItemIds',
    ],
  );
  const value = fc.oneof(known, fc.jsonValue({ maxDepth: 3 }));
  // Nothing is left to be written to: emptying is asked by name alone.
  const reading = operations.filter(({ name }) => name !== 'TruncateDataItems');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...reading),
      fc.dictionary(member, value),
      known,
      async (each, request, id) => {
        const body = await caller.signer.sign({ collectionId: id, ...request });
        expectSaid(await post(`${url}${each.path}`, body), 200, 400, 404, 405, 409, 501);
      },
    ),
    options,
  );
});

it('filters and sorts', async () => {
  const field = fc.constantFrom(
    'title',
    'price',
    'tags',
    'brand',
    '_id',
    'releasedOn',
    'brand._id',
    'no',
    '',
    '$x',
  );
  const operator = fc.constantFrom(
    ...[
      '$eq',
      '$ne',
      '$in',
      '$nin',
      '$gt',
      '$lte',
      '$contains',
      '$startsWith',
      '$hasSome',
      '$hasAll',
      '$isEmpty',
    ],
    ...['$exists', '$not', '$and', '$or', '$matches', '$urlized', '$unknown', 'eq', ''],
  );
  const operand = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom({ $date: '2024-01-01T00:00:00.000Z' }, { $date: 'never' }, { $date: 5 }, [], {}, ''),
  );
  const { filter } = fc.letrec<{ filter: unknown }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc
        .tuple(field, fc.oneof(operand, fc.dictionary(operator, operand, { maxKeys: 2 })))
        .map(([key, of]) => ({ [key]: of })),
      fc.tuple(operator, fc.array(tie('filter'), { maxLength: 3 })).map(([key, of]) => ({ [key]: of })),
      fc.tuple(operator, tie('filter')).map(([key, of]) => ({ [key]: of })),
    ),
  }));
  const sort = fc.array(fc.record({ fieldName: field, order: fc.constantFrom('ASC', 'DESC', 'UP', null) }), {
    maxLength: 2,
  });
  await fc.assert(
    fc.asyncProperty(filter, sort, async (asked, by) => {
      expectSaid(await query({ filter: asked, sort: by, paging: { limit: 2 } }), 200, 400);
    }),
    options,
  );
});

it('answers of the API', async () => {
  const put = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('undefined', 1e308, -0, '', [], {}, [[]], { data: null }, [
      { message: 'no', path: ['list'] },
    ]),
  );
  const change = fc.record({ at: fc.nat(200), put, remove: fc.boolean() });
  const cut = fc.record({
    from: fc.nat(400),
    length: fc.nat(20),
    put: fc.constantFrom('', '}', '"', '[', 'NaN', '\\u0000'),
  });
  const spoilt = (
    text: string,
    changes: readonly { at: number; put: unknown; remove: boolean }[],
  ): string => {
    const value = JSON.parse(text);
    for (const { at, put: given, remove } of changes) {
      const places = placesOf(value);
      if (places.length === 0) break;
      const place = places[at % places.length]!;
      if (remove) delete place.of[place.key];
      else place.of[place.key] = given;
    }
    return JSON.stringify(value);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc
          .array(change, { minLength: 1, maxLength: 3 })
          .map((changes) => (text: string) => spoilt(text, changes)),
        cut.map(
          ({ from, length, put: given }) =>
            (text: string) =>
              text.slice(0, from) + given + text.slice(from + length),
        ),
      ),
      async (way) => {
        spoil = way;
        expectSaid(await query({ paging: { limit: 3 }, sort: [{ fieldName: 'title' }] }), 200, 502, 503, 504);
        // Many failures in a row would keep the API from being asked.
        spoil = (text) => text;
        expectSaid(await query({ paging: { limit: 1 } }), 200);
      },
    ),
    { seed, numRuns: Math.ceil(numRuns / 2) },
  );
  spoil = (text) => text;
});

type Place = { readonly of: Record<string, unknown>; readonly key: string };

function placesOf(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    { of: value as Record<string, unknown>, key },
    ...placesOf((value as Record<string, unknown>)[key]),
  ]);
}

it('mapping files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const schema = printSchema(createDemoSchema());
  const source = join(root, 'mappings/demo');
  const names = readdirSync(source).filter((name) => name.endsWith('.yaml'));
  const piece = fc.constantFrom(
    ...[
      '',
      ':',
      ' ',
      '\n',
      '- ',
      '{',
      '}',
      '[',
      '"',
      '&a ',
      '*a',
      '!!',
      '\t',
      '|',
      '#',
      'null',
      '$value',
      'é',
    ],
  );
  const edit = fc.record({ at: fc.nat(100_000), cut: fc.nat(12), put: piece });
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        async (name, edits) => {
          cpSync(source, folder, { recursive: true });
          writeFileSync(join(folder, 'schema.graphql'), schema);
          const upstream = join(folder, 'upstream.yaml');
          writeFileSync(upstream, `${readFileSync(upstream, 'utf8')}\nschema: schema.graphql\n`);
          const text = edits.reduce(
            (each, { at, cut, put }) => {
              const from = at % each.length;
              return each.slice(0, from) + put + each.slice(from + cut);
            },
            readFileSync(join(folder, name), 'utf8'),
          );
          writeFileSync(join(folder, name), text);
          const environment = { UPSTREAM_URL: 'http://127.0.0.1:9/graphql' };
          const { code, stdout, stderr } = await inside(['check', '--mappings', folder], { environment });
          expect([0, 1]).toContain(code);
          if (code === 1) expect(stdout + stderr).toMatch(/^\S+\.yaml:\d+:\d+: /m);
          expect(stdout + stderr).not.toMatch(/^\s+at \S+ \(|defect|internal/m);
        },
      ),
      { seed, numRuns: Math.ceil(numRuns / 5) },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
