/** The built program as a process: its commands, and `serve` with signed questions. */
import { spawn } from 'node:child_process';
import { type Caller, createCaller, type Ended, run, until, type Variables } from '../cli/harness.js';
import type { Json } from '../oracle/values.js';

export interface Program {
  /** Path of cli.js, of this or of another version. */
  readonly path: string;
  readonly environment: Variables;
}

export function command(program: Program, args: readonly string[]): Promise<Ended> {
  return run(process.execPath, [program.path, ...args], { environment: program.environment });
}

export type Answer =
  | { readonly kind: 'answered'; readonly body: Readonly<Record<string, Json>> }
  /** The service said no, with a code of the protocol. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** No answer that the protocol knows, or none in time. */
  | { readonly kind: 'failed'; readonly message: string };

export interface Service {
  ask(path: string, request: Readonly<Record<string, Json>>): Promise<Answer>;
  stop(): Promise<void>;
}

const patience = 60_000;

/** @param mappings a folder of mapping files */
export async function startService(program: Program, mappings: string): Promise<Service> {
  const caller = await createCaller();
  const args = ['serve', '--mappings', mappings, '--port', '0', '--host', '127.0.0.1'];
  const child = spawn(process.execPath, [program.path, ...args], {
    env: { PATH: process.env.PATH, ...program.environment, ...caller.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  let url: string | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (url === undefined) output += text;
  });
  url = await until(() => {
    if (child.exitCode !== null) throw new Error(`serve ended: ${output}`);
    return /"url":"(http[^"]+)","msg":"listening"|"msg":"listening".*"url":"(http[^"]+)"/
      .exec(output)
      ?.slice(1)
      .find(Boolean);
  });
  return {
    ask: (path, request) => ask(url, caller, path, request),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function ask(
  url: string,
  caller: Caller,
  path: string,
  request: Readonly<Record<string, Json>>,
): Promise<Answer> {
  try {
    const response = await fetch(url + path, {
      method: 'POST',
      body: await caller.signer.sign(request),
      signal: AbortSignal.timeout(patience),
    });
    const body = (await response.json()) as Readonly<Record<string, Json>>;
    if (response.ok) return { kind: 'answered', body };
    const { code, message } = errorOf(body);
    if (response.status === 500) return { kind: 'failed', message: `500 ${code}: ${message}` };
    return { kind: 'refused', code, message };
  } catch (error) {
    return { kind: 'failed', message: String(error) };
  }
}

function errorOf(body: Readonly<Record<string, unknown>>): {
  readonly code: string;
  readonly message: string;
} {
  const text = JSON.stringify(body);
  const code = /"(?:code|errorCode)":"([A-Z_]+)"/.exec(text)?.[1] ?? 'UNKNOWN';
  return { code, message: /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 300) };
}
