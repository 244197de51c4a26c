/**
 * The callers' connections and how many there may be. Each holds a descriptor of the process, and one that says nothing costs its
 * caller nothing: so the oldest silent ones go first when there are too many, and good requests always find a place.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Observe } from '../world/observation.js';
import { createRoster, type Roster } from '../world/roster.js';
import type { World } from '../world/world.js';

export interface Connections {
  /** Ends all on which no request is under way, and those that come from now on. */
  closeQuiet(): void;
}

/** One connection, in the roster of what it does now. */
interface Caller {
  readonly socket: Socket;
  /** Takes it out of its roster. */
  leave: (() => void) | undefined;
  /** The one under way. */
  request: IncomingMessage | undefined;
}

/** Milliseconds between two reports of connections that were closed for want of room. */
const reportEvery = 10_000;

const stopping = 'HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

export function watchConnections(
  server: Server,
  { world, observe, most }: { readonly world: World; readonly observe: Observe; readonly most: number },
): Connections {
  // The first is the oldest.
  const silent = createRoster<Caller>();
  const idle = createRoster<Caller>();
  const busy = createRoster<Caller>();
  const callers = new WeakMap<Socket, Caller>();
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
  const oldest = (newcomer: Caller): Caller => {
    for (const each of silent) if (each !== newcomer) return each;
    const first = idle.first();
    if (first) return first;
    for (const each of busy) if (!each.request?.complete) return each;
    return newcomer;
  };
  const move = (caller: Caller, to: Roster<Caller> | undefined, request?: IncomingMessage): void => {
    caller.leave?.();
    caller.leave = to?.add(caller);
    caller.request = request;
  };

  server.on('connection', (socket: Socket) => {
    if (closing) {
      socket.destroy();
      return;
    }
    const caller: Caller = { socket, leave: undefined, request: undefined };
    callers.set(socket, caller);
    move(caller, silent);
    socket.once('close', () => move(caller, undefined));
    if (silent.size() + idle.size() + busy.size() <= most) return;
    const victim = oldest(caller);
    move(victim, undefined);
    victim.socket.destroy();
    closed += 1;
    if (!cancelReport) report();
  });
  server.on('request', (request, response) => {
    const caller = callers.get(request.socket);
    if (!caller) return;
    move(caller, busy, request);
    response.once('close', () => {
      // With pipelining the next request may be there already.
      if (caller.request === request) move(caller, caller.socket.destroyed ? undefined : idle);
    });
  });
  server.once('close', () => cancelReport?.());

  return {
    closeQuiet() {
      closing = true;
      for (const { socket } of idle) socket.destroy();
      for (const { socket } of silent) {
        // Half a request may have come.
        if (socket.bytesRead > 0) socket.write(stopping);
        socket.destroySoon();
      }
    },
  };
}
