/** The mapping files as read, with a gateway opened for each upstream. Nothing is sent yet. */

import { createHash } from 'node:crypto';
import type { Environment } from '../mapping/environment.js';
import type { Problem } from '../mapping/problem.js';
import { defaultUpstream, type Located, type Mappings, readMappings } from '../mapping/read.js';
import type { CollectionMapping } from '../mapping/schema.js';
import { hookProblems } from './hooks.js';
import { type OpenUpstream, openUpstream, type UpstreamOptions } from './open-upstream.js';
import { referenceProblems } from './reference-problems.js';

export interface Configuration {
  /** The files as read; collections of broken ones are absent. */
  readonly mappings: Mappings;
  /** Upstreams whose file is sound, whether they answer or not. */
  readonly upstreams: readonly OpenUpstream[];
  /** Of the files alone, without what binding finds. */
  readonly problems: readonly Problem[];
  /** Of the texts of the sound files: the same for the same texts. 16 hexadecimal digits. */
  readonly fingerprint: string;
}

/** Never throws for what is in the files. Whoever calls closes the upstreams. */
export function readConfiguration(
  directory: string,
  environment: Environment,
  opening: Omit<UpstreamOptions, 'secrets'>,
): Configuration {
  const mappings = readMappings(directory, environment);
  const problems = [...mappings.problems];
  const upstreams: OpenUpstream[] = [];
  for (const [name, located] of mappings.upstreams) {
    const secrets = collectionsOf(mappings, name).flatMap((each) => [...(each.filled?.keys() ?? [])]);
    const { opened, problems: own } = openUpstream(name, located, environment, { ...opening, secrets });
    problems.push(...own);
    if (opened) upstreams.push(opened);
  }
  // A file that cannot be read may be the one that is referred to.
  if (mappings.problems.length === 0)
    problems.push(...referenceProblems(mappings.collections), ...hookProblems(mappings));
  return { mappings, upstreams, problems, fingerprint: fingerprintOf(mappings) };
}

/** The collections of an upstream, in the order of their files. */
export function collectionsOf(
  { collections }: Mappings,
  upstream: string,
): readonly Located<CollectionMapping>[] {
  return collections.filter((each) => (each.value.upstream ?? defaultUpstream) === upstream);
}

/** Upstreams that some collection is of; the others are never asked. */
export function usedUpstreams({ mappings, upstreams }: Configuration): readonly OpenUpstream[] {
  return upstreams.filter((each) => collectionsOf(mappings, each.name).length > 0);
}

/** Files whose address the environment's stands in for: nobody looks for a cause there. */
export function replacedAddresses({ upstreams }: Mappings): readonly string[] {
  return [...upstreams.values()].filter((each) => each.replaced).map((each) => each.file);
}

function fingerprintOf({ upstreams, collections }: Mappings): string {
  const hash = createHash('sha256');
  for (const { source } of [...upstreams.values(), ...collections])
    hash.update(JSON.stringify([source.file, source.text]));
  return hash.digest('hex').slice(0, 16);
}
