/**
 * The tables of relations in docs/detection.md are what `init` does: for the schemas that the tests have, and for a folder of
 * others that SCHEMAS_DIR names. UPDATE_DOCS=1 writes the rows anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schema as github } from '@octokit/graphql-schema';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readSchema, schemaFiles } from '../../../src/authoring/detect/report.js';
import {
  proposedRelations,
  relationsHeader,
  relationsRow,
} from '../../../src/authoring/propose/relations-table.js';
import { sdlOf, upstreamNames } from '../../upstreams/fixture-shapes.js';

const page = join(import.meta.dirname, '../../../docs/detection.md');
const folder = process.env.SCHEMAS_DIR;
const built = (sdl: string) => (): GraphQLSchema =>
  buildSchema(sdl, { assumeValid: true, assumeValidSDL: true });
const ours = new Map<string, () => GraphQLSchema>([
  ['GitHub', built(github.idl)],
  ...upstreamNames.map((name): [string, () => GraphQLSchema] => [`imitation of ${name}`, built(sdlOf(name))]),
]);
const theirs = new Map(
  (folder ? schemaFiles(folder) : []).map((file): [string, () => GraphQLSchema] => [
    file.replace(/\.graphql$/, ''),
    () => readSchema(join(folder!, file)),
  ]),
);

/** Rows of the table that begins with a row of this name; the order of the page is kept. */
function rowAt(name: string): string | undefined {
  const text = readFileSync(page, 'utf8');
  const section = text.slice(text.indexOf('## Relations'), text.indexOf('## List fields that did not'));
  return section.split('\n').find((line) => line.startsWith(`| ${name} |`));
}

describe.each([
  ['the schemas of the tests', ours],
  ['a folder of schemas', theirs],
])('%s', (_, schemas) => {
  test.skipIf(schemas.size === 0)('have these relations', () => {
    const wanted = [...schemas].map(([name, read]) => relationsRow(name, proposedRelations(read())));
    if (process.env.UPDATE_DOCS) {
      let text = readFileSync(page, 'utf8');
      for (const row of wanted) {
        const present = rowAt(row.split('|')[1]!.trim());
        if (present) text = text.replace(present, row);
      }
      writeFileSync(page, text);
    }
    const published = readFileSync(page, 'utf8');
    expect(published).toContain(relationsHeader);
    expect(wanted.filter((row) => !published.includes(row))).toEqual([]);
  });
});
