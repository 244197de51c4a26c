/**
 * Memory for long bodies, used again and again. Each piece that Node receives is memory of its own outside the heap; pieces that are
 * kept until they are old are only freed by a collection of the whole heap, which costs more than all other work on a body
 * that is refused. Pieces that are copied and dropped are freed at once, with the young objects.
 */
export interface Blocks {
  /** What one request holds. */
  open(): HeldBlocks;
}

export interface HeldBlocks {
  /** A copy, in one or more parts. They must not be read after `close`. */
  copy(bytes: Buffer): readonly Buffer[];
  /** Whether others may use the memory of these copies now. */
  close(): void;
}

/** Bytes. */
const blockSize = 256 * 2 ** 10;
/** Blocks that are kept for later: one body of the usual limit. */
const mostIdle = 24;

export function createBlocks(): Blocks {
  const idle: Buffer[] = [];
  return {
    open() {
      const held: Buffer[] = [];
      let used = blockSize;
      const next = (): Buffer => {
        const block = idle.pop() ?? Buffer.allocUnsafeSlow(blockSize);
        held.push(block);
        used = 0;
        return block;
      };
      return {
        copy(bytes) {
          const parts: Buffer[] = [];
          for (let start = 0; start < bytes.length; ) {
            const block = used < blockSize ? held.at(-1)! : next();
            const length = bytes.copy(block, used, start);
            parts.push(block.subarray(used, used + length));
            used += length;
            start += length;
          }
          return parts;
        },
        close() {
          for (const block of held.splice(0)) if (idle.length < mostIdle) idle.push(block);
          used = blockSize;
        },
      };
    },
  };
}
