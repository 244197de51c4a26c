/** What failures tell Wix, which passes some of it on to visitors: in short no file of the service, in full all of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBudget } from '../../src/execute/budget.js';
import { type ErrorBody, errorBody } from '../../src/wix/error-body.js';
import { AdapterError, validationError } from '../../src/wix/errors.js';
import { systemWorld } from '../../src/world/system-world.js';

const textOf = (body: ErrorBody): string => JSON.stringify(body);
const limits = {
  scan: 10,
  pages: 5,
  bytes: 100,
  answer: 100,
  deadline: 100,
  page: 10,
  concurrency: 1,
  ids: 10,
  nodes: undefined,
  work: 10,
};
const files = Object.fromEntries(Object.keys(limits).map((name) => [name, 'shop/products.yaml'])) as Record<
  keyof typeof limits,
  string
>;
const reason = {
  path: 'title',
  operator: 'contains',
  reason: 'the upstream has no operator for it (contains)',
  remedy: 'an operator contains in list.filter.operators, if the API has one',
  position: 'shop/products.yaml:10:3',
};
const refusal = (reasons: readonly (typeof reason)[]): AdapterError => {
  try {
    createBudget(systemWorld, limits, files, () => reasons).rows(11);
  } catch (error) {
    return error as AdapterError;
  }
  throw new Error('it was within the budget');
};

describe('a request that costs too much', () => {
  test.each([[[reason]], [[]]])('%#', (reasons) => {
    const error = refusal(reasons);
    const short = errorBody(error);
    expect(textOf(short)).not.toContain('.yaml');
    expect(short.errorMessage).toMatch(
      /^The answer needs more than 10 rows of the upstream API.*Narrow the filter\.$/,
    );
    expect(short.applicationError).toEqual({
      code: 'VALIDATION_ERROR',
      description: short.errorMessage,
      data: short.data,
    });
    expect(textOf(errorBody(error, 'full'))).toContain('limits.scan in shop/products.yaml (now 10)');
  });

  test('the violations keep field, operator and reason', () => {
    const { data } = errorBody(refusal([reason]));
    expect(data!.violations).toEqual([{ fieldPath: 'title.contains', message: reason.reason }]);
  });
});

const file = fc
  .tuple(fc.constantFrom('products', 'a/b', 'UP-1', '..'), fc.constantFrom('.yaml', '.yml', '.YAML'))
  .map((parts) => parts.join(''));
const place = fc
  .tuple(file, fc.nat(99), fc.nat(99))
  .map(([name, line, column]) => `${name}:${line}:${column}`);

test('no message and no violation that names a file passes in short, whatever error it is', () => {
  fc.assert(
    fc.property(
      place,
      fc.constantFrom('', 'See ', 'x; ', '('),
      fc.constantFrom('', ': mend.', ')'),
      (at, before, after) => {
        const text = `${before}${at}${after}`;
        const plain = new AdapterError('UNKNOWN_ERROR', text, { status: 502 });
        const violation = validationError(text, [
          { fieldPath: 'a.eq', message: text },
          { message: `why; ${text}` },
        ]);
        for (const error of [plain, violation]) {
          const body = errorBody(error);
          expect(textOf(body)).not.toMatch(/\.ya?ml/i);
          expect(body.errorMessage).not.toBe('');
          expect(errorBody(error, 'full').errorMessage).toBe(text);
        }
        const { violations } = errorBody(violation).data as { violations: { message: string }[] };
        expect(violations[1]!.message).toMatch(/^why/);
      },
    ),
  );
});

test('what names no file is told as it is', () => {
  const error = validationError('Invalid filter: price.$gt must be a number', [
    { fieldPath: 'price.$gt', rejectedValue: 'menu.yaml', message: 'must be a number' },
  ]);
  expect(errorBody(error)).toEqual(errorBody(error, 'full'));
});
