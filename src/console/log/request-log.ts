/** The last requests of callers, for the console to show and to ask again. */
import type { ServiceContext } from '../../service/handler.js';
import { type ReadingKind, readingKindOf } from '../../service/reading-kinds.js';
import type { Service } from '../../service/service.js';
import { toAdapterError } from '../../wix/errors.js';
import { identityKindOf } from '../../wix/identity.js';
import type { OperationName } from '../../wix/operations.js';
import type { Caller } from '../caller.js';

export interface LoggedRequest {
  /** From 1. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly operation: OperationName;
  /** undefined: it writes, or reads no items. */
  readonly kind: ReadingKind | undefined;
  readonly collection: string | undefined;
  /** Of reading requests that are not too long. */
  readonly request: Readonly<Record<string, unknown>> | undefined;
  readonly caller: Caller;
  /** Requests to the API, each attempt by itself. */
  readonly requests: number;
  readonly milliseconds: number;
  /** Code of the error; undefined: it was answered. */
  readonly code: string | undefined;
}

export interface RequestLog {
  /** The newest first. */
  entries(): readonly LoggedRequest[];
  /** The service, with each request noted. */
  around(service: Service): Service;
}

export const mostLogged = 200;
/** Characters of a request that is kept: an address of the console holds it. */
const longestRequest = 6000;

/** @param changed told of each new entry */
export function createRequestLog(changed: () => void): RequestLog {
  const entries: LoggedRequest[] = [];
  let number = 0;
  const note = (entry: Omit<LoggedRequest, 'number'>): void => {
    number += 1;
    entries.unshift({ number, ...entry });
    entries.length = Math.min(entries.length, mostLogged);
    changed();
  };
  return {
    entries: () => [...entries],
    around: (service) => async (operation, request, context) => {
      const start = context.world.monotonic();
      let requests = 0;
      const ended = (code: string | undefined): void =>
        note({
          ...toldOf(operation, request, context),
          requests,
          milliseconds: context.world.monotonic() - start,
          code,
        });
      try {
        const answer = await service(operation, request, {
          ...context,
          observe(observation, observed) {
            if (observation.kind === 'call sent') requests += 1;
            context.observe(observation, observed);
          },
        });
        ended(undefined);
        return answer;
      } catch (error) {
        ended(toAdapterError(error).code);
        throw error;
      }
    },
  };
}

function toldOf(
  operation: OperationName,
  request: Readonly<Record<string, unknown>>,
  { world, scope }: ServiceContext,
): Omit<LoggedRequest, 'number' | 'requests' | 'milliseconds' | 'code'> {
  const kind = readingKindOf(operation);
  const { collectionId } = request;
  const isKept = kind !== undefined && JSON.stringify(request).length <= longestRequest;
  return {
    at: world.now(),
    operation,
    kind,
    collection: typeof collectionId === 'string' ? collectionId : undefined,
    request: isKept ? request : undefined,
    caller: callerOf(scope),
  };
}

function callerOf({ language, identity }: ServiceContext['scope']): Caller {
  const as = identityKindOf(identity?.type);
  return {
    ...(language === undefined ? {} : { language }),
    ...(as === undefined ? {} : { as }),
    ...(as === 'member' && identity?.memberId ? { member: identity.memberId } : {}),
  };
}
