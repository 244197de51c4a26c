/**
 * APIs that charge by cost and depth (Shopify, GitHub) answer the proposed selections: no list of pages below an item, and
 * no more than four levels.
 */
import { join } from 'node:path';
import { schema as github } from '@octokit/graphql-schema';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import { readSchema } from '../../../src/authoring/detect/report.js';
import { fieldOf, shapeOf } from '../../../src/authoring/detect/shape.js';
import { detectRows } from '../../../src/authoring/detect/wrapper.js';
import { propose } from '../../../src/authoring/propose/propose.js';
import { dialects } from '../../../src/styles/dialects/index.js';
import { matchDialect } from '../../../src/styles/dialects/match.js';
import { hasRare, rareFile } from '../../rare/rare.js';

const storefront = (): string => rareFile('@shopify/hydrogen-react/storefront.schema.json');
const folder = process.env.SCHEMAS_DIR;

const sources: readonly (readonly [string, () => GraphQLSchema])[] = [
  ['GitHub', () => buildSchema(github.idl, { assumeValid: true, assumeValidSDL: true })],
  ...(hasRare ? [['Shopify Storefront', () => readSchema(storefront())] as const] : []),
  ...(folder ? [['Shopify Admin', () => readSchema(join(folder, 'shopify-admin.graphql'))] as const] : []),
];

test.each(sources)('%s', (_, read) => {
  const schema = read();
  const { collections } = propose(schema, { dialect: matchDialect(schema, dialects)?.dialect });
  expect(collections.length).toBeGreaterThan(5);
  for (const { name, value } of collections) {
    for (const each of Object.values(value.fields)) {
      const path = typeof each === 'string' ? each : each.path;
      // What leads to several items is read only when it is included.
      if (path === undefined) continue;
      expect(levels(schema, value.type, path), `${name}: ${path}`).toBeLessThanOrEqual(4);
    }
  }
});

/** Levels of a path below an item; infinite where it goes through a page or a list that takes arguments. */
function levels(schema: GraphQLSchema, type: string, path: string): number {
  const steps = path.split('.').filter((step) => !/^\d+$/.test(step));
  let owner = schema.getType(type)!;
  for (const step of steps) {
    const field = fieldOf(owner, step.replace('[]', ''));
    if (!field) return Number.NaN;
    const rows = detectRows(field);
    const dear = rows && 'path' in rows && (rows.path !== '' || field.args.length > 0);
    if (dear) return Number.POSITIVE_INFINITY;
    owner = shapeOf(field.type).named;
  }
  return steps.length;
}
