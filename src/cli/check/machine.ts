/** What `check` finds, for programs: JSON, and the commands by which GitHub's workflows show it beside the lines. */
import { type Problem, plainProblem } from '../../mapping/problem.js';
import { countsOf } from '../abilities-table.js';
import type { CheckReport } from './report.js';
import { countedBy, pagingOf, shownFields, summaryOf } from './text.js';

/** @param fields each operation of each field too */
export function jsonOf(report: CheckReport, fields: boolean): string {
  const { problems, collections, errors, warnings } = report;
  const shown = {
    errors,
    warnings,
    problems: problems.map(plainProblem),
    collections: collections.map(({ model, abilities, schema, rows }) => ({
      id: model.id,
      upstream: model.upstream,
      schema: schema ?? null,
      fields: shownFields(model),
      filters: countsOf(abilities, 'filters'),
      sorts: countsOf(abilities, 'sorts'),
      pages: pagingOf(model),
      counted: countedBy(model),
      ...(report.live ? { rows: rows ?? null } : {}),
      ...(fields ? { abilities } : {}),
    })),
  };
  return JSON.stringify(shown, null, 2);
}

/** A line for each problem, then the summary. */
export function githubOf(report: CheckReport): readonly string[] {
  return [...report.problems.map(workflowCommand), summaryOf(report)];
}

/** `::error file=…,line=…,col=…::message`, escaped as GitHub's own toolkit does. */
function workflowCommand({ severity, file, line, column, message, help }: Problem): string {
  const text = help === undefined ? message : `${message}\n${help}`;
  return `::${severity} file=${property(file)},line=${line},col=${column}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
