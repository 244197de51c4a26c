/** Keeps the best few of many items, for sorts that are worked out here. */

export interface TopK<T> {
  add(item: T): void;
  /** Number of items kept so far. */
  size(): number;
  /** The kept items, best first. */
  values(): T[];
  /** The kept items in the order in which they came: a stable sort of them gives `values`. */
  unsorted(): T[];
}

interface Entry<T> {
  readonly item: T;
  readonly sequence: number;
}

/**
 * A collector that gives just what a stable sort of everything added, cut to `limit`, would give, in memory
 * for `limit` items. A heap with the worst kept item on top; among items that compare as equal, the earlier
 * one is better.
 */
export function createTopK<T>(limit: number, comparator: (a: T, b: T) => number): TopK<T> {
  const heap: Entry<T>[] = [];
  let sequence = 0;
  const compare = (a: Entry<T>, b: Entry<T>) => comparator(a.item, b.item) || a.sequence - b.sequence;

  const rise = (from: number) => {
    const entry = heap[from]!;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (compare(heap[parent]!, entry) >= 0) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = entry;
  };

  const sink = () => {
    const entry = heap[0]!;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && compare(heap[child + 1]!, heap[child]!) > 0) child += 1;
      if (compare(entry, heap[child]!) >= 0) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = entry;
  };

  return {
    add(item) {
      const entry = { item, sequence: sequence++ };
      if (heap.length < limit) {
        heap.push(entry);
        rise(heap.length - 1);
      } else if (limit > 0 && compare(entry, heap[0]!) < 0) {
        heap[0] = entry;
        sink();
      }
    },
    size: () => heap.length,
    unsorted() {
      return [...heap].sort((a, b) => a.sequence - b.sequence).map((entry) => entry.item);
    },
    values() {
      return [...heap].sort(compare).map((entry) => entry.item);
    },
  };
}
