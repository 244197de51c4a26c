/** `check`: binds all mapping files and says what is wrong with them and what each collection can do. */
import { githubOf, jsonOf } from './check/machine.js';
import { type CheckReport, reportOf } from './check/report.js';
import { textOf } from './check/text.js';
import { siteProblems } from './check-tenants.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { loadApp } from './load-app.js';
import { type MappingsOption, mappingsDirectoryOf } from './mappings-option.js';
import { untilSignal } from './until-signal.js';
import { untilChanged, type Watched, watchedFiles } from './watch-files.js';

export interface CheckOptions extends MappingsOption {
  readonly tenants?: string;
  readonly live?: boolean;
  readonly fields?: boolean;
  readonly json?: boolean;
  readonly format?: string;
  readonly strict?: boolean;
  readonly watch?: boolean;
}

export const formats = ['text', 'json', 'github'] as const;
type Format = (typeof formats)[number];

export async function check(options: CheckOptions, context: CliContext): Promise<void> {
  const format = formatOf(options);
  if (!options.watch) return checkOnce(options, format, context);
  const stop = new AbortController();
  void untilSignal().then(() => stop.abort());
  await checkAgain(options, context, stop.signal);
}

/** Checks at once, and whenever a file of the directory has changed, until it is told to stop. */
export async function checkAgain(
  options: CheckOptions,
  context: CliContext,
  stop: AbortSignal,
): Promise<void> {
  const format = formatOf(options);
  const directory = mappingsDirectoryOf(options, context);
  // The exit code of what was checked on the way says nothing of the end.
  const quiet: CliContext = { ...context, setExitCode: () => undefined };
  let seen: Watched = watchedFiles(directory);
  while (!stop.aborted) {
    await checkOnce(options, format, quiet);
    context.note(`watching ${directory}; Ctrl-C ends it`);
    const now = await untilChanged(context.world, directory, seen, stop);
    if (now === undefined) return;
    context.note(`${now.changed.join(', ')} changed`);
    seen = now.files;
  }
}

async function checkOnce(options: CheckOptions, format: Format, context: CliContext): Promise<void> {
  const app = await loadApp(options, context, options.live ? 'live' : 'saved');
  try {
    const sites = options.tenants === undefined ? [] : await siteProblems(options, options.tenants, context);
    const report = await reportOf(app, options.live === true, context, sites);
    context.progress('');
    for (const line of linesOf(report, format, options.fields === true)) context.print(line);
    if (report.errors > 0 || (options.strict && report.warnings > 0)) context.setExitCode(1);
  } finally {
    await app.close();
  }
}

function linesOf(report: CheckReport, format: Format, fields: boolean): readonly string[] {
  switch (format) {
    case 'text':
      return textOf(report, fields);
    case 'json':
      return [jsonOf(report, fields)];
    case 'github':
      return githubOf(report);
  }
}

function formatOf({ json, format }: CheckOptions): Format {
  const found = formats.find((each) => each === format);
  if (format !== undefined && !found) throw new CliError(2, `--format must be ${formats.join(' or ')}`);
  if (json && found && found !== 'json') throw new CliError(2, 'Give only one of --json and --format');
  return json ? 'json' : (found ?? 'text');
}
