/** Mutations by the entity that their names speak of: a verb before or behind it, with a few usual additions. */
import type { GraphQLNamedType } from 'graphql';
import type { SchemaField } from './shape.js';
import { fold, nameForms } from './words.js';

export type Verb = 'insert' | 'update' | 'remove';

export interface NamedMutation {
  readonly verb: Verb;
  readonly field: SchemaField;
  /** Worse verbs (`save`, `change`) count less. */
  readonly bonus: number;
}

/** Folded entity name → mutations whose names are a verb and that name. */
export type MutationIndex = ReadonlyMap<string, readonly NamedMutation[]>;

const verbs: readonly (readonly [Verb, readonly string[], number])[] = [
  ['insert', ['insertinto', 'insert', 'create', 'add'], 0],
  ['update', ['partialupdate'], 1],
  ['update', ['update'], 0],
  ['update', ['edit', 'change', 'save', 'set'], -2],
  ['remove', ['deletefrom', 'delete', 'remove'], 0],
  ['insert', ['bulkcreate', 'createmany'], -1],
  ['update', ['bulkupdate', 'updatemany'], -1],
  ['remove', ['bulkdelete', 'deletemany'], -1],
];
const additions = ['', 'one', 'item', 'single', 'bypk', 'byid', 'byrowid'];

export function indexMutations(fields: readonly SchemaField[]): MutationIndex {
  const index = new Map<string, NamedMutation[]>();
  for (const field of fields) {
    const folded = fold(field.name);
    for (const [verb, words, bonus] of verbs) {
      const names = new Set(words.flatMap((word) => entityNames(folded, word)));
      for (const name of names) index.set(name, [...(index.get(name) ?? []), { verb, field, bonus }]);
    }
  }
  return index;
}

function entityNames(folded: string, word: string): readonly string[] {
  const names: string[] = [];
  if (folded.startsWith(word)) {
    const rest = folded.slice(word.length);
    for (const start of [rest, ...(rest.startsWith('one') ? [rest.slice(3)] : [])]) {
      for (const addition of additions) {
        if (start.endsWith(addition)) names.push(start.slice(0, start.length - addition.length));
      }
    }
  }
  // `bookUpdate`, and `bookUpdateOne`, `bookUpdateById` (graphql-compose).
  for (const addition of ['', 'one', 'byid', 'bypk'])
    if (folded.endsWith(`${word}${addition}`)) names.push(folded.slice(0, -(word.length + addition.length)));
  return names.filter((name) => name !== '');
}

/**
 * Mutations of an entity, by its type's name and by the name of its list field.
 * @param types folded names of all object types: a list called `teams` of another type than Team has not Team's mutations
 */
export function mutationsOf(
  index: MutationIndex,
  type: GraphQLNamedType,
  list: string,
  types: ReadonlySet<string> = new Set(),
): readonly NamedMutation[] {
  const name = type.name.replace(/(Entity|Type|Node)$/, '');
  const listed = list
    .replace(/^_?(all|query|list|find_?many)_?/i, '')
    .replace(/(connection|collection|list)$/i, '');
  const own = new Set([type.name, name].flatMap((each) => [...nameForms(each)]));
  const ofList = listed === '' ? [] : [...nameForms(listed)];
  const another = ofList.some((form) => types.has(form) && !own.has(form));
  // `PropertyType` is a type of its own beside `Property`.
  const forms = new Set([
    ...nameForms(type.name),
    ...(types.has(fold(name)) ? [] : nameForms(name)),
    ...(another ? [] : ofList),
  ]);
  const found = new Map<string, NamedMutation>();
  for (const form of forms) {
    for (const each of index.get(form) ?? []) found.set(`${each.verb} ${each.field.name}`, each);
  }
  return [...found.values()];
}
