/** The fields of a proposal that lead to other collections, from the relations that were found. */
import type { FieldMapping } from '../../mapping/schema.js';
import type { Json } from '../../styles/vocabulary.js';
import type { Relation } from '../detect/relations.js';
import { fold, splitWords } from '../detect/words.js';
import { keyOfWords, ordinaryKey } from './keys.js';
import { capitalised, type NameRegister } from './names.js';
import { unanswered } from './open-key.js';

/** What other collections of the proposal are, for references. */
export interface Referable {
  readonly collection: string;
  /** Path of the id in the item. */
  readonly id: string;
  readonly idType: string;
}

export interface ReferenceField {
  readonly key: string;
  readonly value: FieldMapping;
  readonly comment?: string;
}

/** A relation to several items, written as a comment: the schema does not show that it is whole. */
export interface PreparedRelation {
  readonly key: string;
  readonly how: Relation['how'];
  readonly value: { readonly [name: string]: Json };
  /** Member of the item that is used; empty: none. */
  readonly member: string;
}

/** The key of a REFERENCE: also how the other end speaks of it. */
export function referenceKey(relation: Relation): string {
  return ordinaryKey(relation.field);
}

export function referenceFields(
  relations: readonly Relation[],
  referables: ReadonlyMap<string, Referable>,
  keys: NameRegister,
): readonly ReferenceField[] {
  return relations.flatMap((relation): readonly ReferenceField[] => {
    const target = referables.get(relation.to);
    if (relation.kind !== 'REFERENCE' || !target) return [];
    // Nobody knows yet what identifies the other collection's items.
    if (relation.key === undefined && target.id === unanswered) return [];
    const key = keys.take(referenceKey(relation));
    const value: FieldMapping = {
      path: relation.key ?? `${relation.path}.${target.id}`,
      type: 'REFERENCE',
      ...named(key, relation),
      collection: target.collection,
      ...(relation.how === 'key' ? {} : { include: relation.path }),
    };
    return [{ key, value, ...(relation.how === 'key' ? { comment: 'guessed from its name' } : {}) }];
  });
}

export function preparedRelations(
  relations: readonly Relation[],
  referables: ReadonlyMap<string, Referable>,
  keys: NameRegister,
): readonly PreparedRelation[] {
  return relations.flatMap((relation): readonly PreparedRelation[] => {
    const target = referables.get(relation.to);
    if (relation.kind !== 'MULTI_REFERENCE' || !target) return [];
    const own = ['list', 'connection', 'join'].includes(relation.how);
    const key = keys.take(
      own && relation.how !== 'join' ? ordinaryKey(relation.field) : keyOfWords(several(relation)),
    );
    const how: { readonly [name: string]: Json } =
      relation.how === 'ids'
        ? { path: relation.path }
        : {
            through: own
              ? { list: relation.path }
              : relation.how === 'reverse'
                ? { reverse: referenceKey(relation) }
                : { argument: relation.path },
          };
    const { path, ...rest } = how;
    return [
      {
        key,
        how: relation.how,
        value: {
          ...(path === undefined ? {} : { path }),
          type: 'MULTI_REFERENCE',
          ...named(key, { ...relation, words: several(relation) }),
          collection: target.collection,
          ...rest,
        },
        member: own || relation.how === 'ids' ? relation.path.split(/[.[]/)[0]! : '',
      },
    ];
  });
}

/** `tagIds` are tags. */
function several({ how, words }: Relation): string {
  return how === 'ids' && !words.endsWith('s') ? `${words}s` : words;
}

/** The name that a site owner sees, where the key's own words are not it. */
function named(key: string, { words }: Relation): { readonly displayName?: string } {
  if (words === '' || fold(words) === fold(key)) return {};
  return { displayName: splitWords(words).map(capitalised).join(' ') };
}
