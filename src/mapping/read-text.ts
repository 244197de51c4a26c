/** One mapping file from disk → text. Whatever stands in the way is a sentence, not an exception. */
import { readFileSync, statSync } from 'node:fs';

/** The largest mapping file that is read, in bytes. */
export const largestFile = 1024 * 1024;

export interface Unreadable {
  readonly message: string;
  readonly help?: string;
  /** The readable text before the fault, where there is some: its end is the place of the fault. */
  readonly before?: string;
}

export type ReadText = { readonly text: string } | { readonly unreadable: Unreadable };

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links go round in a circle',
};

/** A system error in words, without repeating the path. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return reasons[code ?? ''] ?? code ?? 'unknown error';
}

/** Decodes UTF-8, or finds the first byte that is not: a prefix that ends inside a letter still counts as good. */
function decode(bytes: Uint8Array): ReadText {
  const prefix = (length: number): string | undefined => {
    try {
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
      return decoder.decode(bytes.subarray(0, length), { stream: length < bytes.length });
    } catch {
      return undefined;
    }
  };
  const text = prefix(bytes.length);
  if (text !== undefined) return { text };
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (prefix(middle) === undefined) bad = middle;
    else good = middle;
  }
  const utf16 = bytes.length >= 2 && (bytes[0]! ^ bytes[1]!) === 1 && Math.max(bytes[0]!, bytes[1]!) === 0xff;
  const message = utf16 ? 'the file is UTF-16, not UTF-8' : 'the file is not UTF-8 text from here on';
  return { unreadable: { message, help: 'save it with the encoding UTF-8', before: prefix(good) ?? '' } };
}

export function readText(path: string): ReadText {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) {
      return { unreadable: { message: 'this is not a file', help: 'rename it, or move it elsewhere' } };
    }
    if (stat.size > largestFile) {
      const message = `the file is larger than ${largestFile} bytes`;
      return { unreadable: { message, help: 'a mapping file holds one collection or one upstream' } };
    }
    return decode(readFileSync(path));
  } catch (error) {
    return { unreadable: { message: `the file cannot be read: ${reasonOf(error)}` } };
  }
}
