/** Random questions to a served collection, and the judgement of their answers by the oracle over all items. */
import fc from 'fast-check';
import type { FieldType, SortOrder } from '../../src/wix/protocol.js';
import { aggregatedOf, aggregations } from '../laws/aggregations.js';
import { type FieldSample, filters, pages, queries, sorts } from '../oracle/arbitrary.js';
import { difference, naiveAggregate, naiveCount, naiveDistinct, naiveQuery } from '../oracle/naive.js';
import type { Item, Json } from '../oracle/values.js';
import type { Answer, Service } from './service.js';

/** A collection with everything that is in it. */
export interface Subject {
  readonly id: string;
  readonly types: Readonly<Record<string, FieldType>>;
  readonly items: readonly Item[];
  readonly fields: readonly FieldSample[];
}

export type Verdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'wrong'; readonly message: string };

export type Request = Readonly<Record<string, Json>>;

export interface Kind {
  readonly name: string;
  /** Undefined where the collection has nothing to ask for. */
  readonly requests: (subject: Subject) => fc.Arbitrary<Request> | undefined;
  readonly judge: (subject: Subject, request: Request, service: Service) => Promise<Verdict>;
}

const json = (value: unknown): Request => JSON.parse(JSON.stringify(value)) as Request;
const right: Verdict = { kind: 'right' };

function verdictOf(answer: Answer, fault: (body: Request) => string | null): Verdict {
  if (answer.kind !== 'answered') return answer;
  const message = fault(answer.body);
  return message === null ? right : { kind: 'wrong', message };
}

const totalOf = (body: Request): unknown => (body.pagingMetadata as { total?: number } | undefined)?.total;
const otherTotal = (body: Request, expected: number): string | null =>
  totalOf(body) === expected ? null : `total ${String(totalOf(body))} instead of ${expected}`;

const query: Kind = {
  name: 'query',
  requests: ({ id, fields }) =>
    queries(fields, { depth: 2 }).map(({ filter, sort, ...paging }) =>
      json({ collectionId: id, query: { filter, sort, paging }, returnTotalCount: true }),
    ),
  async judge(subject, request, service) {
    const { filter, sort, paging } = request.query as unknown as Parameters<typeof naiveQuery>[1] & {
      paging: object;
    };
    const expected = naiveQuery(subject.items, { ...paging, filter: filter!, sort: sort! }, subject.types);
    return verdictOf(
      await service.ask('/v3/items/query', request),
      (body) => difference(body.items as Item[], expected) ?? otherTotal(body, expected.total),
    );
  },
};

/** The pages of a cursor one after another are the whole list: nothing is left out, nothing comes twice. */
const cursor: Kind = {
  name: 'cursor',
  requests: ({ id, fields, items }) =>
    fc
      .tuple(filters(fields, { depth: 1 }), sorts(fields), fc.integer({ min: 2, max: 6 }))
      .map(([filter, sort, parts]) =>
        json({
          collectionId: id,
          query: {
            filter,
            sort,
            cursorPaging: { limit: Math.min(1000, Math.ceil(items.length / parts) + 1) },
          },
        }),
      ),
  async judge(subject, request, service) {
    const first = request.query as unknown as {
      filter: Json;
      sort: { fieldName: string; order?: SortOrder }[];
      cursorPaging: { limit: number };
    };
    const found: Item[] = [];
    let ask: Request = request;
    for (let page = 0; page <= subject.items.length; page += 1) {
      const answer = await service.ask('/v3/items/query', ask);
      if (answer.kind !== 'answered') return answer;
      found.push(...(answer.body.items as Item[]));
      const next = (answer.body.pagingMetadata as { cursors?: { next?: string | null } } | undefined)?.cursors
        ?.next;
      if (!next) break;
      ask = json({ ...request, query: { cursorPaging: { ...first.cursorPaging, cursor: next } } });
    }
    // The oracle gives at most 1000 items a page, as the protocol does.
    const wholes = Array.from({ length: Math.ceil(subject.items.length / 1000) + 1 }, (_, n) => n * 1000);
    const runs = wholes.flatMap(
      (offset) =>
        naiveQuery(
          subject.items,
          { filter: first.filter, sort: first.sort, offset, limit: 1000 },
          subject.types,
        ).runs,
    );
    const message = difference(found, joined(runs));
    return message === null ? right : { kind: 'wrong', message };
  },
};

/** Runs that go over the end of a page are one run. */
function joined(runs: ReturnType<typeof naiveQuery>['runs']): ReturnType<typeof naiveQuery> {
  const all: { members: readonly Item[]; take: number }[] = [];
  for (const { members, take } of runs) {
    const last = all.at(-1);
    if (last && last.members[0] === members[0]) last.take += take;
    else all.push({ members, take });
  }
  return { total: 0, runs: all };
}

const count: Kind = {
  name: 'count',
  requests: ({ id, fields }) => filters(fields).map((filter) => json({ collectionId: id, filter })),
  async judge(subject, request, service) {
    const expected = naiveCount(subject.items, request.filter, subject.types);
    return verdictOf(await service.ask('/v3/items/count', request), ({ totalCount }) =>
      totalCount === expected ? null : `${String(totalCount)} instead of ${expected}`,
    );
  },
};

const aggregate: Kind = {
  name: 'aggregate',
  requests: ({ id, fields, types }) => {
    const aggregated = aggregatedOf(types);
    if (aggregated.comparable.length === 0) return undefined;
    return fc
      .tuple(filters(fields, { depth: 1 }), aggregations(aggregated))
      .map(([initialFilter, { offset, limit, ...rest }]) =>
        json({ collectionId: id, initialFilter, ...rest, paging: { offset, limit }, returnTotalCount: true }),
      );
  },
  async judge(subject, request, service) {
    const { paging, ...rest } = request as unknown as Parameters<typeof naiveAggregate>[1] & {
      paging: object;
    };
    const expected = naiveAggregate(subject.items, { ...rest, ...paging }, subject.types);
    return verdictOf(
      await service.ask('/v3/items/aggregate', request),
      (body) =>
        difference(body.items as Item[], expected, { tolerance: 1e-9 }) ?? otherTotal(body, expected.total),
    );
  },
};

const loose: readonly FieldType[] = ['ANY', 'OBJECT', 'ARRAY'];

const distinct: Kind = {
  name: 'distinct',
  requests: ({ id, fields, types }) => {
    const names = Object.keys(types).filter((key) => !loose.includes(types[key]!));
    const order = fc.constantFrom<SortOrder | undefined>('ASC', 'DESC', undefined);
    return fc
      .tuple(filters(fields, { depth: 1 }), fc.constantFrom(...names), order, pages(20))
      .map(([filter, fieldName, direction, paging]) =>
        json({ collectionId: id, filter, fieldName, order: direction, paging, returnTotalCount: true }),
      );
  },
  async judge(subject, request, service) {
    const { paging, ...rest } = request as unknown as Parameters<typeof naiveDistinct>[1] & {
      paging: object;
    };
    const expected = naiveDistinct(subject.items, { ...rest, ...paging }, subject.types);
    return verdictOf(await service.ask('/v3/items/query-distinct-values', request), (body) =>
      JSON.stringify(body.distinctValues) === JSON.stringify(expected.values)
        ? otherTotal(body, expected.total)
        : `${short(body.distinctValues)} instead of ${short(expected.values)}`,
    );
  },
};

const short = (value: unknown): string => JSON.stringify(value).slice(0, 300);

export const kinds: readonly Kind[] = [query, cursor, count, aggregate, distinct];
