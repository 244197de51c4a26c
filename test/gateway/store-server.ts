/** A real Valkey or Redis server for tests, where Debian's package of one is installed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = ['valkey-server', 'redis-server'].find((name) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});
const client = await import('iovalkey').then(
  () => true,
  () => false,
);

/** Why such tests are skipped; empty: they are not. */
export const missing =
  program === undefined ? 'no valkey-server or redis-server' : client ? '' : 'no client: npm ci';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export interface StoreServer {
  readonly port: number;
  /** Where it was killed; it has what it wrote to its disk. */
  start(): Promise<void>;
  kill(): Promise<void>;
  /** It takes connections and requests, by its system, and answers nothing; and goes on again. */
  pause(): void;
  resume(): void;
  /** Kills it and takes its files away. */
  remove(): Promise<void>;
}

export async function startStoreServer(): Promise<StoreServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    const memory = ['--save', '', '--appendonly', 'no', '--dir', folder];
    server = spawn(program!, ['--port', String(port), '--bind', '127.0.0.1', ...memory], { stdio: 'pipe' });
    let said = '';
    for await (const piece of server.stdout!) {
      said += String(piece);
      if (/ready to accept connections/i.test(said)) break;
    }
    server.stdout!.resume();
  };
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  await start();
  return {
    port,
    start,
    kill,
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
