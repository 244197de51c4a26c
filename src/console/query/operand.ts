/** What someone writes beside a condition, as the operand that Wix would send. */
import type { FilterOperator } from '../../wix/filter/tree.js';
import type { Json } from '../../wix/json.js';
import type { FieldType } from '../../wix/protocol.js';

const ofLists: ReadonlySet<FilterOperator> = new Set(['in', 'nin', 'hasSome', 'hasAll']);
const ofSwitches: ReadonlySet<FilterOperator> = new Set(['exists', 'isEmpty']);

/**
 * JSON in quotes, brackets or braces, and `null`, are taken as they are. Everything else is read as the field's type says;
 * for operators that take a list, values stand between commas. What is no value of the type stays a text: Wix may send that too.
 */
export function operandOf(text: string, type: FieldType, operator: FilterOperator): Json {
  const given = text.trim();
  if (/^["[{]|^null$/.test(given)) {
    try {
      return JSON.parse(given) as Json;
    } catch {
      // A text that begins like JSON.
    }
  }
  if (ofSwitches.has(operator)) return given !== 'false';
  if (ofLists.has(operator))
    return given === '' ? [] : given.split(',').map((each) => typedValue(each.trim(), type));
  return typedValue(text, type);
}

function typedValue(text: string, type: FieldType): Json {
  const plain = text.trim();
  if (type === 'DATETIME') return { $date: plain };
  if (type === 'BOOLEAN' && (plain === 'true' || plain === 'false')) return plain === 'true';
  if (type === 'NUMBER' && plain !== '' && Number.isFinite(Number(plain))) return Number(plain);
  return text;
}
