/** The console in a real browser: each screen, by keyboard, narrow, dark, without a script, and while files change. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { directoryWith, root, until } from '../cli/harness.js';
import {
  type Browser,
  browserNote,
  hasBrowser,
  type Locator,
  openBrowser,
  type Page,
  violationsOf,
} from './browser.js';
import { type ShownService, showService } from './shown.js';

const read = (name: string): string => readFileSync(join(root, 'mappings/demo', name), 'utf8');
const files = Object.fromEntries(
  ['upstream.yaml', 'products.yaml', 'brands.yaml', 'categories.yaml'].map((name) => [name, read(name)]),
);

const query =
  'query?collection=products&field=title&operator=contains&value=lamp&sort=condition&order=ASC&limit=3&fields=title,price,condition&run=on';
const screens = ['collections', 'collections/products', 'query', query, 'problems', 'log', 'claims'];

const textOf = async (of: Locator): Promise<string> => (await of.textContent()) ?? '';

/** An answer for every picture. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.skipIf(!hasBrowser)(`the console in a browser${browserNote}`, () => {
  let upstream: DemoUpstream;
  let work: ReturnType<typeof directoryWith>;
  let service: ShownService;
  let browser: Browser;
  beforeAll(async () => {
    upstream = await startDemoUpstream();
    work = directoryWith(files);
    service = await showService(upstream.url, { mappings: work.path, watch: true });
    const sorted = { query: { sort: [{ fieldName: 'condition' }] } };
    await service.signed('/v3/items/query', { collectionId: 'products', ...sorted });
    await service.signed('/v3/items/count', { collectionId: 'brands' });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await upstream?.close();
    work?.remove();
  });

  /** A page of which nothing foreign is asked, and on which nothing goes wrong. */
  async function open(screen: string, options: Parameters<Browser['newPage']>[0] = {}) {
    const page = await browser.newPage(options);
    const wrong: string[] = [];
    const origin = new URL(service.console).origin;
    page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:'))
        wrong.push(request.url());
    });
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    await page.goto(service.console + screen);
    return { page, wrong };
  }

  /** The screen's part of a picture in docs. */
  async function picture(page: Page, name: string, height = 640): Promise<void> {
    if (process.env.UPDATE_DOCS !== '1') return;
    mkdirSync(join(root, 'docs/images'), { recursive: true });
    await page.evaluate(`for (const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walk.nextNode(); )
      walk.currentNode.data = walk.currentNode.data.replaceAll(${JSON.stringify(work.path)}, 'mappings').replaceAll(/127\\.0\\.0\\.1:\\d+\\/[\\w-]+/g, '127.0.0.1:8081/token')`);
    await page.setViewportSize({ width: 1000, height });
    await page.screenshot({ path: join(root, `docs/images/console-${name}.png`) });
  }

  it('each screen: axe-core finds nothing, light and dark; 320 px are enough; without a script it shows the same', async () => {
    const { page, wrong } = await open('collections');
    const { page: plain } = await open('collections', { javaScriptEnabled: false });
    // Buttons to copy are the script's, and times are of each look.
    const shown = async (of: Page): Promise<string> =>
      (await textOf(of.locator('main'))).replaceAll(/Copy|[\d.]+ ms|\s/g, '');
    for (const screen of screens) {
      await page.setViewportSize({ width: 1000, height: 640 });
      await page.goto(service.console + screen);
      await plain.goto(service.console + screen);
      expect(await shown(plain), screen).toBe(await shown(page));
      expect(await violationsOf(page), screen).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violationsOf(page, ['color-contrast']), `${screen}, dark`).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate('document.documentElement.scrollWidth'), screen).toBeLessThanOrEqual(320);
    }
    expect(wrong).toEqual([]);
    await page.close();
    await plain.close();
  });

  it('pictures are loaded when they are asked for, and their host is not told whence', async () => {
    const page = await browser.newPage({});
    const foreign: Record<string, string>[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith('https://static.example.com/')) foreign.push(request.headers());
    });
    await page.route('https://static.example.com/**', (route) =>
      route.fulfill({ body: pixel, contentType: 'image/png' }),
    );
    await page.goto(`${service.console}collections/products`);
    expect(foreign).toEqual([]);
    await page.getByRole('link', { name: 'Show pictures' }).click();
    await page.locator('img').first().waitFor({ state: 'visible' });
    await until(
      async () =>
        (await page.evaluate<boolean>('[...document.images].every((each) => each.naturalWidth === 1)')) ||
        undefined,
    );
    expect(foreign.length).toBeGreaterThan(0);
    expect(foreign.filter((headers) => 'referer' in headers)).toEqual([]);
    await page.close();
  });

  it('by keyboard alone: a collection, a condition, its plan as one types, the answer', async () => {
    const { page, wrong } = await open('collections', { permissions: ['clipboard-read', 'clipboard-write'] });
    const focused = (): Promise<string> =>
      page.evaluate('document.activeElement.textContent.trim() || document.activeElement.name');
    const tabTo = async (text: string): Promise<void> => {
      for (let tabs = 0; tabs < 60; tabs += 1) {
        await page.keyboard.press('Tab');
        if ((await focused()) === text) return;
      }
      throw new Error(`${text} cannot be reached`);
    };
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the content');
    await tabTo('products');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Products', exact: true }).waitFor();
    await tabTo('Query it');
    await page.keyboard.press('Enter');
    await page.getByLabel('Field 1').waitFor();
    await page.getByLabel('Field 1').focus();
    // The only field that begins so; more letters would have to come quickly.
    await page.keyboard.press('a');
    await page.keyboard.press('Tab');
    // Only what Wix offers for a BOOLEAN, and one more row.
    await page.getByLabel('Field 2').waitFor();
    const offered = await textOf(page.locator('[name=operator]').first());
    expect([offered.includes('eq'), offered.includes('contains')]).toEqual([true, false]);
    await page.getByLabel('Value 1').focus();
    await page.keyboard.type('true');
    await page.locator('#plan code >> text=/"eq": true/').waitFor();
    expect(await textOf(page.locator('#result'))).toContain('Nothing was sent yet');
    expect(page.url()).toContain('value=true');
    await page.getByRole('button', { name: 'Run', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#result table').waitFor();
    expect(await page.locator('#result tbody tr').count()).toBe(5);
    expect(await textOf(page.locator('#plan .tree'))).toMatch(/[\d.]+ ms, 5 rows, 1 request/);
    await page.getByRole('button', { name: 'Copy: curl' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#said >> text=Copied: curl').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain('| curl -sS --data-binary @-');
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('what is written while an answer is awaited is kept, and followed', async () => {
    const { page, wrong } = await open('query?collection=products');
    await page.evaluate(`globalThis.own = fetch;
      globalThis.held = [];
      globalThis.fetch = (...all) => new Promise((go) => held.push(go)).then(() => own(...all));`);
    await page.getByLabel('Field 1').selectOption('available');
    await until(async () => (await page.evaluate<boolean>('held.length === 1')) || undefined);
    await page.evaluate(`const value = document.querySelector('[name=value]');
      value.value = 'true';
      value.dispatchEvent(new Event('input', { bubbles: true }));
      globalThis.fetch = (...all) => own(...all);
      held[0]();`);
    await page.locator('#plan code >> text=/"eq": true/').waitFor();
    expect(await page.getByLabel('Value 1').inputValue()).toBe('true');
    expect(await textOf(page.locator('[name=operator]').first())).not.toContain('contains');
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('from a broken file to a mended one, on a page that stays open', async () => {
    const { page, wrong } = await open('problems');
    await page.locator('text=No problems.').waitFor();
    const file = join(work.path, 'products.yaml');
    writeFileSync(file, files['products.yaml']!.replace('sku: sku', 'sku: skew'));
    await page.locator('.problem').waitFor();
    expect(await textOf(page.locator('.problem'))).toMatch(/products\.yaml:11:\d+: .*\n +sku: skew\n +\^{4}/);
    expect(await textOf(page.locator('#screens .count'))).toBe('1');
    expect(await violationsOf(page)).toEqual([]);
    await picture(page, 'problems', 480);
    const mend = await page.locator('.problem a').first();
    expect(await textOf(mend)).toContain('products.yaml:11:');
    writeFileSync(file, files['products.yaml']!);
    await page.locator('text=No problems.').waitFor();
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('the log shows requests as they come, and opens them', async () => {
    const { page, wrong } = await open('log');
    const before = await page.locator('tbody tr').count();
    await service.signed('/v3/items/query', { collectionId: 'categories', query: { paging: { limit: 2 } } });
    await page.locator(`tbody tr >> nth=${before}`).waitFor();
    expect(await page.locator('tr.several').count()).toBe(1);
    await picture(page, 'log', 480);
    await page.getByRole('link', { name: `Open in Query request ${before + 1}` }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('#result table').waitFor();
    expect(await page.locator('#result tbody tr').count()).toBe(2);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it.runIf(process.env.UPDATE_DOCS === '1')('pictures for the docs', async () => {
    const { page } = await open('collections/products');
    await picture(page, 'collection');
    await page.goto(service.console + query);
    await picture(page, 'query', 1100);
    await page.close();
  });
});
