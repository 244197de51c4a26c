import {
  buildSchema,
  type DocumentNode,
  type GraphQLFieldMap,
  graphqlSync,
  Kind,
  parse,
  printSchema,
  visit,
} from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { introspect } from '../../../src/upstream/schema/introspect.js';
import { SchemaError } from '../../../src/upstream/schema/schema-error.js';
import { createClient } from '../../../src/upstream/transport/client.js';
import { compileHeaders } from '../../../src/upstream/transport/headers.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { type Behaviour, context, json, loopback } from '../transport/loopback.js';

const sdl = `
"""A shop"""
schema { query: Query }
directive @tag(name: String, old: Int @deprecated(reason: "x")) repeatable on OBJECT
scalar Url @specifiedBy(url: "https://url.example")
input One @oneOf { a: Int b: Int }
input Where { name: String, old: String @deprecated(reason: "use name") }
type Query { "Products" products(where: Where, one: One, old: Int @deprecated): [[Product!]!]!, gone: Url @deprecated(reason: "no") }
type Product { id: ID!, deep: [[[Int!]!]!]! }
`;
const schema = buildSchema(sdl);

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function ask(behave: Behaviour) {
  const server = await loopback(behave);
  const client = createClient({
    world: systemWorld,
    url: server.url,
    headers: compileHeaders({}),
    timeoutMs: 3000,
  });
  opened.push(server, client);
  const outcome = introspect(client, context({ deadline: Date.now() + 3000 }));
  return { server, outcome };
}

/** A server that knows only part of today's introspection, as its `knows` says. */
function server(
  knows: (member: string) => boolean,
  refuse: (document: DocumentNode) => string | undefined,
): Behaviour {
  return (request, response) => {
    const { query } = JSON.parse(request.body) as { query: string };
    const document = parse(query);
    let problem = refuse(document);
    visit(document, {
      Field: (node) => {
        if (!knows(node.name.value)) problem ??= `Cannot query field "${node.name.value}"`;
        for (const each of node.arguments ?? []) {
          if (
            each.name.value === 'includeDeprecated' &&
            /^(args|inputFields)$/.test(node.name.value) &&
            !knows('input deprecation')
          ) {
            problem ??= `Unknown argument "includeDeprecated" on field "${node.name.value}"`;
          }
        }
      },
    });
    if (problem) return json(response, { errors: [{ message: problem }] }, 400);
    const result = JSON.parse(JSON.stringify(graphqlSync({ schema, source: query }))) as {
      data: Record<string, { fields: { name: string; args: unknown[] }[] } | undefined>;
    };
    for (const [alias, type] of Object.entries(result.data)) {
      if (alias === '__schema' || !type?.fields) continue;
      type.fields = type.fields.filter((each) => knows(each.name));
      if (!knows('input deprecation')) {
        for (const field of type.fields) if (/^(args|inputFields)$/.test(field.name)) field.args = [];
      }
    }
    json(response, result);
  };
}

function depth(document: DocumentNode): number {
  let deepest = 0;
  let now = 0;
  visit(document, {
    Field: {
      enter: (node) => {
        if (node.name.value === 'ofType') deepest = Math.max(deepest, ++now);
      },
      leave: (node) => {
        if (node.name.value === 'ofType') now--;
      },
    },
  });
  return deepest;
}

function isProbe(document: DocumentNode): boolean {
  return document.definitions.some(
    (each) => each.kind === Kind.OPERATION_DEFINITION && each.name?.value === 'Probe',
  );
}

const fine = () => undefined;

test('a server of today: two requests, and nothing of the schema is lost', async () => {
  const { server: upstream, outcome } = await ask(server(() => true, fine));
  const found = await outcome;
  expect(printSchema(found.schema)).toBe(printSchema(schema));
  expect(found.json.__schema.queryType.name).toBe('Query');
  expect(upstream.requests).toHaveLength(2);
});

const young = ['specifiedByURL', 'isOneOf', 'isRepeatable', 'input deprecation'];
test.each(young)('a server without %s still gives the rest', async (missing) => {
  const { server: upstream, outcome } = await ask(server((member) => member !== missing, fine));
  const { schema: found } = await outcome;
  expect(upstream.requests).toHaveLength(2);
  expect(Object.keys(found.getQueryType()!.getFields())).toEqual(['products', 'gone']);
  const where = found.getType('Where') as unknown as { getFields(): GraphQLFieldMap<unknown, unknown> };
  expect(Object.keys(where.getFields())).toEqual(
    missing === 'input deprecation' ? ['name'] : ['name', 'old'],
  );
});

test('a server that refuses the probe and all young members', async () => {
  const refuse = (document: DocumentNode) => (isProbe(document) ? 'too many aliases' : undefined);
  const { outcome } = await ask(server((member) => !young.includes(member), refuse));
  expect((await outcome).schema.getType('Product')).toBeDefined();
});

