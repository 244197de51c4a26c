/** `check --tenants`: what is wrong with tenant files, and with the mapping folders that they name. */

import type { Problem } from '../mapping/problem.js';
import { readTenants } from '../mapping/read-tenants.js';
import { TransportConfigError } from '../upstream/transport/address.js';
import { createAddressGuard } from '../upstream/transport/guarded-connector.js';
import type { CliContext } from './context.js';
import { loadApp } from './load-app.js';
import type { MappingsOption } from './mappings-option.js';

/** Each folder that sites name is bound once, as the one of `--mappings` is. */
export async function siteProblems(
  options: MappingsOption,
  path: string,
  context: CliContext,
): Promise<readonly Problem[]> {
  const { sites, lookup, problems } = readTenants(path, context.environment);
  const found = [...problems];
  const folders = new Set([
    ...[...sites.values()].flatMap(({ folder }) => folder ?? []),
    ...(lookup?.folders.values() ?? []),
  ]);
  for (const mappings of folders) {
    const app = await loadApp({ ...options, mappings }, context);
    try {
      found.push(...app.problems);
    } finally {
      await app.close();
    }
  }
  if (lookup)
    try {
      createAddressGuard({ hosts: lookup.value.hosts, private: lookup.value.private ?? [] });
    } catch (error) {
      if (!(error instanceof TransportConfigError)) throw error;
      found.push(lookup.source.problemAt(['private'], error.message));
    }
  return found;
}
