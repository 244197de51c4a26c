/** Where the mapping files are: an option of most commands. */
import type { CliContext } from './context.js';

export interface MappingsOption {
  readonly mappings?: string;
}

export function mappingsDirectoryOf({ mappings }: MappingsOption, { environment }: CliContext): string {
  return mappings ?? (environment.MAPPINGS_DIR || 'mappings');
}
