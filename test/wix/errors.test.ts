import { describe, expect, it } from 'vitest';
import { errorBody, itemError } from '../../src/wix/error-body.js';
import { errorTable } from '../../src/wix/error-table.js';
import * as errors from '../../src/wix/errors.js';

describe('codes and statuses', () => {
  const pair = { referringItemId: 'a', referencedItemId: 'b' };
  it.each<[errors.AdapterError, string, number, unknown]>([
    [errors.badRequest('no'), 'BAD_REQUEST', 400, undefined],
    [errors.validationError('no', []), 'VALIDATION_ERROR', 400, { violations: [] }],
    [errors.collectionNotFound('c'), 'COLLECTION_NOT_FOUND', 404, { collectionId: 'c' }],
    [errors.collectionAlreadyExists('c'), 'COLLECTION_ALREADY_EXISTS', 409, { collectionId: 'c' }],
    [errors.itemNotFound('i'), 'ITEM_NOT_FOUND', 404, { itemId: 'i' }],
    [errors.itemAlreadyExists('i'), 'ITEM_ALREADY_EXISTS', 409, { itemId: 'i' }],
    [errors.referenceNotFound(pair), 'REFERENCE_NOT_FOUND', 404, pair],
    [errors.referenceAlreadyExists(pair), 'REFERENCE_ALREADY_EXISTS', 409, pair],
    [
      errors.collectionChangeNotSupported([{ fieldKey: 'k', message: 'm' }]),
      'COLLECTION_CHANGE_NOT_SUPPORTED',
      400,
      { errors: [{ fieldKey: 'k', message: 'm' }] },
    ],
    [errors.unauthorized('expired'), 'UNAUTHORIZED', 401, undefined],
    [errors.unavailable('gone', 503), 'UNKNOWN_ERROR', 503, undefined],
    [errors.payloadTooLarge(5), 'BAD_REQUEST', 413, undefined],
    [errors.methodNotAllowed('GET'), 'BAD_REQUEST', 405, undefined],
    [errors.notFound('/x'), 'BAD_REQUEST', 404, undefined],
    [errors.internalError(new Error('secret')), 'UNKNOWN_ERROR', 500, undefined],
  ])('%s', (error, code, status, data) => {
    expect(error).toMatchObject({ code, status });
    expect(error.data).toEqual(data);
    const form = { errorCode: code, errorMessage: error.message, ...(data === undefined ? {} : { data }) };
    expect(itemError(error)).toEqual(form);
    expect(errorBody(error)).toEqual({
      ...form,
      applicationError: { code, description: error.message, ...(data === undefined ? {} : { data }) },
    });
    expect(errorTable).toContainEqual(expect.objectContaining({ code, status }));
  });
});

it('tells the caller neither the reason nor the cause', () => {
  const cause = new Error('password=secret');
  for (const error of [
    errors.internalError(cause),
    errors.unauthorized('secret'),
    errors.unavailable('gone', 502, cause),
  ])
    expect(JSON.stringify(errorBody(error))).not.toContain('secret');
  expect(errors.internalError(cause)).toMatchObject({ reason: 'password=secret', cause });
});

it('keeps within the lengths of the protocol', () => {
  const deep = JSON.parse(`${'[{"a":'.repeat(2000)}1${'}]'.repeat(2000)}`);
  const many = Array.from({ length: 200 }, () => ({
    fieldPath: 'p'.repeat(2000),
    rejectedValue: deep,
    message: 'm'.repeat(20_000),
  }));
  const { violations } = errors.validationError('m'.repeat(20_000), many).data as {
    violations: { fieldPath: string; rejectedValue: string; message: string }[];
  };
  expect(violations.length).toBe(100);
  expect(violations[0]!.fieldPath.length).toBe(1000);
  expect(violations[0]!.rejectedValue.length).toBeLessThanOrEqual(1000);
  expect(violations[0]!.message.length).toBe(10_000);
  expect(errors.itemNotFound('i'.repeat(500)).data).toEqual({ itemId: `${'i'.repeat(255)}…` });
  expect(errors.badRequest('m'.repeat(20_000)).message.length).toBe(10_000);
  const changes = Array.from({ length: 200 }, () => ({
    fieldKey: 'k'.repeat(300),
    message: 'm'.repeat(2000),
  }));
  const data = errors.collectionChangeNotSupported(changes).data as {
    errors: { fieldKey: string; message: string }[];
  };
  expect([data.errors.length, data.errors[0]!.fieldKey.length, data.errors[0]!.message.length]).toEqual([
    100, 250, 1000,
  ]);
});

it.each([
  [{ a: [1, 'x', null] }, '{"a":[1,"x",null]}'],
  ['text', 'text'],
  [false, 'false'],
  [null, 'null'],
])('stringifies the rejected value %j', (rejectedValue, text) => {
  expect(errors.validationError('no', [{ rejectedValue, message: 'm' }]).data).toEqual({
    violations: [{ rejectedValue: text, message: 'm' }],
  });
});

it('wraps what is thrown', () => {
  const own = errors.badRequest('x');
  expect(errors.toAdapterError(own)).toBe(own);
  expect(errors.toAdapterError('text')).toMatchObject({ status: 500, code: 'UNKNOWN_ERROR' });
  expect(errors.toAdapterError(undefined).message).toBe('Internal error');
});
