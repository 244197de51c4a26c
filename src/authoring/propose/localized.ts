/** Fields that come in one language at a time: the language is an argument, and a person has to choose it. */
import type { FieldMapping } from '../../mapping/schema.js';
import type { Template } from '../../styles/vocabulary.js';
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
    const { named, lists } = shapeOf(field.type);
    if (lists > 0) continue;
    const base = { arguments: { [field.name]: { [argument.name]: languageValue(values) } } };
    const leaves = isLeafType(named) ? [{ path: '', suffix: '' }] : nestedValues(named, 0);
    for (const { path, suffix } of leaves) {
      const at = `${prefix}${field.name}${path === '' ? '' : `.${path}`}`;
      const key = ordinaryKey(`${field.name}${suffix === '' ? '' : capitalised(suffix)}`);
      found.push({ key, value: { path: at, ...base }, member: field.name });
    }
  }
  return { fields: found, languages: [...languages] };
}

/** Above this many languages a map of them hides the rest of the file. */
const mostLanguages = 12;
/** A value of an enum that reads as a language tag: EN, pt_BR, ZH_HANS. */
const languageTag = /^[a-z]{2,3}(_[a-z0-9]{2,8})*$/i;

/** The value for each language of the request, where the API names its languages; else one language for all. */
function languageValue(values: readonly string[]): Template {
  const [first = 'en'] = values;
  const tags = values.filter((each) => languageTag.test(each));
  if (tags.length < 2 || tags.length > mostLanguages) return first;
  const byTag = Object.fromEntries(tags.map((each) => [tagOf(each), each]));
  return { language: { ...byTag, otherwise: first } };
}

/** `PT_BR` as Wix writes it: `pt-BR`. */
function tagOf(value: string): string {
  const [language = '', ...rest] = value.split('_');
  return [language.toLowerCase(), ...rest].join('-');
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
