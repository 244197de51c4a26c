/** Texts made of other fields: `{brand} {title}`, where names are Wix keys of the same mapping. */
import { formatInstant, instantOf } from '../wix/dates.js';
import type { Item, Json } from '../wix/json.js';

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'key'; readonly key: string; readonly offset: number };

export interface TextTemplate {
  readonly parts: readonly TemplatePart[];
  /** The fields that it needs, each once, in order. */
  readonly keys: readonly string[];
}

/** A template that cannot be read; `offset` is where in its text. */
export class TemplateError extends Error {
  readonly offset: number;
  readonly length: number;
  constructor(message: string, offset: number, length: number) {
    super(message);
    this.name = 'TemplateError';
    this.offset = offset;
    this.length = length;
  }
}

const token = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/** Parses a template. `{{` and `}}` stand for the braces themselves. Throws TemplateError. */
export function parseTemplate(text: string): TextTemplate {
  const parts: TemplatePart[] = [];
  let literal = '';
  let end = 0;
  for (const match of text.matchAll(token)) {
    literal += text.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[0] === '{{' || match[0] === '}}') {
      literal += match[0][0];
      continue;
    }
    const key = match[1];
    if (key === undefined)
      throw new TemplateError(
        `A single ${match[0]} needs its partner; write it twice to mean itself`,
        match.index,
        1,
      );
    if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key))
      throw new TemplateError('The braces must hold the key of a field', match.index, match[0].length);
    if (literal !== '') parts.push(Object.freeze({ kind: 'text', text: literal }));
    literal = '';
    parts.push(Object.freeze({ kind: 'key', key, offset: match.index }));
  }
  literal += text.slice(end);
  if (literal !== '') parts.push(Object.freeze({ kind: 'text', text: literal }));
  const keys = [...new Set(parts.flatMap((part) => (part.kind === 'key' ? [part.key] : [])))];
  if (keys.length === 0)
    throw new TemplateError('A template needs a field: {title}', 0, Math.max(text.length, 1));
  return Object.freeze({ parts: Object.freeze(parts), keys: Object.freeze(keys) });
}

/**
 * The text of an item: a field without a value adds nothing, and where none of the fields has one the result is null.
 * Numbers and booleans print as in JSON, dates as ISO 8601, lists with commas, objects as JSON.
 */
export function evaluateTemplate(template: TextTemplate, item: Item): string | null {
  if (template.keys.every((key) => memberOf(item, key) === null)) return null;
  return template.parts
    .map((part) => (part.kind === 'text' ? part.text : printed(memberOf(item, part.key))))
    .join('');
}

function memberOf(item: Item, key: string): Json {
  return Object.hasOwn(item, key) ? (item[key] ?? null) : null;
}

function printed(value: Json): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  const instant = instantOf(value);
  if (instant !== undefined) return formatInstant(instant);
  return Array.isArray(value) ? value.map(printed).join(', ') : JSON.stringify(value);
}
