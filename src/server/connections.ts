/**
 * The callers' connections and how many there may be. Each holds a descriptor of the process, and one that says nothing costs its
 * caller nothing: so the oldest silent ones go first when there are too many, and good requests always find a place.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Observe } from '../world/observation.js';
import type { World } from '../world/world.js';

export interface Connections {
  /** Ends all on which no request is under way, and those that come from now on. */
  closeQuiet(): void;
}

/** Milliseconds between two reports of connections that were closed for want of room. */
const reportEvery = 10_000;

const stopping = 'HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

export function watchConnections(
  server: Server,
  { world, observe, most }: { readonly world: World; readonly observe: Observe; readonly most: number },
): Connections {
  // Sets keep the order in which their elements came: the first is the oldest.
  const silent = new Set<Socket>();
  const idle = new Set<Socket>();
  const busy = new Map<Socket, IncomingMessage>();
  let closing = false;
  let closed = 0;
  let cancelReport: (() => void) | undefined;

  const report = (): void => {
    cancelReport = undefined;
    if (closed === 0) return;
    observe({ kind: 'connections closed', closed, most });
    closed = 0;
    cancelReport = world.timer(reportEvery, report);
  };
  /** Silent ones, then those between two requests, then those that still send one; never one that waits for its answer. */
  const oldest = (newcomer: Socket): Socket => {
    for (const each of silent) if (each !== newcomer) return each;
    for (const each of idle) return each;
    for (const [each, request] of busy) if (!request.complete) return each;
    return newcomer;
  };
  const forget = (socket: Socket): void => {
    silent.delete(socket);
    idle.delete(socket);
    busy.delete(socket);
  };

  server.on('connection', (socket: Socket) => {
    if (closing) {
      socket.destroy();
      return;
    }
    silent.add(socket);
    socket.once('close', () => forget(socket));
    if (silent.size + idle.size + busy.size <= most) return;
    const victim = oldest(socket);
    forget(victim);
    victim.destroy();
    closed += 1;
    if (!cancelReport) report();
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    forget(socket);
    busy.set(socket, request);
    response.once('close', () => {
      // With pipelining the next request may be there already.
      if (busy.get(socket) !== request) return;
      busy.delete(socket);
      if (!socket.destroyed) idle.add(socket);
    });
  });
  server.once('close', () => cancelReport?.());

  return {
    closeQuiet() {
      closing = true;
      for (const socket of idle) socket.destroy();
      for (const socket of silent) {
        // Half a request may have come.
        if (socket.bytesRead > 0) socket.write(stopping);
        socket.destroySoon();
      }
    },
  };
}
