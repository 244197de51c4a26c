/** `token`: a signed request for other tools to send. */

import { didYouMean } from '../mapping/suggest.js';
import { operations } from '../wix/operations.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { type IdentityOptions, metadataOf } from './identity-options.js';
import { type SigningOptions, signingFrom, trustHint } from './keys.js';
import { readJsonObject } from './options.js';

export interface TokenOptions extends SigningOptions, IdentityOptions {
  readonly collection?: string;
  readonly request?: string;
  readonly operation: string;
}

/** `query`, `count`, … as the endpoints' paths end. */
const names = operations.map((each) => each.path.replace(/^\/v3\//, ''));

export async function token(options: TokenOptions, context: CliContext): Promise<void> {
  const wanted = options.operation.replace(/^\/?(v3\/)?/, '');
  const name = names.find((each) => each === wanted || each === `items/${wanted}`);
  if (name === undefined) {
    const help = didYouMean(wanted, names) ?? `known: ${names.join(', ')}`;
    throw new CliError(2, `No operation is called "${options.operation}"; ${help}`);
  }
  const given = options.request === undefined ? {} : readJsonObject(options.request, '--request');
  const request = { ...defaultsOf(name, options.collection), ...given };
  const metadata = metadataOf(options);
  const { signer, appId, created } = await signingFrom(options, context);
  if (created !== undefined) for (const line of trustHint(created, appId)) context.note(line);
  context.print(await signer.sign(request, metadata));
}

function defaultsOf(name: string, collectionId: string | undefined): Readonly<Record<string, unknown>> {
  if (name === 'collections/get') return { collectionIds: collectionId === undefined ? [] : [collectionId] };
  if (collectionId === undefined) return {};
  return name === 'items/query' ? { collectionId, query: {} } : { collectionId };
}
