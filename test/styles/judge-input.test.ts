/** The walker that judges JSON by an input type, held to graphql-js' own coercion over random types and values. */
import fc from 'fast-check';
import {
  coerceInputValue,
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLNullableType,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { type InputFault, judgeInput, judgeMembers } from '../../src/styles/judge-input.js';
import type { Json } from '../../src/styles/vocabulary.js';

const words = ['a', 'b', 'c', 'd', 'A', 'B', 'constructor', 'toString'];
const leaf: fc.Arbitrary<GraphQLInputType> = fc.constantFrom<GraphQLInputType>(
  GraphQLInt,
  GraphQLFloat,
  GraphQLBoolean,
  GraphQLString,
  GraphQLID,
  new GraphQLScalarType({ name: 'Anything' }),
  new GraphQLEnumType({ name: 'Letter', values: { A: {}, B: {} } }),
);

/** Objects get names of their own; whether a member has a default decides whether it is required. */
const types = fc.letrec<{ type: GraphQLInputType; wrapped: GraphQLInputType; object: GraphQLInputType }>(
  (tie) => ({
    type: fc.oneof({ maxDepth: 4, depthIdentifier: 'type' }, leaf, tie('wrapped'), tie('object')),
    wrapped: fc.tuple(tie('type'), fc.constantFrom('list', 'nonNull', 'both')).map(([of, how]) => {
      const listed = how === 'nonNull' ? of : new GraphQLList(of);
      if (how === 'list' || listed instanceof GraphQLNonNull) return listed;
      return new GraphQLNonNull(listed as GraphQLNullableType & GraphQLInputType);
    }),
    object: fc
      .tuple(
        fc.dictionary(fc.constantFrom(...words), fc.record({ type: tie('type'), defaulted: fc.boolean() }), {
          minKeys: 1,
          maxKeys: 4,
        }),
        fc.boolean(),
      )
      .map(([members, isOneOf]) => objectOf(members, isOneOf)),
  }),
).type;

function objectOf(
  members: Record<string, { type: GraphQLInputType; defaulted: boolean }>,
  isOneOf: boolean,
): GraphQLInputType {
  return new GraphQLInputObjectType({
    name: 'Object',
    isOneOf,
    fields: Object.fromEntries(
      Object.entries(members).map(([name, { type, defaulted }]) => {
        // Members of such an object are nullable and have no defaults.
        if (isOneOf) return [name, { type: type instanceof GraphQLNonNull ? type.ofType : type }];
        return [name, defaulted ? { type, defaultValue: null } : { type }];
      }),
    ),
  });
}

/** Values near the type, so that many are taken, with a fault here and there. */
function valueFor(type: GraphQLInputType): fc.Arbitrary<Json> {
  const stray = fc.constantFrom<Json>(null, 1, 0.5, 2 ** 31, -(2 ** 31), 'A', 'z', true, [], {}, ['A'], {
    a: 1,
  });
  return fc.oneof({ weight: 12, arbitrary: fitting(type) }, { weight: 1, arbitrary: stray });
}

function fitting(type: GraphQLInputType): fc.Arbitrary<Json> {
  if (type instanceof GraphQLNonNull) return fitting(type.ofType);
  if (type instanceof GraphQLList) {
    const element = valueFor(type.ofType);
    return fc.oneof(fc.array(element, { maxLength: 3 }), element);
  }
  if (type instanceof GraphQLInputObjectType) {
    const fields = Object.values(type.getFields());
    const entries = fields.map((each) => [each.name, valueFor(each.type)] as const);
    const members = Object.fromEntries(type.isOneOf ? entries.slice(0, 1) : entries);
    const object = fc.record<Record<string, Json>>(members, {
      requiredKeys: fields.filter((each) => each.type instanceof GraphQLNonNull).map((each) => each.name),
    }) as fc.Arbitrary<Record<string, Json>>;
    const more = fc.option(fc.constantFrom(...words, '__proto'), { freq: 12 });
    return fc.tuple(object, more).map(([each, key]) => (key === null ? { ...each } : { ...each, [key]: 1 }));
  }
  if (type instanceof GraphQLEnumType) return fc.constantFrom('A', 'B');
  const values: Record<string, fc.Arbitrary<Json>> = {
    Int: fc.integer(),
    Float: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    Boolean: fc.boolean(),
    String: fc.string(),
    ID: fc.oneof(fc.string(), fc.integer()),
  };
  return values[type.name] ?? (fc.jsonValue() as fc.Arbitrary<Json>);
}

function refusedByGraphql(value: Json, type: GraphQLInputType): boolean {
  // graphql-js finds members such as `constructor` in any object that has a prototype.
  const bare: unknown = JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.assign(Object.create(null), each)
      : each,
  );
  let refused = false;
  coerceInputValue(bare, type, () => {
    refused = true;
  });
  return refused;
}

