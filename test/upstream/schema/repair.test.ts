import fc from 'fast-check';
import {
  buildSchema,
  type GraphQLObjectType,
  type IntrospectionQuery,
  introspectionFromSchema,
  printSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { buildFromIntrospection, repairsOf } from '../../../src/upstream/schema/from-introspection.js';
import { SchemaError } from '../../../src/upstream/schema/schema-error.js';

const sdl = `
interface Node { id: ID! }
scalar BigDecimal
enum Status { NEW OLD }
type Book implements Node { id: ID!, title: String!, price: BigDecimal, status: Status, isNew: Boolean, author: Author }
type Author { name: String, books(first: Int!): [Book!] }
union Found = Book | Author
input BookFilter { title: String, and: [BookFilter!], status: Status = NEW, author: AuthorFilter }
input AuthorFilter { name: String! }
type Mutation { add(book: BookFilter!): Book }
type Query { books(filter: BookFilter, limit: Int = 20, offset: Int = 0): [Book!]!, found(text: String!): Found }
`;
const sound = introspectionFromSchema(buildSchema(sdl));

// biome-ignore lint/suspicious/noExplicitAny: spoiled on purpose
type Loose = any;
function spoiled(change: (root: Loose) => void): IntrospectionQuery {
  const copy = structuredClone(sound) as Loose;
  change(copy.__schema);
  return copy as IntrospectionQuery;
}
const typeOf = (root: Loose, name: string): Loose => root.types.find((each: Loose) => each.name === name);
const without = (root: Loose, name: string): void => {
  root.types = root.types.filter((each: Loose) => each.name !== name);
};
const int = { kind: 'SCALAR', name: 'Int', ofType: null };
const empty = { fields: null, inputFields: null, interfaces: null, enumValues: null, possibleTypes: null };
const argument = (root: Loose, name: string): Loose =>
  typeOf(root, 'Query').fields[0].args.find((each: Loose) => each.name === name);

const cases: readonly (readonly [string, (root: Loose) => void, RegExp | undefined])[] = [
  ['nothing wrong', () => undefined, undefined],
  [
    'a type name with a dot',
    (root) => root.types.push({ ...empty, kind: 'INPUT_OBJECT', name: 'shop.items', inputFields: [] }),
    /type "shop.items" is left out/,
  ],
  [
    'an enum value with a hyphen',
    (root) => typeOf(root, 'Status').enumValues.push({ name: 'IN-STOCK' }),
    /enum Status is without "IN-STOCK"/,
  ],
  [
    'an enum whose only value is true',
    (root) => root.types.push({ ...empty, kind: 'ENUM', name: 'Mode', enumValues: [{ name: 'true' }] }),
    /enum Mode is taken as a scalar/,
  ],
  [
    'a field name with a hyphen',
    (root) => typeOf(root, 'Book').fields.push({ name: 'page-count', args: [], type: int }),
    /Book."page-count" is left out/,
  ],
  [
    'an argument name with a hyphen',
    (root) => typeOf(root, 'Query').fields[0].args.push({ name: 'a-b', type: int }),
    /Query.books."a-b" is left out/,
  ],
  ['a built-in scalar that is not listed', (root) => without(root, 'Boolean'), undefined],
  [
    'a scalar that is not listed',
    (root) => without(root, 'BigDecimal'),
    /type BigDecimal is not listed, and is taken as a scalar/,
  ],
  [
    'an enum that is not listed',
    (root) => without(root, 'Status'),
    /type Status is not listed, and is taken as a scalar/,
  ],
  ['a root type that is not listed', (root) => without(root, 'Mutation'), /mutationType is left out/],
  [
    'an interface that is not listed',
    (root) => without(root, 'Node'),
    /type Book is without interface types that are not listed/,
  ],
  [
    'a member of a union that is not listed',
    (root) => without(root, 'Author'),
    /type Found is without object types/,
  ],
  [
    'a default in another language',
    (root) => {
      argument(root, 'limit').defaultValue = 'new Integer(20)';
    },
    /the default of Query.books.limit is left out/,
  ],
  [
    'an empty default',
    (root) => {
      argument(root, 'filter').defaultValue = '';
    },
    undefined,
  ],
  [
    'a default that is a number',
    (root) => {
      argument(root, 'limit').defaultValue = 20;
    },
    undefined,
  ],
  [
    'a directive whose argument has no type',
    (root) =>
      root.directives.push({
        name: 'foo',
        locations: ['FIELD'],
        args: [{ name: 'x', type: { kind: 'SCALAR', name: 'Nowhere' } }],
      }),
    /directive @"foo" is left out/,
  ],
  [
    'a kind that does not exist',
    (root) => root.types.push({ ...empty, kind: 'MAP', name: 'Attributes' }),
    /type Attributes is left out: it is of an unknown kind/,
  ],
  [
    'isRepeatable that is null',
    (root) =>
      root.directives.forEach((each: Loose) => {
        each.isRepeatable = null;
      }),
    undefined,
  ],
  [
    'an input type without members',
    (root) => root.types.push({ ...empty, kind: 'INPUT_OBJECT', name: 'Empty', inputFields: [] }),
    undefined,
  ],
  [
    'a type that is listed twice',
    (root) => root.types.push(structuredClone(typeOf(root, 'Book'))),
    undefined,
  ],
  [
    'a required member that cannot be named takes its type and what needs it away',
    (root) => {
      typeOf(root, 'AuthorFilter').inputFields[0].name = 'full name';
    },
    /type AuthorFilter is left out.*BookFilter."author" is left out/s,
  ],
];

test.each(cases)('%s: books can be read', (_, change, said) => {
  const schema = buildFromIntrospection(spoiled(change));
  const book = schema.getType('Book') as GraphQLObjectType;
  expect(Object.keys(book.getFields())).toEqual(expect.arrayContaining(['id', 'title']));
  const { books } = schema.getQueryType()!.getFields();
  expect(books!.args.map((each) => each.name)).toEqual(['filter', 'limit', 'offset']);
  expect(() => buildSchema(printSchema(schema))).not.toThrow();
  const repairs = repairsOf(schema);
  if (said === undefined) expect(repairs).toEqual([]);
  else expect(repairs.join('\n')).toMatch(said);
  expect(new Set(repairs).size).toBe(repairs.length);
});

test('a default that is a number is kept, one that cannot be read leaves the argument optional', () => {
  const kept = buildFromIntrospection(
    spoiled((root) => {
      argument(root, 'limit').defaultValue = 20;
    }),
  );
  expect(kept.getQueryType()!.getFields().books!.args[1]!.defaultValue).toBe(20);
  const lost = buildFromIntrospection(
    spoiled((root) => {
      Object.assign(argument(root, 'limit'), {
        defaultValue: 'a b',
        type: { kind: 'NON_NULL', name: null, ofType: int },
      });
    }),
  );
  expect(String(lost.getQueryType()!.getFields().books!.args[1]!.type)).toBe('Int');
});

test('a field whose required argument cannot be named is left out', () => {
  const schema = buildFromIntrospection(
    spoiled((root) => {
      typeOf(root, 'Author').fields[1].args[0].name = 'the first';
    }),
  );
  expect(Object.keys((schema.getType('Author') as GraphQLObjectType).getFields())).toEqual(['name']);
});

test('property: whatever is renamed or missing, there is a sound schema or one sentence', () => {
  const names = fc.constantFrom(
    'Int',
    'Book',
    'Author',
    'Status',
    'BookFilter',
    'Query',
    'Boolean',
    'a.b',
    '',
    'Gone',
    null,
  );
  const step = fc.record({ at: fc.nat(10_000), name: names, drop: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      const json = spoiled((root) => {
        const named: Loose[] = [];
        const walk = (value: Loose): void => {
          if (typeof value !== 'object' || value === null) return;
          if ('name' in value) named.push(value);
          for (const each of Object.values(value)) walk(each);
        };
        walk(root.types);
        for (const { at, name, drop } of steps) {
          const target = named[at % named.length];
          if (drop) root.types = root.types.filter((each: Loose) => each !== target);
          else target.name = name;
        }
      });
      try {
        printSchema(buildFromIntrospection(json));
      } catch (error) {
        if (!(error instanceof SchemaError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
