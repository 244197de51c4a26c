import { buildSchema, type GraphQLInputType } from 'graphql';
import { describe, expect, test } from 'vitest';
import {
  argumentAt,
  fieldOf,
  fieldsOf,
  hasRequiredArguments,
  inputField,
  isDeprecated,
  isList,
  namedType,
  possibleType,
  possibleTypes,
  requiredNames,
  unwrap,
} from '../../../src/upstream/schema/facts.js';

const schema = buildSchema(`
type Query {
  things(where: Where, first: Int!, list: [Where!]!, size: Int! = 3): [[Thing!]]!
  node: Node
  result: Result
  old: Int @deprecated
}
input Where { and: [Where!], name: Text!, size: Int! = 1, old: Int @deprecated(reason: "") }
input Text { eq: String }
interface Node { id: ID! }
interface Named implements Node { id: ID!, name: String }
type Thing implements Node & Named { id: ID!, name: String }
type Other implements Node { id: ID! }
type Fault { message: String }
union Result = Thing | Fault
`);
const query = schema.getQueryType()!;
const things = fieldOf(query, 'things')!;
const type = (name: string) => schema.getType(name)!;
const names = (list: readonly { readonly name: string }[]) => list.map((each) => each.name);

test('unwrap counts lists and looks at the outermost non-null', () => {
  expect(unwrap(things.type)).toEqual({ named: type('Thing'), lists: 2, nonNull: true });
  expect(unwrap(type('Thing'))).toEqual({ named: type('Thing'), lists: 0, nonNull: false });
  expect(unwrap(fieldOf(type('Thing'), 'id')!.type)).toMatchObject({ lists: 0, nonNull: true });
  expect(namedType(things.type)).toBe(type('Thing'));
  expect([isList(things.type), isList(query), isList(things.args[2]!.type)]).toEqual([true, false, true]);
});

test('fields of objects and interfaces, and of nothing else', () => {
  expect(fieldOf(type('Node'), 'id')?.name).toBe('id');
  expect(fieldOf(things.type, 'name')?.name).toBe('name');
  for (const name of ['none', 'constructor', '__proto__', 'toString'])
    expect(fieldOf(query, name)).toBeUndefined();
  expect(fieldOf(type('Result'), 'message')).toBeUndefined();
  expect(fieldOf(type('Where'), 'name')).toBeUndefined();
  expect(names(fieldsOf(query))).toEqual(['things', 'node', 'result', 'old']);
  expect(fieldsOf(type('Result'))).toEqual([]);
});

test('possible types', () => {
  expect(names(possibleTypes(schema, type('Node')))).toEqual(['Thing', 'Other']);
  expect(names(possibleTypes(schema, type('Result')))).toEqual(['Thing', 'Fault']);
  expect(names(possibleTypes(schema, things.type))).toEqual(['Thing']);
  expect(possibleTypes(schema, type('Int'))).toEqual([]);
});

test.each([
  ['Result', 'Thing', true],
  ['Result', 'Named', true],
  ['Result', 'Other', false],
  ['Node', 'Fault', false],
  ['Thing', 'Thing', true],
  ['Other', 'Named', false],
  ['Result', 'Nothing', false],
])('a %s can be a %s: %s', (of, name, possible) => {
  expect(possibleType(schema, type(of), name)?.name).toBe(possible ? name : undefined);
});

describe('arguments and input members', () => {
  test.each<[string, string | undefined]>([
    ['where', 'Where'],
    ['where.name', 'Text!'],
    ['where.and.and.name.eq', 'String'],
    ['list.name', 'Text!'],
    ['first', 'Int!'],
    ['first.x', undefined],
    ['where.none', undefined],
    ['where.constructor', undefined],
    ['none', undefined],
    ['', undefined],
  ])('%s: %s', (address, expected) => {
    const found = argumentAt(things, address);
    expect(found && String(found.type)).toBe(expected);
  });

  test('a path from an input type', () => {
    expect(inputField(type('Where'), ['and', 'size'])?.name).toBe('size');
    expect(inputField(type('Where'), [])).toBeUndefined();
    expect(inputField(type('Thing'), ['id'])).toBeUndefined();
  });

  test('what must be given', () => {
    expect(requiredNames(things)).toEqual(['first', 'list']);
    expect(requiredNames(type('Where') as GraphQLInputType)).toEqual(['name']);
    expect(requiredNames(type('Int') as GraphQLInputType)).toEqual([]);
    expect([hasRequiredArguments(things), hasRequiredArguments(fieldOf(query, 'node')!)]).toEqual([
      true,
      false,
    ]);
  });

  test('deprecation, also with an empty reason', () => {
    expect(isDeprecated(fieldOf(query, 'old')!)).toBe(true);
    expect(isDeprecated(inputField(type('Where'), ['old'])!)).toBe(true);
    expect(isDeprecated(things)).toBe(false);
  });
});
