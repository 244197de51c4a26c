/** How one item is read by its key: a field of its own, a unique input, and batches by ids (the global `nodes` too). */
import type { GraphQLNamedType } from 'graphql';
import type { GetStyle, Json } from '../../styles/vocabulary.js';
import type { Key } from './key.js';
import { isIdentified } from './row-element.js';
import {
  argumentsOf,
  compositeOf,
  enumValuesOf,
  fieldsOf,
  type Input,
  inputObjectOf,
  isLeafType,
  isObjectType,
  isRequired,
  membersOf,
  type SchemaField,
  shapeOf,
} from './shape.js';
import { fold } from './words.js';

export interface GetFinding {
  readonly label: 'field' | 'unique-input' | 'filter' | 'batch' | 'none';
  readonly style: GetStyle | undefined;
  readonly score: number;
  readonly why: string;
}

const idArgument = /^_?(id|uuid|uid|key|code|nid|pk|slug|handle)$|id$/i;

/**
 * Fields beside the list that give one item of the type. The key says which argument can be bound. `shared` are the
 * list's required arguments: a field that wants the same ones gets their values from the list.
 */
export function detectGet(
  item: GraphQLNamedType,
  key: Key,
  siblings: readonly SchemaField[],
  root: readonly SchemaField[],
  shared: readonly Input[] = [],
): GetFinding {
  const found: GetFinding[] = [];
  for (const field of siblings) {
    const shape = compositeOf(field.type);
    if (!shape || shape.lists > 0) continue;
    const row = shape.named === item ? '' : wrapped(shape.named, item);
    if (row === undefined) continue;
    found.push(...bind(field, item, key, row, shared));
  }
  const best = found.sort((a, b) => b.score - a.score)[0] ?? {
    label: 'none' as const,
    style: undefined,
    score: 0,
    why: 'no field gives one item',
  };
  const many = batch(item, siblings, root, key);
  if (!many) return best;
  const label = best.label === 'none' ? 'batch' : best.label;
  const why = best.label === 'none' ? `${many.field}(ids)` : best.why;
  return { ...best, label, why, style: { ...best.style, many } };
}

/** Path from a response object to the one item in it: `data`, `item`, or `data.part` where the envelope holds another. */
function wrapped(type: GraphQLNamedType, item: GraphQLNamedType): string | undefined {
  if (fieldsOf(type).length > 4 || isIdentified(type)) return undefined;
  const direct = holds(type, item, /^(data|item|result|node|record|entity)$/i);
  if (direct && /response|result|payload|output/i.test(type.name)) return direct;
  for (const envelope of fieldsOf(type)) {
    const { named, lists } = shapeOf(envelope.type);
    if (!/^(data|result|payload|response)$/i.test(envelope.name) || lists > 0 || envelope.args.length > 0)
      continue;
    if (fieldsOf(named).length > 4 || isIdentified(named)) continue;
    const inner = holds(named, item, /^(item|node|record|entity|result)$/i);
    if (inner) return `${envelope.name}.${inner}`;
  }
  return undefined;
}

/** The member with the item, under a name of envelopes or that of its type. */
function holds(type: GraphQLNamedType, item: GraphQLNamedType, names: RegExp): string | undefined {
  return fieldsOf(type).find(
    (field) =>
      (names.test(field.name) || fold(field.name) === fold(item.name)) &&
      field.args.length === 0 &&
      shapeOf(field.type).named === item &&
      shapeOf(field.type).lists === 0,
  )?.name;
}

function bind(
  field: SchemaField,
  item: GraphQLNamedType,
  key: Key,
  row: string,
  shared: readonly Input[],
): readonly GetFinding[] {
  const given = (each: Input): boolean =>
    shared.some((one) => one.name === each.name && shapeOf(one.type).named === shapeOf(each.type).named);
  const args = argumentsOf(field).filter((each) => !given(each));
  const required = field.args.filter((each) => isRequired(each) && !given(each));
  const result: GetFinding[] = [];
  const rows = row === '' ? {} : { row };
  for (const argument of args) {
    const others = required.filter((each) => each !== argument);
    if (others.length > 0) continue;
    const named = score(field, item);
    if (isLeafType(shapeOf(argument.type).named) && shapeOf(argument.type).lists === 0) {
      const fit = keyFit(argument, key, args.length, item);
      if (fit === 0) continue;
      const kind = constantArguments(args, argument, key);
      result.push({
        label: 'field',
        style: { field: field.name, arguments: { [argument.name]: '$id', ...kind }, ...rows },
        score: 10 + fit + named,
        why: `${field.name}(${argument.name})`,
      });
      continue;
    }
    const inner = inputObjectOf(argument.type);
    if (!inner) continue;
    const members = membersOf(inner);
    const bare = argument.name === key.name ? equalityOn([argument], key) : undefined;
    if (bare) {
      result.push({
        label: 'filter',
        style: { field: field.name, arguments: bare, ...rows },
        score: 5 + named,
        why: `${field.name}(${key.name})`,
      });
      continue;
    }
    if (members.some(isRequired) && members.length > 1) continue;
    const member = members.find(
      (each) => isLeafType(shapeOf(each.type).named) && keyFit(each, key, members.length) > 0,
    );
    if (!member) {
      const byFilter = equalityOn(members, key);
      if (byFilter && /^(where|filter|by)$/i.test(argument.name)) {
        result.push({
          label: 'filter',
          style: { field: field.name, arguments: { [argument.name]: byFilter }, ...rows },
          score: 5 + named,
          why: `${field.name}(${argument.name}: {${key.name}})`,
        });
      }
      continue;
    }
    result.push({
      label: 'unique-input',
      style: { field: field.name, arguments: { [argument.name]: { [member.name]: '$id' } }, ...rows },
      score: 8 + keyFit(member, key, members.length) + named,
      why: `${field.name}(${argument.name}: {${member.name}})`,
    });
  }
  return result;
}

