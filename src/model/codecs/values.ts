/** `values` of a mapping: a table of upstream values and their Wix values. */
import type { Json } from '../../styles/vocabulary.js';
import { decimalOf, decimalText, parseDecimal } from './decimal.js';
import type { ScalarKind } from './scalars.js';
import { type Codec, type CodecOptions, ConversionError, never } from './types.js';

/**
 * Wraps the codec of a scalar that has one plain form. A raw value outside the table is refused: showing it
 * untranslated would make it look like a Wix value that the integrator chose.
 */
export function valuesCodec(
  options: CodecOptions,
  values: Readonly<Record<string, string | number | boolean>>,
): Codec {
  const { scalar, type } = options;
  const table = new Map(Object.entries(values).map(([key, value]) => [canonicalKey(scalar, key), value]));
  const inverse = new Map<Json, string[]>();
  for (const [key, value] of table) inverse.set(value, [...(inverse.get(value) ?? []), key]);
  const possible = (key: string) => options.enumValues === undefined || options.enumValues.includes(key);

  return {
    type,
    scalar,
    decode(raw) {
      if (raw === null || raw === undefined) return null;
      const key = typeof raw === 'object' ? undefined : canonicalKey(scalar, String(raw));
      const value = key === undefined ? undefined : table.get(key);
      if (value === undefined)
        throw new ConversionError(raw, 'one of the values that the mapping lists (see values)');
      return value;
    },
    encode(value) {
      if (value === null) return null;
      const key = inverse.get(value)?.find(possible);
      if (key === undefined) {
        const known = [...inverse.keys()].map(String).slice(0, 20).join(', ');
        throw new ConversionError(value, `one of ${known}`);
      }
      return operandOf(scalar, key) ?? rawOf(scalar, key);
    },
    lossy: inverse.size < table.size,
    equality(value) {
      const keys = inverse.get(value)?.filter(possible) ?? [];
      if (keys.length === 0) return never;
      const operand = keys.length === 1 ? operandOf(scalar, keys[0]!) : undefined;
      return operand === undefined ? undefined : { kind: 'compare', operator: 'eq', value: operand };
    },
    bound: () => undefined,
    textual: false,
    order: orders[type] ?? 'text',
    monotone: false,
    precisionLoss: inverse.size < table.size,
  };
}

const orders: Readonly<Partial<Record<CodecOptions['type'], Codec['order']>>> = {
  NUMBER: 'numeric',
  BOOLEAN: 'boolean',
  ANY: 'none',
  DATE: 'date',
};

/** Numbers have several texts (1, 1.0, "1.00"); keys and raw values meet in one. */
function canonicalKey(scalar: ScalarKind, key: string): string {
  if (!isNumeric(scalar)) return key;
  const number = parseDecimal(key);
  return number === undefined ? key : decimalText(number);
}

/** One spelling of a value that has several. */
function rawOf(scalar: ScalarKind, key: string): Json {
  const number = Number(key);
  return isNumeric(scalar) && Number.isFinite(number) && decimalText(decimalOf(number)) === key
    ? number
    : key;
}

function isNumeric(scalar: ScalarKind): boolean {
  return numeric.has(scalar);
}

const numeric: ReadonlySet<ScalarKind> = new Set<ScalarKind>([
  'int32',
  'bigint',
  'float',
  'single',
  'decimal',
  'epochSeconds',
  'epochMilliseconds',
]);

/** The upstream value of a key; undefined for scalars whose values have several spellings. */
function operandOf(scalar: ScalarKind, key: string): Json | undefined {
  switch (scalar) {
    case 'text':
    case 'id':
    case 'enum':
    case 'color':
    case 'url':
    case 'email':
    case 'html':
      return key;
    case 'boolean':
      return key === 'true' ? true : key === 'false' ? false : undefined;
    case 'int32':
      return Number.isInteger(Number(key)) && BigInt.asIntN(32, BigInt(key)) === BigInt(key)
        ? Number(key)
        : undefined;
    case 'bigint':
      return Number.isSafeInteger(Number(key)) ? Number(key) : undefined;
    case 'date':
    case 'unknown':
    case 'time':
    case 'json':
    case 'uuid':
    case 'float':
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
