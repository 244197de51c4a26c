/** A GraphQL API in a few lines: a schema, and a root value whose functions are the fields of Query. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, graphql } from 'graphql';

export interface Served {
  readonly url: string;
  /** Texts and variables of the documents that came, introspection left out. */
  readonly asked: readonly { readonly query: string; readonly variables: Record<string, unknown> }[];
  close(): Promise<void>;
}

export async function serveGraphql(
  typeDefinitions: string,
  rootValue: Readonly<Record<string, unknown>>,
): Promise<Served> {
  const schema = buildSchema(typeDefinitions);
  const asked: { query: string; variables: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
      if (!query.includes('__schema')) asked.push({ query, variables });
      const result = await graphql({ schema, source: query, variableValues: variables, rootValue });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(result));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    asked,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
