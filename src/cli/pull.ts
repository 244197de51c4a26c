/** `pull`: brings the saved schemas up to date, and says first what the change would break. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { type App, replacedAddresses } from '../app/app.js';
import { collectionsOf } from '../app/configuration.js';
import { liveSchema, reasonOf } from '../app/obtain-schema.js';
import type { OpenUpstream } from '../app/open-upstream.js';
import { apiSchemaFile } from '../authoring/write/files.js';
import { writeWhole } from '../authoring/write/write-whole.js';
import { errorsOf, formatProblem, type Problem, sortProblems } from '../mapping/problem.js';
import { neverAborted } from '../world/signal.js';
import type { CliContext } from './context.js';
import { loadApp } from './load-app.js';
import type { MappingsOption } from './mappings-option.js';
import { isSaved, schemaPathFault, schemaText } from './save-schema.js';

export interface PullOptions extends MappingsOption {
  readonly force?: boolean;
}

export async function pull(options: PullOptions, context: CliContext): Promise<void> {
  const app = await loadApp(options, context, 'live');
  try {
    for (const text of replacedAddresses(app.mappings)) context.print(text);
    for (const each of sortProblems(app.problems)) context.print(formatProblem(each));
    const broken = new Set(errorsOf(app.problems).map((each) => each.file));
    for (const upstream of app.upstreams) await pullOne(upstream, broken, app, options, context);
    if (app.upstreams.length === 0 || broken.size > 0) context.setExitCode(1);
  } finally {
    await app.close();
  }
}

async function pullOne(
  upstream: OpenUpstream,
  broken: ReadonlySet<string>,
  app: App,
  { force }: PullOptions,
  context: CliContext,
): Promise<void> {
  const { source } = upstream.located;
  const fail = (problem: Problem): void => {
    context.print(formatProblem(problem));
    context.setExitCode(1);
  };
  const path = upstream.located.schemaPath;
  if (path === undefined) {
    return fail(
      source.problemAt(['url'], 'this upstream names no file to save its schema in', {
        at: 'key',
        help: 'add a line such as schema: schema.graphql',
      }),
    );
  }
  const help = 'name a file for it, such as schema.graphql';
  const fault = schemaPathFault(path);
  if (fault !== undefined) return fail(source.problemAt(['schema'], fault, { help }));
  let text: string;
  let schema: GraphQLSchema;
  try {
    schema = await liveSchema(context.world, upstream, neverAborted);
    text = schemaText(path, schema);
  } catch (error) {
    return fail(source.problemAt(['url'], reasonOf(error, upstream)));
  }
  if (isSaved(path, text)) return context.print(`${path}: unchanged`);
  const drifted = collectionsOf(app.mappings, upstream.name).filter((each) => broken.has(each.file));
  if (drifted.length > 0 && !force) {
    const files = drifted.map((each) => each.file).join(', ');
    context.print(`${path}: not replaced, because the new schema does not fit ${files}; --force replaces it`);
    return context.setExitCode(1);
  }
  try {
    writeWhole(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return fail(source.problemAt(['schema'], `the schema cannot be saved here (${code})`, { help }));
  }
  refreshApiSchemas(upstream, schema, app);
  context.print(`${path}: saved`);
}

/** What editors complete with, where `init` has written it beside the files. */
function refreshApiSchemas({ name }: OpenUpstream, schema: GraphQLSchema, { mappings }: App): void {
  for (const { file, value } of collectionsOf(mappings, name)) {
    const own = apiSchemaFile(schema, value);
    const path = join(dirname(file), own.name);
    if (existsSync(path)) writeWhole(path, own.text);
  }
}
