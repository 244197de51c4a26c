/** The fields of an item in the input of one mutation: paths turned round, codecs inverted, and why others are read-only. */

import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { isPlainObject } from '../../../json.js';
import type { FieldMapping } from '../../../mapping/schema.js';
import { isRequired } from '../../../styles/judge-input.js';
import { fieldSlots, renderTemplate } from '../../../styles/template.js';
import type { Template, WriteStyles } from '../../../styles/vocabulary.js';
import type { Json } from '../../../wix/json.js';
import { fitInput } from '../../codecs/fit-input.js';
import { type Codec, ConversionError } from '../../codecs/types.js';
import type { FieldModel } from '../../model.js';
import type { Clearing, WrittenField, WrittenPlace } from '../../writes.js';
import { misfit } from './input-faults.js';
import type { ItemSite, SiteMembers } from './sites.js';

export interface InputScene {
  readonly site: ItemSite;
  /** Output path that inputs leave out. */
  readonly envelope: string | undefined;
  /** Template of each value, where its member has that form. */
  readonly value: Template | undefined;
  /** Names of the action that changes a field, where the input is a list of them. */
  readonly actions: readonly string[];
  readonly clear: NonNullable<WriteStyles['clear']>;
}

/** @returns why it is read-only, as words that can follow "it is read-only: " */
export function writtenField(
  field: FieldModel,
  mapping: FieldMapping,
  scene: InputScene,
): WrittenField | string {
  const { input, writes } = mapping;
  const { source, type } = field;
  if (source.kind === 'template') return 'it is made of other fields';
  if (input === false) return `the mapping never writes it (${field.position})`;
  const own = type === 'MULTI_REFERENCE' && (input === undefined || writes !== undefined);
  if (source.kind === 'elsewhere' || own)
    return 'references to several items are written by operations of their own';
  return placedField(field, mapping, scene);
}

/**
 * The list of ids of a MULTI_REFERENCE, which is written whole.
 * @returns why it cannot be, as words that can follow "it cannot be written: "
 */
export function listField(
  field: FieldModel,
  mapping: FieldMapping,
  scene: InputScene,
): WrittenField | string {
  if (field.source.kind !== 'path') return 'its ids are no list of the item';
  return mapping.input === false ? 'the mapping never writes it' : placedField(field, mapping, scene);
}

/** @param mapping of a field that is written at all: its input is not false */
function placedField(field: FieldModel, mapping: FieldMapping, scene: InputScene): WrittenField | string {
  const input = mapping.input === false ? undefined : mapping.input;
  const source = field.source as Extract<FieldModel['source'], { kind: 'path' }>;
  const { codec, members } = source;
  if (codec.encode === undefined || (members.length > 0 && input === undefined))
    return 'what the API gives cannot be turned back into what it takes';
  if (typeof input === 'object') {
    const { send, clear } = input;
    const type = templateType(send, scene.site);
    if (typeof type === 'string') return type;
    const unfit = clear === undefined ? 'the mapping says no clear for it' : misfit(clear, scene.site);
    const clearing: Clearing =
      clear !== undefined && unfit === undefined
        ? { kind: 'template', members: clear }
        : byFallback(codec.encode, source.default, unfit!);
    return {
      ...common(field, codec.encode, type ? fitInput(type) : (raw) => raw),
      place: { kind: 'template', send },
      clear: clearing,
    };
  }
  const path = input ?? plainPath(mapping.path ?? '', scene.envelope);
  if (path === undefined) return 'it is taken out of a list or of one of several types';
  const names = path.split('.');
  return atPath(field, actionPath(names, scene) ?? names, codec.encode, scene);
}

/** `setKey.key` for the field `key`; undefined: the field stands where its path says, or no action is its own. */
function actionPath(names: readonly string[], { site, actions }: InputScene): readonly string[] | undefined {
  const [name] = names;
  if (!site.members || names.length !== 1 || Object.hasOwn(site.members, name!)) return undefined;
  for (const each of actions) {
    const action = String(renderTemplate(each, fieldSlots(name!)));
    const members = membersOf(memberAt(site.members, [action]));
    const own = members && Object.hasOwn(members, name!);
    if (own && Object.values(members).every((member) => member.name === name || !isRequired(member)))
      return [action, name!];
  }
  return undefined;
}

function atPath(
  field: FieldModel,
  path: readonly string[],
  encode: NonNullable<Codec['encode']>,
  scene: InputScene,
): WrittenField | string {
  const { site, value } = scene;
  if (site.members === undefined) {
    const place: WrittenPlace = { kind: 'path', path, value };
    return {
      ...common(field, encode, (raw) => raw),
      place,
      clear: clearing(field, undefined, encode, scene),
    };
  }
  const found = memberAt(site.members, path);
  if (found === undefined) return `${site.name} has no member "${path.join('.')}"`;
  const inner = value === undefined ? undefined : valueType(value, found);
  const type = inner ?? found;
  if (
    isInputObjectType(getNamedType(type)) &&
    field.source.kind === 'path' &&
    field.source.codec.scalar !== 'json'
  )
    return `${site.name} takes an object for "${path.join('.')}"`;
  const place: WrittenPlace = { kind: 'path', path, value: inner === undefined ? undefined : value };
  return {
    ...common(field, encode, fitInput(type)),
    place,
    clear: clearing(field, type, encode, scene),
    required: isDemanded(site.members, path),
  };
}

