/** What someone writes beside a condition, and what is sent for it. */
import { expect, it } from 'vitest';
import { operandOf } from '../../../src/console/query/operand.js';

it.each([
  ['20', 'NUMBER', 'lt', 20],
  [' -1.5e3 ', 'NUMBER', 'eq', -1500],
  ['', 'NUMBER', 'eq', ''],
  ['twenty', 'NUMBER', 'eq', 'twenty'],
  ['20', 'TEXT', 'eq', '20'],
  [' a ', 'TEXT', 'eq', ' a '],
  ['', 'TEXT', 'eq', ''],
  ['null', 'TEXT', 'eq', null],
  ['"null"', 'TEXT', 'eq', 'null'],
  ['[1', 'TEXT', 'eq', '[1'],
  ['true', 'BOOLEAN', 'eq', true],
  ['yes', 'BOOLEAN', 'eq', 'yes'],
  ['2024-01-15T10:00:00.000Z', 'DATETIME', 'gt', { $date: '2024-01-15T10:00:00.000Z' }],
  ['2024-01-15', 'DATE', 'gt', '2024-01-15'],
  ['a, b', 'TEXT', 'in', ['a', 'b']],
  ['1,2', 'NUMBER', 'hasSome', [1, 2]],
  ['', 'TEXT', 'hasAll', []],
  ['["a, b"]', 'TEXT', 'in', ['a, b']],
  ['false', 'TEXT', 'exists', false],
  ['', 'TEXT', 'isEmpty', true],
] as const)('%j of a %s with %s is %j', (text, type, operator, operand) => {
  expect(operandOf(text, type, operator)).toEqual(operand);
});
