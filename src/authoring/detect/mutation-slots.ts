/** Which argument of a mutation says which item is meant, and which holds what is written. */
import type { GraphQLNamedType } from 'graphql';
import type { Json } from '../../styles/vocabulary.js';
import type { Entity } from './entity.js';
import type { Key } from './key.js';
import {
  type Input,
  inputObjectOf,
  isInputObjectType,
  isLeafType,
  isRequired,
  membersOf,
  shapeOf,
} from './shape.js';
import type { Verb } from './verbs.js';
import { fold, nameForms, splitWords } from './words.js';

/** What a mutation is bound for. */
export interface SlotScene {
  readonly verb: Verb;
  readonly entity: Entity;
  readonly key: Key | undefined;
  readonly filterType: string | undefined;
}

/** Two places that could both be meant: nothing is guessed. */
export interface Ambiguous {
  readonly ambiguous: readonly string[];
}

const ambiguous = (inputs: readonly { readonly name: string }[]): Ambiguous => ({
  ambiguous: inputs.map(({ name }) => name),
});

export function isAmbiguous(found: object | undefined): found is Ambiguous {
  return found !== undefined && 'ambiguous' in found;
}

/** Names of arguments that hold what is written. */
const holdsItem =
  /^_*(input|data|patch|set|record|values?|fields|item|items|object|objects|changes|attributes|draft|create|update)$/i;
/** Operators beside the plain values, and what is said of conflicts. */
const operates =
  /^_*(inc|increment|decrement|multiply|divide|append|prepend|push|pull|add|remove|unset|delete.*|on_?conflict|upsert|connect|disconnect|condition|where|filter|by|pk_?columns)$/i;

/** How surely a name says that it is the id of this item: 0 not at all. */
export function keyRank(input: Input, { key, entity }: Pick<SlotScene, 'key' | 'entity'>): number {
  const { named, lists } = shapeOf(input.type);
  if (!key || !isLeafType(named)) return 0;
  const folded = fold(lists > 0 ? input.name.replace(/s$/, '') : input.name);
  if (folded === fold(key.name)) return 3;
  if (key.twins.some((twin) => fold(twin) === folded)) return 0;
  if (folded === `key${fold(key.name)}`) return 2;
  // An id beside a document id, or for items that go by their names, is another one.
  const plain = ['id', 'pk', ...ownNames(entity.type).map((name) => `${name}id`)].includes(fold(key.name));
  const special = named.name === key.typeName && !/^(ID|String|Int)$/.test(named.name);
  if (folded === 'id') return plain || special ? 2 : 0;
  // `projectId` of ProjectV2, `commentId` of DiscussionComment: never `ownerId`.
  if (entity.folded.has(folded)) return 0;
  return ownNames(entity.type).some(
    (name) => (plain && folded === `${name}id`) || folded === `${name}${fold(key.name)}`,
  )
    ? 1
    : 0;
}

/** Names by which an argument may speak of the type: all of its words, or the last ones, without a version. */
function ownNames(type: GraphQLNamedType): readonly string[] {
  const words = splitWords(type.name).filter((word) => !/^v\d+$/.test(word));
  const tails = words.map((_, index) => words.slice(index).join(''));
  return [...new Set([fold(type.name), ...tails, ...[...nameForms(type.name)]])].filter(
    (name) => name !== '',
  );
}

/** The best of some inputs by a rank; undefined: none has one. */
export function best<T extends { readonly name: string }>(
  inputs: readonly T[],
  rank: (input: T) => number,
): T | Ambiguous | undefined {
  const ranked = inputs.map((input) => ({ input, rank: rank(input) })).filter((each) => each.rank > 0);
  const top = Math.max(0, ...ranked.map((each) => each.rank));
  const winners = ranked.filter((each) => each.rank === top);
  if (winners.length > 1) return ambiguous(winners.map(({ input }) => input));
  return winners[0]?.input;
}

/** `where: {id}`, `by: {id}`, `pk_columns: {id}`, or the collection's own filter with equality on the key. */
export function whereSlot(
  argument: Input,
  { key, filterType }: Pick<SlotScene, 'key' | 'filterType'>,
): Json | undefined {
  const type = shapeOf(argument.type).named;
  if (!isInputObjectType(type) || !key) return undefined;
  const member = membersOf(type).find((each) => fold(each.name) === fold(key.name));
  if (!member) return undefined;
  if (isLeafType(shapeOf(member.type).named)) {
    const unique =
      type.name !== filterType ||
      shapeOf(member.type).lists > 0 ||
      /^(where|by|filter|pk)/i.test(argument.name);
    return unique ? { [member.name]: shapeOf(member.type).lists > 0 ? ['$id'] : '$id' } : undefined;
  }
  const inner = inputObjectOf(member.type);
  const equality =
    inner && membersOf(inner).find((each) => ['eq', '_eq', 'equals', 'equalto'].includes(fold(each.name)));
  return equality && (type.name === filterType || /^(where|filter)$/i.test(argument.name))
    ? { [member.name]: { [equality.name]: '$id' } }
    : undefined;
}

