/** Keys of idempotency, as APIs keep them: a request with a known key gives what the first one gave, and does nothing. */
import { type GraphQLResolveInfo, valueFromASTUntyped } from 'graphql';
import type { Patch, Shelf } from '../../upstreams/writes/shelf.js';
import type { WriteStyleCase } from '../../upstreams/writes/styles.js';
import type { Stage } from './subjects.js';

/** What was asked with a key, and what came of it. */
export type KeyedCalls = Map<string, { readonly asked: string; readonly result: unknown }>;

const creates = /(create(?:One)?Book|insert_books)\(/g;

/**
 * The style over the shelf of the stage, with keys for its inserts.
 * @param place where the key stands; undefined: the API knows none
 */
export function withKeys(
  style: WriteStyleCase,
  place: 'header' | 'directive' | 'argument' | undefined,
  stage: Stage,
): WriteStyleCase {
  const sdl =
    place === 'directive'
      ? `directive @idempotent(key: String!) on FIELD\n${style.sdl}`
      : place === 'argument'
        ? style.sdl.replace(creates, '$1(clientKey: String ')
        : style.sdl;
  const mutations = Object.entries(style.mutations).map(([name, mutate]) => {
    const staged = (_: Shelf, args: never, info: GraphQLResolveInfo): unknown => {
      const { clientKey, ...rest } = args as { readonly clientKey?: string } & Patch;
      const act = (): unknown => mutate(stage.shelf, rest as never);
      if (place === undefined || !name.match(/^(?:create|insert)/)) return act();
      const key = clientKey ?? (place === 'directive' ? directiveKey(info) : stage.header);
      if (key === undefined) throw new Error('an insert without a key');
      return once(stage.keys, key, JSON.stringify(rest), act);
    };
    return [name, staged] as const;
  });
  return { ...style, sdl, mutations: Object.fromEntries(mutations) as never };
}

function once(keys: KeyedCalls, key: string, asked: string, act: () => unknown): unknown {
  const before = keys.get(key);
  if (before && before.asked !== asked) throw new Error('the key was used for another request');
  if (before) return before.result;
  // What failed may be tried again with the same key.
  const result = act();
  keys.set(key, { asked, result });
  return result;
}

function directiveKey({ fieldNodes, variableValues }: GraphQLResolveInfo): string | undefined {
  const given = fieldNodes[0]?.directives?.find(({ name }) => name.value === 'idempotent');
  const value = given?.arguments?.[0]?.value;
  return value ? (valueFromASTUntyped(value, variableValues) as string) : undefined;
}
