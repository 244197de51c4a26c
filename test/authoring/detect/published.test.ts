/** Schemas that npm packages ship: what is recognised, in a form short enough to read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schema as github } from '@octokit/graphql-schema';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { detectCollections } from '../../../src/authoring/detect/collections.js';
import { readSchema, reportRow, schemaFiles } from '../../../src/authoring/detect/report.js';
import { proposedRelations, relationsRow } from '../../../src/authoring/propose/relations-table.js';
import { writesRow } from '../../../src/authoring/propose/writes-table.js';
import { hasRare, rareFile } from '../../rare/rare.js';

function lines(schema: GraphQLSchema, most: number): readonly string[] {
  const { collections } = detectCollections(schema);
  return collections
    .slice(0, most)
    .map((each) => [each.field, each.itemType, ...Object.values(each.labels).slice(0, 6)].join(' · '));
}

test.skipIf(!hasRare)('Shopify Storefront', () => {
  const file = rareFile('@shopify/hydrogen-react/storefront.schema.json');
  expect(lines(readSchema(file), 20)).toMatchSnapshot();
});

test('GitHub: the first lists', () => {
  expect(lines(buildSchema(github.idl, { assumeValid: true, assumeValidSDL: true }), 25)).toMatchSnapshot();
});

/** A folder of schemas, one file a system, that the project may not ship. */
const folder = process.env.SCHEMAS_DIR;

describe.skipIf(!folder)('a folder of schemas', () => {
  const published = readFileSync(join(import.meta.dirname, '../../../docs/detection.md'), 'utf8');
  test.each(folder ? schemaFiles(folder) : [])('%s is as docs/detection.md says', (file) => {
    const name = file.replace(/\.graphql$/, '');
    const schema = readSchema(join(folder!, file));
    const detection = detectCollections(schema);
    expect(published).toContain(reportRow(name, detection));
    expect(published).toContain(relationsRow(name, proposedRelations(schema)));
    expect(published).toContain(writesRow(name, schema));
  });
});
