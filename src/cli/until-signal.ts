/**
 * Resolves at the first SIGTERM or SIGINT. A second one ends the process at once.
 * @param others signals that end it too
 */
export function untilSignal(...others: readonly NodeJS.Signals[]): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let seen = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (seen) endBy(signal);
      seen = true;
      resolve(signal);
    };
    for (const each of ['SIGTERM', 'SIGINT', ...others]) process.on(each, onSignal);
  });
}

/**
 * Ends the process as the signal would without a handler. process.exit() waits for writes that are under way, and one to a
 * log that nobody reads never ends.
 */
export function endBy(signal: NodeJS.Signals): never {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // Only the first process of a container comes here: it is not ended by signals that it does not handle.
  process.abort();
}
