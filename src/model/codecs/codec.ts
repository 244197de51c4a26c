/** The one way to a codec: by the kind of the upstream's scalar and the type of the Wix field. */
import type { FieldType } from '../../wix/protocol.js';
import { booleanCodec } from './booleans.js';
import { documentCodec } from './documents.js';
import { epochCodec } from './epochs.js';
import { formattedCodec } from './formatted.js';
import { listCodec } from './lists.js';
import { notCompared, withoutValues } from './missing.js';
import { numberCodec } from './numbers.js';
import { numericTextCodec } from './numericTexts.js';
import type { ScalarKind } from './scalars.js';
import { textCodec } from './texts.js';
import { timeCodec } from './times.js';
import { type Codec, type CodecOptions, UnsupportedCodecError } from './types.js';
import { valuesCodec } from './values.js';

export * from './types.js';

/**
 * The codec of a field. Throws UnsupportedCodecError where no exact reading exists (a BOOLEAN from a date), so that a
 * mapping is refused at binding instead of row by row.
 */
export function createCodec(options: CodecOptions): Codec {
  const { scalar, type, list = false } = options;
  if (
    type === 'ARRAY_STRING' ||
    type === 'MULTI_REFERENCE' ||
    (type === 'ARRAY' && list && scalar !== 'json')
  )
    return listCodec(options, createCodec);
  if (list && listTypes.has(type)) return documentCodec(options);
  if (list)
    throw new UnsupportedCodecError(
      `a list cannot become ${type}; use ARRAY_STRING, ARRAY or a path to one element`,
    );
  const { enumValues } = options;
  const one = oneValue(options);
  const codec = scalar === 'enum' && enumValues ? { ...one, closed: enumValues } : one;
  const sent = options.compared === false ? notCompared(codec) : codec;
  return options.none ? withoutValues(sent, options.none) : sent;
}

function oneValue(options: CodecOptions): Codec {
  const { scalar, type, values, format } = options;
  if (values !== undefined) return valuesCodec(options, values);
  if (format !== undefined) return formattedCodec(options, format);
  const create = creators(scalar)[type];
  if (create === undefined)
    throw new UnsupportedCodecError(
      `${type} cannot be made of ${scalar === 'enum' ? 'an enum' : `a scalar of the kind ${scalar}`}${
        type === 'BOOLEAN' || type === 'NUMBER' ? ' without values' : ''
      }`,
    );
  return create(options);
}

type Creators = Readonly<Partial<Record<FieldType, (options: CodecOptions) => Codec>>>;

/** Types that take a list as it is. */
const listTypes: ReadonlySet<FieldType> = new Set<FieldType>([
  'ARRAY',
  'ARRAY_DOCUMENT',
  'MEDIA_GALLERY',
  'ANY',
]);
const documentTypes: ReadonlySet<FieldType> = new Set<FieldType>([
  'ANY',
  'ADDRESS',
  'ARRAY',
  'ARRAY_DOCUMENT',
  'MEDIA_GALLERY',
  'OBJECT',
  'RICH_CONTENT',
]);

const texts: Creators = Object.fromEntries(
  ['TEXT', 'URL', 'RICH_TEXT', 'IMAGE', 'VIDEO', 'AUDIO', 'DOCUMENT', 'LANGUAGE', 'REFERENCE'].map((type) => [
    type,
    textCodec,
  ]),
);
const documents: Creators = Object.fromEntries([...documentTypes].map((type) => [type, documentCodec]));
const plain: Creators = { ...texts, ANY: documentCodec };
const moments: Creators = { ...plain, DATETIME: timeCodec, DATE: timeCodec };
const numbers: Creators = { ...plain, NUMBER: numberCodec, DATETIME: epochCodec, DATE: epochCodec };
const written: Creators = { ...moments, NUMBER: numericTextCodec, TIME: timeCodec };

function creators(scalar: ScalarKind): Creators {
  switch (scalar) {
    case 'int32':
      return { ...numbers, BOOLEAN: booleanCodec };
    case 'float':
    case 'decimal':
    case 'bigint':
    case 'single':
    case 'epochSeconds':
    case 'epochMilliseconds':
      return numbers;
    case 'boolean':
      return { ...plain, BOOLEAN: booleanCodec };
    case 'dateTime':
    case 'localDateTime':
    case 'date':
      return moments;
    case 'time':
    case 'timetz':
      return { ...plain, TIME: timeCodec };
    case 'json':
      return { ...written, ...documents };
    case 'jsonText':
      return { ...texts, ...documents };
    case 'id':
      return { ...plain, NUMBER: numericTextCodec };
    case 'unknown':
      return { ...written, ...documents };
    case 'text':
    case 'html':
    case 'url':
    case 'color':
    case 'email':
      return written;
    case 'enum':
    case 'uuid':
      return plain;
  }
}
