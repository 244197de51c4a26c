/** Random aggregations (protocol section 4.3) over fields of one collection. */
import fc from 'fast-check';
import type { FieldType, SortOrder } from '../../src/wix/protocol.js';
import { pages } from '../oracle/arbitrary.js';
import type { NaiveAggregate, NaiveOperation } from '../oracle/naive.js';
import type { Json } from '../oracle/values.js';

export interface Aggregated {
  readonly groupable: readonly string[];
  readonly numeric: readonly string[];
  readonly comparable: readonly string[];
}

export const functions = ['sum', 'average', 'min', 'max', 'itemCount'] as const;

/** What each field is good for, by its type. */
export function aggregatedOf(types: Readonly<Record<string, FieldType>>): Aggregated {
  const of = (...wanted: readonly FieldType[]) =>
    Object.entries(types).flatMap(([key, type]) => (wanted.includes(type) ? [key] : []));
  const numeric = of('NUMBER');
  return {
    groupable: of('TEXT', 'NUMBER', 'DATE', 'DATETIME', 'BOOLEAN', 'REFERENCE'),
    numeric,
    comparable: [...numeric, ...of('TEXT', 'DATE', 'DATETIME')],
  };
}

const operation = ({ numeric, comparable }: Aggregated, index: number): fc.Arbitrary<NaiveOperation> =>
  fc
    .constantFrom(...functions.filter((name) => numeric.length > 0 || name === 'min' || name === 'itemCount'))
    .chain((name) =>
      fc.constantFrom(...(name === 'sum' || name === 'average' ? numeric : comparable)).map(
        (itemFieldName): NaiveOperation => ({
          resultFieldName: `r${index}`,
          [name]: name === 'itemCount' ? {} : { itemFieldName },
        }),
      ),
    );

/** Only exact results decide about filters and order: two sums of the same terms need not be equal. */
const isExact = (each: NaiveOperation): boolean => !each.sum && !each.average;

export function aggregations(fields: Aggregated): fc.Arbitrary<Omit<NaiveAggregate, 'initialFilter'>> {
  return fc
    .shuffledSubarray([...fields.groupable], { maxLength: Math.min(2, fields.groupable.length) })
    .chain((groupingFields) =>
      fc.tuple(
        fc.constant(groupingFields),
        // With neither of them the answer is the items (test/plan/request/aggregation.test.ts).
        fc
          .integer({ min: groupingFields.length === 0 ? 1 : 0, max: 4 })
          .chain((count) =>
            fc.tuple(...Array.from({ length: count }, (_, index) => operation(fields, index))),
          ),
      ),
    )
    .chain(([groupingFields, operations]) => {
      const counts = operations.filter((each) => each.itemCount).map((each) => each.resultFieldName);
      const sortable = [...groupingFields, ...operations.filter(isExact).map((each) => each.resultFieldName)];
      const condition = (name: string): fc.Arbitrary<Json> =>
        fc
          .tuple(fc.constantFrom('$gt', '$lte', '$ne'), fc.constantFrom(0, 1, 2, 5))
          .map(([operator, value]): Json => ({ [name]: { [operator]: value } }));
      const finalFilter: fc.Arbitrary<Json> =
        counts.length === 0
          ? fc.constant({})
          : fc.oneof(fc.constant({}), fc.constantFrom(...counts).chain(condition));
      const order = fc.constantFrom<SortOrder | undefined>('ASC', 'DESC', undefined);
      const sort = fc
        .shuffledSubarray(sortable, { maxLength: Math.min(2, sortable.length) })
        .chain((names) =>
          fc.tuple(
            ...names.map((fieldName) =>
              order.map((each) => (each === undefined ? { fieldName } : { fieldName, order: each })),
            ),
          ),
        );
      return fc
        .record({ finalFilter, sort, page: pages(20) })
        .map(({ page, ...rest }) => ({ aggregation: { groupingFields, operations }, ...rest, ...page }));
    });
}
