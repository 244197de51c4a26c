/** Pages that are open are told when there is something new to show, as server-sent events. */
import type { ServerResponse } from 'node:http';

export interface Events {
  /** Keeps the answer open, and tells it of what is new. */
  join(response: ServerResponse): void;
  tell(): void;
  end(): void;
}

/** A few tabs; the oldest gives way. */
const mostOpen = 16;

/** Nobody listens yet. */
export function createEvents(): Events {
  const open = new Set<ServerResponse>();
  return {
    join(response) {
      for (const oldest of open) {
        if (open.size < mostOpen) break;
        oldest.end();
        open.delete(oldest);
      }
      open.add(response);
      response.once('close', () => open.delete(response));
      // A browser that lost the connection comes back after this many milliseconds.
      response.write('retry: 1000\n\n');
    },
    tell() {
      for (const each of open) each.write('data: changed\n\n');
    },
    end() {
      for (const each of open) each.end();
      open.clear();
    },
  };
}
