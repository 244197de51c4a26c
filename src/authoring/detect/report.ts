/**
 * Report of what detection recognises in a folder of schemas: `npm run detect -- DIR`. One row a schema, in the
 * columns of docs/detection.md, and below it the list fields that did not become collections, by reason.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildClientSchema, buildSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { type DetectedList, type Detection, detectCollections } from './collections.js';

/** Reads SDL (.graphql) or an introspection result (.json). */
export function readSchema(path: string): GraphQLSchema {
  const text = readFileSync(path, 'utf8');
  if (!path.endsWith('.json')) return buildSchema(text, { assumeValid: true, assumeValidSDL: true });
  const json = JSON.parse(text) as { data?: IntrospectionQuery } & IntrospectionQuery;
  return buildClientSchema(json.data ?? json, { assumeValid: true });
}

export function schemaFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort();
}

const header =
  '| schema | lists | n | wrapper | paging | filter | sort | count | by id | aggregates | create/update/delete | with a template |';

export function reportRow(name: string, detection: Detection): string {
  const { collections } = detection;
  const column = (read: (each: DetectedList) => string): string => tally(collections.map(read));
  const verb = (name: 'insert' | 'update' | 'remove'): number =>
    collections.filter((each) => each.verbs.includes(name)).length;
  const bound = (name: 'insert' | 'update' | 'remove'): number =>
    collections.filter((each) => each.writes[name]).length;
  const aggregates = collections.filter((each) => each.labels.aggregate !== 'none');
  const example = collections.find((each) => ['field', 'unique-input', 'filter'].includes(each.labels.get));
  const cells = [
    name,
    String(
      detection.lists.length +
        detection.skipped.filter((each) => !detection.lists.some((list) => list.field === each.field)).length,
    ),
    String(collections.length),
    column((each) => each.labels.wrapper),
    column((each) => each.labels.paging),
    column((each) => each.labels.filter),
    column((each) => each.labels.sort),
    column((each) => each.labels.count),
    column((each) => each.labels.get) + (example ? `, e.g. ${example.notes.get}` : ''),
    aggregates.length === 0 ? '0' : `${aggregates.length} ${aggregates[0]!.labels.aggregate}`,
    `${verb('insert')}/${verb('update')}/${verb('remove')}`,
    `${bound('insert')}/${bound('update')}/${bound('remove')}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Commonest first; a number only where values differ. */
function tally(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  if (sorted.length === 1) return sorted[0]![0];
  const shown = sorted.slice(0, 4).map(([value, count]) => `${value} ${count}`);
  return shown.join('; ') + (sorted.length > 4 ? `; ${sorted.length - 4} more` : '');
}

export function skippedLine(detection: Detection): string {
  const counts = new Map<string, number>();
  for (const { reason } of detection.skipped) {
    const kind = reason
      .replace(/^\S+ lists the same type.*/, 'another field lists the same type')
      .replace(/^a part of .*/, 'a part of one object');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) => `${reason}: ${count}`)
    .join('; ');
}

function main(folder: string | undefined, only: string | undefined): void {
  if (!folder) {
    process.stderr.write('usage: npm run detect -- DIR [NAME]\n');
    process.exitCode = 1;
    return;
  }
  const rows: string[] = [header, header.replace(/[^|]+/g, '---')];
  const skips: string[] = [];
  for (const file of schemaFiles(folder)) {
    const name = file.replace(/\.graphql$/, '');
    if (only && !name.includes(only)) continue;
    const detection = detectCollections(readSchema(join(folder, file)));
    rows.push(reportRow(name, detection));
    if (detection.skipped.length > 0) skips.push(`- ${name}: ${skippedLine(detection)}`);
    if (only) {
      for (const each of detection.collections)
        rows.push(
          JSON.stringify(
            { ...each, steps: undefined, entity: undefined, keys: each.keys.map((key) => key.path) },
            null,
            1,
          ),
        );
      for (const each of detection.skipped) rows.push(`skipped ${each.field}: ${each.reason}`);
    }
  }
  process.stdout.write(`${rows.join('\n')}\n\n${skips.join('\n')}\n`);
}

if (process.argv[1]?.endsWith('report.ts')) main(process.argv[2], process.argv[3]);
