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

/** `short`: what visitors of a site may read, without places in mapping files. `full`: for those who set it up. */
export const errorDetails = ['short', 'full'] as const;
export type ErrorDetails = (typeof errorDetails)[number];

/** The body of a whole-request failure: forms A and B merged, because sources disagree which one Wix reads. */
export function errorBody(error: AdapterError, details: ErrorDetails = 'short'): ErrorBody {
  const said = details === 'full' ? itemError(error) : shortError(error);
  return {
    ...said,
    applicationError: {
      code: said.errorCode,
      description: said.errorMessage,
      ...(said.data === undefined ? {} : { data: said.data }),
    },
  };
}

/** Wix passes messages on to the site (WDE0076), so what names a file of the service is not among them. */
function shortError(error: AdapterError): ItemError {
  const { message, short = namesFile(message) ? general : message, data } = error;
  return {
    errorCode: error.code,
    errorMessage: short,
    ...(data === undefined ? {} : { data: withoutPlaces(data) }),
  };
}

const general = 'The request cannot be answered; the log of the service says why';
const place = /[^\s;:]*\.ya?ml\b/i;

function namesFile(text: string): boolean {
  return place.test(text);
}

/** Violations say what is wrong first, then where the mapping says so. */
function withoutPlaces(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { violations } = data;
  if (!Array.isArray(violations)) return data;
  const cut = (text: string): string => {
    const at = text.search(place);
    if (at < 0) return text;
    const before = text.slice(0, at).replace(/[\s;:,]+$/, '');
    return before === '' ? general : before;
  };
  return {
    ...data,
    violations: violations.map((each: { readonly message: string }) => ({
      ...each,
      message: cut(each.message),
    })),
  };
}