test('what graphql-js refuses has faults, and what it takes has none', () => {
  let taken = 0;
  let refused = 0;
  const judged = types.chain((type) => fc.tuple(fc.constant(type), valueFor(type)));
  fc.assert(
    fc.property(judged, ([type, value]) => {
      const expected = refusedByGraphql(value, type);
      expected ? refused++ : taken++;
      expect(judgeInput(value, type).length > 0).toBe(expected);
    }),
    { numRuns: 2000 },
  );
  // Both sides are reached.
  expect(Math.min(taken, refused)).toBeGreaterThan(200);
});

test('every fault has a path that is in the value, up to its last step', () => {
  const judged = types.chain((type) => fc.tuple(fc.constant(type), valueFor(type)));
  fc.assert(
    fc.property(judged, ([type, value]) => {
      for (const { path } of judgeInput(value, type)) {
        let at: Json | undefined = value;
        for (const step of path) at = (at as Record<string | number, Json>)[step];
        expect(at).not.toBeUndefined();
      }
    }),
    { numRuns: 500 },
  );
});

describe('a text that stands for something else', () => {
  const standsFor = (text: string) => (text === '$value' ? [] : undefined);

  it('is taken anywhere, and what is around it is judged as ever', () => {
    const judged = types.chain((type) => fc.tuple(fc.constant(type), valueFor(type)));
    fc.assert(
      fc.property(judged, ([type, value]) => {
        expect(judgeInput('$value', type, { standsFor })).toEqual([]);
        expect(judgeInput(value, type, { standsFor })).toEqual(judgeInput(value, type));
        const listed = new GraphQLList(type);
        const within = (faults: readonly InputFault[]) => faults.map(({ path }) => path.slice(1));
        const alone = judgeInput([value], listed);
        expect(within(judgeInput([value, '$value'], listed, { standsFor }))).toEqual(within(alone));
      }),
      { numRuns: 500 },
    );
  });

  it('is shown with the list and then with its element', () => {
    const seen: string[] = [];
    judgeInput('x', new GraphQLList(new GraphQLNonNull(GraphQLInt)), {
      standsFor: (_, type) => {
        seen.push(String(type));
        return undefined;
      },
    });
    expect(seen).toEqual(['[Int!]', 'Int!']);
  });
});

describe('faults in words', () => {
  const letter = new GraphQLEnumType({ name: 'Letter', values: { A: {}, B: {} } });
  const inner = new GraphQLInputObjectType({
    name: 'Inner',
    fields: { n: { type: new GraphQLNonNull(GraphQLInt) }, l: { type: letter } },
  });
  const either = new GraphQLInputObjectType({
    name: 'Either',
    isOneOf: true,
    fields: { one: { type: GraphQLInt }, two: { type: inner } },
  });

  it.each<[GraphQLInputType, Json, readonly (readonly [string, string])[]]>([
    [GraphQLInt, '1', [['', '"x" takes a whole number of 32 bits (Int), not "1"']]],
    [GraphQLInt, [1], [['', '"x" takes one value (Int), not a list']]],
    [new GraphQLNonNull(GraphQLInt), null, [['', '"x" (Int!) cannot be null']]],
    [inner, 5, [['', '"x" takes an object (Inner), not 5']]],
    [
      inner,
      { m: 1, l: 'C' },
      [
        ['m', '"x" has no member "m"'],
        ['l', 'the enum Letter has no value "C"'],
        ['', '"x" needs the member "n" (Int!)'],
      ],
    ],
    [
      new GraphQLList(inner),
      [{ n: 1 }, { n: true }],
      [['1.n', '"n" takes a whole number of 32 bits (Int!), not true']],
    ],
    [either, {}, [['', '"x" (Either) takes just one member']]],
    [either, { one: 1, two: { n: 1 } }, [['', '"x" (Either) takes just one member']]],
    [either, { one: null }, [['one', '"one" cannot be null, being the only member']]],
    [either, { two: { n: 1 } }, []],
  ])('%s: %j', (type, value, expected) => {
    const faults = judgeInput(value, type, {}, { name: 'x', path: [] });
    expect(faults.map(({ path, message }) => [path.join('.'), message])).toEqual(expected);
  });

  it('gives the words that are known, for a suggestion', () => {
    expect(judgeInput({ n: 1, ll: 'A' }, inner)[0]).toMatchObject({
      at: 'key',
      unknown: { word: 'll', known: ['n', 'l'] },
    });
    expect(judgeInput('a', letter)[0]?.unknown).toEqual({
      word: 'a',
      known: ['A', 'B'],
      listed: 'its values',
    });
  });

  it('judges arguments as members, by their noun; those that are brought in are not missed', () => {
    const args = new Map([['n', { type: new GraphQLNonNull(GraphQLInt) }]]);
    const place = { name: 'list', path: [] };
    expect(judgeMembers({}, args, {}, place, 'argument')).toEqual([
      { path: [], message: '"list" needs the argument "n" (Int!)', at: 'key' },
    ]);
    const spread = (key: string) => (key === '...' ? [] : undefined);
    expect(judgeMembers({ '...': '$item' }, args, { spread }, place)).toEqual([]);
  });
});
