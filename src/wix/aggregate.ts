/** Works an aggregation out, item by item (protocol section 4.3). */
import type { AggregateOperation, Aggregation } from './aggregation.js';
import { keyOf, orderValues, printedValue } from './compare.js';
import { instantOf } from './dates.js';
import type { Item, Json } from './json.js';
import { compilePath } from './path.js';
import { createSum } from './sum.js';

export {
  type AggregateFunction,
  type AggregateOperation,
  type Aggregation,
  aggregateFunctions,
  finalFieldPath,
  isResultPath,
  parseAggregation,
} from './aggregation.js';

export interface Aggregator {
  add(item: Item): void;
  /** Number of groups so far. */
  readonly size: number;
  /** One item per group, in the order in which the groups appeared; each is made when it is asked for. */
  groups(): Iterable<Item>;
  /** All of them. */
  results(): Item[];
}

type Value = Json | undefined;

interface Accumulator {
  add(value: Value): void;
  value(): Json;
}

/**
 * An incremental aggregator. Items without a value of a grouping field form one group, whose member is null;
 * lists group by the whole list. Without grouping fields there is one group, even of no items.
 *
 * sum and average take numbers, min and max numbers, dates and texts; other values are skipped. Over no
 * values: sum 0, the others null. Among mixed types min and max follow orderValues.
 */
export function createAggregator(aggregation: Aggregation): Aggregator {
  const readers = (aggregation.groupingPaths ?? aggregation.groupingFields).map(compilePath);
  const inputs = aggregation.operations.map((each) =>
    each.path === undefined ? () => undefined : compilePath(each.path),
  );
  const groups = new Map<
    string,
    { readonly keys: readonly Json[]; readonly results: readonly Accumulator[] }
  >();
  const open = (key: string, values: readonly Value[]) => {
    const group = {
      keys: values.map((value) => printedValue(value ?? null)),
      results: aggregation.operations.map(createAccumulator),
    };
    groups.set(key, group);
    return group;
  };
  if (readers.length === 0) open('', []);
  function* items(): Generator<Item, void> {
    // fromEntries defines members: names are literal, whatever they are.
    for (const { keys, results } of groups.values())
      yield Object.fromEntries([
        ...aggregation.groupingFields.map((name, index) => [name, keys[index]!] as const),
        ...aggregation.operations.map(
          (each, index) => [each.resultFieldName, results[index]!.value()] as const,
        ),
      ]) as Item;
  }

  return {
    add(item) {
      const values = readers.map((read) => read(item));
      const key = values.map(keyOf).join();
      const group = groups.get(key) ?? open(key, values);
      for (let index = 0; index < inputs.length; index++) group.results[index]!.add(inputs[index]!(item));
    },
    get size() {
      return groups.size;
    },
    groups: items,
    results: () => [...items()],
  };
}

function createAccumulator(operation: AggregateOperation): Accumulator {
  switch (operation.function) {
    case 'count':
      return createCount();
    case 'sum':
      return createTotal((sum) => sum.value());
    case 'average':
      return createTotal((sum, count) => (count === 0 ? null : sum.dividedBy(count)));
    case 'min':
      return createExtreme(-1);
    case 'max':
      return createExtreme(1);
  }
}

function createCount(): Accumulator {
  let count = 0;
  return {
    add() {
      count += 1;
    },
    value: () => count,
  };
}

function createTotal(
  result: (sum: ReturnType<typeof createSum>, count: number) => number | null,
): Accumulator {
  const sum = createSum();
  let count = 0;
  return {
    add(value) {
      if (typeof value !== 'number') return;
      sum.add(value);
      count += 1;
    },
    value: () => result(sum, count),
  };
}

function createExtreme(sign: 1 | -1): Accumulator {
  let best: Json = null;
  return {
    add(value) {
      const comparable =
        typeof value === 'number' || typeof value === 'string' || instantOf(value) !== undefined;
      if (!comparable || value === undefined) return;
      if (best === null || orderValues(value, best) * sign > 0) best = value;
    },
    value: () => printedValue(best),
  };
}
