/** Wrong aggregations and distinct values. */
import { answering, asking, type Body, type Loose, type Mutant } from './mutants.js';

const isAggregate = (path: string): boolean => path === '/v3/items/aggregate';
const isDistinct = (path: string): boolean => path === '/v3/items/query-distinct-values';

const aggregating = (change: (request: Body) => Body | undefined): Mutant =>
  asking((request, path) => (isAggregate(path) ? change(request) : undefined));

const groups = (change: (groups: readonly Body[], request: Body) => readonly Body[]): Mutant =>
  answering((body, request, path) =>
    isAggregate(path) ? { ...body, items: change(body.items, request) } : undefined,
  );

/** Works out another figure where one of this kind was asked for. */
const instead = (kind: string, other: string): Mutant =>
  aggregating((request) => ({
    ...request,
    aggregation: {
      ...request.aggregation,
      operations: request.aggregation.operations.map(({ [kind]: operand, ...each }: Body) =>
        operand === undefined ? each : { ...each, [other]: operand },
      ),
    },
  }));

const values = (change: (values: readonly Loose[], request: Body) => readonly Loose[]): Mutant =>
  answering((body, request, path) =>
    isDistinct(path) ? { ...body, distinctValues: change(body.distinctValues, request) } : undefined,
  );

const hasGrouping = ({ aggregation }: Body): boolean => aggregation?.groupingFields?.length > 0;
const isNoGroup = (group: Body, { aggregation }: Body): boolean =>
  aggregation.groupingFields.some((name: string) => group[name] === null || group[name] === undefined);

export const figureMutants: Readonly<Record<string, Mutant>> = {
  'aggregate.groups': groups((all, request) => (hasGrouping(request) ? all.slice(1) : all)),
  'aggregate.no-value': groups((all, request) => all.filter((group) => !isNoGroup(group, request))),
  'aggregate.several-fields': aggregating((request) => ({
    ...request,
    aggregation: { ...request.aggregation, groupingFields: request.aggregation.groupingFields.slice(0, 1) },
  })),
  'aggregate.sum': instead('sum', 'max'),
  // The sum by the number of all items, also of those without a value.
  'aggregate.average': groups((all, { aggregation }) =>
    all.map((group) => ({
      ...group,
      ...(aggregation.operations[0]?.average === undefined || typeof group.result !== 'number'
        ? {}
        : { result: group.result / 2 }),
    })),
  ),
  'aggregate.min': instead('min', 'max'),
  'aggregate.max': instead('max', 'min'),
  // As SQL with GROUP BY: no items, no group.
  'aggregate.whole': groups((all) => all.filter(({ count }) => count !== 0)),
  'aggregate.distinct-groups': groups((all, { aggregation }) =>
    aggregation.operations.length === 0 ? [] : all,
  ),
  'aggregate.initial-filter': aggregating((request) => ({ ...request, initialFilter: {} })),
  'aggregate.final-filter': aggregating((request) => ({ ...request, finalFilter: {} })),
  'aggregate.sort': groups((all, { sort }) => (sort === undefined ? all : [...all].reverse())),
  'aggregate.pages': aggregating((request) => ({ ...request, paging: { ...request.paging, offset: 0 } })),
  // The number of items before they are grouped.
  'aggregate.total': answering((body, { returnTotalCount }, path) =>
    isAggregate(path) && returnTotalCount ? { ...body, pagingMetadata: { total: 1000 } } : undefined,
  ),
  'distinct.values': values((all) => [
    ...new Map(all.map((each) => [JSON.stringify(each).toLowerCase().slice(0, 4), each])).values(),
  ]),
  'distinct.descending': asking((request, path) =>
    isDistinct(path) ? { ...request, order: 'ASC' } : undefined,
  ),
  'distinct.no-order': asking((request, path) =>
    isDistinct(path) && request.order === undefined ? { ...request, order: 'DESC' } : undefined,
  ),
  'distinct.no-value': values((all) => [null, ...all]),
  'distinct.lists': values((all, { fieldName }) => (fieldName === 'tags' ? [all] : all)),
  'distinct.filter': asking((request, path) => (isDistinct(path) ? { ...request, filter: {} } : undefined)),
  'distinct.pages': asking((request, path) =>
    isDistinct(path) ? { ...request, paging: { ...request.paging, offset: 0 } } : undefined,
  ),
  'distinct.total': answering((body, { returnTotalCount }, path) =>
    isDistinct(path) && returnTotalCount
      ? { ...body, pagingMetadata: { total: body.distinctValues.length } }
      : undefined,
  ),
};
