/** A schema as the file that `schema:` of an upstream file names: SDL, or an introspection result where it is .json. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { type GraphQLSchema, introspectionFromSchema } from 'graphql';
import { printSchemaFile } from '../upstream/schema/print.js';

/** Why no schema can be saved under this name; undefined: nothing is known against it. */
export function schemaPathFault(path: string): string | undefined {
  if (/\.ya?ml$/i.test(path)) return 'a mapping file cannot hold the schema too';
  if (existsSync(path) && statSync(path).isDirectory()) return 'this is a directory';
  return undefined;
}

export function schemaText(path: string, schema: GraphQLSchema): string {
  return /\.json$/i.test(path)
    ? `${JSON.stringify(introspectionFromSchema(schema), null, 2)}\n`
    : printSchemaFile(schema);
}

export function isSaved(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}
