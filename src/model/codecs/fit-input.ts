/** Raw values as an input type of the schema takes them. Only the form is changed (a number or its text), never the value. */
import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Json } from '../../wix/json.js';
import { decimalOf, exactNumber, parseDecimal } from './decimal.js';
import { ConversionError } from './types.js';

/** @throws ConversionError for a value that the type does not take */
export function fitInput(type: GraphQLInputType): (raw: Json) => Json {
  const required = isNonNullType(type);
  const adapt = fitValue(getNullableType(type));
  return (raw) => {
    if (raw !== null) return adapt(raw);
    if (required) throw new ConversionError(null, 'a value, which the API demands');
    return null;
  };
}

function fitValue(type: GraphQLInputType): (raw: Json) => Json {
  if (isListType(type)) {
    const adapt = fitInput(type.ofType as GraphQLInputType);
    return (raw) => (Array.isArray(raw) ? raw.map((each: Json) => adapt(each)) : [adapt(raw)]);
  }
  const named = getNamedType(type);
  if (isEnumType(named)) {
    const values = named.getValues().map((each) => each.name);
    const known = new Set(values);
    return (raw) => {
      if (typeof raw === 'string' && known.has(raw)) return raw;
      throw new ConversionError(raw, `one of ${values.slice(0, 20).join(', ')}`);
    };
  }
  if (isInputObjectType(named)) return (raw) => raw;
  return scalars[named.name] ?? ((raw) => raw);
}

const scalars: Readonly<Record<string, (raw: Json) => Json>> = {
  Int(raw) {
    const value = numberOf(raw);
    if (value === undefined || !Number.isInteger(value) || Math.abs(value) > 2 ** 31 - 1)
      throw new ConversionError(raw, 'a whole number of 32 bits');
    return value;
  },
  Float(raw) {
    const value = numberOf(raw);
    if (value === undefined) throw new ConversionError(raw, 'a number that a double holds exactly');
    return value;
  },
  String(raw) {
    if (typeof raw === 'string') return raw;
    if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
    throw new ConversionError(raw, 'a text');
  },
  Boolean(raw) {
    if (typeof raw === 'boolean') return raw;
    throw new ConversionError(raw, 'true or false');
  },
  ID(raw) {
    if (typeof raw === 'string') return raw;
    if (typeof raw === 'number' && Number.isSafeInteger(raw)) return String(raw);
    throw new ConversionError(raw, 'an id');
  },
};

function numberOf(raw: Json): number | undefined {
  if (typeof raw === 'number') return raw;
  const decimal = typeof raw === 'string' ? parseDecimal(raw) : undefined;
  const value = decimal && exactNumber(decimal);
  return value !== undefined && Number.isFinite(decimalOf(value).exponent) ? value : undefined;
}
