/**
 * The one seam to time and chance. Everything that reads a clock, waits, or draws at random gets a World from its caller, as it
 * gets a log, so that a whole service can run in simulated time with a seed. A leaf.
 */
import type { Signal } from './signal.js';

export interface World {
  /** Wall clock in milliseconds since 1970, for deadlines and for times that are compared with other machines'. It may jump. */
  now(): number;
  /** Milliseconds since any fixed moment, with fractions. Never goes back: for measuring how long something took. */
  monotonic(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason when that is aborted first. */
  sleep(milliseconds: number, signal?: Signal): Promise<void>;
  /** Calls back once after so many milliseconds; more than 2^31 - 1 (24 days) count as that many. */
  timer(milliseconds: number, callback: () => void): Cancel;
  /** Lets others run: resolves in a later turn of the event loop, at the same time of the clock. */
  turn(): Promise<void>;
  /**
   * Calls back when all that is ready in this turn of the event loop has run, and at once where that takes long already. For what is
   * written to sockets: who reads them is woken once then, not for each write. The callback must not throw.
   */
  endOfTurn(callback: () => void): void;
  /** Milliseconds for which others had no turn, whoever worked meanwhile; counted from the first question in a turn. */
  busy(): number;
  /** At least 0, less than 1. Not for secrets. @param reason what it decides, so that a simulation can tell its draws apart */
  random(reason: string): number;
  /** A new UUID (version 4, RFC 9562). */
  id(): string;
  /** So many bytes that nobody can guess, for keys. */
  bytes(count: number): Uint8Array;
}

/** Milliseconds of work in one piece, of all requests together: then others have their turn. */
export const longestPiece = 8;

/** Lets others run where work has gone on for long. undefined: it has not, and there is nothing to wait for. */
export function giveWay(world: Pick<World, 'turn' | 'busy'>): Promise<void> | undefined {
  return world.busy() >= longestPiece ? world.turn() : undefined;
}

/** Takes a timer back; without effect when it has fired. */
export type Cancel = () => void;

/** The part that only tells the time. */
export type Clock = Pick<World, 'now'>;

/** Calls back again and again, so many milliseconds after the call before has returned. */
export function every(world: World, milliseconds: number, callback: () => void): Cancel {
  let stopped = false;
  let cancel: Cancel = () => undefined;
  const next = (): void => {
    cancel = world.timer(milliseconds, () => {
      callback();
      // The callback may have stopped it.
      if (!stopped) next();
    });
  };
  next();
  return () => {
    stopped = true;
    cancel();
  };
}
