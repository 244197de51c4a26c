/** An API of small things over HTTP, of whose answers some fail: before the mutation had its effect, or after it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, type DocumentNode, execute, GraphQLError, parse } from 'graphql';

const schema = buildSchema(`
  type Query { things(where: ThingFilter, limit: Int, offset: Int): Things! }
  type Things { items: [Thing!]! total: Int! }
  type Thing { id: ID! owner: String! amount: Int! text: String }
  input Texts { eq: String in: [String!] }
  input Ids { eq: ID in: [ID!] }
  input ThingFilter { id: Ids owner: Texts }
  input ThingInput { id: ID owner: String amount: Int text: String }
  type Mutation {
    createThing(input: ThingInput!): Thing
    updateThing(id: ID!, input: ThingInput!): Thing
    deleteThing(id: ID!): Thing
  }
`);

export const shelfFiles: Readonly<Record<string, string>> = {
  'upstream.yaml': `version: 1
url: \${UPSTREAM_URL}
cacheCheck: 50%
defaults:
  rows: items
  count: total
  page: { size: limit, offset: offset, max: 20 }
  filter:
    style: operators
    at: where
    operators: { id: { eq: { eq: $value }, in: { in: $value } }, text: { eq: { eq: $value } } }
`,
  'things.yaml': `version: 1
collection: things
type: Thing
list: things
id: id
fields: { owner: owner, amount: amount, text: text }
writes:
  identify: clientId
  failures: [{ code: EXISTS, means: exists }, { code: NOT_FOUND, means: notFound }]
  insert: { mutation: createThing, arguments: { input: $item }, result: "" }
  update: { mutation: updateThing, arguments: { id: $id, input: $item }, result: "" }
  remove: { mutation: deleteThing, arguments: { id: $id }, result: "" }
`,
  // The same things, whose answers are kept.
  'kept.yaml': `version: 1
collection: kept
type: Thing
list: things
id: id
fields: { owner: owner, amount: amount, text: text }
cache: { fresh: 2s }
`,
};

interface Thing {
  readonly id: string;
  readonly owner: string;
  readonly amount: number;
  readonly text: string | null;
}

export interface Shelf {
  readonly url: string;
  /** Share of requests with a fault, 0 to 1. */
  faults: number;
  readonly asked: number;
  readonly failed: number;
  close(): Promise<void>;
}

const refusal = (code: string): GraphQLError => new GraphQLError(code, { extensions: { code } });

/** @param draw between 0 and 1 */
export async function startShelf(draw: () => number): Promise<Shelf> {
  const things = new Map<string, Thing>();
  const rootValue = {
    things({ where = {}, limit = 20, offset = 0 }: { where?: Where; limit?: number; offset?: number }) {
      const found = [...things.values()].filter(
        (thing) => passes(where.id, thing.id) && passes(where.owner, thing.owner),
      );
      return { items: found.slice(offset, offset + Math.min(limit, 20)), total: found.length };
    },
    createThing({ input }: { input: Thing }) {
      if (things.has(input.id)) throw refusal('EXISTS');
      things.set(input.id, { ...input });
      return things.get(input.id);
    },
    updateThing({ id, input }: { id: string; input: Partial<Thing> }) {
      const thing = things.get(id);
      if (!thing) throw refusal('NOT_FOUND');
      things.set(id, { ...thing, ...input, id });
      return things.get(id);
    },
    deleteThing({ id }: { id: string }) {
      const thing = things.get(id);
      if (!thing) throw refusal('NOT_FOUND');
      things.delete(id);
      return thing;
    },
  };
  const documents = new Map<string, DocumentNode>();
  const state = { faults: 0, asked: 0, failed: 0 };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { query, variables } = JSON.parse(Buffer.concat(parts).toString());
    state.asked += 1;
    const faulty = draw() < state.faults;
    if (faulty) state.failed += 1;
    const kind = faulty ? Math.floor(draw() * faultKinds.length) : undefined;
    const fault = kind === undefined ? undefined : faultKinds[kind];
    if (fault === 'cut before') return void request.destroy();
    if (fault === '503') return void response.writeHead(503).end('busy');
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    const text = JSON.stringify(await execute({ schema, document, rootValue, variableValues: variables }));
    if (fault === 'cut after') return void request.destroy();
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, 100 + draw() * 300));
    response.writeHead(200, { 'content-type': 'application/json' });
    if (fault === 'half') {
      response.write(text.slice(0, text.length / 2));
      return void setTimeout(() => response.destroy(), 5);
    }
    response.end(fault === 'no GraphQL' ? '<p>Welcome</p>' : text);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections()),
  });
}

const faultKinds = ['cut before', '503', 'cut after', 'slow', 'half', 'no GraphQL'] as const;

interface Test {
  readonly eq?: string;
  readonly in?: readonly string[];
}
interface Where {
  readonly id?: Test;
  readonly owner?: Test;
}

function passes(test: Test | undefined, value: string): boolean {
  return (test?.eq ?? value) === value && (test?.in?.includes(value) ?? true);
}
