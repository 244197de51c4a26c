/** Screens as pages without a script, as data, and in few bytes. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { savedProofs, saveProof } from '../../src/cli/saved-proofs.js';
import { html } from '../../src/console/html.js';
import { editorAddress, placeOf } from '../../src/console/places.js';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith, root, until } from '../cli/harness.js';
import { inside } from '../cli/inside.js';
import { type ShownService, showService } from './shown.js';

/** Of a screen, as far as these tests look. */
interface Data {
  readonly request: object;
  readonly form: { readonly caller: object };
  readonly explanation: { readonly document: string };
  readonly refused: { readonly errorMessage: string };
  readonly run: { readonly answer: { readonly items: readonly { readonly price: number }[] } };
}

const files = Object.fromEntries(
  readdirSync(join(root, 'mappings/demo')).map((name) => [
    name,
    readFileSync(join(root, 'mappings/demo', name), 'utf8'),
  ]),
);

let upstream: DemoUpstream;
let work: ReturnType<typeof directoryWith>;
let service: ShownService;
beforeAll(async () => {
  upstream = await startDemoUpstream();
  work = directoryWith(files);
  service = await showService(upstream.url, { mappings: work.path, watch: true });
});
afterAll(async () => {
  await service?.stop();
  await upstream?.close();
  work?.remove();
});

const page = async (screen: string): Promise<string> => (await fetch(service.console + screen)).text();

describe('Collections', () => {
  it('are those that Wix is told of, with what the planner says of each field', async () => {
    const { body } = await service.signed('/v3/collections/get', { collectionIds: ['products'] });
    const shown = await service.json('collections/products');
    const fields = shown.fields as readonly Record<string, unknown>[];
    const [told] = body.collections as readonly { readonly fields: readonly object[] }[];
    expect(fields.map(({ path, position, sample, abilities, ...field }) => field)).toEqual(told!.fields);
    expect(fields.find(({ key }) => key === 'price')).toMatchObject({
      path: 'price.amount',
      position: expect.stringMatching(/^products\.yaml:13:\d+$/),
      sample: expect.any(Number),
      abilities: expect.arrayContaining([expect.objectContaining({ state: 'there', reason: '' })]),
    });
    expect(shown.list).toEqual([
      { operation: 'count', state: 'there', reason: '' },
      { operation: 'by id', state: 'there', reason: '' },
    ]);
    const { abilities } = fields.find(({ key }) => key === 'condition') as { abilities: readonly object[] };
    expect(abilities).toContainEqual({
      state: 'here',
      operations: ['ascending', 'descending'],
      reason: expect.stringContaining('cannot sort on this field; fields.condition.sort'),
      position: expect.stringMatching(/^products\.yaml:19:\d+$/),
    });
  });

  it('pictures are texts until they are wanted', async () => {
    expect(await page('collections/products')).not.toContain('<img');
    expect(await page('collections/products?pictures=show')).toMatch(
      /<img src="https:\/\/static\.example\.com\/[^"]+" alt="a sample"/,
    );
  });

  it('of no such name', async () => {
    const answer = await fetch(`${service.console}collections/nothing`);
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringContaining('There is no such page'),
    ]);
  });
});

describe('Query', () => {
  it('offers the operators that Wix is told of', async () => {
    const { fields } = (await service.json('query', { collection: 'products' })) as {
      fields: readonly { key: string; operators: readonly string[] }[];
    };
    const operators = (key: string) => fields.find((each) => each.key === key)?.operators;
    expect(operators('available')).not.toContain('contains');
    expect(operators('title')).toContain('contains');
  });

  it('a form is a request, its plan, and its answer, without a script', async () => {
    const query =
      'query?collection=products&field=price&operator=lt&value=20&sort=price&order=DESC&limit=3&fields=price&total=on&run=on';
    const data = (await (await fetch(`${service.console}${query}&format=json`)).json()) as Data;
    expect(data.request).toEqual({
      collectionId: 'products',
      query: {
        filter: { price: { $lt: 20 } },
        sort: [{ fieldName: 'price', order: 'DESC' }],
        fields: ['price'],
        paging: { limit: 3 },
      },
      includeReferencedItems: [],
      returnTotalCount: true,
    });
    expect(data.explanation.document).toContain('products(where: $where');
    expect(data.run).toMatchObject({
      requests: 1,
      plan: { ran: { requests: 1 } },
      answer: { items: [{}, {}, {}] },
    });
    const text = await page(query);
    for (const { price } of data.run.answer.items) expect(text).toContain(`<td>${price}</td>`);
    expect(text).toMatch(/<small>[\d.]+ ms, 3 rows, 1 request<\/small>/);
  });

  it.each([
    [{ request: '{' }, 'JSON'],
    [{ request: '[]' }, 'no JSON object'],
    [{ as: 'visitor', member: 'm' }, 'takes no --member'],
  ])('%j is not sent', async (parameters, words) => {
    const { refused, run } = (await service.json('query', { run: 'on', ...parameters })) as unknown as Data;
    expect([refused.errorMessage, run]).toEqual([expect.stringContaining(words), undefined]);
  });

  it('tells when a kept answer was given, and no plan was carried out', async () => {
    const kept = directoryWith({ ...files, 'brands.yaml': `${files['brands.yaml']}cache: { fresh: 1m }\n` });
    const other = await showService(upstream.url, { mappings: kept.path });
    const ask = () => other.json('query', { collection: 'brands', run: 'on' });
    expect(await ask()).toMatchObject({ run: { requests: 1, plan: { ran: { requests: 1 } } } });
    const again = (await ask()) as { readonly run: object };
    expect(again).toMatchObject({
      explanation: {},
      run: { requests: 0, answer: { items: expect.any(Array) } },
    });
    expect(again.run).not.toHaveProperty('plan');
    const text = await (await fetch(`${other.console}query?collection=brands&run=on`)).text();
    expect(text).toContain('0 requests to the API: a kept answer was given');
    await other.stop();
    kept.remove();
  });

  it('what someone writes is text, and nothing else', async () => {
    const written = `"><script>alert('1')</script>`;
    const text = await page(
      `query?${new URLSearchParams({ field: 'title', operator: 'eq', value: written, collection: written, language: written })}`,
    );
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;');
  });
});

