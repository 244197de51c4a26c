/** The demo API over HTTP, on the loopback interface only. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DocumentNode, execute, GraphQLError, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { createDemoSchema } from './schema.js';

export interface DemoUpstream {
  readonly url: string;
  close(): Promise<void>;
}

interface Body {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

/** @param now epoch milliseconds, for the dates of products that are written */
export async function startDemoUpstream(port = 0, now?: () => number): Promise<DemoUpstream> {
  const schema = createDemoSchema(undefined, now);
  const documents = new LRUCache<string, DocumentNode>({ max: 200 });
  const prepare = (query: string): DocumentNode => {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query);
    const [first] = validate(schema, document);
    if (first) throw first;
    documents.set(query, document);
    return document;
  };
  const answer = async (text: string): Promise<{ status: number; result: object }> => {
    try {
      const { query, variables, operationName } = JSON.parse(text) as Body;
      const document = prepare(query);
      const result = await execute({
        schema,
        document,
        variableValues: variables ?? {},
        operationName: operationName ?? null,
      });
      return { status: 200, result };
    } catch (error) {
      const failure =
        error instanceof GraphQLError ? error : { message: 'The request is not GraphQL over HTTP' };
      return { status: 400, result: { errors: [failure] } };
    }
  };
  const server = createServer((request, response) => {
    void readText(request)
      .then(answer)
      .then(({ status, result }) => {
        response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
        response.end(JSON.stringify(result));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
