/** A type of items as an end of relations: its members, its id, the names by which others speak of it. */
import type { GraphQLNamedType } from 'graphql';
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
  /** The type only joins two others. */
  isJoin(sides: ReadonlyMap<string, RelationSide>): boolean;
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
    isJoin(sides) {
      const objects = members.filter((each) => {
        const { named, lists } = shapeOf(each.type);
        return lists === 0 && sides.has(named.name);
      });
      const told = members.filter(
        (each) => isLeafType(shapeOf(each.type).named) && !/id$|^_|_?(at|on|date)$/i.test(each.name),
      );
      return objects.length === 2 && told.length === 0;
    },
  };
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