describe('Log', () => {
  it('has the requests of callers with what they took, and opens them in Query', async () => {
    const request = {
      collectionId: 'products',
      query: { sort: [{ fieldName: 'condition' }], fields: ['title'], paging: { limit: 2 } },
    };
    const metadata = { languages: ['de'], identity: { identityType: 'MEMBER', memberId: 'm1' } };
    await service.signed('/v3/items/query', request, metadata);
    await service.signed('/v3/items/remove', { collectionId: 'brands', itemIds: [] });
    const { requests } = (await service.json('log')) as { requests: readonly object[] };
    expect(requests.slice(0, 2)).toMatchObject([
      { operation: 'RemoveDataItems', collection: 'brands' },
      { kind: 'query', request, caller: { language: 'de', as: 'member', member: 'm1' }, requests: 2 },
    ]);
    expect(requests[0]).not.toHaveProperty('request');
    const text = await page('log');
    expect(text).toContain('several');
    const [, address] = /href="(query\?[^"]+)">Open in Query/.exec(text)!;
    const open = `${address!.replaceAll('&amp;', '&')}&run=on&format=json`;
    const opened = (await (await fetch(service.console + open)).json()) as Data;
    expect(opened.request).toEqual(request);
    expect(opened.form.caller).toEqual({ language: 'de', as: 'member', member: 'm1' });
    expect(opened.run.answer.items).toHaveLength(2);
  });

  it('keeps the last 200', async () => {
    for (let sent = 0; sent < 205; sent += 1)
      await service.signed('/v3/items/count', { collectionId: 'nothing' });
    const { requests } = (await service.json('log')) as {
      requests: readonly { number: number; code: string }[];
    };
    expect([requests.length, requests[0]!.code]).toEqual([200, 'COLLECTION_NOT_FOUND']);
    expect(requests[0]!.number - requests[199]!.number).toBe(199);
  });
});

describe('Problems', () => {
  it('come and go with the files, at their places', async () => {
    expect(await page('problems')).toContain('No problems.');
    const file = join(work.path, 'products.yaml');
    writeFileSync(file, files['products.yaml']!.replace('sku: sku', 'sku: skew'));
    const problems = await until(async () => {
      const shown = await service.json('problems');
      const found = shown.problems as readonly Record<string, unknown>[];
      return found.length > 0 ? found : undefined;
    });
    expect(problems).toMatchObject([{ file, line: 11, severity: 'error' }]);
    expect(problems[0]).not.toHaveProperty('sourceLine');
    const text = await page('problems');
    expect(text).toContain(`href="vscode://file${file}:11:`);
    expect(text).toMatch(/sku: skew\n +\^\^\^\^/);
    expect(text).toContain('The last good state of products serves on.');
    expect(await page('collections')).toContain('the last good state serves on');
    writeFileSync(file, files['products.yaml']!);
    await until(async () => ((await page('problems')).includes('No problems.') ? true : undefined));
  });

  it('pages that are open are told', async () => {
    const over = new AbortController();
    const events = await fetch(`${service.console}events`, { signal: over.signal });
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
    const read = async (words: string): Promise<void> => {
      for (let text = ''; !text.includes(words); ) text += (await reader.read()).value ?? '';
    };
    await read('retry');
    await service.signed('/v3/items/count', { collectionId: 'brands' });
    await read('data: changed');
    over.abort();
  });
});

