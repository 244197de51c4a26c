/**
 * Extensions: named functions for what data cannot say. A dialect or a mapping names one; the registry
 * (registry.ts) finds it. Each kind has one small interface, and all are pure but the request hook.
 */

import type { RequestHook } from '../../upstream/transport/request-hook.js';
import type { Predicate } from '../predicate.js';
import type { Json, OperatorSpec, UpstreamOperator, ValueKind } from '../vocabulary.js';

export type { RequestHook };

/** What one operator of a query language means; as OperatorSpec without its template. */
export type OperatorMeaning = Omit<OperatorSpec, 'send'>;

/** Compiler from conditions to a text in the upstream's query language (Shopify search, commercetools predicates, …). */
export interface SearchLanguage {
  readonly name: string;
  /** Operators that the language can express, per kind of field (`any` is the fallback). */
  readonly operators: Partial<Record<ValueKind, Partial<Record<UpstreamOperator, OperatorMeaning>>>>;
  readonly combinators: { readonly or: boolean; readonly not: boolean };
  readonly notLogic: 'two-valued' | 'three-valued' | 'unknown';
  /** Names and values are quoted as the language demands. The condition holds only declared operators and combinators. */
  compile(condition: Predicate): string;
}

/** Translation between the id that Wix sees and the id that an argument wants (global ids). */
export interface IdCodec {
  readonly name: string;
  /** undefined: no upstream id corresponds, so no item has it. */
  encode(id: string): Json | undefined;
  decode(raw: Json): string;
}

/** Where a write finds the version that the upstream demands (commercetools version, AppSync _version). */
export interface VersionSource {
  readonly name: string;
  /** Path in the item that holds the version. */
  readonly path: string;
}

/** Decides how to go on after a page of a cursor list: APIs differ in what an empty page or a missing cursor means. */
export interface PageLoop {
  readonly name: string;
  next(page: {
    readonly rows: number;
    readonly cursor: string | null;
    /** undefined: the API does not say whether there is more. */
    readonly more: boolean | undefined;
  }):
    | { readonly kind: 'end' }
    | { readonly kind: 'more'; readonly cursor: string }
    | { readonly kind: 'broken'; readonly why: string };
}
