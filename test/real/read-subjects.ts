/** Everything that a service has: its collections as it describes them, and all their items. */
import type { Field } from '../../src/wix/protocol.js';
import { samplesOf } from '../oracle/bookshop-items.js';
import type { Item, Json } from '../oracle/values.js';
import type { Subject } from './questions.js';
import type { Service } from './service.js';

export interface Unreadable {
  readonly id: string;
  readonly reason: string;
}

/** @param only ids of the collections that are read; all without it */
export async function readSubjects(
  service: Service,
  only: readonly string[] | undefined,
): Promise<{ readonly subjects: readonly Subject[]; readonly unreadable: readonly Unreadable[] }> {
  const answer = await service.ask('/v3/collections/get', { collectionIds: [] });
  if (answer.kind !== 'answered') throw new Error(`collections/get: ${answer.message}`);
  const subjects: Subject[] = [];
  const unreadable: Unreadable[] = [];
  for (const { id, fields } of answer.body.collections as unknown as { id: string; fields: Field[] }[]) {
    if (only && !only.includes(id)) continue;
    try {
      subjects.push(subjectOf(id, fields, await readAll(service, id)));
    } catch (error) {
      unreadable.push({ id, reason: (error as Error).message });
    }
  }
  return { subjects, unreadable };
}

function subjectOf(id: string, fields: readonly Field[], items: readonly Item[]): Subject {
  // Lists of references are asked for apart and are no part of an item, so nothing is known of them here.
  const known = fields.filter(({ type }) => type !== 'MULTI_REFERENCE');
  const columns = known.map(({ key, type }) => ({ key, column: key, type }));
  return {
    id,
    types: Object.fromEntries(known.map(({ key, type }) => [key, type])),
    items,
    fields: samplesOf(items, columns),
  };
}

/**
 * Without filter and sort, page after page; then once more in the order of ids, which must give the same items.
 *
 * @throws Error where the service refuses, or where the two ways do not agree
 */
async function readAll(service: Service, id: string): Promise<readonly Item[]> {
  const plain = await readPages(service, id, []);
  const ordered = await readPages(service, id, [{ fieldName: '_id', order: 'ASC' }]);
  const texts = (items: readonly Item[]): string =>
    JSON.stringify(items.map((each) => JSON.stringify(each)).sort());
  if (texts(plain) !== texts(ordered)) {
    throw new Error(`${plain.length} items by offset, other ${ordered.length} in the order of ids`);
  }
  return plain;
}

/** Small enough that reading it stays within the time that a request has. */
const size = 100;

async function readPages(service: Service, id: string, sort: readonly Json[]): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let last = size; last === size; ) {
    const paging = { offset: items.length, limit: size };
    const request = { collectionId: id, query: { paging, sort } };
    let answer = await service.ask('/v3/items/query', request);
    // A slow API or a busy machine: the second time it may be in time.
    for (let tries = 1; tries < 3 && answer.kind !== 'answered'; tries += 1) {
      answer = await service.ask('/v3/items/query', request);
    }
    if (answer.kind !== 'answered') throw new Error(answer.message);
    const page = answer.body.items as unknown as readonly Item[];
    items.push(...page);
    last = page.length;
  }
  return items;
}
