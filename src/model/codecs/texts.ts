/** Text-like field types (TEXT, URL, RICH_TEXT, IMAGE, REFERENCE, …) from whatever has one clear text. */
import type { Json } from '../../styles/vocabulary.js';
import { referenceId } from '../../wix/reference-id.js';
import { isPlainText, type ScalarKind } from './scalars.js';
import {
  always,
  type Codec,
  type CodecOptions,
  type Constraint,
  ConversionError,
  never,
  type RangeOperator,
} from './types.js';

/** TEXT and other types that are shown as text, from scalars that print as one text each. */
export function textCodec(options: CodecOptions): Codec {
  const { scalar, type } = options;
  const form = textForm(options);
  const operandOf = (value: Json) => (type === 'REFERENCE' ? referenceId(value) : value);
  return {
    type,
    scalar,
    decode(raw) {
      if (raw === null || raw === undefined) return null;
      const text = form.decode(raw);
      if (text === undefined) throw new ConversionError(raw, form.expected);
      return text;
    },
    ...(form.encode === undefined ? {} : { encode: encoder(form.encode, form.sendable ?? form.expected) }),
    lossy: scalar === 'unknown',
    equality(value) {
      const operand = operandOf(value);
      return typeof operand === 'string' ? form.equality(operand) : never;
    },
    bound(operator, value) {
      const operand = operandOf(value);
      return typeof operand === 'string' ? form.bound(operator, operand) : never;
    },
    textual: isPlainText(scalar) || scalar === 'id',
    verbatim: form.decode === asText || form.decode === asScalarText ? 'text' : undefined,
    order: 'text',
    monotone: isPlainText(scalar),
    precisionLoss: false,
  };

  function encoder(encode: (text: string) => Json | undefined, expected: string): (value: Json) => Json {
    return (value) => {
      if (value === null) return null;
      const text = operandOf(value);
      if (typeof text !== 'string')
        throw new ConversionError(value, type === 'REFERENCE' ? 'an id, or an item with one' : 'a text');
      const raw = encode(text);
      if (raw === undefined) throw new ConversionError(value, expected);
      return raw;
    };
  }
}

interface TextForm {
  readonly decode: (raw: unknown) => string | undefined;
  /** The raw value of a text; undefined: there is none. Absent: several raw values have one text. */
  readonly encode?: (text: string) => Json | undefined;
  readonly expected: string;
  /** What `encode` takes, where that is less than `expected` says. */
  readonly sendable?: string;
  readonly equality: (operand: string) => Constraint | undefined;
  readonly bound: (operator: RangeOperator, operand: string) => Constraint | undefined;
}

function textForm({ scalar, enumValues, idForm, wire, dates }: CodecOptions): TextForm {
  switch (scalar) {
    case 'text':
    case 'url':
    case 'html':
    case 'color':
    case 'email':
      return {
        decode: asText,
        encode: asSendable,
        expected: 'a text',
        sendable: 'a text that can be sent (no NUL, no half of a character)',
        equality: (operand) => (isCut(operand, dates) ? undefined : sendText('eq', operand)),
        bound: (operator, operand) => (isCut(operand, dates) ? undefined : sendText(operator, operand)),
      };
    case 'id':
      return {
        decode: asScalarText,
        encode: (text) => (text !== '' && hasForm(text, idForm) ? asSendable(text) : undefined),
        expected: 'an id',
        equality: (operand) => (hasForm(operand, idForm) ? sendId(operand) : undefined),
        bound: unknownBound,
      };
    case 'uuid':
      return { decode: asUuid, encode: asUuid, expected: 'a UUID', equality: sendUuid, bound: unknownBound };
    case 'enum':
      return {
        decode: asText,
        encode: (text) => (enumValues === undefined || enumValues.includes(text) ? text : undefined),
        expected: enumValues === undefined ? 'an enum value' : `one of ${enumValues.slice(0, 20).join(', ')}`,
        ...enumForm(enumValues),
      };
    case 'int32':
    case 'bigint':
      return {
        decode: asWholeText,
        encode: (text) => {
          const sent = sendWhole(scalar, text, wire);
          return sent?.kind === 'compare' ? sent.value : undefined;
        },
        expected: 'a whole number',
        equality: (operand) => sendWhole(scalar, operand, wire),
        bound: unknownBound,
      };
    case 'boolean':
      return {
        decode: (raw) => (typeof raw === 'boolean' ? String(raw) : undefined),
        encode: (text) => (text === 'true' || text === 'false' ? text === 'true' : undefined),
        expected: 'true or false',
        equality: (operand) =>
          operand === 'true' || operand === 'false' ? equal(operand === 'true') : never,
        bound: unknownBound,
      };
    case 'date':
    case 'unknown':
    case 'time':
    case 'json':
    case 'float':
    case 'single':
    case 'decimal':
    case 'epochSeconds':
    case 'epochMilliseconds':
    case 'dateTime':
    case 'localDateTime':
    case 'timetz':
    case 'jsonText':
      return {
        decode:
          scalar === 'json' ? (raw) => (typeof raw === 'string' ? raw : JSON.stringify(raw)) : asScalarText,
        ...(scalar === 'json' ? {} : { encode: asSendable }),
        expected: 'a single value that can be shown as text',
        equality: () => undefined,
        bound: unknownBound,
      };
  }
}

