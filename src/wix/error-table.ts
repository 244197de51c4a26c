/** The reference of errors from which the documentation is generated. */
import type { ErrorCode } from './errors.js';

export interface ErrorTableRow {
  readonly code: ErrorCode;
  readonly status: number;
  readonly when: string;
  readonly whatToDo: string;
}

const row = (code: ErrorCode, status: number, when: string, whatToDo: string): ErrorTableRow =>
  Object.freeze({ code, status, when, whatToDo });

export const errorTable: readonly ErrorTableRow[] = Object.freeze([
  row(
    'BAD_REQUEST',
    400,
    'The request lacks a required member or holds one of a wrong type, or the collection does not offer the operation.',
    'Compare the request with the protocol; look at dataOperations of the collection.',
  ),
  row('BAD_REQUEST', 404, 'No endpoint has this path.', 'Check the base URI that Wix was given.'),
  row(
    'BAD_REQUEST',
    405,
    'The path does not take this HTTP method. The header `Allow` names those that it takes: POST for all that Wix asks.',
    'Wix always sends POST; check proxies and redirects.',
  ),
  row(
    'BAD_REQUEST',
    413,
    'The body is larger than the limit.',
    'Raise the limit or send fewer items at once.',
  ),
  row(
    'UNAUTHORIZED',
    401,
    'The body is not a token that Wix signed for this app, or it has expired.',
    'Check the app id and the public key, and the clock of this machine. The exact reason is in the log.',
  ),
  row(
    'UNAUTHORIZED',
    403,
    'A rule of the mapping (allow, whereFor, facts in where) does not let whoever asks do this, or the request lacks a fact that the rule needs.',
    'Look at the rule that the message names, and at what explain --as shows.',
  ),
  row(
    'VALIDATION_ERROR',
    400,
    'A filter, sort, paging or item is not valid, or cannot be answered within the limits.',
    'Each violation names the field and the operator; change the query, or the mapping where the message says so.',
  ),
  row(
    'COLLECTION_NOT_FOUND',
    404,
    'No mapping has this collection id, or its mapping is broken.',
    'Check the id and the mapping file; run the check command.',
  ),
  row('COLLECTION_ALREADY_EXISTS', 409, 'A collection with this id exists.', 'Choose another id.'),
  row(
    'COLLECTION_CHANGE_NOT_SUPPORTED',
    400,
    'Wix asked to create, change or delete a collection.',
    'Collections are defined by mapping files; change those.',
  ),
  row('ITEM_NOT_FOUND', 404, 'No item has this id.', 'Refresh the data; the item may have been removed.'),
  row('ITEM_ALREADY_EXISTS', 409, 'An item with this id exists.', 'Use update, or another id.'),
  row('REFERENCE_NOT_FOUND', 404, 'The item does not refer to the other one.', 'Nothing is left to remove.'),
  row(
    'REFERENCE_ALREADY_EXISTS',
    409,
    'The item already refers to the other one.',
    'Nothing is left to add.',
  ),
  row('UNKNOWN_ERROR', 500, 'A defect of the adapter.', 'Look in the log and report it.'),
  row(
    'UNKNOWN_ERROR',
    502,
    'The upstream API answered with an error or with something unexpected.',
    'The log has the upstream answer; check the mapping and the rights of its credentials.',
  ),
  row(
    'UNKNOWN_ERROR',
    503,
    'The upstream API cannot be reached, keeps failing, limits requests, or too many requests for it wait already.',
    'Check its address, network and health; Retry-After says when to come back. See gateway in upstream.yaml.',
  ),
  row(
    'UNKNOWN_ERROR',
    504,
    'The deadline passed before the upstream API had answered.',
    'Narrow the query, or speed the upstream up; Wix itself waits 15 seconds.',
  ),
]);
