import { TransportConfigError } from './address.js';
import { factNames, type RequestScope, scopeSlots } from './context.js';
import { UpstreamFailure } from './failure.js';

export type HeaderMap = Readonly<Record<string, string>>;

/** Where a client gets the headers of each request. Names are in lower case. */
export interface HeaderSource {
  /** A promise only when something has to be fetched first. */
  headers(scope: RequestScope): HeaderMap | Promise<HeaderMap>;
  /** Told that the upstream refused these headers, in whatever form; true: others will be given next time. */
  rejected?(used: HeaderMap): boolean;
  /** Told that the upstream took these headers. */
  accepted?(used: HeaderMap): void;
  /** Texts that no message may hold; those of the headers of one request too. */
  secrets(used?: HeaderMap): readonly string[];
  close?(): Promise<void>;
}

/** Headers that belong to the connection or the body: a mapping that sets them would break or smuggle requests. */
const reserved = new Set(
  'accept-encoding connection content-encoding content-length expect host keep-alive proxy-connection te trailer transfer-encoding upgrade x-request-id'.split(
    ' ',
  ),
);
const harmless = new Set(['accept', 'accept-language', 'cache-control', 'content-type', 'user-agent']);

const validName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Printable Latin-1: what HTTP/1.1 carries unchanged. */
const validValue = /^[\t\x20-\x7e\xa0-\xff]*$/;
const slotOrDollar = /\$(?:\$|[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)/g;

interface HeaderTemplate {
  readonly name: string;
  readonly parts: readonly (string | { readonly slot: string })[];
}

/**
 * Compiles configured headers. `$identity.memberId` and the like take values from the request, `$$` is a
 * dollar sign; a header with an empty slot is not sent.
 * @throws {TransportConfigError} naming the header, never its value
 */
export function compileHeaders(headers: HeaderMap): HeaderSource {
  const templates = Object.entries(headers).map(([name, value]) => compile(name, value));
  const names = templates.map((each) => each.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new TransportConfigError(`header ${twice} is given twice`);
  const fixed = Object.freeze(
    Object.fromEntries(templates.filter(isFixed).map((each) => [each.name, each.parts.join('')])),
  );
  const varying = templates.filter((each) => !isFixed(each));
  const secrets = Object.freeze(secretWords(templates));
  return {
    secrets: () => secrets,
    headers(scope) {
      if (varying.length === 0) return fixed;
      const all: Record<string, string> = { ...fixed };
      for (const each of varying) {
        const value = fill(each, scope);
        if (value !== undefined) all[each.name] = value;
      }
      return all;
    },
  };
}

/** The text as a header template that stands for itself; for values that were substituted from the environment. */
export function escapeHeaderText(text: string): string {
  return text.replaceAll('$', '$$$$');
}

function compile(givenName: string, value: string): HeaderTemplate {
  const name = givenName.toLowerCase();
  if (!validName.test(name))
    throw new TransportConfigError(`${JSON.stringify(name)} is not a valid header name`);
  if (reserved.has(name)) throw new TransportConfigError(`header ${name} is set by the adapter itself`);
  if (!validValue.test(value)) {
    throw new TransportConfigError(
      `the value of header ${name} holds line breaks or characters beyond Latin-1`,
    );
  }
  const parts: (string | { slot: string })[] = [];
  // One part up to the next slot, dollar signs included: a secret is masked as a whole.
  let fixed = '';
  let end = 0;
  for (const { 0: match, index } of value.matchAll(slotOrDollar)) {
    fixed += value.slice(end, index) + (match === '$$' ? '$' : '');
    end = index + match.length;
    if (match === '$$') continue;
    if (!Object.hasOwn(scopeSlots, match)) {
      throw new TransportConfigError(
        `header ${name}: unknown slot ${match}; known: ${factNames.join(', ')} ($$ is a dollar sign)`,
      );
    }
    parts.push(fixed, { slot: match });
    fixed = '';
  }
  parts.push(fixed + value.slice(end));
  return { name, parts: parts.filter((part) => part !== '') };
}

function isFixed(template: HeaderTemplate): boolean {
  return template.parts.every((part) => typeof part === 'string');
}

function fill(template: HeaderTemplate, scope: RequestScope): string | undefined {
  let text = '';
  for (const part of template.parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = scopeSlots[part.slot]?.(scope);
    if (value === undefined || value === '') return undefined;
    // Dropping the header instead could turn a member's request into an anonymous or an administrator's one.
    if (typeof value !== 'string' || !/^[\x20-\x7e\xa0-\xff]*$/.test(value)) {
      throw new UpstreamFailure(
        'unsendable',
        `${part.slot} of this request holds characters that header ${template.name} cannot carry; nothing was sent`,
      );
    }
    text += value;
  }
  return text;
}

function secretWords(templates: readonly HeaderTemplate[]): string[] {
  return templates
    .filter((each) => !harmless.has(each.name))
    .flatMap((each) => each.parts)
    .flatMap((part) => (typeof part === 'string' ? [part.trim(), ...part.split(/[\s,;=]+/)] : []))
    .filter((word) => word.length >= 4 && !/^(?:basic|bearer|token|apikey|api-key|users|key)$/i.test(word));
}
