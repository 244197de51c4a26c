/** `check --tenants`: what is wrong with tenant files, and with the mapping folders that they name. */

import type { Problem } from '../mapping/problem.js';
import { foldersOf, readTenants } from '../mapping/read-tenants.js';
import type { CliContext } from './context.js';
import { loadApp } from './load-app.js';
import type { MappingsOption } from './mappings-option.js';

/** Each folder that sites name is bound once, as the one of `--mappings` is. */
export async function siteProblems(
  options: MappingsOption,
  path: string,
  context: CliContext,
): Promise<readonly Problem[]> {
  const tenants = readTenants(path, context.environment);
  const found = [...tenants.problems];
  for (const mappings of foldersOf(tenants)) {
    const app = await loadApp({ ...options, mappings }, context);
    try {
      found.push(...app.problems);
    } finally {
      await app.close();
    }
  }
  return found;
}
