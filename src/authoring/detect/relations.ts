/**
 * How the items of collections hang together: an object with an id, a foreign key, a nested list, a list of ids, a type
 * that joins two, the other end of a reference, an argument of a list. All as data; nothing is written here.
 */
import { isUnionType } from 'graphql';
import type { DetectedList } from './detected.js';
import { isTold, nestedListing } from './nested-listing.js';
import type { MissedMember, MissedReason, Relation, Relations } from './relation.js';
import { listArguments, otherEnds } from './relation-ends.js';
import { withInverses } from './relation-inverses.js';
import { joined } from './relation-pairs.js';
import { isKeyType, type RelationSide, sideNamed, sideOf, stemOf, tellsNothing } from './relation-side.js';
import { isIdentified } from './row-element.js';
import { fieldsOf, isLeafType, requiredArguments, type SchemaField, shapeOf } from './shape.js';
import { fold, nameForms, plural, splitWords } from './words.js';
import { detectRows, type RowsFound } from './wrapper.js';

export type {
  MissedMember,
  MissedReason,
  Relation,
  RelationHow,
  RelationKind,
  Relations,
} from './relation.js';

/**
 * @param lists one list for each type of items: those that become collections
 * @param others all list fields, for those that take the id of an item that refers to theirs
 */
export function detectRelations(
  lists: readonly DetectedList[],
  others: readonly DetectedList[] = [],
): Relations {
  const sides = new Map<string, RelationSide>();
  for (const list of lists) if (!sides.has(list.itemType)) sides.set(list.itemType, sideOf(list));
  const missed: MissedMember[] = [];
  const members = [...sides.values()].flatMap((side) =>
    once(membersOf(side, sides, (each) => missed.push(each))),
  );
  const own = joined(withInverses(members, sides), sides);
  return {
    found: [...own, ...otherEnds(own, sides), ...listArguments(own, sides, lists, others)],
    missed,
  };
}

/**
 * One of those that are the same: `reviews` and `reviewsConnection`, `reviewsList`. The one of which something says whether it
 * is whole, else the shorter name.
 */
function once(relations: readonly Relation[]): readonly Relation[] {
  const bare = ({ field }: Relation): string => fold(field.replace(/_?(connection|list)$/i, ''));
  const worth = (each: Relation): number =>
    (each.listing && !isTold(each) ? 0 : 2) + (bare(each) === fold(each.field) ? 1 : 0);
  return relations.filter(
    (each) =>
      each.kind === 'REFERENCE' ||
      !relations.some(
        (one) =>
          one !== each &&
          one.kind === each.kind &&
          one.to === each.to &&
          bare(one) === bare(each) &&
          worth(one) > worth(each),
      ),
  );
}

function membersOf(
  side: RelationSide,
  sides: ReadonlyMap<string, RelationSide>,
  miss: (member: MissedMember) => void,
): readonly Relation[] {
  const skip = (field: SchemaField, reason: MissedReason): void =>
    miss({ from: side.type, field: field.name, reason, types: typesOf(field, sides) });
  const found: Relation[] = [];
  const keys = new Set<SchemaField>();
  for (const field of side.fields) {
    const { named } = shapeOf(field.type);
    if (isLeafType(named) || side.dressed(field)) continue;
    if (requiredArguments(field).length > 0) {
      skip(field, 'wants an argument');
      continue;
    }
    const relation = single(field, side, sides) ?? several(field, side, sides);
    if (typeof relation === 'object') {
      found.push(relation.value);
      if (relation.scalar) keys.add(relation.scalar);
    } else skip(field, relation ?? 'no collection has its type');
  }
  for (const field of side.fields) {
    if (keys.has(field) || !isLeafType(shapeOf(field.type).named) || requiredArguments(field).length > 0)
      continue;
    const relation = byName(field, side, sides);
    if (relation) found.push(relation);
  }
  return found;
}

/** Types of collections that the objects of a member may have. */
function typesOf(field: SchemaField, sides: ReadonlyMap<string, RelationSide>): readonly string[] {
  const rows = detectRows(field);
  const type = rows && 'item' in rows ? rows.item : shapeOf(field.type).named;
  return [...sides.values()]
    .filter((each) => each.type === type.name || each.isOneOf(type))
    .map((each) => each.type);
}

interface Single {
  readonly value: Relation;
  readonly scalar?: SchemaField | undefined;
}

/** The collection that a to-one member leads to, also through a response object with `data` (Strapi 4). */
function single(
  field: SchemaField,
  side: RelationSide,
  sides: ReadonlyMap<string, RelationSide>,
): Single | undefined {
  const { named, lists } = shapeOf(field.type);
  if (lists > 0) return undefined;
  const data = fieldsOf(named).length <= 2 ? fieldsOf(named).find((each) => each.name === 'data') : undefined;
  const direct = sideNamed(named, sides);
  const target =
    direct ??
    (data && shapeOf(data.type).lists === 0 ? sideNamed(shapeOf(data.type).named, sides) : undefined);
  if (!target) return undefined;
  const path = `${side.prefix}${field.name}${direct ? '' : '.data'}`;
  const scalar = side.fields.find((each) => each.name !== side.keyName && isForeignKey(each, field, target));
  return {
    value: {
      from: side.type,
      to: target.type,
      kind: 'REFERENCE',
      how: scalar ? 'object and key' : 'object',
      field: field.name,
      path,
      ...(scalar ? { key: `${side.prefix}${scalar.name}` } : {}),
      ...(direct && named.name !== target.type ? { copy: true } : {}),
      words: stemOf(scalar && /By[A-Z]/.test(field.name) ? scalar.name : field.name),
    },
    scalar,
  };
}

