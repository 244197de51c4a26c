/**
 * YAML nodes → plain JSON. Stricter than YAML: what JSON cannot say, or what would surprise the writer of a
 * mapping, is a fault with its place. The conversion is our own because the library's would expand aliases
 * without end, compare keys pairwise (quadratic), and drop what it cannot express.
 */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import type { Json } from '../styles/vocabulary.js';
import { keyText } from './key-text.js';
import type { MeantLayout } from './meant-layout.js';
import type { FileKind } from './source.js';
import type { TextEdit } from './text-edit.js';

export interface Fault {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly help?: string;
  /** What is meant, to be written in place of what is wrong. */
  readonly edit?: TextEdit;
  /** What may have been meant: the one that leaves the fewest faults takes the place of `edit`. */
  readonly meant?: (kind: FileKind) => readonly MeantLayout[];
}

export interface YamlValue {
  /** Without what was at fault; undefined where a limit ended the conversion. */
  readonly value: Json | undefined;
  /** Which node each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly faults: readonly Fault[];
}

/** No mapping nests nearly so deep; the limit keeps recursion here and in later stages safe. */
export const deepest = 64;
const mostAliases = 100;
const mostAliasedNodes = 10_000;
const coreTags = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq']);

function quoteHelp(written: string): string {
  return `put it in quotes: ${JSON.stringify(written)}`;
}

export function toJson(root: Node | null): YamlValue {
  const faults: Fault[] = [];
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();
  let aliases = 0;
  let aliasedNodes = 0;
  let stopped = false;

  const fault = (node: Node, message: string, help?: string, instead?: string): null => {
    const [start, end] = node.range ?? [0, 0];
    const edit =
      instead === undefined ? {} : { edit: { start, end, text: instead, title: `write ${instead}` } };
    faults.push({ start, end, message, ...(help === undefined ? {} : { help }), ...edit });
    return null;
  };
  /** Limits end the conversion: whatever follows would only repeat the fault. */
  const stop = (node: Node, message: string, help?: string): null => {
    if (!stopped) fault(node, message, help);
    stopped = true;
    return null;
  };

  const scalar = (node: Scalar): Json => {
    const { value } = node;
    if (typeof value === 'bigint') {
      const number = Number(value);
      if (String(number) === String(value) || BigInt(number) === value) return number;
      fault(
        node,
        'this number is too long to be held exactly',
        quoteHelp(node.source ?? ''),
        JSON.stringify(node.source ?? ''),
      );
      return number;
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      fault(
        node,
        'this is not a number that JSON can hold',
        `write a number; a text stands in quotes: ${JSON.stringify(node.source ?? '')}`,
        JSON.stringify(node.source ?? ''),
      );
      return 0;
    }
    return value as Json;
  };

  const key = (node: Node | null, map: YAMLMap): string | undefined => {
    if (!isScalar(node)) {
      fault(node ?? map, 'a key must be text');
      return undefined;
    }
    const text = keyText(node)!;
    if (text === '__proto__') {
      fault(node, '"__proto__" cannot be a key');
    } else if (text === '<<' && node.type === 'PLAIN') {
      fault(node, 'merge keys (<<) are not supported', 'write the keys out');
    } else if (typeof node.value !== 'string' && String(node.value) !== text) {
      fault(
        node,
        `a key must be text, and ${text || 'an empty key'} is not`,
        quoteHelp(text),
        JSON.stringify(text),
      );
    } else {
      return text;
    }
    return undefined;
  };

  const entries = (node: YAMLMap, depth: number, aliased: boolean): Json => {
    const result: Record<string, Json> = {};
    for (const pair of node.items) {
      const keyNode = pair.key as Node | null;
      const name = key(keyNode, node);
      const value = visit(pair.value as Node | null, depth + 1, aliased);
      if (stopped) return null;
      if (name === undefined) continue;
      if (Object.hasOwn(result, name)) fault(keyNode!, `key "${name}" is given twice`, 'keep one of them');
      else result[name] = value;
    }
    return result;
  };

  const follow = (alias: Alias, depth: number): Json => {
    aliases += 1;
    if (aliases > mostAliases) return stop(alias, `more than ${mostAliases} aliases`, 'write the values out');
    const target = targets.get(alias) ?? anchors.get(alias.source);
    if (!target) return fault(alias, `there is no anchor &${alias.source} before this alias`);
    if (open.has(target)) return fault(alias, `the alias *${alias.source} stands inside its own anchor`);
    targets.set(alias, target);
    return visit(target, depth, true);
  };

  const visit = (node: Node | null, depth: number, aliased: boolean): Json => {
    if (stopped || !node) return null;
    if (depth > deepest) return stop(node, `nested more than ${deepest} levels deep`);
    if (aliased) aliasedNodes += 1;
    if (aliasedNodes > mostAliasedNodes) {
      return stop(node, 'aliases multiply this file beyond its limit', 'write the values out');
    }
    if (isAlias(node)) return follow(node, depth);
    const tag = node.tag?.replace(/^tag:yaml\.org,2002:/, '');
    if (tag !== undefined && tag !== '!' && !(coreTags.has(tag) && tag !== node.tag)) {
      fault(node, `tags such as ${node.tag} are not supported`, 'remove the tag');
    }
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined && !aliased) anchors.set(anchor, node);
    open.add(node);
    try {
      if (isMap(node)) return entries(node, depth, aliased);
      if (isSeq(node)) return node.items.map((item) => visit(item as Node | null, depth + 1, aliased));
      return isScalar(node) ? scalar(node) : fault(node, 'this kind of YAML value is not supported');
    } finally {
      open.delete(node);
    }
  };

  const value = visit(root, 0, false);
  return { value: stopped ? undefined : value, targets, faults };
}
