/** How a server of Node begins to listen, how its address is shown, and how it ends. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SignalController } from '../world/signal.js';
import { every, type World } from '../world/world.js';

/** Milliseconds that callers get to send. */
export interface Patience {
  readonly headers: number;
  /** Headers and body; more than `headers`, or Node would exchange the two. */
  readonly request: number;
  /** How often the two are looked at. */
  readonly checks: number;
}

export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /**
   * Accepts nothing more and closes silent connections. Running requests may end within `grace` milliseconds; then they are
   * answered with 503, and connections that do not take that answer are cut.
   */
  stop(grace?: number): Promise<void>;
}

export const usualPatience: Patience = { headers: 15_000, request: 30_000, checks: 5_000 };

/** Milliseconds in which the last answers are written when the grace is over. */
const lastAnswers = 500;

export function createPatientServer(patience: Patience, listener: RequestListener): Server {
  return createServer(
    {
      // Longer than the idle time of common proxies, so that they and not we end idle connections.
      keepAliveTimeout: 75_000,
      headersTimeout: patience.headers,
      requestTimeout: patience.request,
      connectionsCheckingInterval: patience.checks,
    },
    listener,
  );
}

/** @throws the error of `listen` (EADDRINUSE, EACCES, …) */
export function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

export function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  const host = address === '::' || address === '0.0.0.0' ? '127.0.0.1' : address;
  return `http://${family === 'IPv6' && host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** @param giveUp aborted when the grace is over */
export function stopServer(
  world: World,
  server: Server,
  grace: number,
  giveUp: SignalController,
): Promise<void> {
  return new Promise((resolve) => {
    // A connection that answers its last request stays open for more; none may come.
    const endSweep = every(world, 50, () => server.closeIdleConnections());
    let cancelLimit = world.timer(grace, () => {
      giveUp.abort();
      cancelLimit = world.timer(lastAnswers, () => server.closeAllConnections());
    });
    server.close(() => {
      endSweep();
      cancelLimit();
      resolve();
    });
    server.closeIdleConnections();
  });
}
