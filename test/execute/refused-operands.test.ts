/** An API whose scalars and columns refuse operands that their types allow: the answer is worked out here, or refused by name. */
import { GraphQLError } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../src/wix/requests.js';
import type { Observation } from '../../src/world/observation.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

const rows = Array.from({ length: 30 }, (_, index) => ({
  id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  mail: `user${index}@example.com`,
  code: String(index % 7),
  name: index % 2 === 0 ? 'even' : 'odd',
}));

interface Test {
  readonly eq?: string;
  readonly ne?: string;
  readonly in?: readonly string[];
  readonly lt?: string;
}
interface Arguments {
  readonly where?: Readonly<Record<'id' | 'mail' | 'code' | 'name', Test | undefined>>;
  readonly limit: number;
  readonly offset: number;
}

/** How the API says that an operand is none of its scalar. */
type Refuse = (member: string, operator: string, value: string) => Error;

const refusals: readonly (readonly [string, Refuse])[] = [
  [
    'a variable that the scalar refuses',
    (member, operator, value) =>
      new GraphQLError(
        `Variable "$where" got invalid value "${value}" at "where.${member}.${operator}"; Value is not a valid operand: ${value}`,
        { extensions: { code: 'BAD_USER_INPUT' } },
      ),
  ],
  ['a cast of the database', (_, __, value) => new Error(`invalid input syntax for type uuid: "${value}"`)],
  [
    'a code alone',
    () => new GraphQLError('Something is wrong', { extensions: { code: 'KS_USER_INPUT_ERROR' } }),
  ],
];

const valid: Readonly<Record<string, RegExp>> = {
  id: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  mail: /^[^@\s]+@[^@\s]+$/,
  code: /^-?\d+$/,
  name: /^/,
};

function select({ where }: Pick<Arguments, 'where'>, refuse: Refuse) {
  return rows.filter((row) =>
    Object.entries(where ?? {}).every(([member, given]) =>
      Object.entries(given ?? {}).every(([operator, operand]) => {
        for (const value of [operand].flat() as string[])
          if (!valid[member]!.test(value)) throw refuse(member, operator, value);
        const value = row[member as keyof typeof row];
        if (operator === 'eq') return value === operand;
        if (operator === 'ne') return value !== operand;
        if (operator === 'in') return (operand as readonly string[]).includes(value);
        return Number(value) < Number(operand);
      }),
    ),
  );
}

let server: Served;
/** What the API answers whatever it is asked; true: that a value is not valid. */
let broken: boolean | object = false;
let rig: Rig;
afterEach(async () => {
  broken = false;
  await rig.close();
  await server.close();
});

async function start(refuse: Refuse, more: Record<string, Json> = {}): Promise<void> {
  server = await serveGraphql(
    `input Test { eq: String ne: String in: [String!] } input Where { id: Test mail: Test code: Test name: Test }
     type User { id: ID! mail: String! code: String! name: String! }
     type Query { users(where: Where, limit: Int, offset: Int): [User!]! userCount(where: Where): Int! user(id: ID!): User }`,
    {
      users: (args: Arguments) => select(args, refuse).slice(args.offset, args.offset + args.limit),
      userCount: (args: Arguments) => select(args, refuse).length,
      user: ({ id }: { id: string }) => select({ where: { id: { eq: id } } as never }, refuse)[0] ?? null,
    },
    () =>
      broken === false
        ? undefined
        : {
            body:
              broken === true
                ? {
                    errors: [
                      { message: 'The value is not a valid thing', extensions: { code: 'BAD_USER_INPUT' } },
                    ],
                  }
                : broken,
          },
  );
  rig = await startRig(server.url, { dialect: 'plain' }, [
    {
      collection: 'users',
      type: 'User',
      id: 'id',
      fields: { mail: 'mail', code: 'code', name: 'name' },
      list: {
        field: 'users',
        count: { field: 'userCount', path: '', filter: 'where' },
        page: { size: 'limit', offset: 'offset' },
        filter: {
          style: 'operators',
          at: 'where',
          operators: {
            any: {
              eq: { send: { eq: '$value' } },
              ne: { send: { ne: '$value' } },
              in: { send: { in: '$value' } },
            },
          },
        },
      },
      get: { field: 'user', arguments: { id: '$id' } },
      ...more,
    },
  ]);
}

const model = () => rig.model('users');
const query = (raw: object) =>
  rig.engine.query(model(), parseQuery({ collectionId: 'users', ...raw }), context());