export interface DataSlot {
  readonly template: Json;
  readonly identified: boolean;
  readonly data: boolean;
}

/** How surely an argument or member holds the item's fields: 0 not at all. */
export function dataRank(input: Input, scene: SlotScene): number {
  const type = inputObjectOf(input.type) ?? shapeOf(input.type).named;
  if (!isInputObjectType(type) || operates.test(input.name)) return 0;
  const named = holdsItem.test(input.name) || nestedName(input.name, scene.entity);
  const rank = dataSlot(input, scene, true) ? (named ? 2 : 1) : 0;
  return rank;
}

/**
 * The written fields themselves, or an object around them with the key beside (`{id, patch}`, `{product: {…}}`).
 * @param identified another argument names the item already
 */
export function dataSlot(
  argument: Input,
  scene: SlotScene,
  identified: boolean,
): DataSlot | Ambiguous | undefined {
  const { verb, entity } = scene;
  const type = inputObjectOf(argument.type) ?? shapeOf(argument.type).named;
  if (!isInputObjectType(type)) return undefined;
  const members = membersOf(type);
  const wanted = verb !== 'insert' && !identified;
  const id = wanted ? best(members, (each) => keyRank(each, scene)) : undefined;
  if (isAmbiguous(id)) return id;
  const wheres = wanted && !id ? members.filter((each) => whereMember(each, scene) !== undefined) : [];
  const [where] = wheres;
  if (wheres.length > 1) return ambiguous(wheres);
  const identity: { readonly [name: string]: Json } = id
    ? { [id.name]: shapeOf(id.type).lists > 0 ? ['$id'] : '$id' }
    : where
      ? { [where.name]: whereMember(where, scene)! }
      : {};
  const found = id !== undefined || where !== undefined;
  const required = members.filter((each) => isRequired(each) && each !== id && each !== where);
  if (verb === 'remove')
    return found && required.length === 0 ? { template: identity, identified: true, data: false } : undefined;
  if (!ownFields(members, entity)) {
    const nested = best(
      members.filter((each) => each !== where),
      (each) => nestedRank(each, entity),
    );
    if (isAmbiguous(nested)) return nested;
    if (nested) {
      if (required.some((each) => each !== nested)) return undefined;
      const inner: Json = shapeOf(nested.type).lists > 0 ? ['$item'] : '$item';
      return { template: { ...identity, [nested.name]: inner }, identified: found, data: true };
    }
  }
  if (!overlaps(type, entity)) return undefined;
  return { template: found ? { ...identity, '...': '$item' } : '$item', identified: found, data: true };
}

function whereMember(member: Input, scene: SlotScene): Json | undefined {
  if (!/^_?(filter|where|by)$/i.test(member.name)) return undefined;
  return whereSlot(member, { key: scene.key, filterType: shapeOf(member.type).named.name });
}

function nestedRank(member: Input, entity: Entity): number {
  const type = shapeOf(member.type).named;
  if (!isInputObjectType(type) || operates.test(member.name) || !overlaps(type, entity)) return 0;
  const exact =
    nameForms(entity.type.name).has(fold(member.name)) || /^(patch|set|update)$/i.test(member.name);
  return nestedName(member.name, entity) ? (exact ? 2 : 1) : 0;
}

function nestedName(name: string, entity: Entity): boolean {
  return (
    /^(patch|data|fields|update|set|item|input|values|attributes|object|record)$/i.test(name) ||
    /patch$/i.test(name) ||
    nameForms(entity.type.name).has(fold(name))
  );
}

function ownFields(members: readonly Input[], entity: Entity): boolean {
  return (
    members.filter(
      (each) =>
        isLeafType(shapeOf(each.type).named) && entity.fields.has(each.name) && !/^_?id$/i.test(each.name),
    ).length >= 2
  );
}

/** At least half of the members are named like fields of the entity (`authorId` for `author` counts). */
export function overlaps(type: GraphQLNamedType, entity: Entity): boolean {
  if (!isInputObjectType(type)) return false;
  const members = membersOf(type).filter((each) => each.name !== 'clientMutationId');
  const known = members.filter(
    (each) => entity.folded.has(fold(each.name)) || entity.folded.has(fold(each.name).replace(/ids?$/, '')),
  );
  return members.length > 0 && known.length >= members.length * 0.5;
}

export { holdsItem, operates };
