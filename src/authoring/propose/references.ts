/** The fields of a proposal that hold ids of other collections' items, from the relations that were found. */
import type { FieldMapping } from '../../mapping/schema.js';
import type { Relation } from '../detect/relations.js';
import { fold, plural, splitWords } from '../detect/words.js';
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
  /** What it was made of. */
  readonly relation: Relation;
}

/** REFERENCE fields, and those that are lists of ids. */
export function referenceFields(
  relations: readonly Relation[],
  referables: ReadonlyMap<string, Referable>,
  keys: NameRegister,
): readonly ReferenceField[] {
  return relations.flatMap((relation): readonly ReferenceField[] => {
    const target = referables.get(relation.to);
    if (!holdsIds(relation) || !target) return [];
    // Nobody knows yet what identifies the other collection's items.
    if (relation.key === undefined && target.id === unanswered) return [];
    const guessed = relation.how === 'key' || relation.how === 'ids';
    const { key, displayName } = nameOf(relation, keys);
    const value: FieldMapping = {
      path: relation.how === 'ids' ? relation.path : (relation.key ?? `${relation.path}.${target.id}`),
      type: relation.kind,
      ...(displayName === undefined ? {} : { displayName }),
      collection: target.collection,
      ...(guessed || relation.copy ? {} : { include: relation.path }),
    };
    return [{ key, value, relation, ...(guessed ? { comment: 'guessed from its name' } : {}) }];
  });
}

/** Whether the item itself holds the ids as a value. */
export function holdsIds({ kind, how }: Relation): boolean {
  return kind === 'REFERENCE' || how === 'ids';
}

/** The key of a relation's field, and the name that a site owner sees where the key's own words are not it. */
export function nameOf(
  relation: Relation,
  keys: NameRegister,
): { readonly key: string; readonly displayName?: string } {
  const words = relation.how === 'ids' ? plural(relation.words) : relation.words;
  // A member of the item is known by its name, unless that says how it is read: tagIds, booksByAuthorId.
  const own = relation.kind === 'REFERENCE' || fold(words) === fold(relation.field);
  const wanted = own ? ordinaryKey(relation.field) : keyOfWords(words);
  const key = keys.take(wanted);
  if (words === '' || fold(words) === fold(key)) return { key };
  const behind = key.length > wanted.length ? ` ${key.slice(wanted.length)}` : '';
  return { key, displayName: `${splitWords(words).map(capitalised).join(' ')}${behind}` };
}