/** A single-item field that takes the list's filter: `usersSingle(where: {id: {eq}})` (Drizzle, DatoCMS, Gatsby). */
function equalityOn(members: readonly Input[], key: Key): { readonly [name: string]: Json } | undefined {
  const member = members.find((each) => each.name === key.name);
  const inner = member && inputObjectOf(member.type);
  const equality =
    inner && membersOf(inner).find((each) => ['eq', 'equals', 'equalto'].includes(fold(each.name)));
  return equality && isLeafType(shapeOf(equality.type).named)
    ? { [key.name]: { [equality.name]: '$id' } }
    : undefined;
}

/** `idType: DATABASE_ID` says which id is meant (WordPress); without it the default is the global one. */
function constantArguments(
  args: readonly Input[],
  argument: Input,
  key: Key,
): { readonly [name: string]: string } {
  const kind = args.find((each) => each !== argument && each.name === 'idType');
  if (!kind || key.global || !/database/i.test(key.path)) return {};
  const value = enumValuesOf(kind.type).find((each) => each === 'DATABASE_ID');
  return value === undefined ? {} : { [kind.name]: value };
}

function score(field: SchemaField, item: GraphQLNamedType): number {
  const name = fold(field.name);
  if (/first|random|latest|search|preview|draft|version/i.test(field.name)) return -4;
  return name === fold(item.name) ? 3 : name.includes(fold(item.name)) ? 2 : 0;
}

/** How well an argument takes the key: its name and its type must be those of the key (PostGraphile's two ids). */
function keyFit(argument: Input, key: Key, count: number, item?: GraphQLNamedType): number {
  const type = shapeOf(argument.type).named.name;
  const same = type === key.typeName;
  const loose =
    same || (['ID', 'String'].includes(type) && ['ID', 'String'].includes(key.typeName)) || /ID$/.test(type);
  if (!loose) return 0;
  if (fold(argument.name) === fold(key.name)) return same ? 5 : 4;
  // A global id under another name: `node id` beside a raw one of the same type would be the wrong key.
  if (key.twins.some((twin) => fold(twin) === fold(argument.name))) return 0;
  if (/^id$/i.test(argument.name) && !key.hasOwnId) return same ? 3 : 2;
  if (item && same && fold(argument.name) === fold(`${item.name}${key.name}`)) return 3;
  const alone = count === 1 || isRequired(argument);
  const suffixed =
    fold(argument.name).endsWith(fold(key.name)) || fold(key.name).endsWith(fold(argument.name));
  return alone && idArgument.test(argument.name) && suffixed ? 2 : 0;
}

function isPossible(node: SchemaField, item: GraphQLNamedType): boolean {
  const type = shapeOf(node.type).named;
  if (type === item) return true;
  return 'getInterfaces' in item && (item.getInterfaces() as readonly GraphQLNamedType[]).includes(type);
}

function batch(
  item: GraphQLNamedType,
  siblings: readonly SchemaField[],
  root: readonly SchemaField[],
  key: Key,
): GetStyle['many'] {
  for (const field of [...siblings, ...root.filter((each) => each.name === 'nodes')]) {
    const shape = compositeOf(field.type);
    if (shape?.lists !== 1) continue;
    const global = field.name === 'nodes' && key.global && isObjectType(item) && isPossible(field, item);
    if (!global && shape.named !== item) continue;
    const ids = argumentsOf(field).find((each) => /^ids$/i.test(each.name) && shapeOf(each.type).lists === 1);
    const others = field.args.filter((each) => isRequired(each) && each !== ids);
    if (!ids || others.length > 0 || (!isRequired(ids) && field.args.length > 1)) continue;
    if (!global && keyFit(ids, { ...key, name: 'ids' }, 1) === 0) continue;
    return { field: field.name, arguments: { [ids.name]: '$ids' }, max: 100 };
  }
  return undefined;
}
