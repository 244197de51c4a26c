/** Who still works with which generation; a gateway is closed when no generation in use has it any more. */
import type { Generation } from './generation.js';
import type { OpenUpstream } from './open-upstream.js';

export interface Leases {
  /** @returns takes the lease back; further calls have no effect */
  hold(generation: Generation): () => void;
  /** The generation that new requests get. */
  serve(generation: Generation): void;
  /** Closes everything, in use or not. */
  close(): Promise<void>;
}

export function createLeases(): Leases {
  const held = new Map<Generation, number>();
  const open = new Set<OpenUpstream>();
  const closing = new Set<Promise<void>>();
  let serving: Generation | undefined;

  const close = (gateway: OpenUpstream): void => {
    open.delete(gateway);
    const closed = gateway.close().finally(() => closing.delete(closed));
    closing.add(closed);
  };
  const sweep = (): void => {
    const used = new Set<OpenUpstream>();
    for (const each of [...held.keys(), ...(serving ? [serving] : [])])
      for (const gateway of [...each.upstreams, ...each.gateways.values()]) used.add(gateway);
    for (const gateway of [...open]) if (!used.has(gateway)) close(gateway);
  };
  return {
    hold(generation) {
      held.set(generation, (held.get(generation) ?? 0) + 1);
      let over = false;
      return () => {
        if (over) return;
        over = true;
        const left = held.get(generation)! - 1;
        // The serving one stays: an entry that comes and goes with each request makes the table anew each time.
        if (left > 0 || generation === serving) held.set(generation, left);
        else {
          held.delete(generation);
          sweep();
        }
      };
    },
    serve(generation) {
      serving = generation;
      for (const [each, count] of held) if (count === 0 && each !== generation) held.delete(each);
      for (const gateway of generation.upstreams) open.add(gateway);
      sweep();
    },
    async close() {
      for (const gateway of [...open]) close(gateway);
      await Promise.all(closing);
    },
  };
}
