/** DATE, DATETIME and TIME from texts that a format of the mapping describes. */
import type { Json } from '../../styles/vocabulary.js';
import type { TextFormat } from './format.js';
import { isCommonYear, timeText } from './instants.js';
import { dayOperand, instantOperand } from './operand.js';
import { codecOf, writeMoment, wrongOperand } from './times.js';
import { type Codec, type CodecOptions, type Constraint, never, UnsupportedCodecError } from './types.js';

/**
 * Each text of a format is one value, so equality names the one text. Such texts are in another order than their values,
 * and a time of day may be stored finer than it is printed: neither is compared upstream.
 */
export function formattedCodec({ scalar, type }: CodecOptions, format: TextFormat): Codec {
  if (format.type === 'TIME' ? type !== 'TIME' : type !== 'DATE' && type !== 'DATETIME')
    throw new UnsupportedCodecError(`the format ${format.source} holds a ${format.type}, not a ${type}`);
  const codec = codecOf(type, scalar, {
    read: (raw) => (typeof raw === 'string' ? format.parse(raw) : undefined),
    write: type === 'TIME' ? timeText : writeMoment(type),
    expected: `a text of the form ${format.source}`,
    operand: undefined,
    precisionLoss: type === 'DATE' && format.type === 'DATETIME',
    print(milliseconds) {
      if (format.type !== 'TIME' && !isCommonYear(milliseconds)) return undefined;
      const text = format.print(milliseconds);
      return format.parse(text) === milliseconds ? text : undefined;
    },
    printed: `a moment that ${format.source} can write`,
  });
  return format.type === 'DATE' ? { ...codec, equality } : codec;

  function equality(value: Json): Constraint | undefined {
    const milliseconds = type === 'DATE' ? dayOperand(value) : instantOperand(value);
    if (milliseconds === undefined)
      return wrongOperand(type, value) === 'never' || typeof value === 'string' ? never : undefined;
    if (!isCommonYear(milliseconds)) return never;
    const text = format.print(milliseconds);
    return format.parse(text) === milliseconds ? { kind: 'compare', operator: 'eq', value: text } : never;
  }
}
