/** Standard output and standard error of a command, whose reader may leave before the end (`… | head -1`). */

/** EIO: the terminal was closed. */
const gone = ['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'];

/** What is written to nobody is lost without a word; the command goes on to its own end and exit code. */
export function allowReadersToLeave(streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!gone.includes(error.code ?? '')) throw error;
    });
}
