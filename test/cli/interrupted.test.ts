/** Commands that write files, and are told to end amid their work: files are whole or untouched, nothing is left beside them, and the shell learns of the signal. */
import { spawn } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { startApiByHand } from './api-by-hand.js';
import { directoryWith, ensureBuilt, inherited, program, root, until } from './harness.js';

let upstream: DemoUpstream;
let schema = '';
beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
  const empty = directoryWith({});
  await begin(['init', upstream.url, '--out', 'made', '--only', 'brands'], empty.path, {}).ended;
  schema = readFileSync(join(empty.path, 'made/schema.graphql'), 'utf8');
  empty.remove();
});
afterAll(() => upstream?.close());

/** Loaded before the program: signals when a file that begins so is written, or put into its place, for the n-th time. */
const signalling = `
const fs = require('node:fs');
let times = 0;
for (const name of ['writeFileSync', 'renameSync']) {
  const own = fs[name];
  fs[name] = (...args) => {
    const here = name === process.env.SIGNAL_IN && ++times === Number(process.env.SIGNAL_AT);
    // Half of it is there.
    if (here && name === 'writeFileSync') own(args[0], String(args[1]).slice(0, 5));
    if (here) process.kill(process.pid, process.env.SIGNAL);
    return own(...args);
  };
}
`;

interface Outcome {
  /** Exit code or signal. */
  readonly end: unknown;
  readonly stderr: string;
}

function begin(args: readonly string[], cwd: string, environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...inherited(), UPSTREAM_URL: upstream.url, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Outcome>((resolve) =>
    child.once('close', (code, signal) => resolve({ end: signal ?? code, stderr })),
  );
  return { child, ended };
}

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && each.name !== 'signalling.cjs')
    .map((each) => relative(directory, join(each.parentPath, each.name)))
    .sort();
}

const demo = (name: string): string => readFileSync(join(root, 'mappings/demo', name), 'utf8');

/** A folder with the demo's mapping and a saved schema that is not that of now. */
function place() {
  return directoryWith({
    'signalling.cjs': signalling,
    'mappings/upstream.yaml': `${demo('upstream.yaml')}\nschema: schema.graphql\n`,
    'mappings/brands.yaml': demo('brands.yaml'),
    'mappings/schema.graphql': `${schema}\ntype Gone { id: ID }\n`,
  });
}

const commands: Readonly<Record<string, readonly string[]>> = {
  init: ['init', '', '--out', 'made', '--only', 'brands'],
  pull: ['pull', '--mappings', 'mappings'],
  prove: ['prove', 'brands', '--mappings', 'mappings', '--requests', '20'],
  record: ['record', 'brands', '--mappings', 'mappings', '--cases', 'cases', '--limit', '1'],
  types: ['types', 'brands', '--mappings', 'mappings', '--out', 'made/types.ts'],
};
const lineOf = (command: string, url: string): readonly string[] =>
  commands[command]!.map((each) => (each === '' ? url : each));

for (const command of Object.keys(commands)) {
  it(`${command}: a signal while it writes leaves whole files, all that are written together, and none beside them`, async () => {
    const usual = place();
    expect((await begin(lineOf(command, upstream.url), usual.path, {}).ended).end).toBe(0);
    const wanted = filesIn(usual.path);
    const texts = (directory: string): readonly string[] =>
      wanted.map((name) =>
        readFileSync(join(directory, name), 'utf8').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then'),
      );
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      for (const [call, at] of [
        ['writeFileSync', 1],
        ['writeFileSync', 2],
        ['renameSync', 1],
        ['renameSync', 2],
      ] as const) {
        const own = place();
        const { end, stderr } = await begin(lineOf(command, upstream.url), own.path, {
          NODE_OPTIONS: `--require=${join(own.path, 'signalling.cjs')}`,
          SIGNAL: signal,
          SIGNAL_IN: call,
          SIGNAL_AT: String(at),
        }).ended;
        const what = `${command}, ${signal} at ${call} ${at}`;
        // Some write one file.
        expect([what, at > 1 && end === 0 ? signal : end]).toEqual([what, signal]);
        expect(stderr).not.toMatch(/^ {4}at /m);
        expect([what, filesIn(own.path)]).toEqual([what, wanted]);
        expect([what, texts(own.path)]).toEqual([what, texts(usual.path)]);
        own.remove();
      }
    usual.remove();
  }, 120_000);

  // It need not ask the API.
  if (command === 'types') continue;
  it.each(['SIGINT', 'SIGTERM'] as const)(
    `${command}: %s while the API hangs ends it at once, and nothing is written`,
    async (signal) => {
      let asked = 0;
      const api = await startApiByHand(() => {
        asked += 1;
      });
      const own = place();
      const before = filesIn(own.path);
      const { child, ended } = begin(lineOf(command, api.url), own.path, { UPSTREAM_URL: api.url });
      await until(() => asked > 0 || undefined);
      const sent = performance.now();
      child.kill(signal);
      const { end, stderr } = await ended;
      expect(end).toBe(signal);
      expect(stderr).not.toMatch(/^ {4}at /m);
      expect(performance.now() - sent).toBeLessThan(2000);
      expect([filesIn(own.path), existsSync(join(own.path, 'made'))]).toEqual([before, false]);
      own.remove();
      await api.close();
    },
  );
}

/** Commands that make keys where there are none. */
const keyMakers: Readonly<Record<string, readonly string[]>> = {
  token: ['token', '--operation', 'collections/get'],
  query: ['query', 'brands'],
  dev: ['dev', '--mappings', 'mappings', '--port', '0', '--no-open'],
  demo: ['demo'],
};

for (const [command, args] of Object.entries(keyMakers))
  it(`${command}: a signal while it writes keys ends it with all of their files, or with none where they are only for its time`, async () => {
    for (const [signal, call, at] of [
      ['SIGINT', 'writeFileSync', 1],
      ['SIGTERM', 'writeFileSync', 4],
      ['SIGTERM', 'renameSync', 1],
      ['SIGINT', 'renameSync', 4],
    ] as const) {
      const own = place();
      const before = filesIn(own.path);
      mkdirSync(join(own.path, 'temporary'));
      const { end, stderr } = await begin(args, own.path, {
        NODE_OPTIONS: `--require=${join(own.path, 'signalling.cjs')}`,
        TMPDIR: join(own.path, 'temporary'),
        SIGNAL: signal,
        SIGNAL_IN: call,
        SIGNAL_AT: String(at),
      }).ended;
      const what = `${command}, ${signal} at ${call} ${at}`;
      expect([what, end, stderr]).toEqual([what, signal, expect.not.stringMatching(/^ {4}at /m)]);
      const keys = ['.gitignore', 'app-id', 'private.pem', 'public.pem'].map((name) => `.wix-keys/${name}`);
      expect([what, filesIn(own.path)]).toEqual([what, command === 'demo' ? before : [...keys, ...before]]);
      expect([what, readdirSync(join(own.path, 'temporary'))]).toEqual([what, []]);
      if (command !== 'demo') {
        const read = (name: string): string => readFileSync(join(own.path, '.wix-keys', name), 'utf8');
        const publicKey = createPublicKey(read('private.pem')).export({ type: 'spki', format: 'pem' });
        expect([what, read('public.pem').trim()]).toEqual([what, String(publicKey).trim()]);
      }
      own.remove();
    }
  }, 60_000);
