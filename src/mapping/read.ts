/**
 * The directory of mapping files → checked mappings. `upstream.yaml` is the upstream `default`,
 * `upstreams/<name>.yaml` are others, every other YAML file of the directory is a collection. All problems
 * come at once, and a broken file takes away only itself (law 7).
 */
import { readdirSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { isSameAddress } from '../upstream/transport/address.js';
import { disguise, disguisedProblem, disguisedSource, type Filled } from './disguise.js';
import { type Environment, substitute } from './environment.js';
import { type Kind, type Loaded, type Located, load, pathProblem } from './load.js';
import { type Problem, sortProblems } from './problem.js';
import { reasonOf } from './read-text.js';
import {
  type CollectionMapping,
  collectionMapping,
  type UpstreamMapping,
  upstreamMapping,
} from './schema.js';
import { didYouMean } from './suggest.js';
import { urlProblem } from './url-problem.js';

export type { Located } from './load.js';

export const defaultUpstream = 'default';

/** Where the file of an upstream stands below the folder. */
export function upstreamFileName(name: string): string {
  return name === defaultUpstream ? 'upstream.yaml' : `upstreams/${name}.yaml`;
}

export interface LocatedUpstream extends Located<UpstreamMapping> {
  /** Absolute path of the saved schema, where the file names one. Whether it exists is not checked here. */
  readonly schemaPath?: string;
  /** UPSTREAM_URL stands in for another address that the file says. */
  readonly replaced?: boolean;
}

export interface Mappings {
  readonly upstreams: ReadonlyMap<string, LocatedUpstream>;
  /**
   * Sorted by file name. The upstream that one names may be absent from `upstreams`: then that upstream's
   * own file has problems, or there is no upstream at all.
   */
  readonly collections: readonly Located<CollectionMapping>[];
  readonly problems: readonly Problem[];
}

function loadUpstream(name: string, file: string, environment: Environment): Loaded<UpstreamMapping> {
  const url = (name === defaultUpstream && environment.UPSTREAM_URL) || undefined;
  const kind: Kind<UpstreamMapping> = {
    schema: upstreamMapping,
    file: 'upstream',
    start: 'write at least version: 1 and url: https://…/graphql',
    misplaced: (value, source) =>
      'collection' in value && !('url' in value)
        ? source.problemAt(
            ['collection'],
            'this file is a collection, but its place is that of an upstream',
            {
              at: 'key',
              help: 'move it to the directory of the collections, under another name',
            },
          )
        : undefined,
    override: url === undefined ? {} : { url },
  };
  const loaded = load(file, kind, environment);
  const problem = loaded.located && urlProblem(loaded.located, url);
  return problem ? { problems: [problem] } : loaded;
}

/** Whether the address in use is another than the one that the file says. */
function isReplaced({ source, value }: Located<UpstreamMapping>, environment: Environment): boolean {
  const written = source.writtenAt(['url']);
  if (written === undefined) return false;
  const said = substitute(written, environment, source);
  return said.missing.length === 0 && !isSameAddress(String(said.value), value.url);
}

const collectionKind: Kind<CollectionMapping> = {
  schema: collectionMapping,
  file: 'collection',
  start: 'write at least version, collection, type, list, id and fields, or remove the file',
  misplaced: (value, source) =>
    'url' in value && !('collection' in value)
      ? source.problemAt(['url'], 'this file is an upstream, but its place is that of a collection', {
          at: 'key',
          help: 'rename it to upstream.yaml, or move it to upstreams/<name>.yaml',
        })
      : undefined,
  override: {},
};

/** By its name: hidden ones are editors' and mounts' bookkeeping. */
export function isMappingFile(name: string): boolean {
  return !name.startsWith('.') && /\.ya?ml$/i.test(name);
}

/** YAML files of a directory, sorted. */
function yamlFiles(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter(isMappingFile)
    .sort()
    .map((name) => join(directory, name));
}

const stem = (file: string): string => basename(file, extname(file));

function listDirectory(directory: string): { readonly files: readonly string[]; readonly problem?: Problem } {
  try {
    return { files: yamlFiles(directory) };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const message = missing
      ? 'the directory of mapping files does not exist'
      : `the directory of mapping files cannot be read: ${reasonOf(error)}`;
    const help = 'name the right one, or let the command init write the first files';
    return { files: [], problem: pathProblem(directory, message, missing ? help : undefined) };
  }
}

function namedUpstreams(directory: string): {
  readonly files: readonly string[];
  readonly problem?: Problem;
} {
  const place = join(directory, 'upstreams');
  try {
    return { files: yamlFiles(place) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { files: [] };
    return {
      files: [],
      problem: pathProblem(place, `the upstreams cannot be read: ${reasonOf(error)}`),
    };
  }
}

/** The upstream of the collection must be known; a file with problems of its own counts as known. */
function unknownUpstream(
  collection: Located<CollectionMapping>,
  known: ReadonlySet<string>,
): Problem | undefined {
  const { source, value } = collection;
  const name = value.upstream ?? defaultUpstream;
  if (known.has(name)) return undefined;
  const names = [...known].join(', ');
  const written = source.writtenAt(['upstream']);
  if (written === undefined) {
    const help = `add upstream: … (known: ${names}), or write upstream.yaml`;
    return source.problemAt(['upstream'], 'there is no upstream.yaml for this collection', { help });
  }
  const help = `${didYouMean(written, known) ?? `known: ${names}.`} Otherwise write upstreams/<name>.yaml`;
  return source.problemAt(['upstream'], `there is no upstream "${written}"`, { help });
}

interface NamedFile {
  readonly name: string;
  readonly file: string;
}

interface ReadUpstreams {
  readonly upstreams: ReadonlyMap<string, LocatedUpstream>;
  /** Names of all upstreams that have a file, broken or not. */
  readonly names: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

function readUpstreams(files: readonly NamedFile[], environment: Environment): ReadUpstreams {
  const upstreams = new Map<string, LocatedUpstream>();
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { name, file } of files) {
    const other = seen.get(name);
    if (other !== undefined) {
      const message = `the upstream "${name}" is given twice, here and in ${other}`;
      problems.push(pathProblem(file, message, 'rename or remove one of the files'));
      continue;
    }
    seen.set(name, file);
    const { located, problems: own } = loadUpstream(name, file, environment);
    problems.push(...own);
    if (!located) continue;
    const { schema } = located.value;
    upstreams.set(name, {
      ...located,
      ...(schema === undefined ? {} : { schemaPath: resolve(dirname(file), schema) }),
      ...(isReplaced(located, environment) ? { replaced: true } : {}),
    });
  }
  return { upstreams, names: new Set(seen.keys()), problems };
}

interface ReadCollections {
  readonly collections: readonly Located<CollectionMapping>[];
  readonly problems: readonly Problem[];
}

function readCollections(
  files: readonly string[],
  upstreams: ReadonlySet<string>,
  environment: Environment,
): ReadCollections {
  const collections = new Map<string, Located<CollectionMapping>>();
  const problems: Problem[] = [];
  for (const file of files) {
    const { located, problems: own } = load(file, collectionKind, environment);
    problems.push(...own);
    if (!located) continue;
    const first = collections.get(located.value.collection);
    const unknown = upstreams.size > 0 ? unknownUpstream(located, upstreams) : undefined;
    if (first) {
      const message = `the collection of ${first.file} has this id too`;
      const help = 'give each collection its own id';
      problems.push(located.source.problemAt(['collection'], message, { help }));
    }
    if (unknown) problems.push(unknown);
    if (!first && !unknown) collections.set(located.value.collection, located);
  }
  return { collections: [...collections.values()], problems };
}

/** What is absent as a whole. Collections do not repeat that there is no upstream. */
function absences(directory: string, upstreams: number, collections: number): readonly Problem[] {
  if (upstreams > 0 && collections > 0) return [];
  if (upstreams > 0) {
    const help = 'let the command init write the first one';
    return [{ ...pathProblem(directory, 'there are no collections', help), severity: 'warning' }];
  }
  if (collections > 0) {
    const help = 'write upstream.yaml with version: 1 and url: https://…/graphql';
    return [pathProblem(directory, 'there is no upstream', help)];
  }
  const help =
    'let the command init write the first files, or write upstream.yaml and a file for each collection';
  return [pathProblem(directory, 'the directory holds no mapping files', help)];
}

/**
 * Reads and checks all mapping files of a directory. Never throws for what is in them. Synchronous: it runs
 * at start and at a reload, over a handful of small files.
 *
 * - A variable UPSTREAM_URL in the environment replaces the default upstream's url, whatever the file says.
 * - Of several files with the same collection id, the first by name is kept and the others are refused.
 */
export function readMappings(directory: string, environment: Environment): Mappings {
  const top = listDirectory(directory);
  if (top.problem) return { upstreams: new Map(), collections: [], problems: [top.problem] };
  const named = namedUpstreams(directory);
  const isDefault = (file: string): boolean => stem(file) === 'upstream';
  const upstreamFiles = [
    ...top.files.filter(isDefault).map((file) => ({ name: defaultUpstream, file })),
    ...named.files.map((file) => ({ name: stem(file), file })),
  ];
  const collectionFiles = top.files.filter((file) => !isDefault(file));

  const { upstreams, names, problems } = readUpstreams(upstreamFiles, environment);
  const { collections, problems: others } = readCollections(collectionFiles, names, environment);
  const absent = absences(directory, upstreamFiles.length, collectionFiles.length);
  const listing = named.problem ? [named.problem] : [];
  const all = [...upstreams.values(), ...collections];
  const filled: Filled = new Map(all.flatMap((each) => [...(each.filled ?? [])]));
  // A problem of one file may name what another one holds.
  const hide = disguise(
    filled,
    all.map((each) => each.source.text),
  );
  const hiding = <T extends Located<unknown>>(each: T): T => ({
    ...each,
    source: disguisedSource(each.source, hide),
    hide,
  });
  return {
    upstreams: new Map([...upstreams].map(([name, each]) => [name, hiding(each)])),
    collections: collections.map(hiding),
    problems: sortProblems([
      ...listing,
      ...absent,
      ...[...problems, ...others].map((each) => disguisedProblem(each, hide)),
    ]),
  };
}
