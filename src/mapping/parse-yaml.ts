/** One mapping file's text → plain JSON, with places kept. YAML 1.2 core only: `no` is text, not false. */
import { type Node, parseDocument, type YAMLError } from 'yaml';
import type { Json } from '../upstream/styles/vocabulary.js';
import type { Problem } from './problem.js';
import { type SourceFile, sourceFile } from './source.js';
import { type Fault, toJson } from './yaml-value.js';

export interface ParsedFile {
  readonly source: SourceFile;
  /** Undefined where there are problems. */
  readonly value: Json | undefined;
  readonly problems: readonly Problem[];
}

/** Most faults of syntax that are shown of a file: later ones mostly follow from the first. */
const mostFaults = 3;

const quoting = 'text that holds { } [ ] , or ": " must stand in quotes: "…"';
const spaces = 'indent with spaces, not with tabs';

function syntaxFault(error: YAMLError, text: string): Fault {
  const [start, end] = error.pos;
  const message = error.message.replace(/\s+/g, ' ').trim();
  switch (error.code) {
    case 'MULTIPLE_DOCS':
      return {
        start,
        end,
        message: 'a mapping file holds one document',
        help: 'move what follows --- to its own file',
      };
    case 'TAB_AS_INDENT':
      return { start, end, message: 'a tab cannot indent', help: spaces };
    case 'TAG_RESOLVE_FAILED':
      return { start, end, message: 'tags (!…) are not supported', help: 'remove the tag' };
    case 'UNEXPECTED_TOKEN':
    case 'MISSING_CHAR':
    case 'BAD_SCALAR_START':
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BAD_INDENT': {
      const line = text.slice(text.lastIndexOf('\n', start - 1) + 1).split('\n', 1)[0]!;
      if (/^\s*\t/.test(line)) return { start, end, message, help: spaces };
      return /[{}[\],]|: .*: /.test(line) ? { start, end, message, help: quoting } : { start, end, message };
    }
    default:
      return { start, end, message };
  }
}

function compose(text: string): { root: Node | null; faults: readonly Fault[] } {
  try {
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      uniqueKeys: false,
      intAsBigInt: true,
      prettyErrors: false,
      logLevel: 'silent',
    });
    const faults = [...document.errors, ...document.warnings].map((error) => syntaxFault(error, text));
    if (document.directives.yaml.version !== '1.2') {
      faults.push({
        start: 0,
        end: 0,
        message: 'only YAML 1.2 is supported',
        help: 'remove the %YAML directive',
      });
    }
    return { root: document.contents, faults };
  } catch (error) {
    // The library recurses: a file of nothing but brackets exhausts the stack before its depth can be seen.
    if (!(error instanceof RangeError)) throw error;
    return { root: null, faults: [{ start: 0, end: 0, message: 'nested far too deep' }] };
  }
}

/** Never throws: whatever is wrong with the text becomes problems. */
export function parseYaml(file: string, text: string): ParsedFile {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const { root, faults } = compose(body);
  const converted = toJson(faults.length > 0 ? null : root);
  const source = sourceFile(file, body, { root, targets: converted.targets });
  const problems = [...faults.slice(0, mostFaults), ...converted.faults].map(
    ({ start, end, message, help }) =>
      source.problemAtOffset(start, end, message, help === undefined ? {} : { help }),
  );
  return { source, value: problems.length > 0 ? undefined : converted.value, problems };
}
