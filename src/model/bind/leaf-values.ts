/** What the values of a field are: by the mapping, else by its scalar's entry in upstream.yaml or the dialect, else by name. */
import { isSpecifiedScalarType } from 'graphql';
import type { FieldMapping } from '../../mapping/schema.js';
import type { Path } from '../../mapping/source.js';
import type { ListStyle, ScalarEntry, ScalarWord, ValueKind } from '../../styles/vocabulary.js';
import type { CodecOptions } from '../codecs/codec.js';
import { compileFormat, type TextFormat } from '../codecs/format.js';
import type { ScalarKind } from '../codecs/scalars.js';
import type { BindContext } from './context.js';
import type { FieldPlace } from './field-checks.js';
import { kindOf } from './kind.js';
import type { OutputPath } from './output.js';

export interface LeafValues extends Pick<CodecOptions, 'format' | 'none' | 'compared'> {
  readonly scalar: ScalarKind;
  /** The operator table that is meant for it. */
  readonly kind: ValueKind;
  /** Milliseconds of one unit, where a number counts moments. */
  readonly scale?: number;
}

interface Said {
  readonly scalar?: ScalarWord | undefined;
  readonly format?: string | undefined;
  readonly none?: readonly (string | number | boolean)[] | undefined;
}

/**
 * @param named the kind of the leaf by its name
 * @param ids what ids look like, for the collection's own
 */
export function leafValues(
  named: ScalarKind,
  output: OutputPath,
  mapping: FieldMapping,
  ids: ListStyle['ids'],
  place: FieldPlace,
  context: BindContext,
): LeafValues {
  const { typeName, leafKind } = output;
  const own: Said = { scalar: mapping.scalar, format: mapping.format, none: mapping.none };
  const table = leafKind === 'scalar' ? entryOf(typeName, context) : {};
  // A field that says one of the two has said what its values are.
  const given: Said =
    own.scalar !== undefined || own.format !== undefined
      ? { none: table.none, ...definedOf(own) }
      : { ...table, ...definedOf(own) };
  const report = (
    key: 'scalar' | 'format' | 'none',
    message: string,
    help?: string,
    within?: string,
  ): void => {
    // What upstream.yaml says of a scalar is judged there, once.
    const own = mapping.scalar !== undefined || mapping.format !== undefined || mapping.none !== undefined;
    const path: Path = mapping[key] === undefined ? place.at : [...place.at, key];
    if (own) context.problem(path, message, { ...(help ? { help } : {}), ...(within ? { within } : {}) });
  };
  if (leafKind !== 'scalar' && (own.scalar ?? own.format) !== undefined)
    report(
      own.scalar === undefined ? 'format' : 'scalar',
      `${typeName} is no scalar, so its values are known`,
    );
  if (leafKind === 'object' && own.none !== undefined)
    report('none', `values of ${typeName} are objects, so none of these is one`);
  const usual: LeafValues = {
    scalar: declaredKind(named, mapping.kind, ids),
    kind: kindOf(named),
    none: given.none,
  };
  if (leafKind !== 'scalar') return usual;
  if (given.format !== undefined) {
    const format = formatOf(given.format, given.scalar, named, output, report);
    if (format === undefined) return usual;
    const text = isSpecified(output, context);
    return { ...usual, scalar: 'text', format, kind: text ? 'text' : formatKinds[format.type] };
  }
  if (given.scalar === undefined) return usual;
  const said = worded(given.scalar, named, isSpecified(output, context));
  if (said === undefined) {
    const help = `${typeName} holds ${builtIn[named] ?? 'something else'}`;
    report('scalar', `scalar: ${given.scalar} does not fit ${typeName}`, help);
    return usual;
  }
  return { ...usual, ...said };
}

const formatKinds = { DATE: 'date', DATETIME: 'date', TIME: 'time' } as const;

const builtIn: Partial<Record<ScalarKind, string>> = {
  text: 'texts',
  int32: 'whole numbers below 2^31, so milliseconds since 1970 do not fit',
  float: 'numbers',
  boolean: 'true or false',
  id: 'ids',
};

