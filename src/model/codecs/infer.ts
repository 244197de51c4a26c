/** Wix field types from GraphQL types: strictly by type for binding, with a look at names and samples for `init`. */
import type { FieldType } from '../../wix/protocol.js';
import { describedKind, isPlainText, type ScalarKind, scalarKind } from './scalars.js';

export interface LeafType {
  /** Name of the innermost named type. */
  readonly typeName: string;
  readonly leafKind: 'scalar' | 'enum' | 'object';
  readonly isList: boolean;
  /** What the schema says of the type. */
  readonly typeDescription?: string | null | undefined;
  readonly fieldName?: string;
  readonly path?: string;
  /** Names of all scalars of the schema, for names that mean different things in different schemas. */
  readonly schemaScalars?: Iterable<string>;
}

/**
 * The type of a field whose mapping declares none.
 * @param kind what its values are, where that is known otherwise than by the name of the type
 */
export function inferFieldType(leaf: LeafType, kind = leafScalarKind(leaf)): FieldType {
  if (leaf.leafKind === 'object') return leaf.isList ? 'ARRAY' : 'OBJECT';
  if (leaf.isList) return isTextLike(kind) ? 'ARRAY_STRING' : 'ARRAY';
  return /object$/i.test(leaf.typeName) && kind === 'json' ? 'OBJECT' : naturalType(kind);
}

/** The kind of a leaf; objects count as JSON. */
export function leafScalarKind({ typeName, leafKind, schemaScalars, typeDescription }: LeafType): ScalarKind {
  if (leafKind === 'object') return 'json';
  return leafKind === 'enum'
    ? 'enum'
    : (describedKind(typeDescription) ?? scalarKind(typeName, schemaScalars));
}

/** The Wix type that holds every value of a scalar kind. */
export function naturalType(kind: ScalarKind): FieldType {
  switch (kind) {
    case 'int32':
    case 'float':
    case 'single':
    case 'decimal':
    case 'bigint':
      return 'NUMBER';
    case 'boolean':
      return 'BOOLEAN';
    case 'dateTime':
    case 'localDateTime':
    case 'epochSeconds':
    case 'epochMilliseconds':
      return 'DATETIME';
    case 'date':
      return 'DATE';
    case 'time':
    case 'timetz':
      return 'TIME';
    case 'json':
    case 'jsonText':
      return 'ANY';
    case 'url':
      return 'URL';
    case 'html':
      return 'RICH_TEXT';
    case 'unknown':
    case 'enum':
    case 'text':
    case 'id':
    case 'uuid':
    case 'color':
    case 'email':
      return 'TEXT';
  }
}

function isTextLike(kind: ScalarKind): boolean {
  return isPlainText(kind) || kind === 'id' || kind === 'uuid' || kind === 'enum' || kind === 'unknown';
}

/** What `init` may know besides the type. */
export interface SemanticEvidence extends LeafType {
  readonly description?: string;
  readonly samples?: readonly unknown[];
}

/**
 * The type that a person would choose in a generated mapping, where the integrator sees and can change it: texts
 * whose names say that they are pictures, links and the like. Never used at binding, where a guess could be wrong unseen.
 */
export function inferSemanticType(evidence: SemanticEvidence): FieldType {
  const inferred = inferFieldType(evidence);
  if (inferred !== 'TEXT' && inferred !== 'URL') return inferred;
  const kind = leafScalarKind(evidence);
  if (kind !== 'text' && kind !== 'url') return inferred;
  const texts = (evidence.samples ?? []).filter(
    (each): each is string => typeof each === 'string' && each !== '',
  );
  if (inferred === 'TEXT' && isMarkup(evidence, texts)) return 'RICH_TEXT';
  // A sample that is no address speaks against every reading as one.
  if (texts.some((each) => !isAddress(each))) return inferred;
  const words = wordsOf(`${evidence.path ?? ''}.${evidence.fieldName ?? ''}`);
  const last = wordsOf(evidence.fieldName ?? evidence.path?.split('.').at(-1) ?? '');
  const address = kind === 'url' || texts.length > 0 || last.some((word) => addressWords.has(word));
  if (address) {
    for (const [type, names] of mediaWords) if (words.some((word) => names.has(word))) return type;
  }
  return address && (kind === 'url' || last.some((word) => linkWords.has(word))) ? 'URL' : inferred;
}

function isMarkup({ fieldName = '', description = '' }: SemanticEvidence, texts: readonly string[]): boolean {
  if (texts.length > 0)
    return texts.some((each) => /<(p|div|br|h[1-6]|ul|ol|li|a|strong|em|span|img)\b[^>]*>/i.test(each));
  return (
    wordsOf(fieldName).includes('html') || (contentWords.test(fieldName) && /\bHTML\b/.test(description))
  );
}

const contentWords = /html|body|content|description|excerpt|text/i;
const mediaWords: readonly (readonly [FieldType, ReadonlySet<string>])[] = [
  ['VIDEO', new Set(['video', 'videos', 'movie'])],
  ['AUDIO', new Set(['audio', 'podcast', 'song'])],
  [
    'IMAGE',
    words('image images img photo photos picture avatar cover thumbnail thumb logo icon poster banner'),
  ],
];
const addressWords = words('url uri src href link website homepage permalink');
const linkWords = addressWords;

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** coverImageURL → cover, image, url */
function wordsOf(name: string): readonly string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
}

function isAddress(text: string): boolean {
  return /^(?:https?:)?\/\/[^\s]+$/i.test(text);
}
