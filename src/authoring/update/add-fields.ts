/**
 * Adds fields to the text of a collection file: lines behind its last field, and not a letter else. The places come from the
 * YAML document; what comes out is read again and held against what was meant.
 */
import { isDeepStrictEqual } from 'node:util';
import { isMap, type Pair, type YAMLMap } from 'yaml';
import { documentOf, valueIn } from '../../mapping/text-value.js';
import type { Json } from '../../styles/vocabulary.js';
import { printYaml } from '../write/write-yaml.js';

export interface FieldAddition {
  readonly key: string;
  /** As it stands in a file: a path, or an object. */
  readonly value: Json;
  /** Stand above it. */
  readonly comments: readonly string[];
}

/** undefined: the file has no `fields` that lines can be added to. */
export function addFields(text: string, additions: readonly FieldAddition[]): string | undefined {
  const document = documentOf(text);
  const before = valueIn(document);
  const fields: unknown = document.get('fields', true);
  if (before === undefined || !isMap(fields) || fields.items.length === 0) return undefined;
  const changed = fields.flow ? intoFlow(text, fields, additions) : intoBlock(text, fields, additions);
  return changed !== undefined && isMeant(before, changed, additions) ? changed : undefined;
}

function intoBlock(
  text: string,
  { items }: YAMLMap,
  additions: readonly FieldAddition[],
): string | undefined {
  const first = startOf(items[0]!);
  const end = endOf(items.at(-1)!);
  if (first === undefined || end === undefined) return undefined;
  const indent = text.slice(text.lastIndexOf('\n', first - 1) + 1, first);
  if (indent.trim() !== '') return undefined;
  // The value of a block ends behind its last line feed.
  const inside = text[end - 1] === '\n' ? end - 1 : end;
  const feed = text.indexOf('\n', inside);
  const at = feed < 0 ? text.length : feed + 1;
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = additions
    .map(({ key, value, comments }) =>
      printYaml({ [key]: value }, { comments: comments.map((each) => ({ path: [key], text: each })) }),
    )
    .join('')
    .replace(/^(?=.)/gm, indent)
    .replaceAll('\n', ending);
  return text.slice(0, at) + (feed < 0 ? ending : '') + lines + text.slice(at);
}

function intoFlow(
  text: string,
  { items, range }: YAMLMap,
  additions: readonly FieldAddition[],
): string | undefined {
  const end = endOf(items.at(-1)!);
  if (end === undefined || !range) return undefined;
  const members = additions.map(({ key, value }) => {
    // A flow object on one line, without its brackets.
    const printed = JSON.stringify({ [key]: value });
    return printed.slice(1, -1);
  });
  return `${text.slice(0, end)}, ${members.join(', ')}${text.slice(end)}`;
}

function startOf({ key }: Pair): number | undefined {
  return (key as { readonly range?: readonly number[] }).range?.[0];
}

function endOf({ key, value }: Pair): number | undefined {
  return ((value ?? key) as { readonly range?: readonly number[] }).range?.[1];
}

function isMeant(before: unknown, text: string, additions: readonly FieldAddition[]): boolean {
  const { fields, ...rest } = before as { readonly fields: Readonly<Record<string, Json>> };
  const added = Object.fromEntries(additions.map(({ key, value }) => [key, value]));
  return isDeepStrictEqual(valueIn(documentOf(text)), { ...rest, fields: { ...fields, ...added } });
}