describe('Claims', () => {
  it('are what prove found, until the file changes', async () => {
    expect((await service.json('claims')).unproved).toEqual(['brands', 'categories', 'products']);
    const file = join(work.path, 'brands.yaml');
    const proved = await inside(['prove', 'brands', '--mappings', work.path], {
      environment: { UPSTREAM_URL: upstream.url },
    });
    expect(proved.code).toBe(0);
    const { proofs } = (await service.json('claims')) as { proofs: readonly object[] };
    expect(proofs).toMatchObject([
      { collection: 'brands', isOld: false, faults: [], items: 10, whole: true },
    ]);
    expect(await page('claims')).toContain('no claim is false, as far as was asked');
    writeFileSync(file, `${files['brands.yaml']}# changed\n`);
    await until(async () =>
      (await page('claims')).includes('the file was changed since') ? true : undefined,
    );
    writeFileSync(file, files['brands.yaml']!);
  });
});

it('a false claim is shown at its line, and asked again', async () => {
  const { app } = service;
  const problem = {
    file: join(work.path, 'products.yaml'),
    line: 10,
    column: 3,
    message: 'wrong',
    severity: 'error' as const,
  };
  const told = { line: ['list'], message: '<b> is missing', mend: 'list.sort.unique: false', problem };
  const claim = (name: string, question: object) => ({ ...told, claim: name, question: { ...question } });
  const asked = [
    claim('filter title contains', {
      filter: { title: { $contains: 'lamp' } },
      paging: { offset: 0, limit: 1 },
    }),
    claim('aggregate', {
      groupingFields: ['brandName'],
      operations: [{ resultFieldName: 'n', itemCount: {} }],
    }),
  ];
  const proof = {
    collection: 'products',
    items: 3,
    whole: false,
    questions: 9,
    unasked: 1,
    requests: 7,
    faults: asked,
  };
  saveProof(systemWorld, work.path, app.mappings, proof);
  expect(statSync(join(work.path, '.proofs/proofs.json')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(work.path, '.proofs/.gitignore'), 'utf8')).toBe('*\n');
  const text = await page('claims');
  expect(text).toContain('9 questions in 7 requests about the first 3 items');
  expect(text).toContain('&lt;b&gt; is missing');
  const links = [...text.matchAll(/href="(query\?[^"]+)">Ask it again/g)].map(([, each]) =>
    each!.replaceAll('&amp;', '&'),
  );
  const ran = await Promise.all(
    links.map(async (each) => (await fetch(`${service.console}${each}&run=on&format=json`)).json()),
  );
  expect(ran).toMatchObject([
    { kind: 'query', run: { answer: { items: [{}] } } },
    {
      kind: 'aggregate',
      run: {
        answer: { items: expect.arrayContaining([{ n: expect.any(Number), brandName: expect.any(String) }]) },
      },
    },
  ]);
  // Proofs of other collections stay, and what is no such file holds none.
  saveProof(systemWorld, work.path, app.mappings, { ...proof, collection: 'brands', faults: [] });
  expect(savedProofs(work.path, app.mappings).map(({ collection }) => collection)).toEqual([
    'products',
    'brands',
  ]);
  writeFileSync(join(work.path, '.proofs/proofs.json'), '{');
  expect(savedProofs(work.path, app.mappings)).toEqual([]);
});

it('each screen has a command line', async () => {
  for (const screen of ['collections', 'collections/products', 'query', 'problems', 'log', 'claims'])
    expect((await service.json(screen)).command, screen).toMatch(/^(wix-graphql-adapter|curl) /);
});

it('what pages load is 60 kB at most, with any of the pages', async () => {
  const bytes = async (path: string) =>
    (await (await fetch(service.console + path)).arrayBuffer()).byteLength;
  const assets = (await bytes('console.js')) + (await bytes('console.css'));
  expect(assets).toBeGreaterThan(1000);
  for (const screen of ['collections', 'collections/products', 'query?run=on', 'problems', 'claims'])
    expect(assets + (await bytes(screen)), screen).toBeLessThanOrEqual(60_000);
});

it('places are addresses of an editor', () => {
  expect(editorAddress({ file: '/a b/ü#.yaml', line: 3, column: 4 })).toBe(
    'vscode://file/a%20b/%C3%BC%23.yaml:3:4',
  );
  expect(placeOf('hasura:1:2', work.path)).toBeUndefined();
  expect(placeOf('upstream.yaml:1:2', work.path)).toEqual({
    file: join(work.path, 'upstream.yaml'),
    line: 1,
    column: 2,
  });
});

it('values are escaped in text and attributes', () => {
  expect(html`<a title="${`"<>&'`}">${['<', html`<b>`, undefined, 1]}</a>`.html).toBe(
    '<a title="&quot;&lt;&gt;&amp;&#39;">&lt;<b>1</a>',
  );
});