/** The five scalars of GraphQL itself cannot hold anything else than they say. */
function worded(
  word: ScalarWord,
  named: ScalarKind,
  specified: boolean,
): Omit<LeafValues, 'none'> | undefined {
  const scalar = kinds[word];
  if (!specified) return { scalar, kind: kindOf(scalar) };
  switch (named) {
    case 'text':
    case 'id': {
      if (word === 'text') return { scalar: named, kind: kindOf(named) };
      // The API compares them as the texts that they are to it.
      return { scalar: word === 'json' ? 'jsonText' : scalar, kind: kindOf(named), compared: false };
    }
    case 'int32':
    case 'float': {
      if (word === 'number') return { scalar: named, kind: 'number' };
      if (word === 'epochSeconds') return { scalar: named, kind: 'number', scale: 1000 };
      return word === 'epochMilliseconds' && named === 'float'
        ? { scalar: named, kind: 'number', scale: 1 }
        : undefined;
    }
    case 'bigint':
    case 'boolean':
    case 'date':
    case 'unknown':
    case 'enum':
    case 'time':
    case 'json':
    case 'uuid':
    case 'url':
    case 'html':
    case 'color':
    case 'email':
    case 'single':
    case 'decimal':
    case 'epochSeconds':
    case 'epochMilliseconds':
    case 'dateTime':
    case 'localDateTime':
    case 'timetz':
    case 'jsonText':
      return undefined;
  }
}

const kinds: Readonly<Record<ScalarWord, ScalarKind>> = {
  dateTime: 'dateTime',
  epochSeconds: 'epochSeconds',
  epochMilliseconds: 'epochMilliseconds',
  day: 'date',
  json: 'json',
  number: 'decimal',
  text: 'text',
};

function isSpecified({ typeName }: OutputPath, { schema }: BindContext): boolean {
  const type = schema.getType(typeName);
  return type !== undefined && isSpecifiedScalarType(type);
}

function formatOf(
  source: string,
  word: ScalarWord | undefined,
  named: ScalarKind,
  output: OutputPath,
  report: (key: 'scalar' | 'format', message: string, help?: string, within?: string) => void,
): TextFormat | undefined {
  const compiled = compileFormat(source);
  if ('message' in compiled) {
    report('format', compiled.message, undefined, compiled.within);
    return undefined;
  }
  if (word !== undefined && word !== 'text') {
    report('scalar', `format says what the texts are already, so scalar: ${word} does nothing`);
    return undefined;
  }
  if (['int32', 'float', 'boolean'].includes(named)) {
    report('format', `values of ${output.typeName} are no texts, which a format is about`);
    return undefined;
  }
  return compiled;
}

/** A later layer wins whole: what a file says of a scalar is all that is to be said of it. */
function entryOf(typeName: string, { upstream, dialect }: BindContext): Said {
  const entry: ScalarEntry | undefined = upstream.scalars?.[typeName] ?? dialect?.scalars?.[typeName];
  return entry === undefined ? {} : typeof entry === 'string' ? { scalar: entry } : entry;
}

function definedOf(said: Said): Said {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** What a mapping's `kind` says of a scalar that nobody knows; a `Date` may be declared to hold date-times. */
function declaredKind(scalar: ScalarKind, kind: FieldMapping['kind'], ids: ListStyle['ids']): ScalarKind {
  // Of other fields of type ID it is not known what they hold.
  if (scalar === 'id' && ids === 'integer') return 'bigint';
  if (scalar === 'id' && ids === 'uuid') return 'uuid';
  if (kind === undefined || (scalar !== 'unknown' && !(scalar === 'date' && kind === 'date'))) return scalar;
  const declared: Partial<Record<NonNullable<FieldMapping['kind']>, ScalarKind>> = {
    text: 'text',
    id: 'id',
    number: 'decimal',
    date: 'dateTime',
    time: 'time',
    boolean: 'boolean',
    json: 'json',
  };
  return declared[kind] ?? scalar;
}
