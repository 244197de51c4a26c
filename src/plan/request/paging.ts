/** Where the page of a request begins, and the cursors around it (protocol section 5.3). */
import { createHash } from 'node:crypto';
import { neededFacts } from '../../calls/arguments.js';
import type { CollectionModel } from '../../model/model.js';
import { type RequestScope, scopeSlots } from '../../upstream/transport/context.js';
import { validationError } from '../../wix/errors.js';
import type { Paging } from '../../wix/paging.js';
import type { PagingMetadata } from '../../wix/protocol.js';
import type { Window } from '../nodes.js';
import type { Planning } from '../planning.js';
import type { CursorTokens } from './cursor-token.js';

export type RequestKind = 'query' | 'count' | 'aggregate' | 'distinct';
/** Requests whose answers have pages. */
type PagedKind = Exclude<RequestKind, 'count'> | 'references';

export interface OpenedPage<R> {
  readonly request: R;
  readonly offset: number;
  readonly limit: number;
  readonly byCursor: boolean;
  readonly upstreamCursor: string | undefined;
  /** What cursors of this page are good for, see cursorMark; empty where it has none. */
  readonly mark: string;
}

interface TokenContent<R> {
  readonly kind: PagedKind;
  readonly collection: string;
  /** Of the bound collection: under another mapping or schema the cursor would stand elsewhere. */
  readonly fingerprint: string;
  readonly request: R;
  readonly offset: number;
  readonly cursor?: string;
  /** Items before the page that the cursor was made on: the page before must not run into it. */
  readonly most?: number;
}

/** Entries after which reading may stop: one more than the page tells whether others follow. */
export function enoughOf({ offset, limit, lookAhead }: Window): number {
  return offset + limit + (lookAhead ? 1 : 0);
}

/**
 * The fingerprint of the bound collection, and a digest of the facts that decide which items there are for the request: for others
 * the same position would be other rows.
 */
function cursorMark(model: CollectionModel, facts: RequestScope): string {
  const needed = neededFacts(model);
  if (needed.length === 0) return model.fingerprint;
  const values = needed.map((fact) => scopeSlots[fact]!(facts) ?? null);
  const digest = createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16);
  return `${model.fingerprint} ${digest}`;
}

/** What kind of request a cursor carries; undefined without a cursor. */
export function cursorKind(tokens: CursorTokens, paging: Paging): PagedKind | undefined {
  if (paging.kind === 'offset' || paging.cursor === undefined) return undefined;
  return (tokens.open(paging.cursor) as TokenContent<object>).kind;
}

/** Where the page begins; with a cursor the request is the one that the cursor carries. */
export function openPage<R extends { readonly paging: Paging }>(
  tokens: CursorTokens,
  kind: PagedKind,
  { model, facts }: Pick<Planning, 'model' | 'facts'>,
  request: R,
): OpenedPage<R> {
  const { paging } = request;
  if (paging.kind === 'offset')
    return {
      request,
      offset: paging.offset,
      limit: paging.limit,
      byCursor: false,
      upstreamCursor: undefined,
      mark: '',
    };
  const mark = cursorMark(model, facts);
  if (paging.cursor === undefined)
    return { request, offset: 0, limit: paging.limit, byCursor: true, upstreamCursor: undefined, mark };
  const content = tokens.open(paging.cursor) as TokenContent<R>;
  if (content.kind !== kind || content.collection !== model.id) {
    throw validationError('The cursor belongs to another request', [
      { fieldPath: 'cursorPaging.cursor', message: `made for ${content.kind} of ${content.collection}` },
    ]);
  }
  if (content.fingerprint !== mark) {
    if (content.fingerprint.startsWith(model.fingerprint))
      throw validationError('The cursor was made for somebody else. Ask for the first page again.', [
        { fieldPath: 'cursorPaging.cursor', message: `${model.id} has other items for other identities` },
      ]);
    throw validationError(
      'The cursor was made before the collection was set up anew. Ask for the first page again.',
      [
        {
          fieldPath: 'cursorPaging.cursor',
          message: `the mapping or the schema of ${model.id} has changed since`,
        },
      ],
    );
  }
  return {
    request: content.request,
    offset: content.offset,
    limit: Math.min(paging.limit, content.most ?? paging.limit),
    byCursor: true,
    upstreamCursor: content.cursor,
    mark,
  };
}

/**
 * What the answer says of its page (protocol section 5.3): cursors around it where it was asked for by cursor,
 * else the total if it is wanted.
 * @param end no items follow the page
 * @param cursor the upstream's own cursor behind the page
 * @param total number of all matching items; undefined: it is not known
 */
export function pageMetadata<R extends object>(
  tokens: CursorTokens,
  kind: PagedKind,
  model: CollectionModel,
  page: OpenedPage<R>,
  end: boolean,
  cursor: string | null,
  total: number | undefined,
  wantsTotal: boolean,
): PagingMetadata {
  if (!page.byCursor) return wantsTotal && total !== undefined ? { total } : {};
  const token = (offset: number, at: string | null, most?: number): string => {
    const { paging: _paging, ...request } = page.request as R & { paging?: Paging };
    const content: TokenContent<object> = {
      kind,
      collection: model.id,
      fingerprint: page.mark,
      request: { ...request, paging: { kind: 'cursor', limit: page.limit } },
      offset,
      ...(at === null ? {} : { cursor: at }),
      ...(most === undefined ? {} : { most }),
    };
    return tokens.seal(content);
  };
  return {
    cursors: {
      // A page of nothing would be followed by itself, for ever.
      next: end || page.limit === 0 ? null : token(page.offset + page.limit, cursor),
      prev: page.offset === 0 ? null : token(Math.max(0, page.offset - page.limit), null, page.offset),
    },
  };
}

/** The values of one page out of all values. */
export function slice<T>(
  values: readonly T[],
  page: { readonly offset: number; readonly limit: number },
): readonly T[] {
  return values.slice(page.offset, page.offset + page.limit);
}

/**
 * What the answer says of a page that is cut out of all values here (see `pageMetadata`).
 * @param total number of all values
 */
export function sliceMetadata<R extends object>(
  tokens: CursorTokens,
  kind: PagedKind,
  model: CollectionModel,
  page: OpenedPage<R>,
  total: number,
  wantsTotal: boolean,
): PagingMetadata {
  return pageMetadata(tokens, kind, model, page, page.offset + page.limit >= total, null, total, wantsTotal);
}