function common(
  field: FieldModel,
  encode: NonNullable<Codec['encode']>,
  adapt: (raw: Json) => Json,
): Pick<WrittenField, 'key' | 'encode' | 'shown' | 'lossy' | 'required'> {
  const source = field.source as Extract<FieldModel['source'], { kind: 'path' }>;
  return {
    key: field.key,
    encode: (value) => adapt(encode(value)),
    shown: (value) => source.codec.decode(encode(value)) ?? source.default ?? null,
    lossy: (source.codec.lossy ?? false) || source.default !== undefined,
    required: false,
  };
}

/** How a value is taken away; undefined type: the input is open. */
function clearing(
  field: FieldModel,
  type: GraphQLInputType | undefined,
  encode: NonNullable<Codec['encode']>,
  { clear, site }: InputScene,
): Clearing {
  const source = field.source as Extract<FieldModel['source'], { kind: 'path' }>;
  const [none] = source.codec.none ?? [];
  const fallback = source.default;
  if (clear === 'null' && source.nullable && !(type && isNonNullType(type)))
    return { kind: 'raw', raw: null };
  if (none !== undefined) return { kind: 'raw', raw: none };
  const reason = !source.nullable
    ? 'the API never has it without a value'
    : type && isNonNullType(type)
      ? `${site.name} takes no null there`
      : clear === 'ignored'
        ? 'the API passes a null over'
        : 'the API refuses a null';
  return byFallback(encode, fallback, reason);
}

function byFallback(
  encode: NonNullable<Codec['encode']>,
  fallback: Json | undefined,
  reason: string,
): Clearing {
  if (fallback === undefined) return { kind: 'refused', reason };
  try {
    return { kind: 'raw', raw: encode(fallback) };
  } catch (error) {
    if (error instanceof ConversionError) return { kind: 'refused', reason };
    throw error;
  }
}

/** The output path without its envelope, where each step is one member; undefined: it has elements, types or positions. */
export function plainPath(path: string, envelope: string | undefined): string | undefined {
  const prefix = envelope === undefined || envelope === '' ? '' : `${envelope}.`;
  if (!path.startsWith(prefix)) return undefined;
  const plain = path.slice(prefix.length);
  const whole = plain.replace(/\[\]$/, '');
  return /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(whole) ? whole : undefined;
}

/** Type of a member, through objects; undefined where there is none, or a list on the way. */
export function memberAt(members: SiteMembers, path: readonly string[]): GraphQLInputType | undefined {
  let known: SiteMembers = members;
  let type: GraphQLInputType | undefined;
  for (const [index, name] of path.entries()) {
    type = Object.hasOwn(known, name) ? known[name]!.type : undefined;
    if (type === undefined || index === path.length - 1) return type;
    const nullable = getNullableType(type);
    if (isListType(nullable) || !isInputObjectType(nullable)) return undefined;
    known = nullable.getFields();
  }
  return type;
}

/** Whether every step of the path is demanded, so that there is no input without it. */
function isDemanded(members: SiteMembers, path: readonly string[]): boolean {
  return path.every((_, index) => {
    const step = path.slice(0, index + 1);
    const owner = index === 0 ? members : membersOf(memberAt(members, path.slice(0, index)));
    const member = owner?.[step.at(-1)!];
    return member !== undefined && isRequired(member);
  });
}

function membersOf(type: GraphQLInputType | undefined): SiteMembers | undefined {
  const nullable = type && getNullableType(type);
  return isInputObjectType(nullable) ? nullable.getFields() : undefined;
}

/** Type at `$value` of a template, where the member has its form. */
export function valueType(template: Template, type: GraphQLInputType): GraphQLInputType | undefined {
  if (template === '$value') return type;
  const nullable = getNullableType(type);
  if (!isPlainObject(template) || !isInputObjectType(nullable)) return undefined;
  const members = nullable.getFields();
  let found: GraphQLInputType | undefined;
  for (const [name, inner] of Object.entries(template)) {
    const member = members[name];
    if (member === undefined) return undefined;
    found = valueType(inner, member.type) ?? found;
  }
  return found;
}

/** Type at `$value` of members that are written together; undefined: the input is open. A text says why they cannot be. */
function templateType(send: Template, { members, name }: ItemSite): GraphQLInputType | string | undefined {
  if (!isPlainObject(send)) return 'input.send holds no members';
  if (members === undefined) return undefined;
  let found: GraphQLInputType | undefined;
  for (const [member, inner] of Object.entries(send)) {
    const known = members[member];
    if (known === undefined) return `${name} has no member "${member}"`;
    found ??= valueType(inner, known.type);
  }
  return found ?? `${name} takes no value of this form`;
}
