/** Writes: mutations whose name is a verb and the entity, with every required argument bound to a slot. */
import type { GraphQLNamedType } from 'graphql';
import type { Json, WriteStyle, WriteStyles } from '../../styles/vocabulary.js';
import type { Entity } from './entity.js';
import type { Key } from './key.js';
import {
  compositeOf,
  fieldsOf,
  type Input,
  inputObjectOf,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isRequired,
  membersOf,
  type SchemaField,
  shapeOf,
} from './shape.js';
import type { NamedMutation, Verb } from './verbs.js';
import { fold, nameForms } from './words.js';

export interface WritesFinding {
  /** Verbs whose every required argument is bound. */
  readonly styles: WriteStyles;
  /** Verbs for which the schema has a mutation at all. */
  readonly seen: readonly Verb[];
}

export function detectWrites(
  mutations: readonly NamedMutation[],
  entity: Entity,
  key: Key | undefined,
  filterType: string | undefined,
): WritesFinding {
  const best = new Map<Verb, { readonly style: WriteStyle; readonly score: number }>();
  for (const { verb, field, bonus } of mutations) {
    const bound = bind(field, verb, entity, key, filterType);
    if (!bound) continue;
    const score = bound.score + bonus;
    if (score > (best.get(verb)?.score ?? Number.NEGATIVE_INFINITY))
      best.set(verb, { style: bound.style, score });
  }
  return {
    styles: Object.fromEntries([...best].map(([verb, { style }]) => [verb, style])),
    seen: [...new Set(mutations.map((each) => each.verb))],
  };
}

/** Names of arguments that hold what is written. */
const holdsItem = /^(input|data|patch|set|record|values?|fields|item|object|changes|attributes)$/i;

interface Bound {
  readonly style: WriteStyle;
  readonly score: number;
}

function bind(
  field: SchemaField,
  verb: Verb,
  entity: Entity,
  key: Key | undefined,
  filterType: string | undefined,
): Bound | undefined {
  const slots: Record<string, Json> = {};
  let identified = false;
  let data = false;
  let score = 0;
  // What says which item goes first: `updateUsers(set: …, where: …)`, whose `set` has an id too.
  const selects = (each: Input): number => (/^(where|filter|by|pk)/i.test(each.name) ? 0 : 1);
  for (const argument of [...field.args].sort((a, b) => selects(a) - selects(b))) {
    const named = shapeOf(argument.type).named;
    if (isLeafType(named)) {
      if (verb !== 'insert' && !identified && takesKey(argument, key)) {
        slots[argument.name] = shapeOf(argument.type).lists > 0 ? ['$id'] : '$id';
        identified = true;
        score += shapeOf(argument.type).lists > 0 ? 0 : 3;
        continue;
      }
      if (isRequired(argument)) return flat(field, verb, entity, key);
      continue;
    }
    if (!isInputObjectType(named)) continue;
    const list = shapeOf(argument.type).lists > 0;
    const where = verb !== 'insert' && !identified ? whereSlot(argument, key, filterType) : undefined;
    if (where !== undefined && !holdsItem.test(argument.name)) {
      slots[argument.name] = list ? [where] : where;
      identified = true;
      score += list ? 0 : 2;
      continue;
    }
    const inner = dataSlot(argument, verb, entity, key, identified);
    if (inner && !(data && inner.data)) {
      slots[argument.name] = list ? [inner.template] : inner.template;
      identified ||= inner.identified;
      data ||= inner.data;
      score += (list ? -1 : 1) + (inner.identified ? 2 : 0);
      continue;
    }
    if (isRequired(argument)) return undefined;
  }
  if (verb === 'insert' ? !data : !identified || (verb === 'update' && !data))
    return flat(field, verb, entity, key);
  const payload = resultPaths(field, entity.type);
  const inOrder = Object.fromEntries(
    field.args.flatMap(({ name }) => (name in slots ? [[name, slots[name]!]] : [])),
  );
  const style: WriteStyle = { mutation: field.name, arguments: inOrder, ...payload };
  return {
    style,
    score: score + (payload.result !== undefined || shapeOf(field.type).named === entity.type ? 1 : 0),
  };
}

/** Arguments that are the entity's own fields: `createPost(title, views)` (json-graphql-server). */
function flat(field: SchemaField, verb: Verb, entity: Entity, key: Key | undefined): Bound | undefined {
  const args = field.args.filter((each) => isLeafType(shapeOf(each.type).named));
  const own = args.filter((each) => entity.fields.has(each.name));
  const id = args.find((each) => takesKey(each, key));
  if (field.args.some((each) => isRequired(each) && each !== id && !entity.fields.has(each.name)))
    return undefined;
  const payload = resultPaths(field, entity.type);
  if (verb === 'remove')
    return id && field.args.every((each) => each === id || !isRequired(each))
      ? { style: { mutation: field.name, arguments: { [id.name]: '$id' }, ...payload }, score: 1 }
      : undefined;
  const enough = own.length >= (own.length === args.length ? 1 : 2);
  if (!enough || (verb === 'update' && !id)) return undefined;
  const slots: Record<string, Json> = { ...(verb === 'update' ? { [id!.name]: '$id' } : {}), '...': '$item' };
  return { style: { mutation: field.name, arguments: slots, ...payload }, score: 0 };
}

