/** The way to a server over HTTP, as Wix goes it. */
import type { Wire } from '../conform/server.js';
import type { World } from '../world/world.js';

/** Milliseconds after which nobody waits any more. Wix gives up after 15 seconds, which is a rule of its own. */
const patience = 20_000;

/** Follows no redirect: Wix sends its signed body to the address that it was given. */
export function fetchWire(base: URL, world: World): Wire {
  const prefix = base.href.replace(/\/+$/, '');
  return async ({ method, path, body, contentType }) => {
    const begun = world.monotonic();
    const passed = (): number => Math.round(world.monotonic() - begun);
    const late = new AbortController();
    const cancel = world.timer(patience, () =>
      late.abort(new Error(`none came in ${patience / 1000} seconds`)),
    );
    try {
      const response = await fetch(prefix + path, {
        method,
        redirect: 'manual',
        signal: late.signal,
        ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }),
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      const headers = Object.fromEntries(response.headers);
      return { status: response.status, headers, text, milliseconds: passed() };
    } catch (error) {
      return { status: 0, headers: {}, text: reasonOf(error as Error), milliseconds: passed() };
    } finally {
      cancel();
    }
  };
}

function reasonOf({ message, cause }: Error): string {
  const { code, message: more } = (cause ?? {}) as NodeJS.ErrnoException;
  return message.startsWith('none came') ? message : `none came (${code ?? more ?? message})`;
}
