/**
 * From an endpoint, or a saved schema, to a folder of mapping files. Files that exist are kept unless told
 * otherwise: an integrator's edits are never lost.
 */
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { formatProblem, type Problem } from '../mapping/problem.js';
import type { CollectionModel } from '../model/model.js';
import { dialects } from '../styles/dialects/index.js';
import { matchDialect } from '../styles/dialects/match.js';
import type { Dialect } from '../styles/vocabulary.js';
import { loadSchema } from '../upstream/schema/load.js';
import { printSchemaFile } from '../upstream/schema/print.js';
import { SchemaError } from '../upstream/schema/schema-error.js';
import type { InitOptions } from './init-options.js';
import type { Learned } from './learn/finding.js';
import { createBinder, findRows, learnAll, writtenFindings } from './look-at-rows.js';
import { refuseBlindness } from './no-access.js';
import { applyFindings } from './propose/apply.js';
import type { ProposedCollection } from './propose/collection.js';
import { withoutLostEnds } from './propose/lost-ends.js';
import type { Proposal, SummaryRow } from './propose/proposal.js';
import { propose } from './propose/propose.js';
import { planUpdate, type Update } from './update/update.js';
import { addHeaders } from './write/add-headers.js';
import { apiSchemaFile, collectionFile, type OutputFile, schemaFiles, upstreamFile } from './write/files.js';
import { keptDialect } from './write/kept-upstream.js';
import { variableName, withOwnVariables } from './write/variables.js';
import { type WrittenFiles, writeFiles } from './write/write-files.js';

export interface InitResult extends WrittenFiles {
  readonly dialect: Dialect | undefined;
  /** false: a dialect was named of which the schema shows no sign. */
  readonly dialectFits: boolean;
  readonly proposal: Proposal;
  readonly learned: ReadonlyMap<string, Learned>;
  /** Headers that the upstream file which stays got. */
  readonly headersAdded: readonly string[];
  /** Binding problems of what was written: questions for the integrator. */
  readonly problems: readonly Problem[];
  /** What became of the files that were there, where they were to be updated. */
  readonly update: Update | undefined;
  /** What was written, or would be. */
  readonly files: readonly OutputFile[];
}

export async function initialise(options: InitOptions): Promise<InitResult> {
  const { schema, directory, name, kept } = options;
  const dialect = kept ? keptDialect(kept) : (options.dialect ?? matchDialect(schema, dialects)?.dialect);
  const proposeWith = (preferred: ReadonlySet<string>) =>
    propose(schema, {
      dialect,
      preferred,
      only: options.only,
      exclude: options.exclude,
      set: options.set,
      ids: options.ids,
      writes: options.writes,
      url: options.writtenUrl ?? `\${${variableName(name, 'url')}}`,
      headers: options.headers.written,
      // It does not get the defaults that the collections would rely on.
      kept: kept?.value,
    });
  const looked = proposeWith(new Set());
  const preferred = await findRows(looked, proposeWith, options, dialect);
  const proposal = preferred.size === 0 ? looked : proposeWith(preferred);
  const upstream = {
    ...proposal.upstream,
    value: { ...proposal.upstream.value, schema: name === undefined ? 'schema.graphql' : `${name}.graphql` },
  };
  const named = (each: ProposedCollection): ProposedCollection =>
    name === undefined ? each : { ...each, value: { ...each.value, upstream: name } };
  const proposed = proposal.collections.map(named);
  const bind = createBinder(options, dialect, kept?.value ?? upstream.value);
  const learned = await learnAll(proposed, bind, options, dialect);
  if (!options.only) refuseBlindness(learned, options.headers, dialect);
  const refused = (each: ProposedCollection): string | undefined => {
    const failure = learned.get(each.name)?.failure;
    const twice = learned.get(each.name)?.unidentified;
    if (twice !== undefined && !options.only) return twice;
    return failure !== undefined &&
      !options.only &&
      /forbidden|unauthori[sz]ed|permission|access denied|not allowed|not authori[sz]ed/i.test(failure)
      ? failure
      : undefined;
  };
  const gone = new Set(proposed.filter((each) => refused(each) !== undefined).map((each) => each.name));
  const told = proposed
    .filter((each) => !gone.has(each.name))
    .map((each) => {
      const known = learned.get(each.name);
      return known ? applyFindings(each, writtenFindings(known)) : each;
    });
  const final = withoutLostEnds(told, gone);
  const skipped = proposed.flatMap((each) => {
    const failure = refused(each);
    return failure === undefined
      ? []
      : [
          {
            field: each.name,
            reason: `${learned.get(each.name)?.failure === undefined ? failure : `the API refuses to read it (${failure})`}; name it with --only to have it anyway`,
          },
        ];
  });

  const saved = {
    name: name === undefined ? 'schema.graphql' : `upstreams/${name}.graphql`,
    text: printSchemaFile(schema),
  };
  const update = options.update
    ? planUpdate(final, {
        directory,
        upstream: name,
        saved: await savedSchema(join(directory, saved.name)),
        named: options.only !== undefined,
      })
    : undefined;
  const files: OutputFile[] = [
    upstreamFile(upstream, name, authBlock(options, dialect)),
    ...(update ? [] : [saved]),
    ...(update?.created ?? final).map((each) => collectionFile(each)),
    ...schemaFiles(),
    ...final.map(({ value }) => apiSchemaFile(schema, value)),
  ];
  const { dryRun: dry } = options;
  const done: WrittenFiles =
    final.length === 0
      ? { written: [], kept: [], keptSchemas: [] }
      : await writeFiles(directory, files, { force: options.force, dry });
  if (update && final.length > 0) await writeFiles(directory, [...update.files, saved], { force: true, dry });
  const headersAdded = kept && final.length > 0 && !dry ? addHeaders(kept, options.headers.written) : [];
  const problems = final.flatMap((each) =>
    done.written.includes(each.fileName) ? bind(each, join(directory, each.fileName)).problems : [],
  );
  return {
    dialect,
    dialectFits: !options.dialect?.match.length || matchDialect(schema, [options.dialect]) !== undefined,
    proposal: {
      ...proposal,
      collections: final,
      skipped: [...skipped, ...proposal.skipped],
      summary: proposal.summary.flatMap((row) => {
        const found = final.find((each) => each.name === row.collection);
        return found ? [truthful(row, bind(found).model)] : [];
      }),
    },
    ...done,
    headersAdded,
    learned,
    problems,
    update,
    files: files.filter((each) => done.written.includes(each.name)),
  };
}

/** undefined: none is there, or it cannot be read. */
async function savedSchema(path: string): Promise<GraphQLSchema | undefined> {
  try {
    return await loadSchema(path);
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
}

/** What was recognised and does not work with the collection as it is written, is not there. */
function truthful(row: SummaryRow, model: CollectionModel | undefined): SummaryRow {
  if (!model) return row;
  const { filter, sort, count } = model.list;
  return {
    ...row,
    filter: filter ? row.filter : 'none',
    sort: sort ? row.sort : 'none',
    count: count ? row.count : 'none',
  };
}

/** How the API is usually authenticated, for those who have not said it. */
function authBlock(options: InitOptions, dialect: Dialect | undefined) {
  if (!dialect?.auth || Object.keys(options.headers.written).length > 0) return [];
  return [
    {
      path: [],
      value: { headers: { [dialect.auth.header]: withOwnVariables(options.name, dialect.auth.value) } },
      text: `when the API wants it: ${dialect.auth.note ?? 'credentials'}`,
    },
  ];
}

export function problemLines(problems: readonly Problem[]): readonly string[] {
  return problems.map(formatProblem);
}
