/** Wrong orders, pages and totals. */
import type { Item } from '../../src/wix/json.js';
import {
  answering,
  asking,
  type Body,
  type Loose,
  type Mutant,
  refusal,
  refusing,
  wiring,
} from './mutants.js';

const isQuery = (path: string): boolean => path === '/v3/items/query';

/** Sorts by other keys than the ones that were asked for. */
const sorting = (change: (keys: readonly Body[]) => readonly Body[]): Mutant =>
  asking((request, path) =>
    isQuery(path) && request.query?.sort?.length > 0
      ? { ...request, query: { ...request.query, sort: change(request.query.sort) } }
      : undefined,
  );

/** Sorts a page that came in another way. */
const resorting = (change: (items: readonly Item[], key: string) => readonly Item[]): Mutant =>
  answering((body, request, path) => {
    const key = request.query?.sort?.[0]?.fieldName;
    return isQuery(path) && key !== undefined && key !== '_id'
      ? { ...body, items: change(body.items, key) }
      : undefined;
  });

/** Gives another page than the one that was asked for. */
const paging = (change: (paging: Body) => Body | undefined): Mutant =>
  asking((request, path) => {
    const changed = isQuery(path) ? change(request.query?.paging ?? {}) : undefined;
    return changed && request.query?.cursorPaging === undefined
      ? { ...request, query: { ...request.query, paging: changed } }
      : undefined;
  });

const items = (change: (items: readonly Item[], request: Body) => readonly Item[]): Mutant =>
  answering((body, request, path) =>
    isQuery(path) ? { ...body, items: change(body.items, request) } : undefined,
  );

const byLowerCase =
  (key: string) =>
  (a: Loose, b: Loose): number =>
    String(a[key] ?? '').toLowerCase() < String(b[key] ?? '').toLowerCase() ? -1 : 1;

export const listMutants: Readonly<Record<string, Mutant>> = {
  'sort.ascending': sorting(() => []),
  'sort.descending': sorting((keys) => keys.map((key) => ({ ...key, order: 'ASC' }))),
  // As PostgreSQL does when nobody says otherwise.
  'sort.missing': resorting((page, key) => [
    ...page.filter((item) => item[key] !== undefined && item[key] !== null),
    ...page.filter((item) => item[key] === undefined || item[key] === null),
  ]),
  // As a collation that puts small letters beside capital ones.
  'sort.text': resorting((page, key) => [...page].sort(byLowerCase(key))),
  'sort.several': sorting((keys) => keys.slice(0, 1)),
  'sort.no-order': sorting((keys) => keys.map((key) => ({ ...key, order: key.order ?? 'DESC' }))),
  'sort.unknown-field': sorting((keys) => keys.filter(({ fieldName }) => fieldName !== 'thereIsNoSuchField')),
  // Equal values in another order on each page, so that some items are lost.
  'page.offset': paging(({ limit, offset = 0 }) => ({ limit, offset: offset > 0 ? offset - 1 : offset })),
  'page.limit': items((page, { query }) => (query?.paging?.limit > 1 ? page.slice(1) : page)),
  'page.default': paging((given) => ({ ...given, limit: given.limit ?? 20 })),
  'page.beyond': refusing(({ query }) => query?.paging?.offset >= 20 && query.paging.limit === 5),
  'page.nothing': paging((given) => (given.limit === 0 ? { ...given, limit: 50 } : undefined)),
  'page.negative': paging(({ limit, offset }) => ({ limit: Math.abs(limit), offset: Math.abs(offset) })),
  'page.largest': refusing(({ query }) => query?.paging?.limit > 1000, refusal(500, 'UNKNOWN_ERROR')),
  // The last page of several is never told of.
  'page.cursor': answering((body, { query }) =>
    query?.cursorPaging?.cursor === undefined
      ? undefined
      : { ...body, pagingMetadata: { cursors: { next: null } } },
  ),
  // A cursor that nobody signed: what cannot be read is an empty page.
  'page.changed-cursor': wiring((answer) =>
    answer.status === 400 ? { status: 200, text: '{"items":[]}' } : undefined,
  ),
  'total.query': answering((body) =>
    body.pagingMetadata?.total === undefined
      ? undefined
      : { ...body, pagingMetadata: { ...body.pagingMetadata, total: body.items?.length } },
  ),
  'total.beyond': answering((body) =>
    body.items?.length === 0 && body.pagingMetadata?.total > 0
      ? { ...body, pagingMetadata: { total: 0 } }
      : undefined,
  ),
  'total.unasked': asking((request) => ({ ...request, returnTotalCount: true })),
  // As PostgreSQL's bigint comes out of a driver.
  'total.count': answering((body) =>
    body.totalCount === undefined ? undefined : { totalCount: String(body.totalCount) },
  ),
};
