/** An API in the manner of Hasura with so many tables of so many columns, in this process: what it costs is little, and the same for all. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentNode, type FieldNode, Kind, parse } from 'graphql';
import { type App, createApp } from '../../src/app/app.js';
import type { UpstreamClient } from '../../src/upstream/transport/client.js';
import { unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';

export interface Size {
  readonly tables: number;
  readonly columns: number;
  /** Of each table. */
  readonly rows: number;
}

const kinds = ['String', 'Int', 'timestamptz', 'numeric', 'Boolean'] as const;
const kindOf = (column: number): (typeof kinds)[number] => kinds[column % kinds.length]!;
const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

export function schemaOf({ tables, columns }: Size): string {
  const comparison = (name: string): string =>
    `input ${name}_comparison_exp { _eq: ${name} _neq: ${name} _gt: ${name} _gte: ${name} _lt: ${name} _lte: ${name} _in: [${name}!] _nin: [${name}!] _is_null: Boolean }`;
  const named = (of: (column: number) => string): string =>
    range(columns)
      .map((column) => `f${column}: ${of(column)}`)
      .join(' ');
  const types = range(tables).map(
    (table) => `
type t${table} { id: uuid! ${named((column) => `${kindOf(column)}!`)} }
input t${table}_bool_exp { _and: [t${table}_bool_exp!] _or: [t${table}_bool_exp!] _not: t${table}_bool_exp id: uuid_comparison_exp ${named((column) => `${kindOf(column)}_comparison_exp`)} }
input t${table}_order_by { id: order_by ${named(() => 'order_by')} }
type t${table}_aggregate { aggregate: t${table}_aggregate_fields }
type t${table}_aggregate_fields { count: Int! }`,
  );
  const lists = range(tables).map((table) => {
    const args = `(where: t${table}_bool_exp, order_by: [t${table}_order_by!], limit: Int, offset: Int)`;
    return `  t${table}${args}: [t${table}!]!\n  t${table}_aggregate${args}: t${table}_aggregate!\n  t${table}_by_pk(id: uuid!): t${table}`;
  });
  return [
    'scalar uuid',
    'scalar timestamptz',
    'scalar numeric',
    'enum order_by { asc asc_nulls_first asc_nulls_last desc desc_nulls_first desc_nulls_last }',
    ...['uuid', ...kinds].map(comparison),
    ...types,
    `type Query {\n${lists.join('\n')}\n}\n`,
  ].join('\n');
}

const filler = 'The quick brown fox jumps over the lazy dog';

function valueAt(row: number, name: string): unknown {
  if (name === 'id') return `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`;
  const column = Number(name.slice(1));
  switch (kindOf(column)) {
    case 'String':
      return `${row % 8 === 0 ? 'rare' : 'usual'} ${(row * 7919) % 10_007} ${filler}`;
    case 'Int':
      return (row * 31) % 1000;
    case 'timestamptz':
      return new Date(1_600_000_000_000 + row * 1000).toISOString();
    case 'numeric':
      return row / 4;
    case 'Boolean':
      return row % 2 === 0;
  }
}

interface Variables {
  readonly limit?: number;
  readonly offset?: number;
  readonly where?: { readonly id?: { readonly _in?: readonly string[] } };
}

/** Answers each document with rows of the columns that it asks for; orders change nothing, nor do conditions but those on ids. */
function clientOf({ rows }: Size): UpstreamClient {
  const documents = new Map<string, DocumentNode>();
  const answers = new Map<string, unknown>();
  const rowAt = (row: number, name: string, columns: readonly string[]): object =>
    Object.fromEntries(
      columns.map((column) => [column, column === '__typename' ? name : valueAt(row, column)]),
    );
  const made = (name: string, columns: readonly string[], from: number, to: number): unknown => {
    const key = JSON.stringify([columns, from, to]);
    const known = answers.get(key);
    if (known) return known;
    const list = range(Math.max(0, to - from)).map((index) => rowAt(from + index, name, columns));
    answers.set(key, list);
    return list;
  };
  return {
    shown: 'http://in.this.process/graphql',
    close: async () => undefined,
    async request({ text }, variables) {
      const node = documents.get(text) ?? parse(text, { noLocation: true });
      documents.set(text, node);
      const [operation] = node.definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('not an operation');
      const data: Record<string, unknown> = {};
      const { limit = rows, offset = 0, where } = variables as Variables;
      const ids = where?.id?._in;
      for (const root of operation.selectionSet.selections as readonly FieldNode[]) {
        const name = root.name.value;
        const columns = (root.selectionSet!.selections as readonly FieldNode[]).map(
          (each) => each.name.value,
        );
        data[root.alias?.value ?? name] = name.endsWith('_aggregate')
          ? { aggregate: { count: rows } }
          : ids
            ? ids.map((id) => rowAt(Number(id.slice(-12)), name, columns))
            : made(name, columns, offset, Math.min(rows, offset + limit));
      }
      return { data, errors: [], bytes: 0, extensions: {} };
    },
  };
}

/** Mapping files for all tables, in a folder of its own. */
export function writeMappings(size: Size): { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'wix-growth-'));
  writeFileSync(join(directory, 'schema.graphql'), schemaOf(size));
  writeFileSync(
    join(directory, 'upstream.yaml'),
    'version: 1\nurl: http://in.this.process/graphql\ndialect: hasura\nschema: schema.graphql\nintrospection: { enabled: false }\nlimits: { scan: 1000000, pages: 5000, bytes: 5000000000, deadline: 60000, work: 1000000000 }\n',
  );
  const fields = range(size.columns)
    .map((column) => `  f${column}: f${column}\n`)
    .join('');
  for (const table of range(size.tables))
    writeFileSync(
      join(directory, `t${table}.yaml`),
      `version: 1\ncollection: t${table}\ntype: t${table}\nlist: t${table}\nid: id\nfields:\n${fields}`,
    );
  return { directory, remove: () => rmSync(directory, { recursive: true }) };
}

/** The service over such an API, ready. */
export async function startApp(directory: string, size: Size): Promise<App> {
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: directory,
    environment: {},
    observe: unobserved,
    prefer: 'saved',
    retry: 'never',
    connect: () => clientOf(size),
  });
  await app.started;
  if (app.problems.length > 0) throw new Error(JSON.stringify(app.problems[0]));
  if (app.collections.size !== size.tables) throw new Error(app.reasons.join('\n'));
  return app;
}
