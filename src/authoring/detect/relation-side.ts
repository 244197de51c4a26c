/** A type of items as an end of relations: its members, its id, the names by which others speak of it. */
import { type GraphQLNamedType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import type { DetectedList } from './detected.js';
import { fieldOf, fieldsOf, type Input, isLeafType, type SchemaField, shapeOf } from './shape.js';
import { nameForms, plural, splitWords } from './words.js';

export interface RelationSide {
  readonly type: string;
  /** Members of an item, those beside an envelope left out. */
  readonly fields: readonly SchemaField[];
  /** Before the names of members in output paths: empty, or `attributes.`. */
  readonly prefix: string;
  readonly keyName: string;
  readonly keyType: string;
  /** Folded names of one item and of several. */
  readonly names: readonly string[];
  /** What several items are called, in words. */
  readonly words: string;
  readonly listArguments: readonly Input[];
  /** A value dressed as an object, not an object of its own. */
  dressed(field: SchemaField): boolean;
  /** Its items are among those of a union, or of an interface that is not their own type. */
  isOneOf(type: GraphQLNamedType): boolean;
  /** It has no values that a person would read: at most keys, dates and a position. */
  readonly isBare: boolean;
}

export function sideOf(detected: DetectedList): RelationSide {
  const { entity } = detected;
  const inside = entity.envelope ? fieldOf(entity.type, entity.envelope) : undefined;
  const members = fieldsOf(inside ? shapeOf(inside.type).named : entity.type).filter(
    (field) => !/^(__|clientMutationId$)/.test(field.name),
  );
  const key = detected.keys[0];
  const own = detected.steps.at(-1)!;
  const bare = detected.itemType.replace(/(?<=[a-z0-9])(Entity|Type|Node|Model)$/, '');
  return {
    type: detected.itemType,
    fields: members,
    prefix: entity.envelope ? `${entity.envelope}.` : '',
    keyName: key?.name ?? '',
    keyType: key?.typeName ?? '',
    names: [...new Set([detected.itemType, bare, own.name].flatMap((name) => [...nameForms(name)]))],
    words: splitWords(plural(bare)).join(' '),
    listArguments: own.args,
    dressed: (field) => entity.fields.get(field.name)?.leaf === true,
    isOneOf: (type) =>
      isUnionType(type)
        ? type.getTypes().some((each) => each.name === detected.itemType)
        : isInterfaceType(type) &&
          type.name !== detected.itemType &&
          isObjectType(entity.type) &&
          entity.type.getInterfaces().includes(type),
    isBare: members.every(
      (each) => !isLeafType(shapeOf(each.type).named) || tellsNothing(each.name) || each.name === key?.name,
    ),
  };
}

/** Keys, dates and a position: what a person would not read. */
export function tellsNothing(name: string): boolean {
  const last = splitWords(name).at(-1) ?? '';
  return (
    name.startsWith('_') ||
    /^(?:id|rowid|uuid|at|on|date)$/.test(last) ||
    /^(?:position|order|rank|sort(?:_?order)?|index|key)$/i.test(name)
  );
}

/** Whether a scalar of this type can hold the id of an item. */
export function isKeyType(type: GraphQLNamedType, { keyType }: RelationSide): boolean {
  const texts = ['ID', 'String'];
  return type.name === keyType || (texts.includes(type.name) && texts.includes(keyType));
}

/** `parent_category_id` → `parent category`; `customerByCustomerId` → `customer`. */
export function stemOf(name: string): string {
  const words = splitWords(name.replace(/(?<=[a-z0-9])By[A-Z].*$/, ''));
  const bare = /^(ids?|rowid)$/.test(words.at(-1) ?? '') && words.length > 1 ? words.slice(0, -1) : words;
  return bare.join(' ');
}

/** The side of a type, also of a copy that has just the values of its items (Drizzle makes one for each relation). */
export function sideNamed(
  type: GraphQLNamedType,
  sides: ReadonlyMap<string, RelationSide>,
): RelationSide | undefined {
  const direct = sides.get(type.name);
  if (direct || !/Relation$/.test(type.name)) return direct;
  const values = valuesOf(fieldsOf(type));
  return [...sides.values()].find((side) => valuesOf(side.fields) === values);
}

function valuesOf(fields: readonly SchemaField[]): string {
  const leaves = fields.filter((each) => isLeafType(shapeOf(each.type).named));
  return leaves
    .map((each) => `${each.name}: ${String(each.type)}`)
    .sort()
    .join('\n');
}
