/** One mapping file's text → plain JSON, with places kept. YAML 1.2 core only: `no` is text, not false. */
import { Lexer, type Node, parseDocument, type YAMLError } from 'yaml';
import type { Json } from '../styles/vocabulary.js';
import { type MeantLayout, meantLayouts, withoutSeparator, withoutTabs } from './meant-layout.js';
import { commentedLine } from './mend-yaml.js';
import type { Nodes } from './places.js';
import type { Problem } from './problem.js';
import { type FileKind, type SourceFile, sourceFile } from './source.js';
import { commentedLines, type TextEdit } from './text-edit.js';
import { deepest, type Fault, toJson } from './yaml-value.js';
import { plainFault } from './yaml-words.js';

export interface ParsedFile {
  readonly source: SourceFile;
  /** What could be read in spite of problems, so that later checks can add theirs; undefined for none. */
  readonly value: Json | undefined;
  readonly problems: readonly Problem[];
}

/** Most faults of syntax that are shown of a file: later ones mostly follow from the first. */
const mostFaults = 3;
/** Most other faults that are shown of a file: a file of thousands is the wrong file. */
const mostOthers = 100;

/** Code units: a longer file is not read again and again to see what would mend it. */
const longestMended = 100_000;

const quoting = 'text that holds { } [ ] , or ": " must stand in quotes: "…"';
const indentation = 'look at the indentation here and on the next line';
const references = 'inside { } and [ ] a reference must stand in quotes: "${NAME}"';
const tooDeep = `nested more than ${deepest} levels deep`;
const spaces = 'indent with spaces, not with tabs';

/** The library speaks of tokens; the writer of a mapping sees characters. */
function plainMessage(message: string, written: string): string {
  const closing = /end with a ([\]}])$/.exec(message)?.[1];
  if (message.startsWith('Nested mappings')) return 'a key cannot start inside the value of another';
  if (closing !== undefined) return `a ${closing} is missing before this`;
  const unexpected = /^Unexpected .*(node end|YAML stream)/.test(message) && /^[^\n]+/.exec(written)?.[0];
  return unexpected ? `${unexpected.slice(0, 20)} cannot stand here` : message;
}

function layoutHelp(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1).split('\n', 1)[0]!;
  if (/^\s*\t/.test(line)) return spaces;
  if (/^ *[^\S \t]/.test(line))
    return 'the line begins with a blank that is no space: indent with plain spaces';
  if (/[{[].*\$\{/.test(line)) return references;
  return /[{}[\],]|: .*: /.test(line) ? quoting : indentation;
}

/** What follows the first document as comments, so that it is there to be moved. */
function commentedRest(text: string, at: number): TextEdit {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const rest = text.slice(start).trimEnd();
  return {
    start,
    end: start + rest.length,
    text: commentedLines(rest, ''),
    title: 'comment out what follows ---',
  };
}

function syntaxFault(error: YAMLError, text: string): Fault {
  const [start, end] = error.pos;
  const message = error.message.replace(/\s+/g, ' ').trim();
  if (/call stack/.test(message)) return { start, end, message: tooDeep };
  switch (error.code) {
    case 'MULTIPLE_DOCS':
      return {
        start,
        end,
        message: 'a mapping file holds one document',
        help: 'move what follows --- to its own file',
        edit: commentedRest(text, start),
        meant: () => withoutSeparator(text, start),
      };
    case 'TAB_AS_INDENT': {
      const meant = (kind: FileKind) => withoutTabs(text, start, kind);
      return { start, end, message: 'a tab cannot indent', help: spaces, meant };
    }
    case 'TAG_RESOLVE_FAILED':
      return {
        start,
        end,
        message: 'tags (!…) are not supported',
        help: 'remove the tag',
        edit: { start, end: end + / */.exec(text.slice(end))![0].length, text: '', title: 'remove the tag' },
      };
    case 'UNEXPECTED_TOKEN':
    case 'MISSING_CHAR':
    case 'BAD_SCALAR_START':
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BAD_INDENT': {
      const help = layoutHelp(text, start);
      const meant = (kind: FileKind) => meantLayouts(text, start, kind);
      return { start, end, message: plainMessage(message, text.slice(start, end)), help, meant };
    }
    default:
      return { start, end, message };
  }
}

/** What the lexer puts between lexemes: not text of the file. */
const markers: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

/**
 * Where brackets, or dashes on one line, go deeper than any mapping does. Found before the parser is asked: it
 * recurses, and takes seconds to give up. Deeper indentation is found later; a file has no room for much of it.
 */
function tooDeepAt(text: string): number | undefined {
  if (!mayBeTooDeep(text)) return undefined;
  let offset = 0;
  let brackets = 0;
  let indicators = 0;
  let inScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    const marker: boolean = !inScalar && markers.has(lexeme);
    if (!inScalar) {
      if (lexeme === '[' || lexeme === '{') brackets += 1;
      else if (lexeme === ']' || lexeme === '}') brackets -= 1;
      else if (lexeme === '-' || lexeme === '?') indicators += 1;
      else if (lexeme.endsWith('\n')) indicators = 0;
    }
    if (brackets > deepest || indicators > deepest) return offset;
    inScalar = marker && lexeme === '\u001f';
    if (!marker) offset += lexeme.length;
  }
  return undefined;
}

