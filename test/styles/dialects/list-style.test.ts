import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../src/styles/dialects/index.js';
import { listStyleFor } from '../../../src/styles/dialects/list-style.js';

const schema = buildSchema(`
  type Query {
    plain: [Item!]!
    nodes: Connection!
    edges: EdgeConnection
    odd: Odd
  }
  type Item { id: ID! }
  type Connection { nodes: [Item!]! totalCount: Int! }
  type EdgeConnection { edges: [Edge!]! }
  type Edge { node: Item! }
  type Odd { value: Int }`);

const rowsOf = (dialect: string, field: string) =>
  listStyleFor(dialectNamed(dialect), schema.getQueryType()!.getFields()[field]!.type);

describe('listStyleFor', () => {
  it.each([
    ['the first where it fits', 'nestjs-query', 'edges', 'edges[].node'],
    ['an alternative', 'nestjs-query', 'nodes', 'nodes'],
    ['a later alternative', 'nestjs-query', 'plain', ''],
    ['a plain list beside a connection', 'strapi5', 'plain', ''],
    ['edges beside a plain list', 'hygraph', 'edges', 'edges[].node'],
    ['the first where nothing fits', 'nestjs-query', 'odd', 'edges[].node'],
  ])('takes %s', (_title, dialect, field, rows) => {
    expect(rowsOf(dialect, field)?.rows).toBe(rows);
  });

  it('keeps what an alternative does not say', () => {
    const style = rowsOf('nestjs-query', 'nodes');
    expect(style?.page).toEqual(dialectNamed('nestjs-query')?.alternatives?.list?.[0]?.page);
    expect(style?.filter).toBe(dialectNamed('nestjs-query')?.list?.filter);
  });

  it('gives nothing without a dialect', () => {
    expect(listStyleFor(undefined, schema.getQueryType()!.getFields().plain!.type)).toBeUndefined();
  });
});
