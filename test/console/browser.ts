/** The system's Chromium, driven by playwright-core. Where one of the two is missing, tests that need it are skipped and say so. */
import { existsSync, readFileSync } from 'node:fs';
import { hasRare, loadRare, rareFile } from '../rare/rare.js';

const places = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = places.find((each) => each !== '' && existsSync(each));

export const hasBrowser = hasRare && executablePath !== undefined;

/** For the names of tests. */
export const browserNote = hasBrowser
  ? ''
  : ' (skipped: it needs npm run rare, and Chromium, whose path CHROMIUM can say)';

/** What these tests use of playwright-core. */
export interface Page {
  goto(address: string): Promise<unknown>;
  url(): string;
  reload(): Promise<unknown>;
  on(
    event: 'request',
    listener: (request: { url(): string; headers(): Record<string, string> }) => void,
  ): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  route(
    pattern: string,
    answer: (route: { fulfill(with_: object): Promise<void> }) => Promise<void>,
  ): Promise<void>;
  locator(selector: string): Locator;
  getByLabel(name: string, options?: { readonly exact?: boolean }): Locator;
  getByRole(role: string, options?: { readonly name?: string; readonly exact?: boolean }): Locator;
  evaluate<T>(script: string | (() => T)): Promise<T>;
  emulateMedia(media: { readonly colorScheme: 'light' | 'dark' }): Promise<void>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  screenshot(options: { readonly path: string }): Promise<unknown>;
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  close(): Promise<void>;
}

export interface Locator {
  textContent(): Promise<string | null>;
  inputValue(): Promise<string>;
  fill(text: string): Promise<void>;
  selectOption(value: string): Promise<unknown>;
  click(): Promise<void>;
  focus(): Promise<void>;
  count(): Promise<number>;
  first(): Locator;
  allTextContents(): Promise<string[]>;
  waitFor(options?: { readonly state?: 'attached' | 'detached' | 'visible' }): Promise<void>;
}

export interface Browser {
  newPage(options: {
    readonly javaScriptEnabled?: boolean;
    readonly viewport?: { readonly width: number; readonly height: number };
    readonly colorScheme?: 'light' | 'dark';
    readonly permissions?: readonly string[];
  }): Promise<Page>;
  close(): Promise<void>;
}

/** Only where `hasBrowser`. */
export function openBrowser(): Promise<Browser> {
  const { chromium } = loadRare('playwright-core') as {
    readonly chromium: { launch(options: object): Promise<Browser> };
  };
  // Whoever is root, as in containers, has no sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe-core finds on the page as it is, a line each. @param rules their names; default all */
export async function violationsOf(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(readFileSync(rareFile('axe-core/axe.min.js'), 'utf8'));
  const options = rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } };
  const { violations } = await page.evaluate<{ readonly violations: readonly Violation[] }>(
    `axe.run(document, ${JSON.stringify(options)})`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((each) => `${id}: ${each.html.slice(0, 200)}: ${each.failureSummary}`),
  );
}
