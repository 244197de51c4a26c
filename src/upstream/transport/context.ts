import { isPlainObject, type Json } from '../../json.js';
import type { ListMembers } from '../../read-one-list.js';
import type { Observe } from '../../world/observation.js';
import type { Signal } from '../../world/signal.js';
import type { Allowance } from './allowance.js';
import type { GraphqlError } from './failure.js';
import type { RateReport } from './rate-report.js';

/** Facts of the verified Wix request that headers and constant arguments may use. */
export interface RequestScope {
  readonly language?: string | undefined;
  readonly instanceId?: string | undefined;
  readonly identity?:
    | {
        readonly type?: string | undefined;
        readonly memberId?: string | undefined;
        readonly wixUserId?: string | undefined;
        readonly anonymousVisitorId?: string | undefined;
        readonly appId?: string | undefined;
      }
    | undefined;
}

/** What mappings may write for those facts, in headers and constant arguments. */
export const scopeSlots: Readonly<Record<string, (scope: RequestScope) => string | undefined>> = {
  $language: (scope) => scope.language,
  $instance: (scope) => scope.instanceId,
  '$identity.type': (scope) => scope.identity?.type,
  '$identity.memberId': (scope) => scope.identity?.memberId,
  '$identity.wixUserId': (scope) => scope.identity?.wixUserId,
  '$identity.anonymousVisitorId': (scope) => scope.identity?.anonymousVisitorId,
  '$identity.appId': (scope) => scope.identity?.appId,
};

/** As mappings write them. */
export const factNames: readonly string[] = Object.keys(scopeSlots);

/** `{ language: { en: EN, "pt-BR": PT_BR, otherwise: EN } }` in an argument: a value for each language of requests. */
export type LanguageMap = Readonly<Record<string, Json>> & { readonly otherwise: Json };

/** undefined: the value is no such map. What `otherwise` says is never left out, so nothing else is taken for one. */
export function languageMapOf(value: Json): LanguageMap | undefined {
  if (!isPlainObject(value) || Object.keys(value).length !== 1) return undefined;
  const { language } = value;
  return isPlainObject(language) && language.otherwise !== undefined ? (language as LanguageMap) : undefined;
}

/** The value for a language tag in any case, else for its language alone (`en` for `en-GB`), else the one otherwise. */
export function pickLanguage({ otherwise, ...map }: LanguageMap, tag: string | undefined): Json {
  const wanted = tag?.toLowerCase().replaceAll('_', '-') ?? '';
  const values = new Map(
    Object.entries(map).map(([key, value]) => [key.toLowerCase().replaceAll('_', '-'), value]),
  );
  return values.get(wanted) ?? values.get(wanted.split('-')[0]!) ?? otherwise;
}

/** Every fact stands for itself: for showing what a request will be like. */
export const unfilledScope: RequestScope = Object.freeze({
  language: '$language',
  instanceId: '$instance',
  identity: Object.freeze({
    type: '$identity.type',
    memberId: '$identity.memberId',
    wixUserId: '$identity.wixUserId',
    anonymousVisitorId: '$identity.anonymousVisitorId',
    appId: '$identity.appId',
  }),
});

/** What accompanies one upstream request. */
export interface CallContext {
  /** Headers of this request alone, in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal: Signal;
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** Sent as x-request-id; made up when absent or unfit for a header. */
  readonly requestId?: string | undefined;
  readonly scope: RequestScope;
  /** For which collection it is sent: the gateway lets collections wait beside each other. */
  readonly collection?: string | undefined;
  /** Told of decoded bytes as they arrive; what it throws ends the request and is thrown on. */
  readonly budget?: { bytes(count: number): void } | undefined;
  /** Which attempt at the same call this is, from 1. Default 1. */
  readonly attempt?: number | undefined;
  /** Told by the gateway of each attempt. Absent: nobody listens. */
  readonly observe?: Observe | undefined;
  /** What the answer may hold. Default: see allowance(). */
  readonly most?: Allowance | undefined;
  /** Reads the members of the answer's list while they still are text, where the answer is as it mostly is. */
  readonly list?: ListMembers | undefined;
}

/** A GraphQL answer with data. */
export interface UpstreamResult {
  readonly data: Readonly<Record<string, unknown>>;
  /** Errors of partial data, all of them; see touchedBy. */
  readonly errors: readonly GraphqlError[];
  /** Decoded size of the answer. */
  readonly bytes: number;
  readonly extensions: Readonly<Record<string, unknown>>;
  /** What the answer says of how much the API will still take. */
  readonly rate?: RateReport | undefined;
}
