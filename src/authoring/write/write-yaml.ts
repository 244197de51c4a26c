/** Printing mapping files for people: comments, short objects on one line, quotes only where needed. */
import {
  Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  visit,
} from 'yaml';
import { keyText, type Path } from '../../mapping/key-text.js';
import type { Json } from '../../styles/vocabulary.js';

export interface YamlComment {
  readonly path: Path;
  readonly text: string;
  /** before: on lines of its own above the key (default); end: behind the value, on its line. */
  readonly place?: 'before' | 'end';
}

/** Keys that are written as a comment below the others of an object, for the reader to enable. */
export interface DisabledBlock {
  /** The object; empty for the file itself. */
  readonly path: Path;
  readonly value: { readonly [key: string]: Json };
  /** Stands above the block. */
  readonly text?: string;
  /** Fields that proved unreadable are added to it. */
  readonly learned?: true;
}

export interface YamlOptions {
  /** Comment lines at the top, e.g. `yaml-language-server: $schema=…`. */
  readonly header?: string;
  readonly comments?: readonly YamlComment[];
  readonly disabled?: readonly DisabledBlock[];
  /** Objects and lists that are written on lines of their own even where one line would hold them. */
  readonly block?: readonly Path[];
}

const widest = 100;
const indent = 2;
const layout = { lineWidth: 0, indent, flowCollectionPadding: true } as const;

/** Letters that a text without quotes would lose, or whose edges a reader would not see. */
const unprintable = /[^\P{C}\n]|[\u00a0\u2028\u2029]/u;

function commentLines(text: string): string {
  return text
    .split(/\r\n|[\r\n\u0085\u2028\u2029]/)
    .map((line) => (line === '' ? '' : ` ${line}`))
    .join('\n');
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => String(step) === String(b[index]));
}

/** What stands at a path: the node, and the pair that holds it where its parent is an object. */
function locate(root: Node | null, path: Path): { node: Node | null; pair: Pair | undefined } | undefined {
  let node = root;
  let pair: Pair | undefined;
  for (const step of path) {
    if (isMap(node)) {
      pair = node.items.find((item) => keyText(item.key) === String(step));
      if (!pair) return undefined;
      node = pair.value as Node | null;
    } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
      pair = undefined;
      node = node.items[step] as Node;
    } else {
      return undefined;
    }
  }
  return { node, pair };
}

function hasComments(node: Node): boolean {
  let found = false;
  const look = (_: unknown, part: Node): symbol | undefined => {
    found ||= Boolean(part.comment || part.commentBefore || part.spaceBefore);
    return found ? visit.BREAK : undefined;
  };
  visit(node, { Node: look });
  return found;
}

/** Puts each collection that fits on the rest of its line there; `used` is what stands before it. */
function fold(node: Node, path: Path, used: number, depth: number, block: readonly Path[]): void {
  if (!isCollection(node)) return;
  const open = node.items.length > 0 && (path.length === 0 || block.some((one) => samePath(one, path)));
  if (!open && !hasComments(node)) {
    node.flow = true;
    const text = new Document(node).toString(layout).trimEnd();
    if (!text.includes('\n') && used + text.length <= widest) return;
    node.flow = false;
  }
  for (const [index, item] of node.items.entries()) {
    const pair = isMap(node) ? (item as Pair) : undefined;
    const child = (pair ? pair.value : item) as Node | null;
    const key = pair ? keyText(pair.key)! : index;
    if (child) fold(child, [...path, key], depth * indent + String(key).length + 4, depth + 1, block);
  }
}

/** Whether the library must not choose how to write a text: it misprints some blocks that begin with space. */
function needsQuotes(text: string): boolean {
  return unprintable.test(text) || (text.includes('\n') && /^\s/.test(text));
}

function quote(root: Node | null): void {
  if (!root) return;
  visit(root, {
    Scalar(_, node: Scalar) {
      if (typeof node.value === 'string' && needsQuotes(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
}

function build(value: Json, block: readonly Path[], comments: readonly YamlComment[]): Document<Node> {
  const document = new Document<Node>(value as never, {
    version: '1.2',
    schema: 'core',
    aliasDuplicateObjects: false,
  });
  quote(document.contents);
  for (const { path, text, place } of comments) {
    const found = locate(document.contents, path);
    if (!found?.node) throw new Error(`a comment for ${path.join('.')}, which is not there`);
    if (place === 'end' && isScalar(found.node)) found.node.comment = commentLines(text).replace(/\n/g, ' ');
    else {
      const node = (found.pair?.key as Node | undefined) ?? found.node;
      node.commentBefore = [node.commentBefore, commentLines(text)].filter(Boolean).join('\n');
    }
  }
  if (document.contents) fold(document.contents, [], 0, 0, block);
  return document;
}

/**
 * A value as YAML that parses to the same value. Keys keep their order. A comment for a path that is not
 * there throws: it is a mistake of the caller. `end` comments are for texts, numbers and the like; at objects
 * and lists they go before the key.
 */
export function printYaml(value: Json, options: YamlOptions = {}): string {
  const block = options.block ?? [];
  const disabled = options.disabled ?? [];
  const open = [...block, ...disabled.map(({ path }) => path)];
  const document = build(value, open, options.comments ?? []);
  for (const part of disabled) {
    const found = locate(document.contents, part.path);
    if (!found?.node) throw new Error(`a block for ${part.path.join('.')}, which is not there`);
    const text = build(part.value, [], []).toString(layout).trimEnd();
    const lines = part.text === undefined ? text : `${part.text}\n${text}`;
    found.node.comment = [found.node.comment, commentLines(lines)].filter(Boolean).join('\n\n');
  }
  const header = options.header === undefined ? '' : `${commentLines(options.header).replace(/^/gm, '#')}\n`;
  return header + document.toString(layout);
}
