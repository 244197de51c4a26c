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
  const beyond = tooMany('items');
  const items = elements(request, 'items').map((each, index): GivenItem => {
    const fault = index >= most ? beyond : itemFault(each);
    return fault ? { kind: 'fault', error: fault } : { kind: 'item', item: each as Item };
  });
  return Object.freeze({ collectionId: readName(request, 'collectionId'), items });
}

export function parseRemove(raw: unknown): RemoveRequest {
  const request = readObject(raw, 'request');
  const beyond = tooMany('ids');
  const ids = elements(request, 'itemIds').map((each, index): GivenId => {
    if (index >= most) return { kind: 'fault', error: beyond };
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
  if (levels(raw) > mostLevels)
    return invalid(undefined, undefined, `the item has more than ${mostLevels} levels of lists and objects`);
  const bytes = Buffer.byteLength(JSON.stringify(raw));
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

/** Depth of a value, at most one more than is allowed. Walks without recursion. */
function levels(value: object): number {
  let layer: object[] = [value];
  let depth = 0;
  while (layer.length > 0 && depth <= mostLevels) {
    depth += 1;
    layer = layer.flatMap((each) =>
      Object.values(each).filter((inner): inner is object => typeof inner === 'object' && inner !== null),
    );
  }
  return depth;
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
