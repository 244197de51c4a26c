/** `explain --live`: sends the request as the service does, and shows what each node of its plan took. */
import type { App } from '../app/app.js';
import { explanationText, runText } from '../explain/text.js';
import { scopeOf } from '../server/scope.js';
import { type MeasuredRun, runMeasured } from '../service/run-measured.js';
import { operationOf } from '../wix/operations.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { type IdentityOptions, metadataOf } from './identity-options.js';
import { answerLines } from './query.js';
import type { BuiltRequest } from './request-options.js';

export async function explainLive(
  app: App,
  { kind, path, request }: BuiltRequest,
  options: IdentityOptions & { readonly json?: boolean },
  { world, print, note, setExitCode }: CliContext,
): Promise<void> {
  const scope = scopeOf(metadataOf(options));
  const run = await runMeasured(world, app.service(undefined), operationOf(path)!.name, request, scope);
  const { failure, answer, milliseconds, requests } = run;
  const explanation = app.generation.engine.explainRun(kind, run.measure, scope);
  const refused = failure && `${failure.code}: ${failure.message}`;
  // Refused before there was a plan, as without --live.
  if (!explanation) throw new CliError(1, refused ?? 'nothing was carried out');
  if (options.json) {
    const took = { milliseconds, requests };
    print(JSON.stringify({ ...explanation, run: failure ? { ...took, refused } : took, answer }, null, 2));
  } else
    for (const line of [explanationText(explanation), '', ...ranLines(run, runText(explanation))])
      print(line);
  if (refused === undefined) return;
  note(refused);
  setExitCode(1);
}

function ranLines({ answer, milliseconds, requests }: MeasuredRun, tree: readonly string[]): string[] {
  const took = `${milliseconds.toFixed(1)} ms, ${requests} request${requests === 1 ? '' : 's'}`;
  return [
    `carried out in ${took}`,
    ...tree.map((line) => `  ${line}`),
    ...(answer ? ['', ...answerLines(answer)] : []),
  ];
}
