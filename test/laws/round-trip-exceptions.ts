/**
 * Where one round trip is not enough although filter and sort are pushed whole. Each exception follows from what the table of
 * the API says of its pages, and from nothing else. The test fails for an exception that no longer occurs.
 */
import type { CollectionModel } from '../../src/model/model.js';

/** One page of a request whose filter and sort are done upstream. */
export interface AskedPage {
  readonly offset: number;
  readonly limit: number;
  /** The number of all items is asked for. */
  readonly total: boolean;
  readonly filtered: boolean;
}

export interface RoundTripException {
  readonly name: string;
  readonly reason: string;
  applies(model: CollectionModel, page: AskedPage, matching: number): boolean;
  /** A page of a list of this many items that takes more than one request at some API that the exception applies to. */
  witness(model: CollectionModel, items: number): AskedPage;
}

const plain = { total: false, filtered: false };

/** The largest page that can be asked for. */
function largest({ list: { page }, limits }: CollectionModel): number {
  return page.size === undefined
    ? (page.fixed ?? limits.page)
    : Math.min(limits.page, page.max ?? limits.page);
}

const byOffset = ({ list: { page } }: CollectionModel): boolean => page.offset !== undefined;
const byNumber = ({ list: { page } }: CollectionModel): boolean =>
  page.offset === undefined && page.page !== undefined;
const byCursor = ({ list: { page } }: CollectionModel): boolean =>
  page.offset === undefined && page.page === undefined && page.cursor !== undefined;
const isPaged = (model: CollectionModel): boolean => byOffset(model) || byNumber(model) || byCursor(model);

/** Whether a page says that more follows, or how many there are. */
function flagged({ list: { page } }: CollectionModel): boolean {
  return page.more !== undefined || page.pages !== undefined;
}

function countable({ list: { count } }: CollectionModel, filtered: boolean): boolean {
  if (count?.sibling === undefined) return count !== undefined;
  return count.sibling.takesConstants && !(filtered && count.filterAt === null);
}

/** Whether one numbered page of some size holds all these rows. */
function inOnePage(model: CollectionModel, { offset, limit }: AskedPage): boolean {
  const most = largest(model);
  const holds = (size: number): boolean =>
    Math.floor(offset / size) === Math.floor((offset + limit - 1) / size);
  if (model.list.page.size === undefined) return holds(most);
  return Array.from({ length: Math.max(0, most - limit + 1) }, (_, index) => limit + index).some(holds);
}

export const behindTheLastPage: RoundTripException = {
  name: 'behind the last numbered page',
  reason: 'such a page may be answered with an error, after which the first page tells where the list ends',
  applies: (model, { offset }, matching) => byNumber(model) && offset >= matching,
  witness: (model, items) => ({
    offset: largest(model) * (1 + Math.ceil(items / largest(model))),
    limit: 1,
    ...plain,
  }),
};

export const roundTripExceptions: readonly RoundTripException[] = [
  {
    name: 'page numbers',
    reason: 'the rows lie in two numbered pages, whatever their size',
    applies: (model, page) => byNumber(model) && !inOnePage(model, page),
    witness: (model) => ({ offset: largest(model) - 1, limit: 2, ...plain }),
  },
  behindTheLastPage,
  {
    name: 'behind a cursor',
    reason: 'a list that knows only cursors is walked to the offset',
    applies: (model, { offset }) => byCursor(model) && offset > 0,
    witness: () => ({ offset: 20, limit: 5, ...plain }),
  },
  {
    name: 'a page wider than the largest',
    reason: 'the API gives no page as wide as this; several are joined',
    applies: (model, { offset, limit }, matching) =>
      isPaged(model) && limit > largest(model) && offset + largest(model) < matching,
    witness: (model) => ({ offset: 0, limit: largest(model) + 1, ...plain }),
  },
  {
    name: 'pages with gaps',
    reason: 'a page that is not full is not the end, so the next one is asked for',
    applies: (model) => byCursor(model) && model.list.page.loop.name !== 'strict',
    witness: () => ({ offset: 0, limit: 50, total: false, filtered: true }),
  },
  {
    name: 'no total',
    reason: 'the API does not count these rows, so they are read to be counted',
    applies: (model, { offset, limit, total, filtered }, matching) =>
      isPaged(model) &&
      total &&
      !countable(model, filtered) &&
      (offset >= matching ||
        offset + limit < matching ||
        // A full page that happens to be the last one looks like any other, but for a flag.
        (offset + limit === matching && !flagged(model))),
    witness: () => ({ offset: 0, limit: 5, total: true, filtered: false }),
  },
  {
    name: 'no end',
    reason:
      'no flag comes with a page, and a number only where it is wanted: behind a short page that is wider than those known to come whole, one request looks whether more follows',
    applies: (model, { offset, limit, total, filtered }, matching) =>
      (byOffset(model) || byNumber(model)) &&
      !flagged(model) &&
      !(total && countable(model, filtered)) &&
      offset < matching &&
      matching < offset + limit,
    witness: (_, items) => ({ offset: items - 3, limit: 10, ...plain }),
  },
];

export function exceptionFor(
  model: CollectionModel,
  page: AskedPage,
  matching: number,
): RoundTripException | undefined {
  return roundTripExceptions.find((each) => each.applies(model, page, matching));
}
