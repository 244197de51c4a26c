/**
 * From an endpoint, or a saved schema, to a folder of mapping files. Files that exist are kept unless told
 * otherwise: an integrator's edits are never lost.
 */
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { inParallel } from '../execute/parallel.js';
import { formatProblem, type Problem } from '../mapping/problem.js';
import type { BindingUpstream } from '../model/bind/collection.js';
import type { CollectionModel } from '../model/model.js';
import { dialects } from '../styles/dialects/index.js';
import { matchDialect } from '../styles/dialects/match.js';
import type { Dialect } from '../styles/vocabulary.js';
import { createOperationBuilder } from '../upstream/document/operation.js';
import { printSchemaFile } from '../upstream/schema/print.js';
import type { UpstreamClient } from '../upstream/transport/client.js';
import type { World } from '../world/world.js';
import { type Asker, createAsker, createWaitBudget } from './learn/asker.js';
import { type Finding, type Learned, say } from './learn/finding.js';
import { learn } from './learn/learn.js';
import { listsWithRows } from './learn/lists-with-rows.js';
import { withSisters } from './learn/sisters.js';
import { refuseBlindness } from './no-access.js';
import { applyFindings, withoutReferences } from './propose/apply.js';
import { type BoundProposal, bindProposed } from './propose/bind-proposed.js';
import type { ProposedCollection } from './propose/collection.js';
import type { Proposal, SummaryRow } from './propose/proposal.js';
import { propose } from './propose/propose.js';
import { addHeaders } from './write/add-headers.js';
import { collectionFile, type OutputFile, schemaFiles, upstreamFile } from './write/files.js';
import type { GivenHeaders } from './write/headers.js';
import { type KeptUpstream, keptDialect } from './write/kept-upstream.js';
import { variableName, withOwnVariables } from './write/variables.js';
import { type WrittenFiles, writeFiles } from './write/write-files.js';

export interface InitOptions {
  readonly world: World;
  readonly schema: GraphQLSchema;
  /** undefined: offline, from a saved schema. */
  readonly client: UpstreamClient | undefined;
  readonly url: string | undefined;
  /** As it stands in the file; undefined: a variable does. */
  readonly writtenUrl: string | undefined;
  readonly headers: GivenHeaders;
  readonly directory: string;
  /** Name of the upstream: upstreams/<name>.yaml. undefined: upstream.yaml. */
  readonly name: string | undefined;
  readonly dialect: Dialect | undefined;
  /** The upstream file that is there already and stays. */
  readonly kept: KeptUpstream | undefined;
  readonly writes: boolean;
  readonly probe: boolean;
  readonly force: boolean;
  readonly only: readonly string[] | undefined;
  readonly exclude: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

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
}

/** Collections that are read to learn from; more would be a load rather than a look. */
const mostProbed = 60;

export async function initialise(options: InitOptions): Promise<InitResult> {
  const { schema, directory, name, kept } = options;
  const dialect = kept ? keptDialect(kept) : (options.dialect ?? matchDialect(schema, dialects)?.dialect);
  const proposeWith = (preferred: ReadonlySet<string>) =>
    propose(schema, {
      dialect,
      preferred,
      only: options.only,
      exclude: options.exclude,
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
  const final = proposed
    .filter((each) => !gone.has(each.name))
    .map((each) => {
      const known = learned.get(each.name);
      return withoutReferences(known ? applyFindings(each, writtenFindings(known)) : each, gone);
    });
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

  const files: OutputFile[] = [
    upstreamFile(upstream, name, authBlock(options, dialect)),
    {
      name: name === undefined ? 'schema.graphql' : `upstreams/${name}.graphql`,
      text: printSchemaFile(schema),
    },
    ...final.map((each) => collectionFile(each)),
    ...schemaFiles(),
  ];
  const done: WrittenFiles =
    final.length === 0
      ? { written: [], kept: [], keptSchemas: [] }
      : await writeFiles(directory, files, options.force);
  const headersAdded = kept && final.length > 0 ? addHeaders(kept, options.headers.written) : [];
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
  };
}

/** Lists that are taken instead of those that look better and give nothing. */
async function findRows(
  proposal: Proposal,
  proposeWith: (preferred: ReadonlySet<string>) => Proposal,
  options: InitOptions,
  dialect: Dialect | undefined,
): Promise<ReadonlySet<string>> {
  if (!options.probe || !options.client) return new Set();
  const bind = (each: ProposedCollection, { upstream }: Proposal) =>
    createBinder(options, dialect, options.kept?.value ?? upstream.value)(each).model;
  const others = new Map<ProposedCollection, Proposal>();
  return await listsWithRows(
    proposal.collections.slice(0, mostProbed),
    (field, type) => {
      const other = proposeWith(new Set([field]));
      const found = other.collections.find(
        ({ value: { list, ...value } }) =>
          value.type === type && (typeof list === 'string' ? list : list.field) === field,
      );
      if (found) others.set(found, other);
      return found;
    },
    (each) => bind(each, others.get(each) ?? proposal),
    askerOf(options, dialect),
  );
}

/** Makes an asker for each collection; they share their waiting. The client must be there. */
function askerOf(options: InitOptions, dialect: Dialect | undefined): () => Asker {
  const waiting = createWaitBudget(options);
  const upstream = { client: options.client!, operations: createOperationBuilder() };
  return () => createAsker(waiting, options, upstream, dialect);
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

type Binder = (proposed: ProposedCollection, file?: string) => BoundProposal;

/** Binds what would be written, as `serve` would. */
function createBinder(
  options: InitOptions,
  dialect: Dialect | undefined,
  mapping: BindingUpstream['mapping'],
): Binder {
  const upstream: BindingUpstream = {
    name: options.name ?? 'default',
    schema: options.schema,
    mapping,
    dialect,
  };
  return (proposed, file) => bindProposed(proposed, upstream, file);
}

async function learnAll(
  proposed: readonly ProposedCollection[],
  bind: Binder,
  options: InitOptions,
  dialect: Dialect | undefined,
): Promise<ReadonlyMap<string, Learned>> {
  const learned = new Map<string, Learned>();
  if (!options.probe || !options.client) return learned;
  const asker = askerOf(options, dialect);
  const looked = proposed.slice(0, mostProbed);
  await inParallel(4, looked, async (each) => {
    const { model } = bind(each);
    const bound = (changed: ProposedCollection) => bind(changed).model;
    if (model) learned.set(each.name, await learn(each, model, bound, asker()));
  });
  return withSisters(looked, learned, (each) => bind(each).model);
}

/** What was learned, with what a person has to look at. */
function writtenFindings({ findings, failure, unidentified }: Learned): readonly Finding[] {
  return [
    ...findings,
    ...(failure === undefined
      ? []
      : [say(['collection'], `could not be read when this was written: ${failure}`, failure)]),
    ...(unidentified === undefined ? [] : [say(['id'], `look at this: ${unidentified}`, unidentified)]),
  ];
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
