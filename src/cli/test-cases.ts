/** `test`: carries recorded requests out again, without the API, and says what differs. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../authoring/write/write-whole.js';
import { formatProblem } from '../mapping/problem.js';
import { replay, unsetVariables } from './cases/carry-out-case.js';
import { type Case, type LocatedCase, readCase } from './cases/case.js';
import { type Difference, differencesOf } from './cases/differences.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { type JunitCase, junitOf } from './junit.js';
import type { MappingsOption } from './mappings-option.js';
import { recorded, textOf } from './record.js';

export interface TestOptions extends MappingsOption {
  readonly cases: string;
  readonly live?: boolean;
  readonly update?: boolean;
  readonly json?: boolean;
  readonly junit?: boolean;
}

interface Tested {
  readonly file: string;
  readonly located: LocatedCase;
  readonly now: Case;
  readonly differences: readonly Difference[];
}

/** @param files of cases; none: all of the directory */
export async function testCases(
  files: readonly string[],
  options: TestOptions,
  context: CliContext,
): Promise<void> {
  if (options.update) refuseStandIns(options, context);
  const tested: Tested[] = [];
  for (const file of files.length > 0 ? files : filesOf(options.cases))
    tested.push(await test(file, options, context));
  if (options.json) context.print(JSON.stringify({ cases: tested.map(plain) }, null, 2));
  else if (options.junit) context.print(junitOf([{ name: 'cases', cases: tested.map(junitCase) }]));
  else for (const each of tested) for (const line of linesOf(each)) context.print(line);
  const different = tested.filter(({ differences }) => differences.length > 0);
  // What programs read must stay what it is.
  const tell = options.json || options.junit ? context.note : context.print;
  tell(`${tested.length - different.length} of ${tested.length} cases as recorded`);
  const kept = options.update ? different.filter((each) => !update(each, options, tell)) : different;
  if (kept.length > 0) context.setExitCode(1);
}

/** A filter of a file may hold a variable: without it another answer would be kept. */
function refuseStandIns(options: TestOptions, context: CliContext): void {
  const missing = unsetVariables(options, context);
  if (missing.length > 0)
    throw new CliError(
      2,
      `--update needs the variables that the mapping files name; set ${missing.join(', ')}`,
    );
}

function filesOf(directory: string): readonly string[] {
  let names: readonly string[] = [];
  try {
    names = readdirSync(directory);
  } catch {
    // It is the same to the user whether it is empty or not there.
  }
  const files = names.filter((name) => name.endsWith('.yaml')).sort();
  if (files.length === 0) throw new CliError(2, `There are no cases in ${directory}; \`record\` writes some`);
  return files.map((name) => join(directory, name));
}

async function test(file: string, options: TestOptions, context: CliContext): Promise<Tested> {
  const located = readCase(file);
  const { operation, caller, request } = located.value;
  const at = new Date(context.world.now()).toISOString();
  const now = options.live
    ? await recorded({ operation, at, caller, request }, options, context)
    : await replay(located.value, options, context);
  return { file, located, now, differences: differencesOf(located.value, now) };
}

/** Whether the case was written anew. */
function update(
  { file, now, differences }: Tested,
  { live }: TestOptions,
  tell: (line: string) => void,
): boolean {
  if (!live && differences.some(({ asksElse }) => asksElse)) {
    tell(`${file}: kept, since the API must be asked: give --live with --update`);
    return false;
  }
  if (now.refused?.code === 'UNKNOWN_ERROR') {
    tell(`${file}: kept, since nothing was answered: ${now.refused.message}`);
    return false;
  }
  writeWhole(file, textOf(file, now));
  tell(`${file}: written anew`);
  return true;
}

function problemOf({ located: { source } }: Tested, { path, message }: Difference) {
  return source.problemAt(path, message, { at: 'key' });
}

function linesOf(tested: Tested): readonly string[] {
  return tested.differences.flatMap((each) => [
    formatProblem(problemOf(tested, each)),
    ...(each.lines ?? []).map((line) => `  ${line}`),
  ]);
}

function plain(tested: Tested): object {
  const differences = tested.differences.map((each) => {
    const { line, column, message } = problemOf(tested, each);
    return { path: each.path, line, column, message, lines: each.lines };
  });
  return { file: tested.file, differences };
}

function junitCase(tested: Tested): JunitCase {
  const { file, differences } = tested;
  const [first] = differences;
  if (!first) return { name: file };
  const { line, message } = problemOf(tested, first);
  return { name: file, file, line, failure: { message, text: linesOf(tested).join('\n') } };
}
