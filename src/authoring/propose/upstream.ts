/** The proposed upstream file: where the API is, who it trusts, and what all its list fields have in common. */

import type { UpstreamMapping } from '../../mapping/schema.js';
import { assumedMaximum } from '../detect/paging.js';
import type { YamlComment } from '../write/write-yaml.js';
import type { Lifted } from './lift.js';
import type { Proposal, ProposalOptions } from './proposal.js';

/** Name of the saved schema beside the upstream file. */
export const schemaFile = 'schema.graphql';

export function buildUpstream(options: ProposalOptions, lifted: Lifted): Proposal['upstream'] {
  const { dialect } = options;
  const headers =
    options.headers ?? (dialect?.auth ? { [dialect.auth.header]: dialect.auth.value } : undefined);
  const comments: YamlComment[] = [];
  const defaults = Object.keys(lifted.defaults).length > 0;
  const value: UpstreamMapping = {
    version: 1,
    url: options.url ?? '${UPSTREAM_URL}',
    ...(headers && Object.keys(headers).length > 0 ? { headers: { ...dialect?.headers, ...headers } } : {}),
    schema: schemaFile,
    ...(dialect ? { dialect: dialect.name } : {}),
    ...(defaults ? { defaults: lifted.defaults } : {}),
    ...(lifted.get ? { get: lifted.get } : {}),
    ...(lifted.aggregate ? { aggregate: lifted.aggregate } : {}),
  };
  if (!options.headers && dialect?.auth?.note) comments.push({ path: ['headers'], text: dialect.auth.note });
  if (dialect) comments.push({ path: ['dialect'], text: dialect.title, place: 'end' });
  if (defaults) {
    comments.push({
      path: ['defaults'],
      text: dialect
        ? 'guessed: where this schema differs from the dialect'
        : 'guessed from the schema; meanings are the cautious ones, so more is checked here than may be needed',
    });
  }
  if (lifted.defaults.page?.max === assumedMaximum) {
    const text = 'max: as far as nothing else was stated or learned, an assumption; larger pages are faster';
    comments.push({ path: ['defaults', 'page'], text });
  }
  return { value, comments };
}
