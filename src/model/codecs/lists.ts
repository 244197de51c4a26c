/** ARRAY_STRING, MULTI_REFERENCE and ARRAY from GraphQL lists: each element by a codec of its own. */
import type { Json } from '../../styles/vocabulary.js';
import { naturalType } from './infer.js';
import { type Codec, type CodecOptions, ConversionError } from './types.js';

/**
 * Texts leave null elements out, since the protocol's list of texts holds texts only (section 8); ARRAY keeps them.
 * Equality and order of whole lists are never sent upstream; operands of has, hasSome and hasAll go through `element`.
 */
export function listCodec(options: CodecOptions, create: (element: CodecOptions) => Codec): Codec {
  const { scalar, type } = options;
  const texts = type !== 'ARRAY';
  const element = create({
    ...options,
    list: false,
    type: texts ? 'TEXT' : options.values ? 'ANY' : (options.format?.type ?? naturalType(scalar)),
  });
  return {
    type,
    scalar,
    decode(raw) {
      if (raw === null || raw === undefined) return null;
      if (!Array.isArray(raw)) throw new ConversionError(raw, 'a list');
      const decoded = raw.map((each, index) => decodeElement(each, index));
      return texts ? decoded.filter((each) => each !== null) : decoded;
    },
    ...(element.encode === undefined ? {} : { encode: encodeList }),
    lossy: (element.lossy ?? false) || (texts && options.nullableElements === true),
    equality: () => undefined,
    bound: () => undefined,
    textual: false,
    order: 'none',
    monotone: false,
    precisionLoss: false,
    element,
    verbatim: texts && element.verbatim === 'text' ? 'texts' : undefined,
  };

  function encodeList(value: Json): Json {
    if (value === null) return null;
    if (!Array.isArray(value)) throw new ConversionError(value, texts ? 'a list of texts' : 'a list');
    return value.map((each: Json, index) => {
      if (texts && type !== 'MULTI_REFERENCE' && typeof each !== 'string')
        throw new ConversionError(each, `a text (element ${index} of the list)`);
      return element.encode!(each);
    });
  }

  function decodeElement(raw: unknown, index: number): Json {
    try {
      if (texts && typeof raw === 'object' && raw !== null) throw new ConversionError(raw, 'a text');
      const value = element.decode(raw);
      if (texts && value !== null && typeof value !== 'string') throw new ConversionError(raw, 'a text');
      return value;
    } catch (error) {
      if (!(error instanceof ConversionError)) throw error;
      throw new ConversionError(error.value, `${error.expected} (element ${index} of the list)`);
    }
  }
}
