/** Tenant files → sites by their instance id, or all that is wrong with them, each at its place. */

import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type * as z from 'zod';
import { isPlainObject } from '../json.js';
import type { Json } from '../styles/vocabulary.js';
import { parseAddress, TransportConfigError } from '../upstream/transport/address.js';
import { createAddressGuard } from '../upstream/transport/guarded-connector.js';
import { compileHeaders } from '../upstream/transport/headers.js';
import { httpAddress } from '../upstream/transport/http-address.js';
import { disguise, disguisedProblem, disguisedSource } from './disguise.js';
import { type Environment, substitute } from './environment.js';
import { type Located, pathProblem } from './load.js';
import { parseYaml } from './parse-yaml.js';
import { type Problem, sortProblems } from './problem.js';
import { isMappingFile } from './read.js';
import { readText, reasonOf } from './read-text.js';
import { type Path, partOf, type SourceFile } from './source.js';
import { type LookupMapping, lookup, type Tenant, tenant, tenantFile, tenantsFile } from './tenants.js';
import { validate } from './validate.js';

/** A site; its source is the part of the file that speaks of it. */
export interface LocatedTenant extends Located<Tenant> {
  readonly instance: string;
  /** Absolute path of its folder of mapping files; undefined: that of the service. */
  readonly folder: string | undefined;
  /** Another text where anything of it is another. */
  readonly version: string;
}

export interface LocatedLookup extends Located<LookupMapping> {
  /** Absolute paths of folders of mapping files, by the names that answers use. */
  readonly folders: ReadonlyMap<string, string>;
}

export interface Tenants {
  /** By instance id. */
  readonly sites: ReadonlyMap<string, LocatedTenant>;
  readonly lookup: LocatedLookup | undefined;
  /** Instance ids of sites that are named and cannot be used. */
  readonly broken: ReadonlySet<string>;
  /** Files of which not even the sites that they name are known. */
  readonly unread: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** Of a folder with one file for each site, the file that holds the lookup. */
const lookupFile = /^lookup\.ya?ml$/;

/**
 * Never throws for what is in the files.
 * @param path a folder with one file for each site, or one file for all
 */
export function readTenants(path: string, environment: Environment): Tenants {
  const reading = createReading(environment);
  try {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).filter(isMappingFile).sort())
        reading.file(join(path, name), lookupFile.test(name));
    } else reading.many(path);
  } catch (error) {
    reading.fail(pathProblem(path, `the tenants cannot be read: ${reasonOf(error)}`));
  }
  return reading.end(path);
}

