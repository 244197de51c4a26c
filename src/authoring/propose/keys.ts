/**
 * Wix keys of proposed fields. Wix has fields of its own: `_createdDate` and the like are proposed where the item has them,
 * and no other field gets a name that Wix's own SDK writes for one of them.
 */

import { inferFieldType } from '../../model/codecs/infer.js';
import { fieldsOf, isLeafType, requiredArguments, type SchemaField, shapeOf } from '../detect/shape.js';
import { fold, splitWords, uncapitalised } from '../detect/words.js';
import { capitalised } from './names.js';

/** A Wix key: letters, digits, `_`, `-`; no `_` in front, since those are Wix's own fields. */
export function fieldKey(name: string): string {
  const key = name.replace(/[^A-Za-z0-9_-]/g, '_').replace(/^_+/, '');
  return (/^[A-Za-z]/.test(key) ? key : `field${capitalised(key)}`).slice(0, 100);
}

/** Folded names of the field that tells when an item was made or changed, best first. */
const dates = {
  _createdDate:
    'createddate createdat created createdon createdtime createtime datecreated creationdate creationtime creationtimestamp ' +
    'createdtimestamp timecreated insertedat dateinserted',
  _updatedDate:
    'updateddate updatedat updated updatedon updatedtime updatetime dateupdated lastupdated lastupdatedat lastupdateddate ' +
    'modifiedat modified modifiedon modifieddate datemodified lastmodified lastmodifiedat lastmodifieddate lastmodifiedon ' +
    'updatedtimestamp changedat',
} as const;

/**
 * Name of a field → Wix's own field that it is.
 * @param scalars names of all scalars of the schema
 * @param instants those that are moments, whatever their names say
 */
export function systemKeys(
  fields: readonly SchemaField[],
  scalars: readonly string[],
  instants: readonly string[] = [],
): ReadonlyMap<string, '_createdDate' | '_updatedDate' | '_owner'> {
  const found = new Map<string, '_createdDate' | '_updatedDate' | '_owner'>();
  const single = fields.filter((field) => {
    const { named, lists } = shapeOf(field.type);
    return lists === 0 && isLeafType(named) && requiredArguments(field).length === 0;
  });
  const isInstant = (field: SchemaField): boolean =>
    instants.includes(shapeOf(field.type).named.name) ||
    inferFieldType({
      typeName: shapeOf(field.type).named.name,
      leafKind: 'scalar',
      isList: false,
      fieldName: field.name,
      schemaScalars: scalars,
    }) === 'DATETIME';
  for (const key of ['_createdDate', '_updatedDate'] as const) {
    const names = dates[key].split(' ');
    const rank = (field: SchemaField): number => (field.name === key ? -1 : names.indexOf(fold(field.name)));
    const fitting = single.filter((field) => (field.name === key || rank(field) >= 0) && isInstant(field));
    const [best] = [...fitting].sort((a, b) => rank(a) - rank(b));
    if (best) found.set(best.name, key);
  }
  const owner = single.find(
    (field) => field.name === '_owner' && /^(ID|String|UUID)$/i.test(shapeOf(field.type).named.name),
  );
  if (owner) found.set(owner.name, '_owner');
  return found;
}

/** Names under which Wix's own SDK asks for `_id`, `_createdDate`, `_updatedDate`; what else may be called that gets another. */
const taken: ReadonlyMap<string, string> = new Map([
  ['id', 'itemId'],
  ['createdDate', 'created'],
  ['updatedDate', 'updated'],
]);

/** The key of a field that is none of Wix's own. */
export function ordinaryKey(name: string): string {
  const key = fieldKey(name);
  return taken.get(key) ?? key;
}

/** `customerOrders` from words. */
export function keyOfWords(text: string): string {
  const [first = 'items', ...rest] = splitWords(text);
  return uncapitalised([first, ...rest.map(capitalised)].join(''));
}

/** A scalar that counts a nested list beside it: `postsCount`, `comments_count`. */
export function countsList(field: SchemaField, fields: readonly SchemaField[]): boolean {
  const [, list] = /^(?:total|num(?:ber_?of)?)?_?(.+?)_?(?:count|total)$/i.exec(field.name) ?? [];
  if (list === undefined || !isLeafType(shapeOf(field.type).named)) return false;
  return fields.some((each) => {
    const { named, lists } = shapeOf(each.type);
    const several = lists > 0 || fieldsOf(named).some((one) => /^(edges|nodes|items)$/.test(one.name));
    return !isLeafType(named) && several && fold(each.name) === fold(list);
  });
}
