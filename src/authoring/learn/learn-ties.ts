/**
 * Whether equal rows keep their order from page to page, so that positions in a sorted list are places. A schema does not
 * say it: databases give equal rows in another order for each request.
 */

import { compileRows } from '../../model/bind/rows.js';
import type { FieldModel } from '../../model/model.js';
import { type Finding, put } from './finding.js';
import { firstPage, idsOf, type Look, plainFields, readPage, valuesOf } from './look.js';

const rowsOfPage = 6;

export async function learnTies(look: Look): Promise<readonly Finding[]> {
  const { model, sample, asker } = look;
  const { sort, page } = model.list;
  // Nothing claims it but a dialect with a source, so what is not proved needs no word.
  if (!sort || sort.style.unique !== undefined || page.offset !== undefined) return [];
  const line = ['list', 'sort', 'unique'];
  const field = tiedField(look);
  if (!field || page.cursor === undefined || page.size === undefined) return [];
  const query = {
    condition: undefined,
    sort: [{ path: field.sortPath!, descending: false }],
    reader: compileRows(model, [field.key]),
  };
  const ids = async (size: number, cursor?: string) => {
    const request = { ...firstPage(model, size, false), ...(cursor === undefined ? {} : { cursor }) };
    const read = await readPage(model, asker, query, request);
    return read.kind === 'page'
      ? { ids: idsOf(model, read.page.rows), next: read.page.next, rows: read.page.rows }
      : undefined;
  };
  const first = await ids(rowsOfPage);
  const second = first?.next == null ? undefined : await ids(rowsOfPage, first.next);
  const whole = await ids(2 * rowsOfPage);
  if (!first || !second || !whole) return [];
  const values = valuesOf(model, field.key, whole.rows).map((value) => JSON.stringify(value));
  if (new Set(values).size === values.length) return [];
  const same = [...first.ids, ...second.ids].slice(0, whole.ids.length).join() === whole.ids.join();
  return same && whole.ids.length > first.ids.length && sample.rows.length > 0
    ? [put(line, true, 'learned: equal rows keep their order from page to page', `sorted by ${field.key}`)]
    : [];
}

/** A field that can be sorted on and has some value more than once. */
function tiedField({ model, sample }: Look): FieldModel | undefined {
  return plainFields(model).find((field) => {
    if (!field.sortPath || !field.sortable.ascending) return false;
    const values = valuesOf(model, field.key, sample.rows).map((value) => JSON.stringify(value));
    return values.length > 1 && new Set(values).size < values.length;
  });
}
