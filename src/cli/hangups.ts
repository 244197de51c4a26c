/** SIGHUP, which would otherwise end the process. It may come before the service can read its files again, or even before its code is loaded. */

/** Set on the process where one came before this code was there (build/program/cli.js). */
const early = Symbol.for('wix-graphql-adapter heard SIGHUP');

/**
 * From now on it is heard.
 * @returns names what is done at each; where one came before, it is done at once
 */
export function hearHangups(): (callback: () => void) => void {
  let heard = (process as { [early]?: boolean })[early] === true;
  let done: (() => void) | undefined;
  process.on('SIGHUP', () => {
    heard = true;
    done?.();
  });
  return (callback) => {
    done = callback;
    if (heard) callback();
  };
}
