/** The commands that pages tell the reader to type, run against the built program, and what they are said to print. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { ensureBuilt, inherited } from '../cli/harness.js';
import { type Block, blocksOf, pages, readPage, root } from './markdown.js';

/** What readers see instead of the address of the demo shop. */
const shownUpstream = 'https://shop.example.com/graphql';
const update = process.env.UPDATE_DOCS === '1';

let upstream: DemoUpstream;
let port: number;

beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
  port = await freePort();
});
afterAll(() => upstream.close());

const withCommands = pages().filter((page) => blocksOf(page).some((each) => each.marker.startsWith('run')));

describe.each(withCommands)('%s', (page) => {
  it('prints what it says', async () => {
    const shell = openShell();
    const blocks = blocksOf(page);
    const outputs = new Map<Block, string>();
    try {
      for (const [index, block] of blocks.entries()) {
        if (block.marker === 'run in background') await shell.background(block);
        if (block.marker !== 'run') continue;
        const printed = await shell.run(block);
        const shown = blocks[index + 1];
        if (shown?.language === 'text' && shown.marker === '') outputs.set(shown, printed);
      }
    } finally {
      shell.close();
    }
    expect(outputs.size).toBeGreaterThan(0);
    if (update) return replace(page, outputs);
    for (const [shown, printed] of outputs) expect(printed, shown.place).toBe(shown.text);
  });
});

const endings = pages().flatMap((page) => blocksOf(page).filter((each) => each.marker.startsWith('ends: ')));

it.each(endings.map((each) => [each.place, each] as const))(
  '%s is the end of what it says',
  async (_, block) => {
    const shell = openShell();
    try {
      expect(await shell.run({ ...block, text: block.marker.slice('ends: '.length) })).toContain(block.text);
    } finally {
      shell.close();
    }
  },
);

/** A folder of its own with the built program; variables that a block exports stay for the later ones. */
function openShell() {
  const folder = mkdtempSync(join(tmpdir(), 'wix-docs-'));
  for (const name of ['dist', 'mappings', 'package.json']) symlinkSync(join(root, name), join(folder, name));
  const variables = join(folder, '.variables');
  writeFileSync(variables, '');
  const running: ChildProcess[] = [];
  const environment = {
    ...inherited(),
    HOME: folder,
    UPSTREAM_URL: upstream.url,
    PORT: String(port),
    NO_COLOR: '1',
  };
  const script = (text: string): string =>
    `set -euo pipefail\n. ./.variables\n${text.replace(/^(node dist\/cli\.js query [^\n]*)$/gm, `$1 --url http://127.0.0.1:${port}`)}`;
  return {
    /** Standard output, with the address that readers see. Fails when a command fails. */
    run: (block: Block): Promise<string> =>
      new Promise((resolve, reject) => {
        const text = `${script(block.text)}\nexport -p > .variables`;
        const options = { cwd: folder, env: environment, timeout: 120_000 };
        execFile('bash', ['-c', text], options, (error, stdout, stderr) => {
          if (error) reject(new Error(`${block.place}: ${error.message}\n${stdout}${stderr}`));
          else resolve(stdout.replaceAll(upstream.url, shownUpstream));
        });
      }),
    background: (block: Block): Promise<void> =>
      new Promise((resolve, reject) => {
        const child = spawn('bash', ['-c', script(block.text.replace(/^node /gm, 'exec node '))], {
          cwd: folder,
          env: environment,
        });
        running.push(child);
        let output = '';
        const listen = (chunk: Buffer): void => {
          output += chunk.toString();
          if (output.includes('"listening"')) resolve();
        };
        child.stdout.on('data', listen);
        child.stderr.on('data', listen);
        child.once('exit', () => reject(new Error(`${block.place} ended: ${output}`)));
      }),
    close() {
      for (const child of running) {
        child.removeAllListeners('exit');
        child.kill();
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function replace(page: string, outputs: ReadonlyMap<Block, string>): void {
  let text = readPage(page);
  for (const [block, printed] of [...outputs].sort(([a], [b]) => b.start - a.start))
    text = text.slice(0, block.start) + printed + text.slice(block.start + block.text.length);
  if (text !== readFileSync(join(root, page), 'utf8')) writeFileSync(join(root, page), text);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
}
