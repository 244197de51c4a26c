/** Where a value of JSON ends that stands in a text. A leaf. */

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const space = 0x20;

/** A part of a long text, and what is known of it. */
export interface TextPart {
  /** Each character is a byte of UTF-8. */
  readonly text: string;
  /** Whether the bytes are known to be ASCII. */
  readonly ascii: boolean;
  /** Where the next backslash is, from the place on that was looked at last. */
  slash: number;
}

/** A part that nobody has looked at. */
export function textPart(text: string, ascii: boolean): TextPart {
  return { text, ascii, slash: -1 };
}

/** Whether a backslash stands between two places. To be asked from the front to the end. */
export function slashBefore(part: TextPart, from: number, to: number): boolean {
  if (part.slash < from) {
    const found = part.text.indexOf('\\', from);
    part.slash = found < 0 ? Number.POSITIVE_INFINITY : found;
  }
  return part.slash < to;
}

/** Where the white space that most writers of JSON make is over: none, or one space. */
export function behindSpace(text: string, at: number): number {
  return text.charCodeAt(at) === space ? at + 1 : at;
}

/** The place behind the value that begins there; -1 where it does not end in the text. Whether it is right, parsing shows. */
export function valueEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === quote) return textEnd(text, at);
  if (code === openBracket || code === openBrace) return containerEnd(text, at);
  for (let end = at; end < text.length; end += 1) {
    const each = text.charCodeAt(end);
    if (each === comma || each === closeBracket || each === closeBrace || each <= space)
      return end === at ? -1 : end;
  }
  return -1;
}

/** The place behind the text that begins there with a quote; -1 where it does not end. */
export function textEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

function containerEnd(text: string, start: number): number {
  let levels = 0;
  for (let at = start; at >= 0 && at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = textEnd(text, at);
      continue;
    }
    if (code === openBracket || code === openBrace) levels += 1;
    else if (code === closeBracket || code === closeBrace) levels -= 1;
    at += 1;
    if (levels === 0) return at;
  }
  return -1;
}

const firstPrintable = 0x20;

/** Whether there are no control characters, white space other than spaces among them: no text of JSON may hold one as it is. */
export function isSmooth(bytes: Buffer): boolean {
  const before = Math.min(bytes.length, -bytes.byteOffset & 3);
  const count = (bytes.length - before) >> 2;
  // Four at once: one by one, looking would take as long as parsing.
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + before, count);
  for (let at = 0; at < count; at += 1) {
    const word = words[at]!;
    // Where a byte is less than 0x20, the difference has its top bit, and the byte itself has not.
    if ((word - 0x20202020) & ~word & 0x80808080) return false;
  }
  for (let at = 0; at < before; at += 1) if (bytes[at]! < firstPrintable) return false;
  for (let at = before + 4 * count; at < bytes.length; at += 1) if (bytes[at]! < firstPrintable) return false;
  return true;
}

/** The text that bytes of UTF-8 say, of which each character is one. */
export function textOfBytes(bytes: string): string {
  return isAsciiText(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString();
}

/** A text as its bytes of UTF-8, each a character. */
export function bytesOfText(text: string): string {
  return isAsciiText(text) ? text : Buffer.from(text).toString('latin1');
}

function isAsciiText(text: string): boolean {
  return !beyondAscii.test(text);
}

const beyondAscii = /[^\0-\x7f]/;
