/** The common table of the imitated upstreams as Wix items, and what random requests are drawn from. */
import type { FieldType } from '../../src/wix/protocol.js';
import type { FieldSample } from '../oracle/arbitrary.js';
import { oddTexts } from '../oracle/near-misses.js';
import type { Item, Json } from '../oracle/values.js';
import { makeRows, type Row } from '../upstreams/data.js';

/** How a column of the table appears in Wix. */
export interface Column {
  readonly key: string;
  readonly type: FieldType;
  readonly value: (row: Row) => Json;
}

const date = (text: string | null): Json => (text === null ? null : { $date: text });
const time = (text: string | null): Json => (text === null ? null : `${text}.000`);

export const columns: Readonly<Record<string, Column>> = {
  title: { key: 'title', type: 'TEXT', value: (row) => row.title },
  sku: { key: 'sku', type: 'TEXT', value: (row) => row.sku },
  price: { key: 'price', type: 'NUMBER', value: (row) => row.price },
  quantity: { key: 'quantity', type: 'NUMBER', value: (row) => row.quantity },
  rating: { key: 'rating', type: 'NUMBER', value: (row) => row.rating },
  big: { key: 'big', type: 'TEXT', value: (row) => row.big },
  active: { key: 'active', type: 'BOOLEAN', value: (row) => row.active },
  status: { key: 'status', type: 'TEXT', value: (row) => row.status },
  createdAt: { key: 'createdAt', type: 'DATETIME', value: (row) => date(row.createdAt) },
  releasedOn: { key: 'releasedOn', type: 'DATE', value: (row) => row.releasedOn },
  opensAt: { key: 'opensAt', type: 'TIME', value: (row) => time(row.opensAt) },
  tags: { key: 'tags', type: 'ARRAY_STRING', value: (row) => row.tags as Json },
  imageUrl: { key: 'imageUrl', type: 'TEXT', value: (row) => row.imageUrl },
  category: { key: 'category', type: 'TEXT', value: (row) => row.category?.name ?? null },
  categoryId: { key: 'categoryId', type: 'REFERENCE', value: (row) => row.category?.id ?? null },
  meta: { key: 'meta', type: 'ANY', value: (row) => row.meta },
};

/** Rows of the common table, some with titles that an API may read as something else: they have to be found as well. */
export function rowsWithOddTitles(): readonly Row[] {
  return makeRows(137, 7).map((row, index) => ({ ...row, title: oddTexts[index - 80] ?? row.title }));
}

/** How a case shows rows where it differs from the table. */
export interface Showing {
  readonly values?: Readonly<Record<string, (row: Row) => Json>>;
}

export function itemsOf(rows: readonly Row[], keys: readonly string[], showing: Showing = {}): Item[] {
  return rows.map((row) => ({
    _id: showing.values?._id?.(row) ?? row.id,
    ...Object.fromEntries(keys.map((key) => [key, (showing.values?.[key] ?? columns[key]!.value)(row)])),
  }));
}

export function typesOf(keys: readonly string[]): Record<string, FieldType> {
  return { _id: 'TEXT', ...Object.fromEntries(keys.map((key) => [key, columns[key]!.type])) };
}

export function samplesOf(items: readonly Item[], keys: readonly string[]): FieldSample[] {
  const sample = (key: string, type: FieldType): FieldSample => ({
    key,
    type,
    samples: items.map((item) => item[key] ?? null),
  });
  return [sample('_id', 'TEXT'), ...keys.map((key) => sample(key, columns[key]!.type))];
}
