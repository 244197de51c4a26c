/** Which operands are not sent again: those of a refusal together, and others of their class; bounded in bytes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SentOperand } from '../../src/calls/operands.js';
import { createRefusals } from '../../src/execute/refusals.js';
import { heldMemory } from '../collect-garbage.js';

const operand = (path: string, operator: SentOperand['operator'], value: SentOperand['value']): SentOperand =>
  ({ kind: 'compare', operator, value, field: { path: [path], kind: 'text' } }) as SentOperand;
const mail = operand('mail', 'eq', 'nobody');
const name = operand('name', 'eq', 'odd');

function after(...operands: readonly SentOperand[]) {
  const refusals = createRefusals();
  refusals.add('users', { operands, reason: 'not valid' });
  return (...sent: readonly SentOperand[]) => refusals.among('users', sent);
}

test('an operand alone is known beside any others, with what was said of it', () => {
  const among = after(mail);
  expect(among(name, mail)).toEqual([{ operands: [mail], reason: 'not valid' }]);
  expect(among(name)).toEqual([]);
});

test.each([
  ['ne', operand('mail', 'ne', 'nobody'), true],
  ['a list with the value', operand('mail', 'in', ['a@b.c', 'nobody']), true],
  ['none of a list with the value', operand('mail', 'nin', ['nobody']), true],
  ['another value', operand('mail', 'eq', 'a@b.c'), false],
  ['another field', operand('name', 'eq', 'nobody'), false],
  ['a part of a text', operand('mail', 'contains', 'nobody'), false],
] as const)('an equality is refused for its value: %s', (_, sent, known) => {
  expect(after(mail)(sent)).toHaveLength(known ? 1 : 0);
});

test('of a list nobody knows which value was refused, so only the same list is known', () => {
  const list = operand('mail', 'in', ['nobody', 'a@b.c']);
  const among = after(list);
  expect(among(list)).toHaveLength(1);
  expect(among(operand('mail', 'eq', 'a@b.c'))).toEqual([]);
});

test('several operands, one of which was refused, are known together and not alone', () => {
  const among = after(mail, name);
  expect(among(mail)).toEqual([]);
  expect(among(name)).toEqual([]);
  expect(among(name, mail)[0]?.operands).toEqual(expect.arrayContaining([mail, name]));
});

test('each collection has its own', () => {
  const refusals = createRefusals();
  refusals.add('users', { operands: [mail], reason: undefined });
  expect(refusals.among('books', [mail])).toEqual([]);
});

test('a value is known when it was refused, and only then', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), fc.string(), (values, asked) => {
      const refusals = createRefusals();
      for (const value of values)
        refusals.add('users', { operands: [operand('mail', 'lt', value)], reason: undefined });
      const found = refusals.among('users', [operand('mail', 'lt', asked)]);
      expect(found.length > 0).toBe(values.includes(asked));
    }),
  );
});

test('the oldest are forgotten, and long operands and reasons take no more room than short ones', () => {
  const refusals = createRefusals();
  const long = (index: number) => operand('mail', 'eq', `${index} ${'x'.repeat(10_000)}`);
  for (let index = 0; index < 3000; index += 1)
    refusals.add('users', { operands: [long(index)], reason: 'said '.repeat(10_000) });
  expect(refusals.among('users', [long(0)])).toEqual([]);
  const [last] = refusals.among('users', [long(2999)]);
  expect(last!.reason!.length).toBeLessThanOrEqual(500);
});

test('of a long message only what is kept of it stays in memory', () => {
  const refusals = createRefusals();
  const before = heldMemory();
  for (let index = 0; index < 100; index += 1)
    refusals.add('users', {
      operands: [operand('mail', 'eq', String(index))],
      reason: `${index} is no address: ${'x'.repeat(2 ** 20)}`.normalize(),
    });
  expect(heldMemory() - before).toBeLessThan(10);
  const [refused] = refusals.among('users', [operand('mail', 'eq', '99')]);
  expect(refused?.reason).toMatch(/^99 is no address: x{481}…$/);
});
