/** A GraphQL API in a few lines: a schema, and a root value whose functions are the fields of Query. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { answerDocument } from '../../upstreams/documents.js';

export interface Served {
  readonly url: string;
  /** Texts and variables of the documents that came, introspection left out. */
  readonly asked: readonly { readonly query: string; readonly variables: Record<string, unknown> }[];
  close(): Promise<void>;
}

/** What a gateway before the API answers by itself; undefined: it lets the request pass. */
export type Gateway = (
  query: string,
  variables: Readonly<Record<string, unknown>>,
) => GatewayAnswer | undefined;

export interface GatewayAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * @param gateway is not asked about introspection
 * @param lose whether the connection breaks: before the document runs, or after
 */
export async function serveGraphql(
  typeDefinitions: string,
  rootValue: Readonly<Record<string, unknown>>,
  gateway: Gateway = () => undefined,
  lose: (query: string) => 'before' | 'after' | undefined = () => undefined,
): Promise<Served> {
  const schema = buildSchema(typeDefinitions);
  const asked: { query: string; variables: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
      const introspects = query.includes('__schema');
      if (!introspects) asked.push({ query, variables });
      const lost = introspects ? undefined : lose(query);
      if (lost === 'before') return void request.socket.destroy();
      const own = introspects ? undefined : gateway(query, variables ?? {});
      const body =
        own?.body ?? (await answerDocument({ schema, source: query, variableValues: variables, rootValue }));
      if (lost === 'after') return void request.socket.destroy();
      response.writeHead(own?.status ?? 200, { 'content-type': 'application/json', ...own?.headers });
      response.end(JSON.stringify(body));
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
