/** Asks the developer's own endpoint whose site an instance id is. */
import { Pool } from 'undici';
import type { LocatedLookup } from '../../mapping/read-tenants.js';
import { parseAddress } from '../../upstream/transport/address.js';
import { smallAnswer } from '../../upstream/transport/allowance.js';
import { exchange, textOf } from '../../upstream/transport/exchange.js';
import { closePool } from '../../upstream/transport/pool.js';
import { isObject, type Json } from '../../wix/json.js';
import type { Signal } from '../../world/signal.js';
import type { World } from '../../world/world.js';

/** The endpoint did not say whose site it is; `message` holds nothing of what it answered. */
export class LookupFailure extends Error {
  override readonly name = 'LookupFailure';
}

export interface AskLookup {
  /**
   * @param deadline epoch milliseconds
   * @returns what it says of the site; null: it knows none of this id
   * @throws {LookupFailure}
   */
  ask(instance: string, signal: Signal, deadline: number): Promise<Json>;
  close(): Promise<void>;
}

/** Few at once: an answer holds for minutes. */
const connections = 8;

export function createAskLookup(world: World, { value }: LocatedLookup): AskLookup {
  const address = parseAddress(value.url);
  const pool = new Pool(address.origin, {
    connections,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 5000 },
  });
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    ...(address.basic === undefined ? {} : { authorization: address.basic }),
    ...Object.fromEntries(
      Object.entries(value.headers ?? {}).map(([name, text]) => [name.toLowerCase(), text]),
    ),
  };
  return {
    async ask(instance, signal, deadline) {
      const body = JSON.stringify(
        value.query === undefined ? { instance } : { query: value.query, variables: { instance } },
      );
      const request = { origin: address.origin, path: address.path, method: 'POST', headers, body } as const;
      const answer = await exchange(pool, request, { world, signal, deadline, most: smallAnswer }).catch(
        () => undefined,
      );
      if (!answer)
        throw new LookupFailure('the lookup of sites cannot be reached, or gave no answer in time');
      if (value.query === undefined && (answer.status === 404 || answer.status === 410)) return null;
      if (answer.status !== 200)
        throw new LookupFailure(`the lookup of sites answered with status ${answer.status}`);
      const said = parsed(textOf(answer));
      if (said === undefined)
        throw new LookupFailure('the lookup of sites answered with something that is no JSON');
      return value.query === undefined ? said : rootOf(said);
    },
    close: () => closePool(world, pool),
  };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The value of the one root field of a GraphQL answer. */
function rootOf(said: Json): Json {
  const { data, errors } = isObject(said) ? (said as { readonly data?: Json; readonly errors?: Json }) : {};
  if (Array.isArray(errors) && errors.length > 0)
    throw new LookupFailure('the lookup of sites answered with errors');
  const [root] = data !== undefined && isObject(data) ? Object.values(data) : [];
  if (root === undefined) throw new LookupFailure('the lookup of sites answered without data');
  return root as Json;
}
