/** The HTTP server: start, and graceful stop. */
import { watchConnections } from './connections.js';
import { createListener, type ListenerOptions } from './listener.js';
import {
  createPatientServer,
  listen,
  type Patience,
  type RunningServer,
  stopServer,
  urlOf,
  usualPatience,
} from './listening.js';

export interface ServerOptions extends ListenerOptions {
  /** Default: all addresses of the machine. */
  readonly host?: string | undefined;
  /** 0: any free one. */
  readonly port: number;
  readonly patience?: Patience;
  /** Connections that callers may have at once. Default 1000. */
  readonly mostConnections?: number;
}

export type { RunningServer } from './listening.js';

const usualGrace = 10_000;
const usualConnections = 1000;

/** @throws the error of `listen` (EADDRINUSE, EACCES, …) */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { world, observe, patience = usualPatience, mostConnections = usualConnections } = options;
  const { listener, stopping } = createListener(options);
  const server = createPatientServer(patience, listener);
  const connections = watchConnections(server, { world, observe, most: mostConnections });
  await listen(server, options.port, options.host);
  return {
    url: urlOf(server),
    stop(grace = usualGrace) {
      const stopped = stopServer(world, server, grace, stopping());
      connections.closeQuiet();
      return stopped;
    },
  };
}
