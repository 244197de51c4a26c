/** `doctor`: looks at all that the service needs, and says in a line each what is wrong and what mends it. */

import type { App } from '../app/app.js';
import { errorsOf } from '../mapping/problem.js';
import type { CliContext } from './context.js';
import { examineApi } from './doctor/api.js';
import { type Examined, good, problem } from './doctor/examined.js';
import { examineKeys, examineNamespace, examineNode, examinePort } from './doctor/machine.js';
import { examineSettings } from './doctor/settings.js';
import { examineStore } from './doctor/store.js';
import { loadApp } from './load-app.js';
import { type MappingsOption, mappingsDirectoryOf } from './mappings-option.js';
import { hostOf, portOf } from './service-settings.js';

export interface DoctorOptions extends MappingsOption {
  readonly port?: string;
  readonly host?: string;
  readonly json?: boolean;
}

export async function doctor(options: DoctorOptions, context: CliContext): Promise<void> {
  const { environment } = context;
  const port = portOf(options, environment);
  const examined: Examined[] = [examineNode(process.versions.node)];
  context.progress('reading the mapping files');
  const directory = mappingsDirectoryOf(options, context);
  const app = await loadApp(options, context, 'saved');
  try {
    examined.push(...examineFiles(app, directory, context));
    for (const upstream of app.upstreams) {
      context.progress(`asking ${upstream.client.shown}`);
      examined.push(...(await examineApi(app, upstream, directory, context)));
    }
  } finally {
    await app.close();
  }
  examined.push(
    await examinePort(context.world, port, hostOf(options, environment)),
    await examineKeys(context),
    examineNamespace(context),
    ...examineSettings(environment),
    ...(await examineStore(context)),
  );
  context.progress('');
  const problems = examined.filter(({ state }) => state === 'problem').length;
  if (options.json) context.print(JSON.stringify({ problems, examined }, null, 2));
  else for (const line of linesOf(examined, problems)) context.print(line);
  if (problems > 0) context.setExitCode(1);
}

/** The mapping files, and the variables that they name. */
function examineFiles(app: App, directory: string, { program }: CliContext): readonly Examined[] {
  const unset = app.problems.flatMap((each) => each.actions ?? []).filter(({ kind }) => kind === 'set');
  const missing = [...new Set(unset.map((each) => (each.kind === 'set' ? each.variable : '')))];
  const variables =
    missing.length === 0
      ? good('variables', 'all that the mapping files name are set')
      : problem(
          'variables',
          `not set: ${missing.join(', ')}`,
          `export ${missing.map((each) => `${each}=…`).join(' ')}`,
          ...missing.map((variable) => ({ kind: 'set', variable }) as const),
        );
  const others = errorsOf(app.problems).filter(
    ({ actions }) => !actions?.some(({ kind }) => kind === 'set'),
  ).length;
  const count = app.mappings.collections.length;
  if (others > 0) {
    const seen = `${others} ${others === 1 ? 'problem' : 'problems'} in the mapping files`;
    return [
      problem('mapping', seen, `${program} check shows each with its place`, {
        kind: 'run',
        arguments: ['check', '--mappings', directory],
      }),
      variables,
    ];
  }
  if (count === 0 && missing.length === 0)
    return [
      problem('mapping', 'there is no collection', `${program} init <url> writes the first files`),
      variables,
    ];
  return [good('mapping', `${count} ${count === 1 ? 'collection' : 'collections'}`), variables];
}

const words: Readonly<Record<Examined['state'], string>> = {
  good: 'good',
  warning: 'warning',
  problem: 'PROBLEM',
  unknown: '-',
};

function linesOf(examined: readonly Examined[], problems: number): readonly string[] {
  const widest = Math.max(...examined.map(({ what }) => what.length));
  const lines = examined.map(({ what, state, seen, mend }) => {
    const line = `${words[state].padEnd(7)}  ${what.padEnd(widest)}  ${seen}`.replace(/\s+/g, (space) =>
      /[\r\n]/.test(space) ? ' ' : space,
    );
    return mend === undefined ? line : `${line}; mend: ${mend}`;
  });
  return [...lines, `${problems} problem${problems === 1 ? '' : 's'}`];
}
