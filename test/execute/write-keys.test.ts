/** Where the key of idempotency stands, and what an answer without item and error means. */
import { type DirectiveNode, GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { afterEach, describe, expect, it, test } from 'vitest';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
import type { Patch, Shelf } from '../upstreams/writes/shelf.js';
import { keyed, type WriteStyleCase, writeStyleCases } from '../upstreams/writes/styles.js';

const running: WritingService[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

/** The same mutation, whose first request never arrives. */
async function repeated(style: WriteStyleCase): Promise<WritingService['upstream']['requests']> {
  let left = 1;
  const service = await startWriting(style, {
    lose: ({ query }) => (query.startsWith('mutation') && left-- > 0 ? 'before' : undefined),
  });
  running.push(service);
  const [result] = await service.insert({ title: 'One', isbn: '1' });
  expect(result).toMatchObject({ item: { title: 'One' } });
  expect(service.upstream.shelf.effects).toHaveLength(1);
  return service.upstream.requests.filter(({ query }) => query.startsWith('mutation'));
}

const withKey = (idempotency: object, sdl = ''): WriteStyleCase => ({
  ...keyed,
  sdl: `${keyed.sdl} ${sdl}`,
  writes: { ...keyed.writes, identify: { idempotency } } as WriteStyleCase['writes'],
});

test('a header: the repeated request has the key of the first', async () => {
  const sent = await repeated(withKey({ header: 'Idempotency-Key' }));
  const keys = sent.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[\w-]{16,}$/);
  expect(keys[1]).toBe(keys[0]);
  for (const { variables } of sent) expect(JSON.stringify(variables)).not.toContain(keys[0]);
});

test('a directive: its argument is a variable, and the repeated request has the same', async () => {
  const sent = await repeated(
    withKey(
      { directive: 'idempotent', argument: 'key' },
      'directive @idempotent(key: String!) on FIELD | MUTATION',
    ),
  );
  expect(sent).toHaveLength(2);
  const named = sent.map(({ query, variables }) => {
    const name = /@idempotent\(key: \$(\w+)\)/.exec(query)![1]!;
    return variables[name];
  });
  expect(named[0]).toMatch(/^[\w-]{16,}$/);
  expect(named[1]).toBe(named[0]);
});

it.each([
  ['exists', 'ITEM_ALREADY_EXISTS'],
  ['done', undefined],
  ['unknown', 'outcome is unknown'],
] as const)(
  'an answer without item and error means %s where the mapping says so',
  async (empty, expected) => {
    const style = writeStyleCases.find(({ name }) => name.startsWith('answers with an id'))!;
    const { insert } = style.writes as { readonly insert: object };
    const service = await startWriting({
      ...style,
      // As drizzle answers an insert that a conflict kept from happening; here nothing is kept from happening.
      mutations: {
        ...style.mutations,
        createBook: (shelf, args: { input: never }) => shelf.insert(args.input) && null,
      },
      writes: {
        ...style.writes,
        identify: empty === 'done' ? 'clientId' : 'none',
        insert: { ...insert, after: undefined, empty },
      } as unknown as WriteStyleCase['writes'],
    });
    running.push(service);
    const [result] = await service.insert({ _id: 'b1', title: 'One' });
    if (expected === undefined) expect(result!.item).toMatchObject({ title: 'One' });
    else expect(`${result!.error!.errorCode} ${result!.error!.errorMessage}`).toContain(expected);
  },
);

/** As Shopify demands it since 2026-04: only descriptions say which mutations take the directive. */
describe('a directive of the dialect', () => {
  const described = '"""The key is required and must be provided using the `@idempotent` directive."""';
  const keyOf = ({ fieldNodes, variableValues }: GraphQLResolveInfo): string | undefined => {
    const [directive] = fieldNodes[0]!.directives as readonly DirectiveNode[];
    const value = directive?.arguments?.[0]?.value;
    return value?.kind === 'Variable' ? (variableValues[value.name.value] as string) : undefined;
  };
  /** @param pending how often a key that is known is answered with the code of one whose first request is under way */
  function demanding(pending = 0): WriteStyleCase {
    let left = pending;
    const once = (shelf: Shelf, info: GraphQLResolveInfo, act: () => unknown): unknown => {
      const key = keyOf(info);
      if (key === undefined)
        throw new GraphQLError('The @idempotent directive is required for this mutation');
      const known = shelf.keys.get(key);
      if (known && left-- > 0)
        return {
          book: null,
          userErrors: [{ message: 'in progress', code: 'IDEMPOTENCY_CONCURRENT_REQUEST' }],
        };
      const book = known ?? (act() as never);
      shelf.keys.set(key, book);
      return { book, userErrors: [] };
    };
    return {
      ...keyed,
      sdl: `${keyed.sdl.replace(/type Mutation[\s\S]*/, '')}
        directive @idempotent(key: String!) on FIELD
        type UserError { message: String! code: String } type BookPayload { book: Book userErrors: [UserError!]! }
        type Mutation { ${described} createBook(input: BookInput!): BookPayload
          ${described} updateBook(id: ID!, input: BookInput!): BookPayload deleteBook(id: ID!): ID }`,
      mutations: {
        createBook: (shelf, { input }: { input: Patch }, info?: GraphQLResolveInfo) =>
          once(shelf, info!, () => shelf.insert(input)),
        updateBook: (shelf, { id, input }: { id: string; input: Patch }, info?: GraphQLResolveInfo) =>
          once(shelf, info!, () => shelf.update(id, input)),
        deleteBook: (shelf, { id }: { id: string }, info?: GraphQLResolveInfo) => {
          if (keyOf(info!) !== undefined)
            throw new GraphQLError('Directive "idempotent" is not supported here');
          return shelf.remove(id).id;
        },
      },
      writes: {
        insert: {
          mutation: 'createBook',
          arguments: { input: '$item' },
          result: 'book',
          errors: 'userErrors',
        },
        update: {
          mutation: 'updateBook',
          arguments: { id: '$id', input: '$item' },
          result: 'book',
          errors: 'userErrors',
        },
        remove: { mutation: 'deleteBook', arguments: { id: '$id' } },
      },
    };
  }
  const asShopify = { more: { dialect: 'shopify-admin' } };
  const loseFirst = (when: 'before' | 'after') => {
    let left = 1;
    return ({ query }: { readonly query: string }) =>
      query.startsWith('mutation') && left-- > 0 ? when : undefined;
  };

  it('goes with the mutations that ask for it, and with no other', async () => {
    const service = await startWriting(demanding(), asShopify);
    running.push(service);
    const [made] = await service.insert({ title: 'One', isbn: '1' });
    const id = made!.item!._id as string;
    expect(await service.update({ _id: id, title: 'Two', isbn: '1' })).toMatchObject([
      { item: { title: 'Two' } },
    ]);
    expect(await service.remove(id)).toMatchObject([{ item: { _id: id } }]);
  });

  it.each(['before', 'after'] as const)(
    'a lost answer (%s the effect): done once, told as done',
    async (when) => {
      const service = await startWriting(demanding(), { ...asShopify, lose: loseFirst(when) });
      running.push(service);
      expect(await service.insert({ title: 'One', isbn: '1' })).toMatchObject([{ item: { title: 'One' } }]);
      expect(service.upstream.shelf.effects).toHaveLength(1);
    },
  );

  it('a first attempt that is still under way is asked for again, and neither refused nor unknown', async () => {
    const service = await startWriting(demanding(2), { ...asShopify, lose: loseFirst('after') });
    running.push(service);
    expect(await service.insert({ title: 'One', isbn: '1' })).toMatchObject([{ item: { title: 'One' } }]);
    expect(service.upstream.shelf.effects).toHaveLength(1);
  });

  it('one that stays under way is unknown', async () => {
    const service = await startWriting(demanding(9), { ...asShopify, lose: loseFirst('after') });
    running.push(service);
    const [result] = await service.insert({ title: 'One', isbn: '1' });
    expect(result!.error!.errorMessage).toContain('outcome is unknown');
  });

  it('an item that is recognised by something else has its key all the same', async () => {
    const natural = { ...demanding(), writes: { ...demanding().writes, identify: { key: 'isbn' } } };
    const service = await startWriting(natural, asShopify);
    running.push(service);
    expect(await service.insert({ title: 'One', isbn: '1' })).toMatchObject([{ item: { title: 'One' } }]);
  });
});
