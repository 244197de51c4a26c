/** TypeScript declarations of the items of collections, as a site's code sees them through @wix/data. */
import type { CollectionModel, FieldModel } from '../../model/model.js';
import type { FieldType } from '../../wix/protocol.js';

/** What the SDK gives for a value of each type. DATETIME comes as a Date, DATE and TIME as texts. */
const plain: Readonly<Record<Exclude<FieldType, 'REFERENCE' | 'MULTI_REFERENCE'>, string>> = {
  TEXT: 'string',
  NUMBER: 'number',
  DATE: 'string',
  DATETIME: 'Date',
  IMAGE: 'string',
  BOOLEAN: 'boolean',
  DOCUMENT: 'string',
  URL: 'string',
  RICH_TEXT: 'string',
  VIDEO: 'string',
  ANY: 'unknown',
  ARRAY_STRING: 'string[]',
  ARRAY_DOCUMENT: 'string[]',
  AUDIO: 'string',
  TIME: 'string',
  LANGUAGE: 'string',
  RICH_CONTENT: 'Record<string, unknown>',
  MEDIA_GALLERY: 'Record<string, unknown>[]',
  ADDRESS: 'Record<string, unknown>',
  OBJECT: 'Record<string, unknown>',
  ARRAY: 'unknown[]',
};

/** @param namespace what stands before the ids in the site: `shop` for shop/products */
export function declarationsOf(
  models: readonly CollectionModel[],
  namespace: string | undefined,
): readonly string[] {
  const names = interfaceNames(models);
  const full = (id: string): string => JSON.stringify(namespace === undefined ? id : `${namespace}/${id}`);
  return [
    '/** Items of the collections, for site code with @wix/data. Made by `wix-graphql-adapter types`: make it anew, do not edit it. */',
    ...models.flatMap((model) => ['', ...interfaceOf(model, names)]),
    '',
    '/** Collections by the names that the SDK takes. */',
    'export interface Collections {',
    ...models.map(({ id }) => `  ${full(id)}: ${names.get(id)};`),
    '}',
    '',
    'export type CollectionName = keyof Collections;',
  ];
}

/** Names that the file, or the language, has taken. */
const taken = ['Collections', 'CollectionName', 'Record', 'Date'];

/** `product-reviews` → `ProductReviews`; another number for each that would be the same. */
function interfaceNames(models: readonly CollectionModel[]): ReadonlyMap<string, string> {
  const used = new Set(taken);
  return new Map(
    models.map(({ id }) => {
      const words = id.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
      const joined = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('') || 'Items';
      const base = /^\d/.test(joined) ? `Items${joined}` : joined;
      let name = base;
      for (let number = 2; used.has(name); number += 1) name = `${base}${number}`;
      used.add(name);
      return [id, name];
    }),
  );
}

function interfaceOf(model: CollectionModel, names: ReadonlyMap<string, string>): readonly string[] {
  const fields = [...model.fields.values()].filter((field) => !field.hidden);
  return [
    comment(model.displayName, ''),
    `export interface ${names.get(model.id)} {`,
    ...fields.flatMap((field) => [
      ...(field.description === undefined ? [] : [comment(field.description, '  ')]),
      `  ${member(field.key)}${isOptional(field) ? '?' : ''}: ${typeOf(field, names)};`,
    ]),
    '}',
  ];
}

function comment(text: string, indent: string): string {
  return `${indent}/** ${text.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim()} */`;
}

function member(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

/** A missing value is null, or not there at all; lists of references are there only where they were asked for. */
function isOptional({ key, type, nullable }: FieldModel): boolean {
  return key !== '_id' && (nullable || type === 'MULTI_REFERENCE');
}

function typeOf(field: FieldModel, names: ReadonlyMap<string, string>): string {
  const other = field.reference === undefined ? undefined : names.get(field.reference);
  const item = other ?? 'Record<string, unknown>';
  // Ids, or the items themselves where the query includes them.
  if (field.type === 'MULTI_REFERENCE') return `${item}[] | string[]`;
  const own =
    field.type === 'REFERENCE'
      ? `string | ${item}`
      : field.type === 'ARRAY' && field.elementType !== undefined
        ? `${elementOf(field.elementType)}[]`
        : valuesOf(field);
  return isOptional(field) ? `${own} | null` : own;
}

function elementOf(type: FieldType): string {
  return type === 'REFERENCE' || type === 'MULTI_REFERENCE' ? 'unknown' : plain[type];
}

/** The values of an enum by name, where they come as they are. */
function valuesOf({ type, source, converted }: FieldModel): string {
  if (type === 'REFERENCE' || type === 'MULTI_REFERENCE') return 'unknown';
  const values = source.kind === 'path' && type === 'TEXT' && !converted ? source.codec.closed : undefined;
  return values === undefined || values.length === 0
    ? plain[type]
    : values.map((each) => JSON.stringify(each)).join(' | ');
}
