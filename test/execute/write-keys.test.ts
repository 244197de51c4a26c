/** Where the key of idempotency stands, and what an answer without item and error means. */
import { afterEach, expect, it, test } from 'vitest';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
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
