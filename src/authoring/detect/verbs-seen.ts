/**
 * Verbs for which a schema has mutations at all, for the report only: names that are looser than those which become
 * templates, since a mutation of a related name may write another thing than the collection's items.
 */
import { type GraphQLNamedType, isObjectType } from 'graphql';
import { compositeOf, fieldsOf, type SchemaField, shapeOf } from './shape.js';
import { type MutationIndex, mutationsOf, type Verb } from './verbs.js';
import { fold, nameForms, splitWords } from './words.js';

const changing = /^(update|edit|change|set|save)$/;

/**
 * @param lists names of all list fields of the type: `customers` and `staffUsers` both list users
 * @param owners folded names of all object types, for `productVariantStocksUpdate`: the stocks of a variant
 */
export function verbsSeen(
  index: MutationIndex,
  mutations: readonly SchemaField[],
  type: GraphQLNamedType,
  lists: readonly string[],
  owners: ReadonlySet<string>,
): readonly Verb[] {
  const seen = new Set<Verb>();
  for (const list of lists) for (const { verb } of mutationsOf(index, type, list)) seen.add(verb);
  const forms = nameForms(type.name);
  for (const [name, named] of index) {
    const owned = [...forms].some(
      (form) => name.endsWith(form) && owners.has(name.slice(0, name.length - form.length)),
    );
    if (owned) for (const { verb } of named) seen.add(verb);
  }
  if (!seen.has('update') && mutations.some((field) => changes(field, type))) seen.add('update');
  return [...seen];
}

/** A verb of changing somewhere in the name and the entity as the answer: `change_column_value: Item` (Monday). */
function changes(field: SchemaField, type: GraphQLNamedType): boolean {
  if (!splitWords(field.name).some((word) => changing.test(word))) return false;
  const answer = compositeOf(field.type);
  if (!answer) return false;
  if (answer.named === type) return true;
  if (!fold(field.name).startsWith(fold(type.name))) return false;
  return fieldsOf(answer.named).some((each) => shapeOf(each.type).named === type);
}

export function ownersOf(types: readonly GraphQLNamedType[]): ReadonlySet<string> {
  return new Set(types.filter(isObjectType).map((each) => fold(each.name)));
}
