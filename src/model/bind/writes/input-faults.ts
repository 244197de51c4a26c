/** What `input` of a field says of places that no mutation has: it would be read-only, or never lose its value, without a word. */

import {
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { isPlainObject } from '../../../json.js';
import type { CollectionMapping } from '../../../mapping/schema.js';
import type { Path } from '../../../mapping/source.js';
import { judgeInput } from '../../../styles/judge-input.js';
import type { Template } from '../../../styles/vocabulary.js';
import type { VerbModel } from '../../writes.js';
import type { ItemSite } from './sites.js';

export interface DeclaredFault {
  /** Of the collection's file. */
  readonly path: Path;
  readonly message: string;
}

/** @param verbs mutations that take an item */
export function declaredFaults(
  fields: CollectionMapping['fields'],
  verbs: readonly VerbModel[],
): readonly DeclaredFault[] {
  return Object.entries(fields).flatMap(([key, mapping]): readonly DeclaredFault[] => {
    const input = typeof mapping === 'string' ? undefined : mapping.input;
    if (input === undefined || input === false) return [];
    const known = verbs.filter((each) => each.fields.has(key) || each.readOnly.has(key));
    if (known.length === 0) return [];
    const path = ['fields', key, 'input'];
    const written = known.flatMap((each) => each.fields.get(key) ?? []);
    if (written.length === 0)
      return [{ path, message: `it is never written: ${known[0]!.readOnly.get(key)}` }];
    if (typeof input === 'string' || input.clear === undefined) return [];
    // A new item has no value that could be taken away.
    const changed = known.find(({ verb }) => verb === 'update')?.fields.get(key);
    if (!changed || changed.clear.kind === 'template') return [];
    const why = changed.clear.kind === 'refused' ? `: ${changed.clear.reason}` : '';
    return [{ path: [...path, 'clear'], message: `it never takes a value away${why}` }];
  });
}

/** Why a mutation does not take these members as they stand; undefined: it does. */
export function misfit(members: Template, { members: known, name }: ItemSite): string | undefined {
  if (known === undefined) return undefined;
  if (!isPlainObject(members)) return 'these are no members';
  return memberMisfit(members, known, name);
}

function memberMisfit(
  given: { readonly [name: string]: Template },
  known: Readonly<Record<string, { readonly type: GraphQLInputType }>>,
  name: string,
): string | undefined {
  for (const [member, value] of Object.entries(given)) {
    const found = Object.hasOwn(known, member) ? known[member] : undefined;
    const fault = found ? valueMisfit(value, found.type, member) : `${name} has no member "${member}"`;
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function valueMisfit(value: Template, type: GraphQLInputType, name: string): string | undefined {
  const nullable = getNullableType(type);
  if (value === null) return isNonNullType(type) ? `"${name}" takes no null` : undefined;
  if (isListType(nullable)) {
    const elements: readonly Template[] = Array.isArray(value) ? value : [value];
    return elements
      .map((each) => valueMisfit(each, nullable.ofType, name))
      .find((each) => each !== undefined);
  }
  // Members that it demands besides may come from other fields.
  if (isInputObjectType(nullable) && isPlainObject(value))
    return memberMisfit(value, nullable.getFields(), nullable.name);
  return judgeInput(value, type, {}, { name, path: [] })[0]?.message;
}
