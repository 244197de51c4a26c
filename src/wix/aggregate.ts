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
  size(): number;
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
    size: () => groups.size,
    groups: items,
    results: () => [...items()],
  };
}

function createAccumulator({ function: kind }: AggregateOperation): Accumulator {
  switch (kind) {
    case 'count':
      return new Count();
    case 'sum':
      return new Total(false);
    case 'average':
      return new Total(true);
    case 'min':
      return new Extreme(-1);
    case 'max':
      return new Extreme(1);
  }
}

// Classes: there is one object for each group and operation, and closures would take several times its memory.

class Count implements Accumulator {
  private count = 0;

  add(): void {
    this.count += 1;
  }

  value(): Json {
    return this.count;
  }
}

class Total implements Accumulator {
  private readonly sum = createSum();
  private count = 0;

  constructor(private readonly average: boolean) {}

  add(value: Value): void {
    if (typeof value !== 'number') return;
    this.sum.add(value);
    this.count += 1;
  }

  value(): Json {
    if (!this.average) return this.sum.value();
    return this.count === 0 ? null : this.sum.dividedBy(this.count);
  }
}

class Extreme implements Accumulator {
  private best: Json = null;

  constructor(private readonly sign: 1 | -1) {}

  add(value: Value): void {
    const comparable =
      typeof value === 'number' || typeof value === 'string' || instantOf(value) !== undefined;
    if (!comparable || value === undefined) return;
    if (this.best === null || orderValues(value, this.best) * this.sign > 0) this.best = value;
  }

  value(): Json {
    return printedValue(this.best);
  }
}
