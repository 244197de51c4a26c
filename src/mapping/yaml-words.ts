/** Faults of YAML's syntax in words of the file: the library speaks of tokens. */
import { type Document, isCollection, isScalar, type Node, visit, type YAMLError } from 'yaml';
import { closedOnLine, quoted } from './meant-layout.js';
import type { Fault } from './yaml-value.js';

/** A fault that is told better than by the library; undefined: it is not one of these. */
export function plainFault(error: YAMLError, text: string, document: Document.Parsed): Fault | undefined {
  const [start, end] = error.pos;
  if (/^Implicit (?:map )?keys need/.test(error.message)) return withoutColon(text, start);
  if (error.message.startsWith('Plain value cannot start with')) {
    const rest = text.slice(start).split('\n', 1)[0]!.trimEnd();
    return {
      start,
      end,
      message: `a text cannot begin with ${text[start]}`,
      help: `put it in quotes: ${JSON.stringify(rest)}`,
      meant: () => quoted(text, start),
    };
  }
  const quote = /^Missing closing (["'])/.exec(error.message)?.[1];
  if (quote !== undefined) return unclosed(text, openingOf(document, start, isQuoted), quote, quote);
  const closing = /end with a ([\]}])$/.exec(error.message)?.[1];
  if (closing === undefined || text[start] === closing) return undefined;
  return unclosed(text, openingOf(document, start, isFlow), closing === '}' ? '{' : '[', closing);
}

function unclosed(
  text: string,
  start: number | undefined,
  opening: string,
  closing: string,
): Fault | undefined {
  if (start === undefined) return undefined;
  return {
    start,
    end: start + 1,
    message: `this ${opening} is never closed`,
    help: `write ${closing} where it ends`,
    meant: () => closedOnLine(text, start, closing),
  };
}

function isQuoted(node: Node): boolean {
  return isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');
}

function isFlow(node: Node): boolean {
  return isCollection(node) && node.flow === true;
}

/** Where the last of such nodes begins before a place. */
function openingOf(
  document: Document.Parsed,
  before: number,
  wanted: (node: Node) => boolean,
): number | undefined {
  let found: number | undefined;
  visit(document, {
    Node(_, node) {
      const start = (node as Node).range?.[0];
      if (start !== undefined && start < before && wanted(node as Node)) found = Math.max(found ?? 0, start);
    },
  });
  return found;
}

function withoutColon(text: string, at: number): Fault | undefined {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const line = text.slice(start).split('\n', 1)[0]!;
  // Other languages have = or => there, and pages and word processors blanks that are no spaces.
  const parts = /^(\s*)([A-Za-z_$][\w$-]*)(?:\s*(?::?=|=>)\s*|:[^\S \t]*|\s+)([^\s:=>].*)$/.exec(line);
  if (!parts) return undefined;
  const [, blanks, key, value] = parts;
  const place = { start: start + blanks!.length, end: start + line.trimEnd().length };
  const meant = `${key}: ${value!.trimEnd()}`;
  return {
    ...place,
    message: 'a colon and a blank are missing between a key and its value',
    help: `write ${meant}`,
    edit: { ...place, text: meant, title: `write ${meant}` },
  };
}
