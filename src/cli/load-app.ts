/** The app for commands that look at mappings without serving them. */
import { type App, type AppOptions, createApp } from '../app/app.js';
import { formatProblem } from '../mapping/problem.js';
import { didYouMean } from '../mapping/suggest.js';
import type { CollectionModel } from '../model/model.js';
import { unobserved } from '../world/observation.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { type MappingsOption, mappingsDirectoryOf } from './mappings-option.js';

/**
 * Binds everything once and does not try again. The saved schema is preferred: so no network is needed where there
 * is one.
 */
export async function loadApp(
  options: MappingsOption,
  context: CliContext,
  prefer: 'live' | 'saved' = 'saved',
  other: Pick<AppOptions, 'connect'> = {},
): Promise<App> {
  const { world, environment } = context;
  const mappingsDirectory = mappingsDirectoryOf(options, context);
  const app = createApp({
    world,
    mappingsDirectory,
    environment,
    cursorSecret: environment.CURSOR_SECRET || undefined,
    observe: unobserved,
    prefer,
    retry: 'never',
    ...other,
  });
  await app.started;
  return app;
}

/** @throws CliError that says why the collection cannot be used */
export function collectionOf(app: App, id: string): CollectionModel {
  const model = app.collections.get(id);
  if (model) return model;
  if (app.pending.has(id)) throw new CliError(1, app.reasons.join('\n'));
  const known = [...app.collections.keys()];
  const help = didYouMean(id, known) ?? `known: ${known.join(', ') || 'none'}`;
  const errors = app.problems.map(formatProblem);
  throw new CliError(1, [...errors, `There is no collection "${id}" that can be used; ${help}`].join('\n'));
}
