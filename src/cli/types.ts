/** `types`: TypeScript types of the collections, for the code of the site. */
import { writeWhole } from '../authoring/write/write-whole.js';
import { errorsOf, formatProblem } from '../mapping/problem.js';
import type { CliContext } from './context.js';
import { collectionOf, loadApp } from './load-app.js';
import type { MappingsOption } from './mappings-option.js';
import { outError } from './out-directory.js';
import { namespaceOf } from './trust.js';
import { declarationsOf } from './types/declarations.js';

export interface TypesOptions extends MappingsOption {
  readonly out?: string;
}

export async function types(
  ids: readonly string[],
  options: TypesOptions,
  context: CliContext,
): Promise<void> {
  const namespace = namespaceOf(context.environment);
  const app = await loadApp(options, context);
  try {
    const models = ids.length > 0 ? ids.map((id) => collectionOf(app, id)) : [...app.collections.values()];
    const broken = [...errorsOf(app.problems).map(formatProblem), ...app.reasons];
    for (const text of broken) context.note(text);
    // Half of the types would make sound code of the site fail.
    if (broken.length > 0 && ids.length === 0) return context.setExitCode(1);
    const text = declarationsOf(models, namespace).join('\n');
    if (options.out === undefined) return context.print(text);
    try {
      writeWhole(options.out, `${text}\n`);
    } catch (error) {
      throw outError(error, options.out);
    }
    context.print(`${options.out}: ${models.length} collection${models.length === 1 ? '' : 's'}`);
  } finally {
    await app.close();
  }
}
