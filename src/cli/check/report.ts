/** What `check` finds, as data: every way to print it reads the same. */
import { type App, replacedAddresses } from '../../app/app.js';
import { schemaProblems } from '../../app/schema-problems.js';
import type { Ability } from '../../explain/abilities.js';
import { errorsOf, type Problem, sortProblems } from '../../mapping/problem.js';
import type { CollectionModel } from '../../model/model.js';
import { checkLive, type RowsRead } from '../check-live.js';
import type { CliContext } from '../context.js';

export interface CheckReport {
  /** Files whose `url` the environment replaces by another address. */
  readonly replaced: readonly string[];
  /** Of the files first, then what live reading has shown. */
  readonly problems: readonly Problem[];
  readonly errors: number;
  readonly warnings: number;
  readonly collections: readonly CheckedCollection[];
  /** Rows were read, or should have been. */
  readonly live: boolean;
}

export interface CheckedCollection {
  readonly model: CollectionModel;
  readonly abilities: readonly Ability[];
  readonly schema: 'live' | 'saved' | undefined;
  /** undefined: nothing could be read, or nothing was to be. */
  readonly rows: RowsRead | undefined;
}

/** @param sites problems of tenant files */
export async function reportOf(
  app: App,
  live: boolean,
  context: CliContext,
  sites: readonly Problem[] = [],
): Promise<CheckReport> {
  const { engine } = app.generation;
  const read = live ? await checkLive(context, app, engine) : undefined;
  const problems = [
    ...sortProblems([...app.problems, ...unreachable(app), ...substitutes(app), ...sites]),
    ...(read ? [...read.problems, ...withdrawnClaims(app)] : []),
  ];
  const errors = errorsOf(problems).length;
  return {
    replaced: replacedAddresses(app.mappings),
    problems,
    errors,
    warnings: problems.length - errors,
    collections: [...app.collections.values()].map((model) => ({
      model,
      abilities: engine.abilities(model),
      schema: app.schemas.get(model.upstream)?.origin,
      rows: read?.rows.get(model.id),
    })),
    live,
  };
}

function unreachable(app: App): readonly Problem[] {
  return app.upstreams.flatMap((each): readonly Problem[] => {
    const reason = app.reasons.find((text) => text.startsWith(`upstream ${each.name}: `));
    if (reason === undefined) return [];
    const faults = app.schemaFaults.get(each.name) ?? [];
    return faults.length > 0
      ? schemaProblems(each, faults, `upstream ${each.name}: `, 'error')
      : [each.located.source.problemAt(['url'], reason)];
  });
}

/** The other schema was taken because the one that is meant to be cannot be had. */
function substitutes(app: App): readonly Problem[] {
  return app.upstreams.flatMap((upstream) => {
    const schema = app.schemas.get(upstream.name);
    const taken = schema?.origin === 'live' ? "the API's own schema" : 'the saved schema';
    return schemaProblems(upstream, schema?.faults ?? [], `${taken} is taken instead: `, 'warning');
  });
}

/** What the rows that were just read have shown to be false. */
function withdrawnClaims(app: App): readonly Problem[] {
  return app.generation.engine.withdrawals().map(({ collection, reason, mend, position }) => {
    const [line, column] = position.split(':').slice(-2).map(Number);
    const { file } = app.mappings.collections.find((each) => each.value.collection === collection)!;
    return {
      file,
      line: line ?? 1,
      column: column ?? 1,
      message: reason,
      severity: 'error',
      help: `write ${mend}`,
    };
  });
}