test('a server with a limit of depth is asked less deeply, and told when that does not suffice', async () => {
  const limit = (most: number) => (document: DocumentNode) =>
    depth(document) > most ? 'exceeds maximum operation depth' : undefined;
  const { outcome } = await ask(server(() => true, limit(8)));
  expect(String((await outcome).schema.getType('Product')?.toConfig().name)).toBe('Product');
  const shallow = await ask(server(() => true, limit(6)));
  await expect(shallow.outcome).rejects.toMatchObject({
    kind: 'introspectionRefused',
    message: expect.stringMatching(/maximum operation depth.*schema: schema\.graphql/),
  });
});

test('an answer whose nested types are cut is reported as such', async () => {
  const { outcome } = await ask((request, response) => {
    const { query } = JSON.parse(request.body) as { query: string };
    const text = JSON.stringify(graphqlSync({ schema, source: query }));
    json(response, text.replaceAll('"ofType":{"name":"Int","kind":"SCALAR","ofType":null}', '"ofType":null'));
  });
  await expect(outcome).rejects.toMatchObject({
    kind: 'incomplete',
    message: expect.stringMatching(/cut.*ofType/),
  });
});

describe('introspection switched off', () => {
  test.each<[string, unknown, number]>([
    [
      'Apollo Server 4',
      {
        errors: [
          {
            message:
              'GraphQL introspection is not allowed by Apollo Server, but the query contained __schema or __type. To enable introspection, pass introspection: true',
            extensions: { code: 'INTROSPECTION_DISABLED' },
          },
        ],
      },
      400,
    ],
    [
      'Apollo Server 3',
      {
        errors: [
          {
            message:
              'GraphQL introspection is not allowed by Apollo Server, but the query contained __schema or __type.',
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
          },
        ],
      },
      400,
    ],
    [
      'Yoga',
      {
        errors: [
          {
            message:
              'GraphQL introspection has been disabled, but the requested query contained the field "__schema".',
          },
        ],
      },
      200,
    ],
    [
      'graphql-java',
      { errors: [{ message: 'Introspection has been disabled for this request' }], data: null },
      200,
    ],
    [
      'Hot Chocolate',
      {
        errors: [
          {
            message: 'Introspection is not allowed for the current request.',
            extensions: { code: 'HC0046' },
          },
        ],
      },
      400,
    ],
    [
      'WPGraphQL',
      {
        errors: [
          { message: 'GraphQL introspection is not allowed, but the query contained __schema or __type' },
        ],
      },
      200,
    ],
    ['hidden field', { errors: [{ message: 'Cannot query field "__schema" on type "query_root".' }] }, 400],
    ['forbidden', { errors: [{ message: 'Introspection is forbidden' }] }, 403],
  ])('%s', async (_, body, status) => {
    const { outcome, server: upstream } = await ask((__, response) => json(response, body, status));
    const error = await outcome.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SchemaError);
    expect(error).toMatchObject({
      kind: 'introspectionDisabled',
      message: expect.stringContaining('schema: schema.graphql'),
    });
    expect(upstream.requests).toHaveLength(1);
  });

  test('a hidden __type: __schema is asked for, since some servers know that alone', async () => {
    const hidden = { errors: [{ message: 'Cannot query field "__type" on type "query_root".' }] };
    const { outcome, server: upstream } = await ask((__, response) => json(response, hidden, 400));
    await expect(outcome).rejects.toMatchObject({ kind: 'introspectionDisabled' });
    expect(upstream.requests).toHaveLength(2);
    const answers = await ask((request, response) => {
      const { query } = JSON.parse(request.body) as { query: string };
      if (query.includes('__type(')) json(response, hidden, 400);
      else json(response, graphqlSync({ schema, source: query }));
    });
    expect((await answers.outcome).schema.getType('Product')).toBeDefined();
  });

  test('a null __schema', async () => {
    const { outcome } = await ask((_, response) => json(response, { data: { __schema: null } }));
    await expect(outcome).rejects.toMatchObject({ kind: 'introspectionDisabled' });
  });
});

test.each<[string, unknown, number, string]>([
  ['wrong credentials', { errors: [{ message: 'bad key' }] }, 401, 'unauthorized'],
  ['not found', 'nope', 404, 'http'],
  ['a page', '<html></html>', 200, 'notGraphql'],
])('%s stays the failure that it is', async (_, body, status, kind) => {
  const { outcome, server: upstream } = await ask((__, response) => json(response, body, status));
  await expect(outcome).rejects.toMatchObject({ name: 'UpstreamFailure', kind });
  expect(upstream.requests).toHaveLength(1);
});

test('a server that refuses everything is asked a bounded number of times', async () => {
  const { outcome, server: upstream } = await ask((_, response) =>
    json(response, { errors: [{ message: 'too complex' }] }, 400),
  );
  await expect(outcome).rejects.toMatchObject({
    kind: 'introspectionRefused',
    message: expect.stringMatching(/too complex.*schema: schema\.graphql/),
  });
  expect(upstream.requests.length).toBeLessThanOrEqual(5);
});
