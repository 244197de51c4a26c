/**
 * Sets one value in the text of a collection file, and says why in a comment above it; everything else stays as it is, to the
 * letter. The places come from the YAML document; what comes out is read again and held against what was meant.
 */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import type { Json } from '../styles/vocabulary.js';
import { keyText, type Path } from './key-text.js';
import type { TextEdit } from './text-edit.js';
import { documentOf, valueIn } from './text-value.js';

/** @param why absent: no comment. @returns undefined: the file has no place for it that could be found */
export function setLine(text: string, path: Path, value: Json, why?: string): string | undefined {
  const feed = text.includes('\r\n') ? '\r\n' : '\n';
  if (!text.endsWith('\n')) return setLine(text + feed, path, value, why);
  const document = documentOf(text);
  const root = document.contents;
  const before = valueIn(document);
  if (before === undefined || !isMap(root)) return undefined;
  const edit = editFor(text, root as YAMLMap, path, value);
  if (edit === undefined) return undefined;
  const changed = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  if (!isDeepStrictEqual(read(changed), withValue(before, path, value))) return undefined;
  if (why === undefined) return changed;
  const line = text.lastIndexOf('\n', edit.anchor - 1) + 1;
  const indent = /^ */.exec(text.slice(line))![0];
  const commented = `${changed.slice(0, line)}${indent}# ${why.replace(/\s+/g, ' ')}${feed}${changed.slice(line)}`;
  return isDeepStrictEqual(read(commented), read(changed)) ? commented : undefined;
}

interface AnchoredEdit extends Omit<TextEdit, 'title'> {
  /** A place on the line above which the comment goes. */
  readonly anchor: number;
}

interface Ranged {
  readonly range?: readonly [number, number, number] | null;
}

function editFor(text: string, root: YAMLMap, path: Path, value: Json): AnchoredEdit | undefined {
  let map = root;
  let anchor: number | undefined;
  for (const [index, step] of path.entries()) {
    const pair = map.items.find((each) => keyText(each.key) === String(step));
    const rest = path.slice(index + 1);
    if (!pair) return insert(text, map, String(step), wrapped(rest, value), anchor);
    const key = (pair.key as Ranged).range;
    anchor = key?.[0] ?? anchor;
    const node = pair.value as (Ranged & object) | null;
    if (anchor === undefined || !node?.range) return undefined;
    const [start, end] = node.range;
    if (rest.length === 0)
      return replace(text, key?.[1] ?? start, start, blockEnd(text, node, end), value, anchor);
    if (isMap(node)) {
      map = node as unknown as YAMLMap;
      continue;
    }
    // `list: products` and `title: name` are short for objects.
    const long = shorthand(path, index);
    if (!isScalar(node) || typeof node.value !== 'string' || long === undefined) return undefined;
    return {
      start,
      end,
      text: `{ ${long}: ${text.slice(start, end)}, ${member(String(rest[0]), wrapped(rest.slice(1), value))} }`,
      anchor,
    };
  }
  return undefined;
}

/** A value that stands on lines of its own goes to the line of its key. */
function replace(
  text: string,
  keyEnd: number,
  start: number,
  end: number,
  value: Json,
  anchor: number,
): AnchoredEdit {
  const between = text.slice(keyEnd, start);
  if (!between.includes('\n')) return { start, end, text: flow(value), anchor };
  return { start: keyEnd + between.indexOf(':') + 1, end, text: ` ${flow(value)}`, anchor };
}

function shorthand(path: Path, index: number): string | undefined {
  if (path[0] === 'fields' && index === 1) return 'path';
  return path[0] === 'list' && index === 0 ? 'field' : undefined;
}

/** The value of a block ends behind its last line feed. */
function blockEnd(text: string, node: object, end: number): number {
  return isMap(node) && !node.flow && text[end - 1] === '\n' ? end - 1 : end;
}

function insert(
  text: string,
  map: YAMLMap,
  key: string,
  value: Json,
  anchor: number | undefined,
): AnchoredEdit | undefined {
  const [first, last] = [map.items[0], map.items.at(-1)];
  const range = (map as Ranged).range;
  if (!range) return undefined;
  if (map.flow) {
    if (anchor === undefined) return undefined;
    if (!last) return { start: range[0], end: range[1], text: `{ ${member(key, value)} }`, anchor };
    const end = endOf(last);
    return end === undefined ? undefined : { start: end, end, text: `, ${member(key, value)}`, anchor };
  }
  const start = (first?.key as Ranged | undefined)?.range?.[0];
  const end = last && endOf(last);
  if (start === undefined || end === undefined) return undefined;
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (indent.trim() !== '') return undefined;
  const feed = text.includes('\r\n') ? '\r\n' : '\n';
  const at = text.indexOf('\n', text[end - 1] === '\n' ? end - 1 : end) + 1;
  return { start: at, end: at, text: `${indent}${member(key, value)}${feed}`, anchor: anchor ?? at };
}

function endOf({ key, value }: Pair): number | undefined {
  return ((value ?? key) as Ranged).range?.[1];
}

/** `value` below these keys. */
function wrapped(path: Path, value: Json): Json {
  return path.reduceRight<Json>((inner, step) => ({ [step]: inner }), value);
}

function member(key: string, value: Json): string {
  return `${key}: ${flow(value)}`;
}

function flow(value: Json): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, each]) => member(key, each))
    .join(', ')} }`;
}

function read(text: string): unknown {
  return valueIn(documentOf(text));
}

/** What the file should say afterwards. */
function withValue(before: unknown, path: Path, value: Json, index = 0): unknown {
  if (index === path.length) return value;
  const long = index > 0 ? shorthand(path, index - 1) : undefined;
  const own =
    typeof before === 'object' && before !== null
      ? (before as Readonly<Record<string, unknown>>)
      : before !== undefined && long !== undefined
        ? { [long]: before }
        : {};
  const step = String(path[index]);
  return { ...own, [step]: withValue(own[step], path, value, index + 1) };
}