function asSendable(text: string): string | undefined {
  return isSendable(text) ? text : undefined;
}

const unknownBound = () => undefined;

function asText(raw: unknown): string | undefined {
  return typeof raw === 'string' ? raw : undefined;
}

/** A text, or the one text of a number or boolean. Whole numbers beyond 2^53 may have been rounded on the way. */
function asScalarText(raw: unknown): string | undefined {
  if (typeof raw === 'string') return raw;
  if (typeof raw === 'boolean') return String(raw);
  const sound =
    typeof raw === 'number' && Number.isFinite(raw) && (!Number.isInteger(raw) || Number.isSafeInteger(raw));
  return sound ? String(raw) : undefined;
}

function asWholeText(raw: unknown): string | undefined {
  if (typeof raw === 'number') return Number.isSafeInteger(raw) ? String(raw) : undefined;
  return typeof raw === 'string' && /^-?\d{1,1000}$/.test(raw) ? BigInt(raw).toString() : undefined;
}

/** As it came: where UUIDs are kept as texts, only this spelling finds the row again. */
function asUuid(raw: unknown): string | undefined {
  return typeof raw === 'string' && (uuid.test(raw) || bareUuid.test(raw)) ? raw : undefined;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const bareUuid = /^[0-9a-f]{32}$/i;

function sendUuid(operand: string): Constraint | undefined {
  // Servers that write no hyphens compare another form than this one.
  if (bareUuid.test(operand)) return undefined;
  return uuid.test(operand) ? inOneCase(operand) : never;
}

/** Databases that know UUIDs print them in lower case and find them in any. */
function inOneCase(operand: string): Constraint {
  const constraint = { kind: 'compare', operator: 'eq', value: operand } as const;
  return operand === operand.toLowerCase() ? constraint : { ...constraint, wide: true };
}

function hasForm(operand: string, form: CodecOptions['idForm']): boolean {
  if (form === 'integer') return canonicalWhole.test(operand);
  return form === undefined || uuid.test(operand);
}

/** A text with NUL or half a surrogate pair is refused or changed by most databases. */
function isSendable(operand: string): boolean {
  return !operand.includes('\0') && operand.isWellFormed();
}

function sendText(operator: 'eq' | RangeOperator, operand: string): Constraint | undefined {
  return isSendable(operand) ? { kind: 'compare', operator, value: operand } : undefined;
}

/**
 * Ids are often integers behind the scenes, and then "012", " 12" or "1e1" would find the item "12", which Wix holds
 * for another id.
 */
function sendId(operand: string): Constraint | undefined {
  if (uuid.test(operand)) return inOneCase(operand);
  const number = /^\s*[+-]?(?:\d+|\d{1,15}\.?\d{0,15}(?:[eE][+-]?\d{1,3})?)\s*$/;
  return number.test(operand) && !canonicalWhole.test(operand) ? undefined : sendText('eq', operand);
}

const canonicalWhole = /^(?:0|-?[1-9]\d*)$/;

/**
 * A text that reads as a moment may be what a column of moments prints, with fewer digits than it holds: then no such text
 * equals what is stored.
 */
function isCut(operand: string, dates: CodecOptions['dates']): boolean {
  return (dates?.precision ?? 'finer') === 'finer' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(operand);
}

function sendWhole(scalar: ScalarKind, operand: string, wire: CodecOptions['wire']): Constraint | undefined {
  if (!canonicalWhole.test(operand) || operand.length > 1000) return never;
  const value = BigInt(operand);
  if (scalar === 'int32') return BigInt.asIntN(32, value) === value ? equal(Number(value)) : never;
  if (BigInt.asIntN(64, value) !== value) return undefined;
  return equal(wire !== 'string' && Number.isSafeInteger(Number(value)) ? Number(value) : operand);
}

function enumForm(enumValues: readonly string[] | undefined): Pick<TextForm, 'equality' | 'bound'> {
  return {
    equality: (operand) =>
      enumValues === undefined || enumValues.includes(operand) ? equal(operand) : never,
    bound(operator, operand) {
      if (enumValues === undefined) return undefined;
      const found = enumValues.filter((each) => holds(operator, each, operand));
      if (found.length === enumValues.length) return always;
      return found.length === 0 ? never : found.length === 1 ? equal(found[0]!) : undefined;
    },
  };
}

function holds(operator: RangeOperator, value: string, operand: string): boolean {
  switch (operator) {
    case 'gt':
      return value > operand;
    case 'gte':
      return value >= operand;
    case 'lt':
      return value < operand;
    case 'lte':
      return value <= operand;
  }
}

function equal(value: Json): Constraint {
  return { kind: 'compare', operator: 'eq', value };
}
