/** NUMBER from texts and ids that hold numbers, by declaration of the mapping. */
import { exactNumber, parseDecimal } from './decimal.js';
import { numberCodec } from './numbers.js';
import { type Codec, type CodecOptions, ConversionError, never } from './types.js';

/**
 * Texts: "5", "5.0" and "05" are all 5 here and three texts upstream, so nothing is compared there. Ids: only the
 * one canonical text of a whole number is accepted, so equality can be sent.
 */
export function numericTextCodec(options: CodecOptions): Codec {
  const numbers = numberCodec(options);
  if (options.scalar !== 'id' || options.scale !== undefined) return numbers;
  return {
    ...numbers,
    decode(raw) {
      if (raw === null || raw === undefined) return null;
      const text = typeof raw === 'number' && Number.isSafeInteger(raw) ? String(raw) : raw;
      const value =
        typeof text === 'string' && /^(?:0|-?[1-9]\d*)$/.test(text) ? parseDecimal(text) : undefined;
      const number = value && exactNumber(value);
      if (number === undefined) throw new ConversionError(raw, 'an id that is a whole number');
      return number;
    },
    encode(value) {
      if (value === null) return null;
      if (typeof value !== 'number' || !Number.isSafeInteger(value))
        throw new ConversionError(value, 'a whole number');
      return String(value + 0);
    },
    lossy: false,
    equality(value) {
      if (typeof value !== 'number' || !Number.isInteger(value)) return never;
      // Larger numbers print with an exponent, or come from ids of several spellings.
      if (!Number.isSafeInteger(value)) return undefined;
      return { kind: 'compare', operator: 'eq', value: String(value + 0) };
    },
  };
}
