/** How failures look on the wire (protocol section 9.2). */
import type { AdapterError, ErrorCode } from './errors.js';

/** Form A: the error of one slot of `results`. */
export interface ItemError {
  readonly errorCode: ErrorCode;
  readonly errorMessage: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface ErrorBody extends ItemError {
  readonly applicationError: {
    readonly code: ErrorCode;
    readonly description: string;
    readonly data?: Readonly<Record<string, unknown>>;
  };
}

/** The error of one slot of a bulk result: form A alone. */
export function itemError(error: AdapterError): ItemError {
  return {
    errorCode: error.code,
    errorMessage: error.message,
    ...(error.data === undefined ? {} : { data: error.data }),
  };
}

/** The body of a whole-request failure: forms A and B merged, because sources disagree which one Wix reads. */
export function errorBody(error: AdapterError): ErrorBody {
  return {
    ...itemError(error),
    applicationError: {
      code: error.code,
      description: error.message,
      ...(error.data === undefined ? {} : { data: error.data }),
    },
  };
}
