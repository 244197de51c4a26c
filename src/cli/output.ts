/** Standard output and standard error of a command, whose reader may leave before the end (`… | head -1`). */

/** EIO: the terminal was closed. */
const gone = ['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'];

/**
 * What is written to nobody is lost without a word; the command goes on to its own end and exit code.
 * @param failed told once of a stream that cannot be written for another reason, such as a full disk
 */
export function allowReadersToLeave(
  streams: readonly NodeJS.WritableStream[],
  failed: (reason: string) => void,
): void {
  let told = false;
  for (const stream of streams)
    stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (told || gone.includes(code ?? '')) return;
      told = true;
      failed(code ?? message);
    });
}
