/**
 * The requests that write items (protocol sections 4.5 to 4.8). What is wrong with one item is a fault of that item, so that the
 * others are still written; a request that has not the form, or ten times more items than allowed, is refused as a whole.
 */
import { type AdapterError, badRequest, itemNotFound, violationsError } from './errors.js';
import { type Item, isMissing, isObject, member } from './json.js';
import { type Raw, readName, readObject } from './request-reader.js';

export interface WriteRequest {
  readonly collectionId: string;
  /** One for each item of the request, in its order; at least one. */
  readonly items: readonly GivenItem[];
}

/** An item as it came, or why it cannot be one. */
export type GivenItem =
  | { readonly kind: 'item'; readonly item: Item }
  | { readonly kind: 'fault'; readonly error: AdapterError };

export interface RemoveRequest {
  readonly collectionId: string;
  readonly ids: readonly GivenId[];
}

export type GivenId =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'fault'; readonly error: AdapterError };

export interface TruncateRequest {
  readonly collectionId: string;
}

/** Most items or ids of one request, bytes of one item (protocol section 10), and levels in it. */
const most = 1000;
/** Elements that are answered one by one, those beyond the thousandth with a fault. No client of Wix sends more than 1000. */
const mostAnswered = 10_000;
const mostBytes = 500_000;
const mostLevels = 100;

export function parseWrite(raw: unknown): WriteRequest {
  const request = readObject(raw, 'request');
  const given = elements(request, 'items');
  const beyond = given.length > most ? tooMany('items') : undefined;
  const items = given.map((each, index): GivenItem => {
    const fault = index < most ? itemFault(each) : beyond;
    return fault ? { kind: 'fault', error: fault } : { kind: 'item', item: each as Item };
  });
  return Object.freeze({ collectionId: readName(request, 'collectionId'), items });
}

export function parseRemove(raw: unknown): RemoveRequest {
  const request = readObject(raw, 'request');
  const given = elements(request, 'itemIds');
  const beyond = given.length > most ? tooMany('ids') : undefined;
  const ids = given.map((each, index): GivenId => {
    if (beyond && index >= most) return { kind: 'fault', error: beyond };
    if (typeof each !== 'string') return { kind: 'fault', error: invalid('itemIds', each, 'must be a text') };
    // No item can have such an id.
    if (each === '' || each.length > mostId) return { kind: 'fault', error: itemNotFound(each) };
    return { kind: 'id', id: each };
  });
  return Object.freeze({ collectionId: readName(request, 'collectionId'), ids });
}

export function parseTruncate(raw: unknown): TruncateRequest {
  return Object.freeze({ collectionId: readName(readObject(raw, 'request'), 'collectionId') });
}

/** Characters of an id (protocol section 6.5). */
const mostId = 256;

function elements(request: Raw, name: string): readonly unknown[] {
  const value = member(request, name);
  if (!Array.isArray(value)) throw badRequest(`${name} must be a list`);
  if (value.length === 0) throw badRequest(`${name} must have at least one element`);
  if (value.length > mostAnswered)
    throw badRequest(`${name} must have at most ${most} elements; this request has ${value.length}`);
  return value;
}

function itemFault(raw: unknown): AdapterError | undefined {
  if (!isObject(raw)) return invalid('items', raw, 'must be an object');
  const size = measure(raw, mostLevels);
  if (size === undefined)
    return invalid(undefined, undefined, `the item has more than ${mostLevels} levels of lists and objects`);
  // The exact number is only worked out where it can matter.
  const bytes = size > mostBytes ? Buffer.byteLength(JSON.stringify(raw)) : 0;
  if (bytes > mostBytes)
    return invalid(
      undefined,
      undefined,
      `the item has ${bytes} bytes of JSON; at most ${mostBytes} are allowed`,
    );
  const name = Object.hasOwn(raw, '_id') ? '_id' : 'id';
  const id = member(raw, '_id');
  if (isMissing(id)) return undefined;
  if (typeof id !== 'string') return invalid(name, id, 'must be a text');
  return id.length > mostId ? invalid(name, id, `must have at most ${mostId} characters`) : undefined;
}

/** Most bytes of JSON that a UTF-16 unit of a text takes (an escape), and a number, true, false or null. */
const bytesOfUnit = 6;
const bytesOfLeaf = 32;

/**
 * Bytes that the JSON of a value has at most.
 * @param levels of lists and objects that it may have; undefined is returned where it has more
 */
function measure(value: unknown, levels: number): number | undefined {
  if (typeof value === 'string') return value.length * bytesOfUnit + 2;
  if (typeof value !== 'object' || value === null) return bytesOfLeaf;
  if (levels === 0) return undefined;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (const each of value) {
      const inner = measure(each, levels - 1);
      if (inner === undefined) return undefined;
      bytes += inner + 1;
    }
    return bytes;
  }
  for (const key in value) {
    const inner = measure((value as Raw)[key], levels - 1);
    if (inner === undefined) return undefined;
    bytes += key.length * bytesOfUnit + 4 + inner;
  }
  return bytes;
}

/** One for all of them: making an error takes long. */
function tooMany(what: string): AdapterError {
  return invalid(undefined, undefined, `only the first ${most} ${what} of a request are taken`);
}

function invalid(fieldPath: string | undefined, rejectedValue: unknown, message: string): AdapterError {
  return violationsError('Invalid item', [
    {
      ...(fieldPath === undefined ? {} : { fieldPath }),
      ...(rejectedValue === undefined ? {} : { rejectedValue }),
      message,
    },
  ]);
}
