/** The way to a server over HTTP, as Wix goes it. */
import type { Wire } from '../conform/server.js';
import type { World } from '../world/world.js';
import { givenUpAfter } from './given-up.js';

/** Milliseconds after which nobody waits any more. Wix gives up after 15 seconds, which is a rule of its own. */
const patience = 20_000;

const tooLate = new Error(`none came in ${patience / 1000} seconds`);

/** Follows no redirect: Wix sends its signed body to the address that it was given. */
export function fetchWire(base: URL, world: World): Wire {
  const prefix = base.href.replace(/\/+$/, '');
  return async ({ method, path, body, contentType }) => {
    const begun = world.monotonic();
    const passed = (): number => Math.round(world.monotonic() - begun);
    const ask = async (signal: AbortSignal) => {
      const response = await fetch(prefix + path, {
        method,
        redirect: 'manual',
        signal,
        ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }),
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      return { status: response.status, headers: Object.fromEntries(response.headers), text };
    };
    const answer = await givenUpAfter(world, patience, ask, tooLate).catch((error: Error) => ({
      status: 0,
      headers: {},
      text: reasonOf(error),
    }));
    return { ...answer, milliseconds: passed() };
  };
}

function reasonOf(error: Error): string {
  const { message, cause } = error;
  const { code, message: more } = (cause ?? {}) as NodeJS.ErrnoException;
  return error === tooLate ? message : `none came (${code ?? more ?? message})`;
}
