/** Hides secrets in what an upstream says: it likes to repeat the address or the token that it refused, in a spelling of its own. */

/** Longest text that is looked through; only its first few hundred characters are ever shown. */
const longestText = 16 * 1024;
/** Shorter ones would hide ordinary words. */
const shortestSecret = 4;
/** Base64 of a short text is too likely to be a word. */
const shortestBase64 = 8;
/** How often a text may have been escaped: as JSON in JSON, percent-encoded in an address that is percent-encoded, … */
const layers = 2;

/**
 * Function that hides secrets in a text, also percent-encoded (once or more often), as in forms, escaped as in JSON or HTML, and in
 * Base64, alone or as a part of something longer. To be used before a text is cut, which could leave half a secret.
 * @param most letters of a text that are looked through; a longer one is cut
 */
export function masker(secrets: readonly string[], most = longestText): (text: string) => string {
  const words = secrets.filter((each) => each.length >= shortestSecret);
  const inForms = words.filter((each) => each.includes(' ')).map((each) => each.replaceAll(' ', '+'));
  const all = [...new Set([...words, ...inForms, ...words.flatMap(base64Forms)])];
  // A character has at most this many in a spelling: three bytes, percent-encoded and that again.
  const longest = 15 * Math.max(0, ...all.map((each) => each.length));
  return (text) => {
    const whole = text.length <= most;
    const masked = hide(whole ? text : text.slice(0, most), all);
    // The end may hold the beginning of a secret.
    return whole ? masked : masked.slice(0, Math.max(0, masked.length - longest));
  };
}

function hide(text: string, secrets: readonly string[]): string {
  const hidden: [number, number][] = [];
  const look = (view: View, depth: number): void => {
    for (const secret of secrets) {
      for (let at = view.text.indexOf(secret); at !== -1; at = view.text.indexOf(secret, at + 1))
        hidden.push([view.starts[at]!, view.starts[at + secret.length]!]);
    }
    if (depth === layers) return;
    for (const escaping of escapings) {
      const next = unescapeOnce(view, escaping);
      if (next) look(next, depth + 1);
    }
  };
  look(viewOf(text), 0);
  return cover(text, hidden);
}

function cover(text: string, ranges: readonly (readonly [number, number])[]): string {
  let shown = '';
  let end = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (from >= end) shown += `${text.slice(end, from)}[hidden]`;
    end = Math.max(end, to);
  }
  return shown + text.slice(end);
}

/** A text without some of its escapes, and where each of its characters begins in the text that came; one place more, for the end. */
interface View {
  readonly text: string;
  readonly starts: readonly number[];
}

function viewOf(text: string): View {
  return { text, starts: Array.from({ length: text.length + 1 }, (_, index) => index) };
}

/** A way to escape: a pattern for one character, and which it is. What another way leaves as it is may be an escape in this one. */
interface Escaping {
  readonly pattern: RegExp;
  read(found: string): string;
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const escapings: readonly Escaping[] = [
  {
    pattern:
      /%[0-7][\da-f]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[0-7](?:%[89ab][\da-f]){3}/gi,
    read: (found) => Buffer.from(found.replaceAll('%', ''), 'hex').toString('utf8'),
  },
  {
    pattern: /\\u[\da-f]{4}|\\[^u]/gi,
    read: (found) =>
      found.length === 6
        ? String.fromCharCode(Number.parseInt(found.slice(2), 16))
        : (controls[found.slice(1)] ?? found.slice(1)),
  },
  {
    pattern: /&(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos);/gi,
    read(found) {
      const name = found.slice(1, -1).toLowerCase();
      if (!name.startsWith('#')) return named[name] ?? found;
      const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code <= 0x10ffff ? String.fromCodePoint(code) : found;
    },
  },
];

/** undefined: nothing in it is escaped in this way. */
function unescapeOnce({ text, starts }: View, { pattern, read }: Escaping): View | undefined {
  const parts: string[] = [];
  const places: number[] = [];
  let end = 0;
  const copy = (to: number): void => {
    parts.push(text.slice(end, to));
    for (let at = end; at < to; at++) places.push(starts[at]!);
  };
  for (const { 0: found, index } of text.matchAll(pattern)) {
    copy(index);
    const character = read(found);
    parts.push(character);
    for (let unit = 0; unit < character.length; unit++) places.push(starts[index]!);
    end = index + found.length;
  }
  if (end === 0) return undefined;
  copy(text.length);
  places.push(starts[text.length]!);
  return { text: parts.join(''), starts: places };
}

/** Those characters of a Base64 text that depend on the secret alone, for each place that it can have in the text before it. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor((bytes.length * 8) / 6);
    const forms = [bytes.toString('base64').slice(from, to), bytes.toString('base64url').slice(from, to)];
    return forms.filter((each) => each.length >= shortestBase64);
  });
}
