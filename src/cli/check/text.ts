/** What `check` finds, for people. */
import { formatProblem } from '../../mapping/problem.js';
import type { CollectionModel } from '../../model/model.js';
import { abilitiesTable, statesOf } from '../abilities-table.js';
import type { RowsRead } from '../check-live.js';
import { formatTable } from '../table.js';
import type { CheckedCollection, CheckReport } from './report.js';

/** @param fields a table of the fields of each collection too */
export function textOf(report: CheckReport, fields: boolean): readonly string[] {
  const { replaced, problems, collections, live } = report;
  return [
    ...replaced.map((file) => `UPSTREAM_URL replaces url of ${file}`),
    ...problems.map(formatProblem),
    ...(collections.length > 0 && problems.length > 0 ? [''] : []),
    ...(collections.length > 0 ? overview(collections, live) : []),
    ...(fields ? collections.flatMap(({ model, abilities }) => abilitiesTable(model, abilities)) : []),
    summaryOf(report),
  ];
}

export function summaryOf({ collections, errors, warnings }: CheckReport): string {
  const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const parts = [counted(collections.length, 'collection'), counted(errors, 'problem')];
  if (warnings > 0) parts.push(counted(warnings, 'warning'));
  return parts.join(', ');
}

const header = ['collection', 'upstream', 'fields', 'filters', 'sorts', 'pages by', 'counted'];
/** Four counts with their words. */
const widest = 60;

function overview(collections: readonly CheckedCollection[], live: boolean): readonly string[] {
  const rows = collections.map(({ model, abilities, schema, rows: read }) => [
    model.id,
    `${model.upstream}: ${schema ?? ''} schema`,
    String(shownFields(model)),
    statesOf(abilities, 'filters'),
    statesOf(abilities, 'sorts'),
    pagingOf(model),
    countedBy(model),
    ...(live ? [rowsText(read)] : []),
  ]);
  return formatTable(live ? [...header, 'rows'] : header, rows, widest);
}

function rowsText(read: RowsRead | undefined): string {
  if (read === undefined) return 'not read';
  if (read.read === 0) return 'none came';
  return read.read === read.total ? `all ${read.total}` : `${read.read} of ${read.total}`;
}

export function shownFields({ fields }: CollectionModel): number {
  return [...fields.values()].filter((field) => !field.hidden).length;
}

export function pagingOf({ list: { page } }: CollectionModel): string {
  if (page.offset !== undefined) return 'offset';
  if (page.page !== undefined) return 'page number';
  return page.cursor === undefined ? 'nothing: whole list' : 'cursor';
}

export function countedBy({ list }: CollectionModel): string {
  return list.count && !list.hidesRows ? 'upstream' : 'by reading';
}
