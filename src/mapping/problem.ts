/** What is wrong in a mapping file, and where: plain data that prints like a compiler's message. */

import type { ObservedProblem } from '../world/configuration-observation.js';
import type { NextAction } from './next-action.js';

export interface Problem extends ObservedProblem {
  /** What the help says as data, where a program can do it: the best first. */
  readonly actions?: readonly NextAction[];
}

const widest = 120;

/** Control characters in a file must not reach the reader's terminal; tabs stay so that carets line up. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}

function excerpt(problem: Problem, line: string): string[] {
  const at = problem.column - 1;
  const from = line.length <= widest ? 0 : Math.max(0, Math.min(at - 20, line.length - widest));
  const shown = printable(line.slice(from, from + widest));
  const lead = shown.slice(0, at - from).replace(/[^\t]/g, ' ');
  const room = Math.max(1, shown.length - (at - from));
  return [`  ${shown}`, `  ${lead}${'^'.repeat(Math.max(1, Math.min(problem.length ?? 1, room)))}`];
}

/**
 * `file:line:column: message`, then the line of the file with carets under the place, then the help.
 * Every line after the first is indented by two spaces.
 */
export function formatProblem(problem: Problem): string {
  const lines = [`${problem.file}:${problem.line}:${problem.column}: ${printable(problem.message)}`];
  if (problem.sourceLine !== undefined) lines.push(...excerpt(problem, problem.sourceLine));
  if (problem.help !== undefined) lines.push(`  ${printable(problem.help)}`);
  return lines.join('\n');
}

/** As data, without the text of the line, which may hold a secret that was written there. */
export function plainProblem({ sourceLine, length, ...problem }: Problem): object {
  return problem;
}

/** A copy in reading order: by file, line, column. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}

export function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((each) => each.severity === 'error');
}

/** Thrown where a mapping is needed whole, e.g. by `check`. The message holds every problem, formatted. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = sortProblems(problems);
    super(sorted.map(formatProblem).join('\n'));
    this.problems = sorted;
  }
}
