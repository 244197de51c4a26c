/** Texts about mapping files show variables of the environment as they are written there, never what they hold. */
import type { Problem } from './problem.js';
import type { SourceFile } from './source.js';

/** Texts that the environment took part in, each with how it is written in the file: `${NAME}`, `Bearer ${NAME}`. */
export type Filled = ReadonlyMap<string, string>;

/** Shorter texts are hidden where they stand alone: inside of words they would hide ordinary ones. */
const shortestInside = 4;
/** Words of addresses that say nothing. */
const plainWords = new Set(['http', 'https', 'graphql', 'null', 'true', 'false']);

/**
 * Function that writes references in place of filled texts and of the words in them (a message may name one step of a path), in
 * the spellings that messages use.
 * @param texts of the files: words that stand there for all to see are not hidden
 */
export function disguise(filled: Filled, texts: readonly string[] = []): (text: string) => string {
  const written = new Map<string, string>();
  const add = (text: string, reference: string): void => {
    if (text !== '' && !written.has(text)) written.set(text, reference);
  };
  for (const [text, reference] of filled) for (const each of spellings(text)) add(each, reference);
  for (const [text, reference] of filled)
    for (const word of text.match(/[\p{L}\p{N}_$-]+/gu) ?? []) {
      const known = plainWords.has(word) || texts.some((each) => each.includes(word));
      if (word.length >= shortestInside && !known) add(word, reference);
    }
  if (written.size === 0) return (text) => text;
  // The longest first; what is a reference already stays as it is.
  const patterns = [...written.keys()].sort((a, b) => b.length - a.length).map(patternOf);
  const pattern = new RegExp(['\\$\\{[^}]*\\}', ...patterns].join('|'), 'gu');
  return (text) => text.replace(pattern, (found) => written.get(found) ?? found);
}

/** As it is, as JSON shows it, and as an address shows it. */
function spellings(text: string): readonly string[] {
  return [text, text.trim(), JSON.stringify(text).slice(1, -1), addressed(text), text.toLowerCase()];
}

function addressed(text: string): string {
  return encodeURI(text.toWellFormed());
}

function patternOf(text: string): string {
  const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return text.length >= shortestInside ? literal : `(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`;
}

/** The problem without what the environment filled in. */
export function disguisedProblem(problem: Problem, hide: (text: string) => string): Problem {
  const { message, help, actions } = problem;
  return {
    ...problem,
    message: hide(message),
    ...(help === undefined ? {} : { help: hide(help) }),
    ...(actions === undefined
      ? {}
      : {
          actions: actions.map((each) =>
            each.kind === 'edit' ? { ...each, text: hide(each.text), title: hide(each.title) } : each,
          ),
        }),
  };
}

/** The same file; its problems are disguised. */
export function disguisedSource(source: SourceFile, hide: (text: string) => string): SourceFile {
  return {
    ...source,
    problemAt: (...place) => disguisedProblem(source.problemAt(...place), hide),
    problemAtOffset: (...place) => disguisedProblem(source.problemAtOffset(...place), hide),
  };
}
