/** Fields that come in one language at a time: the language is an argument, and a person has to choose it. */
import type { FieldMapping } from '../../mapping/schema.js';
import {
  argumentsOf,
  enumValuesOf,
  isLeafType,
  isRequired,
  type SchemaField,
  shapeOf,
} from '../detect/shape.js';
import { splitWords } from '../detect/words.js';
import { ordinaryKey } from './keys.js';
import { capitalised } from './names.js';
import { nestedValues } from './objects.js';

export interface LocalizedField {
  readonly key: string;
  readonly value: FieldMapping;
  readonly member: string;
}

export interface Localized {
  readonly fields: readonly LocalizedField[];
  /** The languages that the schema names; empty: it names none. */
  readonly languages: readonly string[];
}

/** Fields that can only be read in a language; a text stands for its value. */
export function localizedFields(fields: readonly SchemaField[], prefix: string): Localized {
  const found: LocalizedField[] = [];
  const languages = new Set<string>();
  for (const field of fields) {
    const required = field.args.filter(isRequired);
    const [argument] = required;
    const language = argument && required.length === 1 ? languageOf(field) : undefined;
    if (!argument || language?.name !== argument.name) continue;
    const values = enumValuesOf(argument.type);
    for (const each of values) languages.add(each);
    const constant = values[0] ?? 'en';
    const { named, lists } = shapeOf(field.type);
    if (lists > 0) continue;
    const base = { arguments: { [field.name]: { [argument.name]: constant } } };
    const leaves = isLeafType(named) ? [{ path: '', suffix: '' }] : nestedValues(named, 0);
    for (const { path, suffix } of leaves) {
      const at = `${prefix}${field.name}${path === '' ? '' : `.${path}`}`;
      const key = ordinaryKey(`${field.name}${suffix === '' ? '' : capitalised(suffix)}`);
      found.push({ key, value: { path: at, ...base }, member: field.name });
    }
  }
  return { fields: found, languages: [...languages] };
}

/** The argument that says the language, with the values of its enum. */
export function languageOf(
  field: SchemaField,
): { readonly name: string; readonly values: readonly string[] } | undefined {
  const argument = argumentsOf(field).find(
    (each) =>
      shapeOf(each.type).lists === 0 &&
      isLeafType(shapeOf(each.type).named) &&
      splitWords(each.name).some((word) => /^(lang|language|languages|locale|culture)$/.test(word)),
  );
  return argument && { name: argument.name, values: enumValuesOf(argument.type) };
}
