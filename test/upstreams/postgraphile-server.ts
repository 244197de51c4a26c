/** A real GraphQL server for tests: PostGraphile 4 with the bookshop, in a child process on a loopback port. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bookshop } from '../fixtures/bookshop.js';
import { bookshopSql } from '../fixtures/bookshop-sql.js';

export interface RunningServer {
  readonly url: string;
  /** Resolves once the process has ended. */
  close(): Promise<void>;
}

export interface PostgraphileOptions {
  /** Short names (`books` instead of `allBooks`) and plain lists beside connections. */
  readonly simple?: boolean;
  /** SQL to run after the bookshop's own. */
  readonly sql?: string;
}

type Answer = { readonly port: number } | { readonly error: string };

/**
 * Starts the server over a fresh database of its own; writes are gone when it closes. Takes a few seconds. Only where
 * `hasRare` (test/rare/rare.ts).
 * @throws Error with the child's stack when it cannot start
 */
export async function startPostgraphile(options: PostgraphileOptions = {}): Promise<RunningServer> {
  const child = fork(fileURLToPath(new URL('../rare/postgraphile-child.cjs', import.meta.url)), {
    // PostGraphile 4 queues queries on one client, which pg deprecates at every start.
    execArgv: ['--no-deprecation'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const close = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  child.send({ sql: bookshopSql(bookshop()) + (options.sql ?? ''), simple: options.simple ?? false });
  const answer = await Promise.race([
    once(child, 'message').then(([message]) => message as Answer),
    ended.then(([code]): Answer => ({ error: `PostGraphile ended with code ${code}` })),
  ]);
  if ('error' in answer) {
    await close();
    throw new Error(answer.error);
  }
  return { url: `http://127.0.0.1:${answer.port}/graphql`, close };
}
