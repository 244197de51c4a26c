import { readFile } from 'node:fs/promises';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { refuseDeepText } from './depth.js';
import { buildFromIntrospection } from './from-introspection.js';
import { buildFromSdl } from './from-sdl.js';
import { SchemaError } from './schema-error.js';

/**
 * Loads a saved schema: SDL (.graphql, .gql, .graphqls) or an introspection result (.json). What is in the
 * file decides, not its name.
 * @throws {SchemaError} unreadable, syntax, invalid, incomplete; with line and column where there is a place
 */
export async function loadSchema(path: string): Promise<GraphQLSchema> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${String(code)})`;
    throw new SchemaError('unreadable', `schema file ${path}: ${reason}`);
  }
  return parseSchema(text);
}

/** A schema from the text of a file: SDL, `{ data: { __schema } }` or `{ __schema }`. */
export function parseSchema(source: string): GraphQLSchema {
  const text = source.replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new SchemaError('syntax', 'the schema file is empty', { line: 1, column: 1 });
  return text.trimStart().startsWith('{') ? buildFromIntrospection(parseJson(text)) : buildFromSdl(text);
}

function parseJson(text: string): IntrospectionQuery {
  refuseDeepText(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SchemaError('syntax', 'the schema file is not valid JSON', jsonPlace(text, error));
  }
  const { data, errors } = value as { data?: unknown; errors?: unknown };
  const root = (data ?? value) as Partial<IntrospectionQuery>;
  if (typeof root.__schema === 'object' && root.__schema !== null) return root as IntrospectionQuery;
  throw new SchemaError(
    'invalid',
    `the JSON file is no introspection result: it has no __schema${errors ? ', but errors' : ''}`,
  );
}

/** V8 says the offset in its message, in most cases. */
function jsonPlace(text: string, error: unknown): { line: number; column: number } {
  const said = /position (\d+)/.exec(String(error))?.[1];
  const before = text.slice(0, said === undefined ? text.length : Number(said)).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
