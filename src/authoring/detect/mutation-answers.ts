/** Where the payload of a mutation holds the item, or its id, and where it tells that nothing was done. */
import type { GraphQLNamedType } from 'graphql';
import { isInterfaceType, isUnionType } from 'graphql';
import type { WriteStyle } from '../../styles/vocabulary.js';
import type { Entity } from './entity.js';
import type { Key } from './key.js';
import {
  compositeOf,
  fieldsOf,
  isAbstractType,
  isBoolean,
  isInteger,
  isLeafType,
  requiredArguments,
  type SchemaField,
  shapeOf,
} from './shape.js';
import type { Verb } from './verbs.js';
import { fold, nameForms } from './words.js';

export type AnswerPaths = Pick<WriteStyle, 'result' | 'errors' | 'flag' | 'count'>;

/** Members of payloads that hold another payload, or the item. */
const holders = /^(data|result|results|payload|response|returning|records?|body|output)$/i;
const successes = /^(success|successful|succeeded|is_?success|ok)$/i;
const doneFlags = /^(deleted|removed|did_?delete|did_?update|updated)$/i;
const counters =
  /^(affected_?rows|affected|row_?count|(deleted|removed|updated|modified|matched)_?count|count|nodes_?deleted)$/i;

/** Paths by which the answer is read; what the schema does not show is left out. */
export function answerPaths(
  field: SchemaField,
  entity: Entity,
  key: Key | undefined,
  verb: Verb,
): AnswerPaths {
  const shape = shapeOf(field.type);
  if (isLeafType(shape.named)) {
    if (verb === 'insert') return {};
    if (isBoolean(field.type)) return { flag: '' };
    // A number may be the id of what was removed.
    return isInteger(field.type) && key?.typeName !== shape.named.name ? { count: '' } : {};
  }
  if (shape.named === entity.type) return {};
  if (isAbstractType(shape.named)) return unionPaths(shape.named, entity.type);
  const fields = fieldsOf(shape.named);
  const errors = errorsOf(fields);
  const result =
    itemPath(shape.named, entity) ?? (verb === 'insert' ? idPath(field, entity, key) : undefined);
  const flag = pick(fields, (each) => isBoolean(each.type) && successes.test(each.name));
  const sure =
    flag ??
    (verb === 'remove'
      ? pick(fields, (each) => isBoolean(each.type) && doneFlags.test(each.name))
      : undefined);
  const count =
    result === undefined && verb !== 'insert'
      ? pick(fields, (each) => isInteger(each.type) && counters.test(each.name))
      : undefined;
  return {
    ...(result === undefined ? {} : { result }),
    ...(errors === undefined ? {} : { errors }),
    ...(sure === undefined ? {} : { flag: sure }),
    ...(count === undefined ? {} : { count }),
  };
}

function only<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function pick(fields: readonly SchemaField[], test: (field: SchemaField) => boolean): string | undefined {
  return fields.find((each) => requiredArguments(each).length === 0 && test(each))?.name;
}

/** A union or interface of the item and of errors: `(Product)`, and the errors by what they have in common. */
function unionPaths(type: GraphQLNamedType, entity: GraphQLNamedType): AnswerPaths {
  if (!isUnionType(type)) return {};
  const members = type.getTypes();
  if (!members.some((each) => each === entity)) return {};
  const others = members.filter((each) => each !== entity);
  const tells = (each: GraphQLNamedType): boolean =>
    fieldsOf(each).some(({ name }) => /^(message|errorMessage)$/.test(name));
  const [first] = others;
  const shared = first
    ?.getInterfaces()
    .find((each) => tells(each) && others.every((other) => other.getInterfaces().includes(each)));
  const errors = shared ?? (others.length === 1 && first && tells(first) ? first : undefined);
  return { result: `(${entity.name})`, ...(errors ? { errors: `(${errors.name})` } : {}) };
}

/** Of a payload: the member that is the item, or a list of it; also one payload further in. */
function itemPath(payload: GraphQLNamedType, entity: Entity, depth = 0): string | undefined {
  const fields = fieldsOf(payload).filter((each) => requiredArguments(each).length === 0);
  const items = fields.filter((each) => shapeOf(each.type).named === entity.type);
  const forms = nameForms(entity.type.name);
  const item =
    items.length === 1
      ? items.find(({ name }) => !/^(previous|old|before|parent|original)/i.test(name))
      : (items.find(({ name }) => forms.has(fold(name))) ??
        items.find(({ name }) => holders.test(name)) ??
        only(items.filter(({ type }) => shapeOf(type).lists === 0)));
  if (item) return item.name;
  if (items.length > 0 || depth > 0) return undefined;
  for (const each of fields) {
    if (!holders.test(each.name) || !compositeOf(each.type)) continue;
    const inner = itemPath(shapeOf(each.type).named, entity, depth + 1);
    if (inner !== undefined) return `${each.name}.${inner}`;
  }
  return undefined;
}

/** The id of what was made, where the answer holds no more of it or holds it as another type. */
function idPath(field: SchemaField, entity: Entity, key: Key | undefined): string | undefined {
  if (!key) return undefined;
  const forms = nameForms(entity.type.name);
  const isId = ({ name, type }: SchemaField, bare: boolean): boolean => {
    const { named, lists } = shapeOf(type);
    if (lists > 0 || (named.name !== key.typeName && named.name !== 'ID')) return false;
    const folded = fold(name);
    if (bare && folded === fold(key.name)) return true;
    return [...forms, 'record', 'created', 'inserted', 'new'].some(
      (form) => folded === `${form}${fold(key.name)}`,
    );
  };
  const own = fieldsOf(shapeOf(field.type).named);
  const [direct] = own.filter((each) => isId(each, looksAlike(shapeOf(field.type).named, entity)));
  if (direct) return direct.name;
  for (const each of own) {
    const inner = compositeOf(each.type);
    if (!inner || requiredArguments(each).length > 0) continue;
    if (!forms.has(fold(each.name)) && !holders.test(each.name)) continue;
    if (!looksAlike(inner.named, entity)) continue;
    const found = fieldsOf(inner.named).find((one) => isId(one, true));
    if (found) return `${each.name}.${found.name}`;
  }
  return undefined;
}

/** Another type of the same item: most of its values are the entity's (drizzle's UsersItem and UsersSelectItem). */
function looksAlike(type: GraphQLNamedType, entity: Entity): boolean {
  const values = fieldsOf(type).filter((each) => isLeafType(shapeOf(each.type).named));
  const known = values.filter((each) => entity.fields.has(each.name));
  return known.length >= Math.max(2, values.length * 0.6);
}

/** A list of errors, or one (`error`), deprecated names after those in use. */
function errorsOf(fields: readonly SchemaField[]): string | undefined {
  const listed = fields.find(
    (each) =>
      /errors?$/i.test(each.name) && shapeOf(each.type).lists > 0 && isErrorLike(shapeOf(each.type).named),
  );
  const single = fields.find(
    (each) => /^error$/i.test(each.name) && compositeOf(each.type) && isErrorLike(shapeOf(each.type).named),
  );
  return (listed ?? single)?.name;
}

function isErrorLike(type: GraphQLNamedType): boolean {
  if (isLeafType(type)) return true;
  if (isUnionType(type)) return true;
  return (
    (isInterfaceType(type) || !isAbstractType(type)) &&
    fieldsOf(type).some((field) => /^(message|messages|errorMessage|reason)$/.test(field.name))
  );
}