function createReading(environment: Environment) {
  const sites = new Map<string, LocatedTenant>();
  const broken = new Set<string>();
  const unread = new Set<string>();
  const problems: Problem[] = [];
  let found: LocatedLookup | undefined;

  /** The value with variables filled in and checked; its problems are told. */
  const take = <T>(schema: z.ZodType<T>, raw: Json, source: SourceFile): Located<T> | undefined => {
    const { value, filled, problems: own } = substitute(raw, environment, source);
    const checked = validate(schema, value, source);
    const hide = disguise(filled, [source.text]);
    problems.push(...[...own, ...checked.problems].map((each) => disguisedProblem(each, hide)));
    if (own.length > 0 || checked.value === undefined) return undefined;
    return { value: checked.value, file: source.file, filled, hide, source: disguisedSource(source, hide) };
  };
  const add = (instance: string, located: Located<Tenant> | undefined, source: SourceFile): void => {
    const faults = located ? accessFaults(located) : [];
    problems.push(...faults);
    const other = sites.get(instance);
    if (other)
      problems.push(source.problemAt([], `${other.file} has the site ${instance} too`, { at: 'key' }));
    else if (!located || faults.length > 0) broken.add(instance);
    else
      sites.set(instance, {
        ...located,
        version: versionOf(located.value),
        instance,
        folder: folderOf(located.file, located.value.mappings),
      });
  };
  const addLookup = (raw: Json, source: SourceFile): void => {
    const located = take(lookup, raw, source);
    if (!located) return;
    const { hosts, private: named = [] } = located.value;
    const faults = [
      ...accessFaults(located),
      ...faultOf(located.source, ['private'], () => createAddressGuard({ hosts, private: named })),
    ];
    problems.push(...faults);
    const folders = Object.entries(located.value.folders ?? {}).map(
      ([name, folder]) => [name, folderOf(located.file, folder)!] as const,
    );
    if (faults.length === 0) found = { ...located, folders: new Map(folders) };
  };
  const parse = (file: string): { readonly value: Json; readonly source: SourceFile } | undefined => {
    const read = readText(file);
    const parsed = 'text' in read ? parseYaml(file, read.text) : undefined;
    if ('unreadable' in read) problems.push(pathProblem(file, read.unreadable.message, read.unreadable.help));
    problems.push(...(parsed?.problems ?? []));
    const value = parsed?.value;
    if (parsed && parsed.problems.length === 0 && isPlainObject(value))
      return { value, source: parsed.source };
    if (parsed && parsed.problems.length === 0)
      problems.push(
        parsed.source.problemAt([], 'the file holds no site', {
          help: 'write version: 1 and url: https://…/graphql',
        }),
      );
    unread.add(file);
    return undefined;
  };
  const many = (file: string): void => {
    const parsed = parse(file);
    if (!parsed) return;
    const { tenants, lookup: asked, ...rest } = parsed.value as { readonly [key: string]: Json };
    const { source } = parsed;
    // What stands in its members is checked for each.
    const frame = validate(
      tenantsFile,
      { ...rest, ...(tenants === undefined ? {} : { tenants: {} }) },
      source,
    );
    problems.push(...frame.problems);
    if (isPlainObject(tenants))
      for (const [instance, raw] of Object.entries(tenants)) {
        const own = partOf(source, ['tenants', instance]);
        add(instance, take(tenant, raw, own), own);
      }
    else if (tenants !== undefined)
      problems.push(...validate(tenantsFile, { ...rest, tenants }, source).problems);
    if (asked !== undefined) addLookup(asked, partOf(source, ['lookup']));
  };
  return {
    many,
    fail(problem: Problem): void {
      problems.push(problem);
    },
    file(file: string, isLookup: boolean): void {
      if (isLookup) {
        many(file);
        return;
      }
      const parsed = parse(file);
      if (!parsed) return;
      const located = take(tenantFile, parsed.value, parsed.source);
      const instance = (parsed.value as { readonly instance?: Json }).instance;
      if (typeof instance === 'string') add(instance, located, parsed.source);
      else unread.add(file);
    },
    end(path: string): Tenants {
      if (sites.size === 0 && !found && problems.length === 0)
        problems.push(
          pathProblem(path, 'there are no sites', 'write a file with instance: and url:, or a lookup'),
        );
      return { sites, lookup: found, broken, unread, problems: sortProblems(problems) };
    },
  };
}

type Access = Pick<Tenant, 'url' | 'headers' | 'oauth2' | 'upstreams'>;

/** What cannot be asked as it is described: the site would be refused with its first request otherwise. */
function accessFaults({ value, source }: Located<Access>): readonly Problem[] {
  const all: readonly (readonly [Path, Omit<Access, 'upstreams'>])[] = [
    [[], value],
    ...Object.entries(value.upstreams ?? {}).map(([name, each]) => [['upstreams', name], each] as const),
  ];
  return all.flatMap(([at, { url, headers, oauth2 }]) => {
    const help = 'write it whole: https://…/graphql';
    return [
      ...(httpAddress(url) ? [] : [source.problemAt([...at, 'url'], 'the url is not an address', { help })]),
      ...faultOf(source, [...at, 'headers'], () => compileHeaders(headers ?? {})),
      ...faultOf(source, [...at, 'oauth2', 'tokenUrl'], () => oauth2 && parseAddress(oauth2.tokenUrl)),
    ];
  });
}

function faultOf(source: SourceFile, at: Path, make: () => unknown): readonly Problem[] {
  try {
    make();
    return [];
  } catch (error) {
    if (!(error instanceof TransportConfigError)) throw error;
    return [source.problemAt(at, error.message)];
  }
}

/** Folders of mapping files that sites have of their own. */
export function foldersOf({ sites, lookup }: Pick<Tenants, 'sites' | 'lookup'>): ReadonlySet<string> {
  return new Set([
    ...[...sites.values()].flatMap(({ folder }) => folder ?? []),
    ...(lookup?.folders.values() ?? []),
  ]);
}

function folderOf(file: string, folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : resolve(dirname(file), folder);
}

/** A digest: it stays in memory longer than what it stands for. */
export function versionOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64').slice(0, 22);
}
