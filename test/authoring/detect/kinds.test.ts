import { GraphQLEnumType, GraphQLScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { leafKind } from '../../../src/authoring/detect/kinds.js';

const scalar = (name: string): GraphQLScalarType => new GraphQLScalarType({ name });

test.each([
  ['id', ['ID', 'UUID', 'uuid', 'ItemId', 'GitObjectID', 'ProjectID']],
  [
    'number',
    [
      'Int',
      'Float',
      'Long',
      'BigInt',
      'BigFloat',
      'Decimal',
      'numeric',
      'bigint',
      'IntType',
      'UnsignedInt64',
      'Money',
    ],
  ],
  [
    'date',
    [
      'DateTime',
      'Datetime',
      'Date',
      'timestamptz',
      'timestamp',
      'AWSDateTime',
      'ISO8601DateTime',
      'GitTimestamp',
      'CalendarDay',
    ],
  ],
  ['time', ['Time', 'LocalTime', 'timetz', 'AWSTime']],
  ['boolean', ['Boolean', 'BooleanType']],
  ['json', ['JSON', 'jsonb', 'AWSJSON', 'JSONString', 'GenericScalar']],
  ['text', ['String', 'URL', 'HTML', 'Void', 'Color', 'EmailAddress', 'Point', 'FormattedString']],
] as const)('%s', (kind, names) => {
  expect(names.map((name) => [name, leafKind(scalar(name))])).toEqual(names.map((name) => [name, kind]));
});

test('an enum is an enum, whatever its name', () => {
  expect(leafKind(new GraphQLEnumType({ name: 'DateKind', values: { A: {} } }))).toBe('enum');
});
