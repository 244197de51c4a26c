/**
 * Rows that are read anyway are evidence for the claims that they were asked by. What can be looked at with the fields that
 * are read is planned here; execute/evidence.ts looks.
 */
import type { CollectionModel } from '../../model/model.js';
import type { Predicate } from '../../styles/predicate.js';
import type { Filter } from '../../wix/filter/tree.js';
import type { SortKey } from '../../wix/sort.js';
import { fieldsRead } from '../request/wanted.js';
import type { Claim } from './claims.js';

/** A part of the filter that is left to the upstream whole. */
export interface TrustedPart {
  /** As Wix means it. */
  readonly filter: Filter;
  /** As it is sent. */
  readonly predicate: Predicate;
}

export interface Evidence {
  readonly conditions: readonly {
    readonly filter: Filter;
    /** Keys of the fields that it reads. */
    readonly keys: readonly string[];
    /** One of these is false where a row does not fit. */
    readonly claims: readonly Claim[];
  }[];
  /** The first sort keys, as far as their fields are read. */
  readonly order: readonly SortKey[];
  /** Whether more keys than one are sent. */
  readonly several: boolean;
}

/**
 * @param keys keys of the fields that are read
 * @returns undefined where nothing can be looked at
 */
export function evidenceOf(
  model: CollectionModel,
  trusted: readonly TrustedPart[],
  order: readonly SortKey[],
  several: boolean,
  keys: readonly string[],
): Evidence | undefined {
  // References that another collection holds stand in no row.
  const readable = (key: string): boolean =>
    key === '_id' || (keys.includes(key) && model.fields.get(key)?.source.kind !== 'elsewhere');
  const conditions = trusted.flatMap(({ filter, predicate }) => {
    const used = fieldsRead(filter, [], model);
    if (!used.every(readable)) return [];
    return [{ filter, keys: used, claims: claimsOf(predicate, model) }];
  });
  const seen: SortKey[] = [];
  for (const key of order) {
    if (!model.fields.has(key.path) || !readable(key.path)) break;
    seen.push(key);
  }
  if (conditions.length === 0 && seen.length === 0) return undefined;
  return Object.freeze({ conditions, order: seen, several });
}

function claimsOf(predicate: Predicate, model: CollectionModel): readonly Claim[] {
  switch (predicate.kind) {
    case 'all':
      return [];
    case 'and':
    case 'or':
      return predicate.conditions.flatMap((each) => claimsOf(each, model));
    case 'not':
      return claimsOf(predicate.condition, model);
    case 'compare': {
      const field = model.filterable.get(predicate.field);
      return field ? [{ kind: 'filter', field: field.key, operator: predicate.operator }] : [];
    }
  }
}
