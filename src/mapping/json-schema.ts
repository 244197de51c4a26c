/** The zod schemas of mapping files as JSON Schema (draft 7: what yaml-language-server reads), for editors. */
import { z } from 'zod';
import { collectionMapping, upstreamMapping } from './schema.js';

export type JsonSchema = { readonly [key: string]: unknown };

function print(schema: z.ZodType, title: string): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', reused: 'inline' });
  return { $schema, title, ...rest };
}

/** Without `$id`, so that a file works from any place: a package, a repository, a copy. */
export function mappingJsonSchemas(): { readonly upstream: JsonSchema; readonly collection: JsonSchema } {
  return {
    upstream: print(upstreamMapping, 'Upstream of the Wix GraphQL adapter'),
    collection: print(collectionMapping, 'Collection of the Wix GraphQL adapter'),
  };
}

/** The text of the schema's file, as `npm run schemas` writes it. */
export function jsonSchemaText(schema: JsonSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