function takesKey(input: Input, key: Key | undefined): boolean {
  const { named, lists } = shapeOf(input.type);
  if (!isLeafType(named)) return false;
  const name = lists > 0 ? input.name.replace(/s$/, '') : input.name;
  if (!key) return /^_?id$/i.test(name);
  if (fold(name) === fold(key.name)) return true;
  if (key.twins.some((twin) => fold(twin) === fold(name))) return false;
  return (
    /^_?id$/i.test(name) ||
    fold(name) === `key${fold(key.name)}` ||
    (named.name === 'ID' && isRequired(input) && /id$/i.test(name))
  );
}

/** `where: {id}`, `by: {id}`, `pk_columns: {id}`, or the collection's own filter with equality on the key. */
function whereSlot(argument: Input, key: Key | undefined, filterType: string | undefined): Json | undefined {
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
    inner && membersOf(inner).find((each) => ['eq', 'equals', 'equalto'].includes(fold(each.name)));
  return equality && (type.name === filterType || /^(where|filter)$/i.test(argument.name))
    ? { [member.name]: { [equality.name]: '$id' } }
    : undefined;
}

interface DataSlot {
  readonly template: Json;
  readonly identified: boolean;
  readonly data: boolean;
}

/** The written fields themselves, or an object around them with the key beside (`{id, patch}`, `{product: {…}}`). */
function dataSlot(
  argument: Input,
  verb: Verb,
  entity: Entity,
  key: Key | undefined,
  identified: boolean,
): DataSlot | undefined {
  const type = inputObjectOf(argument.type) ?? shapeOf(argument.type).named;
  if (!isInputObjectType(type)) return undefined;
  const members = membersOf(type);
  const id =
    verb !== 'insert' && !identified
      ? members.find((each) => isLeafType(shapeOf(each.type).named) && takesKey(each, key))
      : undefined;
  const where =
    verb !== 'insert' && !identified && !id
      ? members.find(
          (each) =>
            /^(filter|where)$/i.test(each.name) &&
            whereSlot(each, key, shapeOf(each.type).named.name) !== undefined,
        )
      : undefined;
  const nested = members.filter(
    (each) =>
      each !== where &&
      inputObjectOf(each.type) !== undefined &&
      overlaps(inputObjectOf(each.type)!, entity) &&
      nestedName(each.name, entity),
  );
  const identity = id
    ? { [id.name]: '$id' }
    : where
      ? { [where.name]: whereSlot(where, key, shapeOf(where.type).named.name)! }
      : {};
  const found = id !== undefined || where !== undefined;
  const required = members.filter((each) => isRequired(each) && each !== id && each !== where);
  if (verb === 'remove')
    return found && required.length === 0 ? { template: identity, identified: true, data: false } : undefined;
  if (nested.length >= 1 && !ownFields(members, entity)) {
    const inner = nested[0]!;
    if (required.some((each) => each !== inner)) return undefined;
    return { template: { ...identity, [inner.name]: '$item' }, identified: found, data: true };
  }
  if (!overlaps(type, entity)) return undefined;
  const template: Json = found ? { ...identity, '...': '$item' } : '$item';
  return { template, identified: found, data: true };
}

function nestedName(name: string, entity: Entity): boolean {
  return (
    /^(patch|data|fields|update|set|item|input|values|attributes)$/i.test(name) ||
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
function overlaps(type: GraphQLNamedType, entity: Entity): boolean {
  if (!isInputObjectType(type)) return false;
  const members = membersOf(type).filter((each) => each.name !== 'clientMutationId');
  const known = members.filter(
    (each) => entity.folded.has(fold(each.name)) || entity.folded.has(fold(each.name).replace(/ids?$/, '')),
  );
  return members.length > 0 && known.length >= members.length * 0.5;
}

/** Where the written item and the list of user errors are in the payload. */
function resultPaths(
  field: SchemaField,
  entity: GraphQLNamedType,
): { readonly result?: string; readonly errors?: string } {
  const shape = compositeOf(field.type);
  if (!shape) return {};
  if (shape.named === entity || isAbstractType(shape.named)) return {};
  const fields = fieldsOf(shape.named);
  const item = fields.find(
    (each) => shapeOf(each.type).named === entity && each.args.every((argument) => !isRequired(argument)),
  );
  const nested = item
    ? undefined
    : fields.find((each) => /^(data|returning|records)$/.test(each.name) && compositeOf(each.type));
  const result = (item ?? nested)?.name;
  const errors = fields.find(
    (each) =>
      /errors?$/i.test(each.name) && shapeOf(each.type).lists > 0 && isErrorLike(shapeOf(each.type).named),
  );
  return { ...(result ? { result } : {}), ...(errors ? { errors: errors.name } : {}) };
}

function isErrorLike(type: GraphQLNamedType): boolean {
  return isLeafType(type) || isAbstractType(type) || fieldsOf(type).some((field) => field.name === 'message');
}