describe.each(refusals)('%s', (_, refuse) => {
  test('is worked out here, and the rest of the filter is sent', async () => {
    await start(refuse);
    const filter = { mail: { $ne: 'nobody' }, name: 'odd' };
    const { items, pagingMetadata } = await query({
      query: { filter, paging: { limit: 4 } },
      returnTotalCount: true,
    });
    expect(items.map(({ mail }) => mail)).toEqual([1, 3, 5, 7].map((each) => `user${each}@example.com`));
    expect(pagingMetadata.total).toBe(15);
    const last = server.asked.at(-1)!.variables.where as Record<string, unknown> | undefined;
    expect(last?.mail).toBeUndefined();
  });

  test('finds nothing where no value equals it, in counts, aggregates and distinct values too', async () => {
    await start(refuse);
    const filter = { $or: [{ mail: 'nobody' }, { code: 'x' }] };
    expect((await query({ query: { filter } })).items).toEqual([]);
    const count = parseCount({ collectionId: 'users', filter });
    expect(await rig.engine.count(model(), count, context())).toEqual({ totalCount: 0 });
    const aggregate = parseAggregate({
      collectionId: 'users',
      initialFilter: filter,
      aggregation: { operations: [{ resultFieldName: 'n', itemCount: {} }] },
    });
    expect((await rig.engine.aggregate(model(), aggregate, context())).items).toEqual([{ n: 0 }]);
    const distinct = parseDistinct({ collectionId: 'users', fieldName: 'name', filter });
    expect((await rig.engine.distinct(model(), distinct, context())).distinctValues).toEqual([]);
  });

  test.each([['abc'], ['in']])('an id that is none (%s) is no item', async (id) => {
    await start(refuse);
    expect((await query({ query: { filter: { _id: id } } })).items).toEqual([]);
    const both = await query({ query: { filter: { _id: { $in: [id, rows[3]!.id] } } } });
    expect(both.items.map(({ _id }) => _id)).toEqual([rows[3]!.id]);
  });

  test('is refused by name where the answer cannot be worked out here', async () => {
    await start(refuse, { limits: { scan: 5 } });
    await expect(query({ query: { filter: { mail: 'nobody' } } })).rejects.toMatchObject({
      status: 400,
      code: 'VALIDATION_ERROR',
      message: expect.stringMatching(/operand of mail \(eq\), mapped at users\.yaml:\d+:\d+.*limits\.scan/),
      data: { violations: [expect.objectContaining({ fieldPath: 'mail.eq', rejectedValue: 'nobody' })] },
    });
  });

  test('is refused by name where the field is not worked out here', async () => {
    await start(refuse, { fields: { mail: { path: 'mail', local: 'deny' }, name: 'name' } });
    await expect(query({ query: { filter: { mail: 'nobody' } } })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      message: expect.stringContaining('operand of mail (eq), mapped at users.yaml'),
    });
  });

  test('is not sent in vain again, nor are others of its class, and what is not refused is sent', async () => {
    await start(refuse);
    const sentMail = () => server.asked.filter(({ variables }) => JSON.stringify(variables).includes('mail'));
    const filter = { mail: 'nobody', name: 'odd' };
    expect((await query({ query: { filter } })).items).toEqual([]);
    const before = sentMail().length;
    expect(before).toBeGreaterThan(0);
    expect((await query({ query: { filter } })).items).toEqual([]);
    expect(await rig.engine.count(model(), parseCount({ collectionId: 'users', filter }), context())).toEqual(
      {
        totalCount: 0,
      },
    );
    expect(sentMail()).toHaveLength(before);
    expect(
      rig.engine.explain(model(), 'query', parseQuery({ collectionId: 'users', query: { filter } })).residual,
    ).not.toEqual({});
    const other = await query({ query: { filter: { mail: 'user3@example.com', name: 'odd' } } });
    expect(other.items).toHaveLength(1);
    expect(sentMail().length).toBeGreaterThan(before);
  });

  test('is said once in the log', async () => {
    await start(refuse);
    const told: Observation[] = [];
    const observe = (each: Observation) => void told.push(each);
    const request = parseQuery({ collectionId: 'users', query: { filter: { mail: 'nobody' } } });
    for (let time = 0; time < 2; time++) await rig.engine.query(model(), request, { ...context(), observe });
    expect(told.filter(({ kind }) => kind === 'operand refused')).toEqual([
      expect.objectContaining({
        collection: 'users',
        message: expect.stringContaining('mail (eq), mapped at'),
      }),
    ]);
  });
});

test('an API that fails whatever it is asked is not said to refuse operands', async () => {
  await start(() => new Error('unused'));
  const before = server.asked.length;
  broken = true;
  await expect(query({ query: { filter: { name: 'odd' } } })).rejects.toMatchObject({
    status: 502,
    message: 'The upstream API answered with an error',
    reason: expect.stringContaining('The value is not a valid thing'),
  });
  expect(server.asked.length - before).toBe(2);
});

test.each([
  ['a field that is gone', 'Cannot query field "mail" on type "User".'],
  ['a value of a row', 'Int cannot represent non-integer value: "x"'],
])('%s is not taken for an operand', async (what, message) => {
  await start(() => new Error('unused'));
  const before = server.asked.length;
  const path = what === 'a value of a row' ? { path: ['users', 0, 'mail'] } : {};
  broken = {
    errors: [{ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' }, ...path }],
    ...(path.path ? { data: { users: null } } : {}),
  };
  await expect(query({ query: { filter: { name: 'odd' } } })).rejects.toMatchObject({ status: 502 });
  expect(server.asked.length - before).toBe(1);
});
