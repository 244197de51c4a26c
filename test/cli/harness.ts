/** Runs the built program as its users do: as a process, over HTTP, with signed requests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { createSigner, generateKeyPair, type Signer } from '../../src/wix/jwt/sign.js';
import { systemWorld } from '../../src/world/system-world.js';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = join(root, 'dist', 'cli.js');
const bundler = join(root, 'build', 'bundle.mjs');
export const appId = '11111111-2222-4333-8444-555555555555';

/** Builds the program if a source is newer than it. Types are checked elsewhere. */
export async function ensureBuilt(): Promise<void> {
  const lock = join(tmpdir(), `build-lock-${Buffer.from(root).toString('hex').slice(-24)}`);
  for (let tries = 0; ; tries += 1) {
    if (isFresh()) return;
    try {
      mkdirSync(lock);
      break;
    } catch {
      // Another test file builds; a lock that stays was left by one that was killed.
      if (tries > 600) rmSync(lock, { recursive: true, force: true });
      await sleep(100);
    }
  }
  try {
    const built = await run(process.execPath, [bundler], { cwd: root });
    if (built.code !== 0) throw new Error(`the program cannot be built: ${built.stderr}`);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function isFresh(): boolean {
  try {
    const built = statSync(program).mtimeMs;
    return Math.max(newest(join(root, 'src')), newest(join(root, 'build'))) <= built;
  } catch {
    return false;
  }
}

function newest(directory: string): number {
  return Math.max(
    statSync(directory).mtimeMs,
    ...readdirSync(directory, { withFileTypes: true }).map((each) => {
      const path = join(directory, each.name);
      return each.isDirectory() ? newest(path) : statSync(path).mtimeMs;
    }),
  );
}

export type Variables = Readonly<Record<string, string>>;

/** What every process is given; where coverage is measured, also the folder for what it ran (test/process-coverage). */
export function inherited(): Record<string, string | undefined> {
  const { PATH, PROCESS_COVERAGE } = process.env;
  return { PATH, ...(PROCESS_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE: PROCESS_COVERAGE }) };
}

/** Commands that name no mapping files use the demo's. */
const usual = { ...inherited(), MAPPINGS_DIR: join(root, 'mappings/demo') };

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly environment?: Variables;
  readonly cwd?: string;
  readonly input?: string;
}

export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...usual, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const texts = collect(child);
  child.stdin!.on('error', () => undefined).end(options.input ?? '');
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout: texts.stdout(), stderr: texts.stderr() };
}

/** One command of the program, to its end. */
export function cli(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run(process.execPath, [program, ...args], options);
}

function collect(child: ChildProcess): { stdout(): string; stderr(): string } {
  const chunks = { stdout: [] as string[], stderr: [] as string[] };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => chunks.stdout.push(text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => chunks.stderr.push(text));
  return { stdout: () => chunks.stdout.join(''), stderr: () => chunks.stderr.join('') };
}

/** Starts a command that goes on until it is stopped. */
export function start(args: readonly string[], options: RunOptions = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: options.cwd ?? root,
    env: { ...usual, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    ...collect(child),
    tell(signal: NodeJS.Signals): void {
      child.kill(signal);
    },
    stop(signal: NodeJS.Signals) {
      child.kill(signal);
      return ended;
    },
  };
}

export type LogLine = Readonly<Record<string, unknown>>;

export interface RunningService {
  readonly url: string;
  /** Of the admin port. */
  readonly admin: string;
  readonly child: ChildProcess;
  /** Everything that was logged so far. */
  output(): string;
  lines(): readonly LogLine[];
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `serve` on a free port and waits until it listens. */
export async function serve(environment: Variables, args: readonly string[] = []): Promise<RunningService> {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--host', '127.0.0.1', ...args], {
    cwd: root,
    // Many run at once, and the usual port is one for them all.
    env: { ...usual, ADMIN_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = collect(child);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  // The last line may not be there whole yet.
  const lines = (): LogLine[] =>
    texts
      .stdout()
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogLine);
  const { url, admin } = await until(() => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`serve ended: ${texts.stdout()}${texts.stderr()}`);
    return lines().find((line) => line.msg === 'listening');
  });
  return {
    url: url as string,
    admin: admin as string,
    child,
    output: () => texts.stdout() + texts.stderr(),
    lines,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Asks again until there is an answer. */
export async function until<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  milliseconds = 60_000,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error('waited in vain');
    await sleep(20);
  }
}

export interface Caller {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly signer: Signer;
  /** WIX_APP_ID and WIX_PUBLIC_KEY. */
  readonly environment: Variables;
}

export async function createCaller(): Promise<Caller> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  return {
    publicKey,
    privateKey,
    signer: createSigner({ world: systemWorld, privateKey, audience: appId }),
    environment: { WIX_APP_ID: appId, WIX_PUBLIC_KEY: publicKey },
  };
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function post(
  url: string,
  body: string | Uint8Array,
  headers: Variables = {},
): Promise<HttpAnswer> {
  const response = await fetch(url, { method: 'POST', body: body as string, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

/** Signs the request and sends it to an endpoint of the service. */
export async function ask(
  service: { readonly url: string },
  caller: Caller,
  path: string,
  request: Readonly<Record<string, unknown>>,
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<HttpAnswer> {
  return post(service.url + path, await caller.signer.sign(request, metadata));
}

/** A directory with these files; `remove` when done. */
export function directoryWith(files: Variables): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'wix-test-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The demo's mapping files as they are without writes; `remove` when done. */
export function readOnlyDemo(): ReturnType<typeof directoryWith> {
  const source = join(root, 'mappings/demo');
  return directoryWith(
    Object.fromEntries(
      readdirSync(source).map((name) => {
        const document = parseDocument(readFileSync(join(source, name), 'utf8'));
        document.delete('writes');
        return [name, document.toString()];
      }),
    ),
  );
}
