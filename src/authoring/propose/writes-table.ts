/**
 * Report of the writes that `init --writes` proposes for a folder of schemas, and why others are not: `npm run
 * detect:writes -- DIR`. One row a schema, as docs/detection.md has them.
 */
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { writeVerbs } from '../../model/writes.js';
import { dialects } from '../../styles/dialects/index.js';
import { matchDialect } from '../../styles/dialects/match.js';
import { readSchema, schemaFiles } from '../detect/report.js';
import { propose } from './propose.js';
import type { WhyNot } from './proposed-writes.js';

const reasons: readonly WhyNot['kind'][] = [
  'no mutation',
  'demands',
  'ambiguous',
  'nothing to write',
  'no id told',
];

const columns = ['schema', 'dialect', 'n', ...writeVerbs, 'ids from Wix', ...reasons];
export const writesHeader = `| ${columns.join(' | ')} |\n|${columns.map(() => '---').join('|')}|`;

/** @returns one row of the table; reasons count verbs of collections */
export function writesRow(name: string, schema: GraphQLSchema): string {
  const dialect = matchDialect(schema, dialects)?.dialect;
  const { collections, summary } = propose(schema, { dialect, writes: true });
  const written = writeVerbs.map((verb) => summary.filter(({ writes }) => writes.includes(verb)).length);
  const clientIds = collections.filter(({ value }) => value.writes?.identify === 'clientId').length;
  const why = summary.flatMap((row) => Object.values(row.why));
  const counts = reasons.map((kind) => why.filter((each) => each.kind === kind).length);
  const cells = [name, dialect?.name ?? '–', collections.length, ...written, clientIds, ...counts];
  return `| ${cells.join(' | ')} |`;
}

function main(folder: string | undefined): void {
  if (!folder) {
    process.stderr.write('usage: npm run detect:writes -- DIR\n');
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`${writesHeader}\n`);
  for (const file of schemaFiles(folder))
    process.stdout.write(`${writesRow(file.replace(/\.graphql$/, ''), readSchema(join(folder, file)))}\n`);
}

if (process.argv[1]?.endsWith('writes-table.ts')) main(process.argv[2]);
