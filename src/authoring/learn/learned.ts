/** What is learned of a collection, and what it is learned with. */
import type { ListQuery, Page, PageRequest } from '../../calls/list.js';
import type { CountStyle, ValueKind } from '../../styles/vocabulary.js';
import type { GraphqlError } from '../../upstream/transport/failure.js';
import type { FieldType } from '../../wix/protocol.js';

export interface Learned {
  /** Fields that could not be read, and what the API said. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Types that fit the values better. */
  readonly types: ReadonlyMap<string, FieldType>;
  /** Largest page that came, when larger ones came cut or were refused. */
  readonly pageMax: number | undefined;
  /** Nothing tells whether the list goes on after so many rows: it is their number that looks like a cap. */
  readonly pageMaxSuspected: boolean;
  /** Rows of a page whose size no argument sets. */
  readonly pageFixed: number | undefined;
  /** Number of the first page. */
  readonly pageBase: 0 | undefined;
  /** Nothing told how pages are numbered, because the collection was empty. */
  readonly baseAssumed: boolean;
  /** Why the total is no use: it did not come, or it counts something else. */
  readonly count: string | undefined;
  /** What the total can be trusted with, and why not with more. */
  readonly countStyle: { readonly style: CountStyle; readonly why: string } | undefined;
  readonly nulls: 'lowest' | 'highest' | undefined;
  /** The form of all ids, when the API answers any other id with an error. */
  readonly ids: 'integer' | 'uuid' | undefined;
  /** The field for one item answers an id that nothing has with an error that says so. */
  readonly missing: 'error' | undefined;
  /** The list's filter by id does not find the item that shows the id. */
  readonly wrongIdFilter: boolean;
  /** The field for one item, or for several, does not find the item that shows the id. */
  readonly wrongGetter: boolean;
  /** Fields whose filter gives other rows than those that have the value. */
  readonly wrongFilters: readonly string[];
  /** Kinds of fields whose test for a value is not to be trusted, since it was not heeded. */
  readonly wrongNullTests: readonly ValueKind[];
  /** Fields that the schema lets one filter or sort on, and the API does not. */
  readonly refusedFilters: readonly string[];
  readonly refusedSorts: readonly string[];
  /** Why the collection could not be read at all. */
  readonly failure: string | undefined;
}

export const nothingLearned: Omit<Learned, 'unreadable' | 'types'> = {
  pageMax: undefined,
  pageMaxSuspected: false,
  pageFixed: undefined,
  pageBase: undefined,
  baseAssumed: false,
  count: undefined,
  countStyle: undefined,
  nulls: undefined,
  ids: undefined,
  missing: undefined,
  wrongIdFilter: false,
  wrongGetter: false,
  wrongFilters: [],
  wrongNullTests: [],
  refusedFilters: [],
  refusedSorts: [],
  failure: undefined,
};

export interface Probe {
  /** Reads one page; GraphQL errors without data are thrown. */
  page(
    query: ListQuery,
    request: PageRequest,
  ): Promise<{ readonly page: Page; readonly errors: readonly GraphqlError[] }>;
}
