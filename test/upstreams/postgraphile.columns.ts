/** Columns of the imitated PostGraphile. */
import { type Entry, isoPostgres, type Kind } from './engine/table.js';

export interface PostgraphileColumn {
  readonly name: string;
  /** CONSTANT_CASE, as in the enums. */
  readonly constant: string;
  /** Cell in the table's entries; empty for the list and the JSON column. */
  readonly cell: string;
  readonly kind: Kind | 'list' | 'json';
  readonly type: string;
  readonly nullable: boolean;
}

export const isNumeric = (column: PostgraphileColumn): boolean =>
  ['int', 'float', 'decimal', 'bigint'].includes(column.kind);

const column = (
  name: string,
  kind: PostgraphileColumn['kind'],
  type: string,
  nullable = true,
  cell = name,
): PostgraphileColumn => ({
  name,
  constant: name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
  cell,
  kind,
  type,
  nullable,
});

export const productColumns: readonly PostgraphileColumn[] = [
  column('id', 'int', 'Int', false, 'idNumber'),
  column('title', 'text', 'String'),
  column('sku', 'text', 'String', false),
  column('price', 'decimal', 'BigFloat'),
  column('quantity', 'int', 'Int'),
  column('rating', 'float', 'Float'),
  column('big', 'bigint', 'BigInt', false),
  column('active', 'boolean', 'Boolean'),
  column('status', 'enum', 'ProductStatus'),
  column('createdAt', 'instant', 'Datetime'),
  column('releasedOn', 'date', 'Date'),
  column('opensAt', 'time', 'Time'),
  column('tags', 'list', '[String]', true, ''),
  column('imageUrl', 'text', 'String'),
  column('categoryId', 'int', 'Int', true, 'categoryIdNumber'),
  column('meta', 'json', 'JSON', true, ''),
];

export const categoryColumns: readonly PostgraphileColumn[] = [
  column('id', 'int', 'Int', false, 'idNumber'),
  column('name', 'text', 'String', false),
];

/** A column's value as JSON: BigInt and BigFloat are texts, a numeric(…, 2) shows both decimals. */
export function show(column: PostgraphileColumn, entry: Entry): unknown {
  if (column.kind === 'list') return entry.tags;
  if (column.kind === 'json') return entry.meta;
  if (column.kind === 'enum') return entry.status;
  const cell = entry.cells[column.cell] ?? null;
  if (cell === null) return null;
  if (column.kind === 'instant') return isoPostgres(cell);
  if (column.kind === 'decimal') return Number(cell).toFixed(2);
  return column.kind === 'bigint' ? String(cell) : cell;
}

/** `(value)::text` of PostgreSQL, in which the keys of grouped aggregates come. */
export function castToText(column: PostgraphileColumn, entry: Entry): string | null {
  const shown = show(column, entry);
  if (shown === null) return null;
  if (column.kind === 'list') return `{${(shown as string[]).map(arrayElement).join()}}`;
  if (column.kind === 'json') return JSON.stringify(shown);
  return column.kind === 'instant' ? String(shown).replace('T', ' ').replace('+00:00', '+00') : String(shown);
}

const arrayElement = (element: string): string =>
  element === '' || /[{},"\\\s]|^null$/i.test(element) ? `"${element.replace(/["\\]/g, '\\$&')}"` : element;
