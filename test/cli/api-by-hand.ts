/** An API whose answers a test writes itself, byte by byte, or never. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ApiByHand {
  readonly url: string;
  /** Connections that are open are cut. */
  close(): Promise<void>;
}

/** @param asked told of each request; nothing is answered but what it writes */
export async function startApiByHand(
  asked: (
    body: { readonly query: string; readonly variables: { readonly offset?: number } },
    response: ServerResponse,
  ) => void,
): Promise<ApiByHand> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => asked(JSON.parse(Buffer.concat(chunks).toString()), response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
