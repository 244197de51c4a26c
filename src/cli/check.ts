/** `check`: binds all mapping files and says what is wrong with them and what each collection can do. */

import { type App, replacedAddresses } from '../app/app.js';
import { schemaProblems } from '../app/schema-problems.js';
import { formatProblem, type Problem, sortProblems } from '../mapping/problem.js';
import type { CollectionModel } from '../model/model.js';
import { abilitiesTable, filteredThere, sortedThere } from './abilities-table.js';
import { checkLive } from './check-live.js';
import type { CliContext } from './context.js';
import { loadApp, type MappingsOption } from './load-app.js';
import { formatTable } from './table.js';

export interface CheckOptions extends MappingsOption {
  readonly live?: boolean;
  readonly fields?: boolean;
}

export async function check(options: CheckOptions, context: CliContext): Promise<void> {
  const app = await loadApp(options, context, options.live ? 'live' : 'saved');
  try {
    const unreachable = app.upstreams.flatMap((each): readonly Problem[] => {
      const reason = app.reasons.find((text) => text.startsWith(`upstream ${each.name}: `));
      if (reason === undefined) return [];
      const faults = app.schemaFaults.get(each.name) ?? [];
      return faults.length > 0
        ? schemaProblems(each, faults, `upstream ${each.name}: `, 'error')
        : [each.located.source.problemAt(['url'], reason)];
    });
    const problems = sortProblems([...app.problems, ...unreachable, ...substitutes(app)]);
    for (const file of replacedAddresses(app.mappings)) context.print(`UPSTREAM_URL replaces url of ${file}`);
    for (const each of problems) context.print(formatProblem(each));
    if (app.collections.size > 0) {
      if (problems.length > 0) context.print('');
      for (const line of overview(app, options.fields === true)) context.print(line);
    }
    const live = options.live ? await checkLive(context.world, app, app.generation.engine) : undefined;
    const findings = live ? [...live.problems, ...withdrawnClaims(app)] : [];
    for (const each of findings) context.print(formatProblem(each));
    if (live && live.rows.size > 0) context.print(`read: ${readings(live.rows)}`);
    const errors = [...problems, ...findings].filter((each) => each.severity === 'error').length;
    const warnings = problems.length + findings.length - errors;
    context.print(summary(app, errors, warnings));
    if (errors > 0) context.setExitCode(1);
  } finally {
    await app.close();
  }
}

function readings(rows: ReadonlyMap<string, number>): string {
  return [...rows].map(([id, count]) => `${id} ${count} row${count === 1 ? '' : 's'}`).join(', ');
}

/** What the rows that were just read have shown to be false. */
function withdrawnClaims(app: App): readonly Problem[] {
  return app.generation.engine.withdrawals.map(({ collection, reason, mend, position }) => {
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

/** The other schema was taken because the one that is meant to be cannot be had. */
function substitutes(app: App): readonly Problem[] {
  return app.upstreams.flatMap((upstream) => {
    const schema = app.schemas.get(upstream.name);
    const taken = schema?.origin === 'live' ? "the API's own schema" : 'the saved schema';
    return schemaProblems(upstream, schema?.faults ?? [], `${taken} is taken instead: `, 'warning');
  });
}

function summary(app: App, errors: number, warnings: number): string {
  const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const parts = [counted(app.collections.size, 'collection'), counted(errors, 'problem')];
  if (warnings > 0) parts.push(counted(warnings, 'warning'));
  return parts.join(', ');
}

function overview(app: App, fields: boolean): readonly string[] {
  const collections = [...app.collections.values()].map((model) => ({
    model,
    abilities: app.generation.engine.abilities(model),
  }));
  const rows = collections.map(({ model, abilities }) => {
    const all = [...model.fields.values()].filter((field) => !field.hidden).length;
    return [
      model.id,
      `${model.upstream}: ${app.schemas.get(model.upstream)?.origin ?? ''} schema`,
      String(all),
      `${filteredThere(abilities)} of ${all}`,
      `${sortedThere(abilities)} of ${all}`,
      pagingOf(model),
      model.list.count && !model.list.hidesRows ? 'upstream' : 'by reading',
    ];
  });
  const table = formatTable(
    ['collection', 'upstream', 'fields', 'filtered there', 'sorted there', 'pages by', 'counted'],
    rows,
  );
  const details = collections.flatMap(({ model, abilities }) => abilitiesTable(model, abilities));
  return fields ? [...table, ...details] : table;
}

function pagingOf({ list: { page } }: CollectionModel): string {
  if (page.offset !== undefined) return 'offset';
  if (page.page !== undefined) return 'page number';
  return page.cursor === undefined ? 'nothing: whole list' : 'cursor';
}
