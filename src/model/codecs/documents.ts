/** OBJECT, ARRAY, ANY, ADDRESS, RICH_CONTENT, … : JSON that is handed on as it is, never compared upstream. */
import type { Json } from '../../styles/vocabulary.js';
import type { FieldType } from '../../wix/protocol.js';
import { type Codec, type CodecOptions, ConversionError } from './types.js';

const lists: ReadonlySet<FieldType> = new Set<FieldType>(['ARRAY', 'ARRAY_DOCUMENT', 'MEDIA_GALLERY']);
const objects: ReadonlySet<FieldType> = new Set<FieldType>(['OBJECT', 'RICH_CONTENT']);

/** Lists and objects as they are, from JSON or from texts that hold JSON. Nothing is compared upstream. */
export function documentCodec({ scalar, type }: CodecOptions): Codec {
  return {
    type,
    scalar,
    decode(raw) {
      const value = scalar === 'jsonText' ? parseText(raw) : raw;
      if (value === null || value === undefined) return null;
      checkForm(value, raw);
      return value as Json;
    },
    encode(value) {
      if (value === null) return null;
      checkForm(value, value);
      return scalar === 'jsonText' ? JSON.stringify(value) : value;
    },
    equality: () => undefined,
    bound: () => undefined,
    textual: false,
    order: 'none',
    monotone: false,
    precisionLoss: false,
  };

  function checkForm(value: unknown, raw: unknown): void {
    if (lists.has(type) && !Array.isArray(value)) throw new ConversionError(raw, 'a list');
    if (objects.has(type) && (typeof value !== 'object' || Array.isArray(value)))
      throw new ConversionError(raw, 'an object');
    checkNumbers(value);
  }
}

function parseText(raw: unknown): unknown {
  if (raw === null || raw === undefined) return null;
  if (typeof raw !== 'string') throw new ConversionError(raw, 'a text of JSON');
  try {
    return JSON.parse(raw);
  } catch {
    throw new ConversionError(raw, 'a text of JSON');
  }
}

/** JSON such as 1e999 reads as infinity, which JSON cannot write again. Walks without recursion: depth is not ours. */
function checkNumbers(value: unknown): void {
  const open = [value];
  while (open.length > 0) {
    const each = open.pop();
    if (typeof each === 'number' && !Number.isFinite(each))
      throw new ConversionError(each, 'a finite number');
    if (typeof each === 'object' && each !== null) for (const child of Object.values(each)) open.push(child);
  }
}
