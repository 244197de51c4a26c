/** Kinds of values, as filter styles tell them apart. */
import type { ValueKind } from '../../styles/vocabulary.js';
import type { ScalarKind } from '../codecs/scalars.js';

/** Which operator table of a style applies to a leaf. */
export function kindOf(scalar: ScalarKind): ValueKind {
  switch (scalar) {
    case 'int32':
    case 'float':
    case 'single':
    case 'decimal':
    case 'bigint':
    case 'epochSeconds':
    case 'epochMilliseconds':
      return 'number';
    case 'id':
    case 'uuid':
      return 'id';
    case 'boolean':
      return 'boolean';
    case 'dateTime':
    case 'localDateTime':
    case 'date':
      return 'date';
    case 'time':
    case 'timetz':
      return 'time';
    case 'json':
    case 'jsonText':
      return 'json';
    case 'enum':
      return 'enum';
    case 'unknown':
    case 'text':
    case 'url':
    case 'html':
    case 'color':
    case 'email':
      return 'text';
  }
}
