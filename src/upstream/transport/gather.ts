/** The body of one answer while it arrives. */
export interface Gathered {
  /** Takes a copy of all chunks but the first, so that a body of many tiny chunks needs no more memory than its bytes. */
  add(chunk: Buffer): void;
  /** Bytes of memory taken so far. */
  held(): number;
  /** Upper bound of the number of JSON values so far: `,` `[` `{` outside texts, and one. Counts only what has come since the last call. */
  values(): number;
  /** At least so many as `values`, found with less work; looking ends above `most`. */
  atMost(most: number): number;
  /** All bytes. */
  whole(): Buffer;
}

/** How far a body was looked at: whole parts, and bytes of the next one. */
interface Mark {
  parts: number;
  bytes: number;
}

const firstSlab = 16 * 1024;
const largestSlab = 2 ** 20;

export function gather(): Gathered {
  const full: Buffer[] = [];
  let counter: ValueCounter | undefined;
  let slab: Buffer | undefined;
  let used = 0;
  let held = 0;
  const counted: Mark = { parts: 0, bytes: 0 };
  const skimmed: Mark = { parts: 0, bytes: 0 };
  let begun = 1;

  const add = (chunk: Buffer): void => {
    if (held === 0) {
      full.push(chunk);
      held = chunk.length;
      return;
    }
    for (let from = 0; from < chunk.length; ) {
      if (!slab || used === slab.length) {
        if (slab) full.push(slab);
        slab = Buffer.allocUnsafeSlow(Math.min(largestSlab, Math.max(firstSlab, held)));
        held += slab.length;
        used = 0;
      }
      const copied = chunk.copy(slab, used, from);
      used += copied;
      from += copied;
    }
  };
  const parts = (): readonly Buffer[] => (slab ? [...full, slab.subarray(0, used)] : full);
  /** What has come since the mark, which is moved to the end. */
  const since = (mark: Mark): readonly Buffer[] => {
    const fresh = parts().slice(mark.parts);
    if (mark.bytes > 0) fresh[0] = fresh[0]!.subarray(mark.bytes);
    mark.parts = full.length;
    mark.bytes = slab ? used : 0;
    return fresh;
  };
  return {
    add,
    held: () => held,
    values() {
      counter ??= valueCounter();
      for (const part of since(counted)) counter.read(part);
      return counter.found();
    },
    atMost(most) {
      for (const part of since(skimmed))
        for (const byte of beginning)
          for (let at = part.indexOf(byte); at >= 0 && begun <= most; at = part.indexOf(byte, at + 1))
            begun += 1;
      return begun;
    },
    whole() {
      const all = parts();
      return all.length === 1 ? all[0]! : Buffer.concat(all);
    },
  };
}

const quote = 0x22;
const backslash = 0x5c;
/** 1 for the bytes that begin another value: `,` `[` `{`. */
const begins = new Uint8Array(256);
const beginning = Buffer.from(',[{');
for (const byte of beginning) begins[byte] = 1;

interface ValueCounter {
  read(chunk: Buffer): void;
  found(): number;
}

/** Counts over the parts of one body; no byte of a longer UTF-8 character looks like one of these. */
function valueCounter(): ValueCounter {
  const state = { found: 1, inText: false, escaped: false };
  return {
    found: () => state.found,
    read(chunk) {
      let { found, inText, escaped } = state;
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at]!;
        if (!inText) {
          if (byte === quote) inText = true;
          else found += begins[byte]!;
        } else if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inText = false;
      }
      Object.assign(state, { found, inText, escaped });
    },
  };
}