/** Whether there are enough of these characters in the text, or on one of its lines, whatever they mean there. */
function mayBeTooDeep(text: string): boolean {
  return atLeast(deepest, text, /[[{]/g) || text.split('\n').some((line) => atLeast(deepest, line, /[-?]/g));
}

function atLeast(wanted: number, text: string, pattern: RegExp): boolean {
  let found = 0;
  for (const _ of text.matchAll(pattern)) if (++found >= wanted) return true;
  return false;
}

function compose(text: string): { root: Node | null; faults: readonly Fault[] } {
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    return { root: null, faults: [{ start: deep, end: deep + 1, message: tooDeep }] };
  }
  try {
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      uniqueKeys: false,
      intAsBigInt: true,
      prettyErrors: false,
      logLevel: 'error',
    });
    const errors: readonly YAMLError[] = [...document.errors, ...document.warnings];
    const faults = errors
      .slice(0, mostFaults)
      .map((error) => plainFault(error, text, document) ?? syntaxFault(error, text));
    if (document.directives.yaml.version !== '1.2') {
      faults.push({
        start: 0,
        end: 0,
        message: 'only YAML 1.2 is supported',
        help: 'remove the %YAML directive',
        edit: {
          start: 0,
          end: /^%.*\r?\n(?:---[^\S\n]*\r?\n)?/.exec(text)?.[0].length ?? 0,
          text: '',
          title: 'remove the %YAML directive',
        },
      });
    }
    return { root: document.contents, faults };
  } catch (error) {
    // The library recurses: whatever else nests must not take the process down.
    if (!(error instanceof RangeError)) throw error;
    return { root: null, faults: [{ start: 0, end: 0, message: tooDeep }] };
  }
}

/**
 * The nodes as long as memory has room for them, then those of the text read again: once a collection is bound hardly anybody asks for a place, and
 * they are larger than the rest that is kept of a file.
 */
function nodesOf(text: string, first: Nodes): () => Nodes {
  let held = new WeakRef(first);
  return () => {
    const known = held.deref();
    if (known) return known;
    const { root, faults } = compose(text);
    const nodes = { root, targets: toJson(faults.length > 0 ? null : root).targets };
    held = new WeakRef(nodes);
    return nodes;
  };
}

function faultsOf(text: string): number {
  const { root, faults } = compose(text);
  return faults.length > 0 ? faults.length : toJson(root).faults.length;
}

/**
 * Never throws: whatever is wrong with the text becomes problems.
 * @param kind of the file; absent: nothing is written of such files
 */
export function parseYaml(file: string, text: string, kind?: FileKind): ParsedFile {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const { root, faults } = compose(body);
  const broken = faults.length > 0;
  const converted = toJson(broken ? null : root);
  const source = sourceFile(file, body, nodesOf(body, { root, targets: converted.targets }), kind);
  const places = new Set<number>();
  const all = faults.length + converted.faults.length;
  const mendable = body.length <= longestMended ? kind : undefined;
  const outOf = (offset: number): TextEdit | undefined =>
    mendable &&
    commentedLine(
      body,
      offset,
      (path) => mendable.canLack(path),
      (changed) => faultsOf(changed) < all,
    );
  const mended = [...faults, ...converted.faults.slice(0, mostOthers)].map((fault, index) => {
    const { meant, ...told } = fault;
    const found = index < mostFaults && mendable && meant && bestOf(body, meant(mendable), all);
    if (found) return { ...told, ...found.mend.instead, edit: found.mend, left: found.left };
    const edit = fault.edit ?? (index < mostFaults ? outOf(fault.start) : undefined);
    return { ...told, edit, left: all };
  });
  // What one edit mends was one mistake.
  const whole = mended.find(({ left }) => left === 0);
  const problems = (whole && broken ? [whole] : mended)
    .map(({ start, end, message, help, edit }) =>
      source.problemAtOffset(start, end, message, { ...(help === undefined ? {} : { help }), edit }),
    )
    // One typing error often makes several faults of syntax on its line; only the first one is reported.
    .filter(({ line }) => !broken || (!places.has(line) && places.add(line)));
  return { source, value: broken ? undefined : converted.value, problems };
}

/** Of what may have been meant, the first that leaves the fewest faults. @param now faults that there are */
function bestOf(
  text: string,
  meant: readonly MeantLayout[],
  now: number,
): { readonly mend: MeantLayout; readonly left: number } | undefined {
  let best: { readonly mend: MeantLayout; readonly left: number } | undefined;
  for (const mend of meant) {
    const left = faultsOf(text.slice(0, mend.start) + mend.text + text.slice(mend.end));
    if (left === 0) return { mend, left };
    if (left < (best?.left ?? now)) best = { mend, left };
  }
  return best;
}
