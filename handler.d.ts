/** What the package exports as `wix-graphql-adapter/handler`. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface HandlerOptions {
  /** Directory of mapping files. */
  readonly mappings: string | URL;
  /** The variables of `serve`. Default: process.env. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Answers one request of Node's HTTP server; resolves when the answer is written. */
export function createHandler(
  options: HandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