/** `authorId`, `author_id`, `author_rowid` for `author`; `authorId` for PostGraphile's `personByAuthorId`. */
function isForeignKey(scalar: SchemaField, object: SchemaField, target: RelationSide): boolean {
  const { named, lists } = shapeOf(scalar.type);
  if (lists > 0 || !isKeyType(named, target)) return false;
  const name = scalar.name.toLowerCase();
  const own = object.name.toLowerCase();
  return (
    [`${own}id`, `${own}_id`, `${own}rowid`].includes(name) ||
    (/by/.test(own) && own.endsWith(`by${name.replace(/_/g, '')}`))
  );
}

function several(
  field: SchemaField,
  side: RelationSide,
  sides: ReadonlyMap<string, RelationSide>,
): Single | MissedReason | undefined {
  const rows = detectRows(field);
  const { named, lists } = shapeOf(field.type);
  if (!rows) return severalTypes({ item: named }, sides) ? 'one of several types' : value(named);
  if ('reject' in rows)
    return rows.reject.startsWith('aggregate') ? 'aggregates' : 'no collection has its type';
  const base = `${side.prefix}${field.name}`;
  const inner = rows.path === '' ? '' : `.${rows.path}`;
  const relation = {
    from: side.type,
    kind: 'MULTI_REFERENCE',
    field: field.name,
    listing: nestedListing(field, rows, side.fields, side.prefix),
  } as const;
  const listed = (target: RelationSide): Single => ({
    value: {
      ...relation,
      to: target.type,
      how: lists > 0 ? 'list' : 'connection',
      path: `${base}${inner}`,
      ...(rows.item.name === target.type ? {} : { copy: true }),
      words: wordsOf(field.name),
    },
  });
  const target = sideNamed(rows.item, sides);
  if (target && !joins(target.fields, side, sides)) return listed(target);
  const joined = joins(fieldsOf(rows.item), side, sides);
  if (joined) {
    const path = `${base}${inner}[].${joined.field.name}`;
    return { value: { ...relation, to: joined.target.type, how: 'join', path, words: joined.target.words } };
  }
  if (target) return listed(target);
  return severalTypes(rows, sides) ? 'one of several types' : value(rows.item);
}

/** The films of `filmConnection` and of `filmsList`; other names say themselves how many they mean. */
function wordsOf(name: string): string {
  const bare = name.replace(/_?(connection|list)$/i, '');
  return splitWords(bare === name ? name : plural(bare)).join(' ');
}

/** A union, or an interface of which at least one type is that of a collection. */
function severalTypes({ item }: Pick<RowsFound, 'item'>, sides: ReadonlyMap<string, RelationSide>): boolean {
  return isUnionType(item) || [...sides.values()].some((each) => each.isOneOf(item));
}

function value(type: Parameters<typeof isIdentified>[0]): MissedReason {
  return isIdentified(type) ? 'no collection has its type' : 'a value without an id';
}

/** A type that has this side, one other, and nothing else that a person would read: at most keys, dates and a position. */
function joins(
  fields: readonly SchemaField[],
  side: RelationSide,
  sides: ReadonlyMap<string, RelationSide>,
): { readonly field: SchemaField; readonly target: RelationSide } | undefined {
  const objects = fields.filter((each) => {
    const { named, lists } = shapeOf(each.type);
    return lists === 0 && !isLeafType(named) && sides.has(named.name) && requiredArguments(each).length === 0;
  });
  const back = objects.find((each) => shapeOf(each.type).named.name === side.type);
  const others = objects.filter((each) => each !== back);
  const told = fields.filter((each) => isLeafType(shapeOf(each.type).named) && !tellsNothing(each.name));
  const [only] = others;
  if (!back || !only || others.length > 1 || told.length > 0) return undefined;
  return { field: only, target: sides.get(shapeOf(only.type).named.name)! };
}

/** `authorId` where authors are a collection whose id has that type, and `tagIds`. */
function byName(
  field: SchemaField,
  side: RelationSide,
  sides: ReadonlyMap<string, RelationSide>,
): Relation | undefined {
  const { named, lists } = shapeOf(field.type);
  const [, stem] = /^(.+?)_?(?:ids?|Ids?|IDs?)$/.exec(field.name) ?? [];
  const many = /s$/.test(field.name);
  if (stem === undefined || lists > 1 || lists > 0 !== many) return undefined;
  const forms = nameForms(stem);
  const target = [...sides.values()].find(
    (each) => each.type !== side.type && each.names.some((name) => forms.has(name)) && isKeyType(named, each),
  );
  // A member of that name leads there already, whatever it is called.
  if (!target || side.keyName === field.name) return undefined;
  const path = `${side.prefix}${field.name}`;
  return {
    from: side.type,
    to: target.type,
    kind: many ? 'MULTI_REFERENCE' : 'REFERENCE',
    how: many ? 'ids' : 'key',
    field: field.name,
    path,
    ...(many ? {} : { key: path }),
    words: stemOf(field.name),
  };
}
