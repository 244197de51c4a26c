/**
 * The first law for one bound collection whose items are known: queries, counts, aggregations and distinct values are
 * what Wix's own rules give over them. Tells how many requests needed how many upstream requests.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { RequestContext } from '../../src/execute/execution.js';
import type { CollectionModel } from '../../src/model/model.js';
import type { Engine } from '../../src/service/engine.js';
import { saidBy } from '../../src/service/written-answer.js';
import type { FieldType, SortOrder } from '../../src/wix/protocol.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import type { Observe } from '../../src/world/observation.js';
import { type FieldSample, filters, pages, queries } from '../oracle/arbitrary.js';
import { difference, naiveAggregate, naiveCount, naiveDistinct, naiveQuery } from '../oracle/naive.js';
import type { Item, Json } from '../oracle/values.js';
import { context } from '../rig.js';
import { aggregatedOf, aggregations } from './aggregations.js';
import { behindTheLastPage } from './round-trip-exceptions.js';

export interface LawCase {
  readonly engine: Engine;
  readonly model: CollectionModel;
  readonly items: readonly Item[];
  readonly types: Readonly<Record<string, FieldType>>;
  readonly fields: readonly FieldSample[];
  readonly runs: number;
  readonly seed: number;
  /** Filters of queries that are compared before the random ones. */
  readonly examples?: readonly Json[];
}

type Query = ReturnType<typeof queries> extends fc.Arbitrary<infer Made> ? Made : never;

/** A context that knows how many requests were sent upstream for it. */
function counted(): RequestContext & { calls(): number } {
  let calls = 0;
  const observe: Observe = ({ kind }) => {
    if (kind === 'call sent') calls += 1;
  };
  return { ...context(), observe, calls: () => calls };
}

/** What is only sent on says the same as what is worked with, whichever fields are wanted. */
async function writtenAsRead(
  engine: LawCase['engine'],
  model: LawCase['model'],
  query: {
    readonly filter: Json;
    readonly sort: unknown;
    readonly paging: { readonly limit?: number | null };
  },
  keys: readonly string[],
): Promise<void> {
  const some = keys.filter((_, index) => (index + (query.paging.limit ?? 0)) % 2 === 0).reverse();
  for (const fields of [undefined, [...some, 'nothing']]) {
    const request = parseQuery({ collectionId: model.id, query: { ...query, fields } });
    const read = await engine.query(model, request, context());
    const written = saidBy(await engine.written(model, request, context())) as typeof read;
    expect(JSON.stringify(written.items)).toBe(JSON.stringify(read.items));
    expect(written.pagingMetadata.total).toBe(read.pagingMetadata.total);
  }
}

/** @returns how many of the queries were one upstream request by their plan */
export async function queriesAreNaive({ engine, model, ...law }: LawCase): Promise<number> {
  let whole = 0;
  const keys = Object.keys(law.types);
  await fc.assert(
    fc.asyncProperty(queries(law.fields), async ({ filter, sort, ...page }) => {
      const request = parseQuery({
        collectionId: model.id,
        query: { filter, sort, paging: page, fields: keys },
        returnTotalCount: true,
      });
      const plan = engine.explain(model, 'query', request);
      const asking = counted();
      const answer = await engine.query(model, request, asking);
      const expected = naiveQuery(law.items, { filter, sort, ...page }, law.types);
      expect(difference(answer.items as Item[], expected)).toBeNull();
      expect(answer.pagingMetadata.total).toBe(expected.total);
      if (plan.access === 'empty') expect(asking.calls()).toBe(0);
      await writtenAsRead(engine, model, { filter, sort, paging: page }, keys);
      const asked = { offset: page.offset ?? 0, limit: page.limit ?? 50, total: true, filtered: true };
      const reached = !behindTheLastPage.applies(model, asked, expected.total);
      if (plan.requests === '1' && plan.pushed.total && reached) {
        whole += 1;
        expect(asking.calls()).toBe(1);
      }
    }),
    {
      numRuns: law.runs,
      seed: law.seed,
      examples: (law.examples ?? []).map((filter): [Query] => [{ filter, sort: [], offset: 0, limit: 5 }]),
    },
  );
  return whole;
}

export async function countsAreNaive({ engine, model, ...law }: LawCase): Promise<void> {
  await fc.assert(
    fc.asyncProperty(filters(law.fields), async (filter) => {
      const request = parseCount({ collectionId: model.id, filter });
      const { totalCount } = await engine.count(model, request, context());
      expect(totalCount).toBe(naiveCount(law.items, filter, law.types));
    }),
    { numRuns: law.runs, seed: law.seed },
  );
}

/** Sums may differ in the last digits: the order of their terms is nobody's promise. */
export async function aggregationsAreNaive({ engine, model, ...law }: LawCase): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      filters(law.fields, { depth: 1 }),
      aggregations(aggregatedOf(law.types)),
      async (initialFilter, aggregate) => {
        const { offset, limit, ...rest } = aggregate;
        const request = { ...rest, initialFilter, paging: { offset, limit }, returnTotalCount: true };
        const answer = await engine.aggregate(
          model,
          parseAggregate({ collectionId: model.id, ...request }),
          context(),
        );
        const expected = naiveAggregate(law.items, { ...aggregate, initialFilter }, law.types);
        expect(difference(answer.items as Item[], expected, { tolerance: 1e-9 })).toBeNull();
        expect(answer.pagingMetadata.total).toBe(expected.total);
      },
    ),
    { numRuns: law.runs, seed: law.seed },
  );
}

export async function distinctValuesAreNaive({ engine, model, ...law }: LawCase): Promise<void> {
  const loose: readonly FieldType[] = ['ANY', 'OBJECT', 'ARRAY'];
  const names = Object.keys(law.types).filter((key) => !loose.includes(law.types[key]!));
  const order = fc.constantFrom<SortOrder | undefined>('ASC', 'DESC', undefined);
  await fc.assert(
    fc.asyncProperty(
      filters(law.fields, { depth: 1 }),
      fc.constantFrom(...names),
      order,
      pages(20),
      async (filter, fieldName, direction, page) => {
        const request = { filter, fieldName, ...(direction === undefined ? {} : { order: direction }) };
        const answer = await engine.distinct(
          model,
          parseDistinct({ collectionId: model.id, ...request, paging: page, returnTotalCount: true }),
          context(),
        );
        const expected = naiveDistinct(law.items, { ...request, ...page }, law.types);
        expect(answer).toEqual({
          distinctValues: expected.values,
          pagingMetadata: { total: expected.total },
        });
      },
    ),
    { numRuns: law.runs, seed: law.seed },
  );
}
