/**
 * The readers of field sets, compiled once for each bound collection. They depend on nothing else, so that all engines which serve the same
 * collection (the sites of a mapping folder) can share them.
 */
import { LRUCache } from 'lru-cache';
import { compileRows, readerId, withAsked } from '../model/bind/rows.js';
import type { CollectionModel, NestedItems, RowReader } from '../model/model.js';

export interface Readers {
  /** Reader of these fields (always with `_id`) and related objects. */
  of(model: CollectionModel, keys: readonly string[], nested: readonly NestedItems[]): RowReader;
}

/** Bytes of the field sets compiled for one collection (all fields, and the projections that callers ask for), and of one field. */
const readerBytes = 2 * 2 ** 20;
const fieldBytes = 500;

/** An empty memory of readers. It holds at most 2 MiB for each collection. */
export function createReaders(): Readers {
  const known = new WeakMap<CollectionModel, LRUCache<string, RowReader>>();
  const readersOf = (model: CollectionModel): LRUCache<string, RowReader> => {
    let found = known.get(model);
    if (!found) {
      found = new LRUCache<string, RowReader>({
        maxSize: readerBytes,
        sizeCalculation: ({ size }, key) => 4 * key.length + fieldBytes * (size + 1),
      });
      known.set(model, found);
    }
    return found;
  };
  return {
    of(model, keys, nested) {
      const readers = readersOf(model);
      const id = readerId(model, keys, nested);
      let reader = readers.get(id);
      if (!reader) {
        reader = compileRows(model, keys, nested);
        readers.set(id, reader);
      }
      return withAsked(reader, nested);
    },
  };
}
