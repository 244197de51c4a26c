/**
 * Templates that the integrator wrote: whether they hold the slots without which every request would say the same, and
 * whether each `$word` is a slot at all. What is none would be sent upstream as it stands.
 */

import { isPlainObject } from '../../json.js';
import type { Path } from '../../mapping/source.js';
import { didYouMean } from '../../mapping/suggest.js';
import type {
  FilterStyle,
  GetStyle,
  Json,
  ListOverrides,
  OperatorSpec,
  OperatorTable,
} from '../../styles/vocabulary.js';
import { factNames } from '../../upstream/transport/context.js';

export interface TemplateFault {
  /** Below what was judged. */
  readonly path: Path;
  readonly message: string;
  readonly within?: string;
  readonly help?: string;
}

const fieldSlotNames = ['field', 'Field', 'FIELD'] as const;
const operandSlotNames = ['value', 'text', 'like', 'regex', 'glob'] as const;
const nameSlotNames = ['list', 'List', 'type', 'Type'] as const;
/** These say all by themselves. */
const withoutOperand: readonly string[] = ['isNull', 'notNull', 'isEmptyList'];

/** @param kind the filter's style, with what the layers below say of it */
export function templateFaults(
  style: ListOverrides,
  kind: FilterStyle['style'] | undefined,
): TemplateFault[] {
  const { filter, sort } = style;
  return [
    ...(filter ? operatorFaults(filter, kind) : []),
    ...(filter ? combinatorFaults(filter) : []),
    ...(sort ? sortFaults(sort) : []),
  ];
}

type WrittenFilter = NonNullable<ListOverrides['filter']>;

function operatorFaults(filter: WrittenFilter, kind: FilterStyle['style'] | undefined): TemplateFault[] {
  if (kind === 'search' || kind === undefined) return [];
  const faults: TemplateFault[] = [];
  for (const [fieldKind, table] of Object.entries(filter.operators ?? {})) {
    for (const [operator, entry] of Object.entries(table ?? {})) {
      if (entry === null || entry === undefined) continue;
      const at = ['filter', 'operators', fieldKind, operator];
      for (const { template, path } of spellings(entry as Json, at)) {
        // The text of a suffix: the field stands before it, the operand is its value.
        if (kind === 'suffixes' && typeof template === 'string') continue;
        const own = conditionFaults(operator, template, path);
        faults.push(...own);
        const named = kind === 'operators' || kind === 'equality' || holdsSlot(template, fieldSlotNames);
        if (own.length === 0 && !named)
          faults.push({
            path,
            message: `${operator} names no field, so it would ask the same for every field of kind ${fieldKind}`,
            help: `write it in the field that it is meant for: ${fieldKind === 'id' ? 'id: { path: …, operators' : 'fields.‹key›.operators'}: { ${operator}: ${JSON.stringify(template)} }${fieldKind === 'id' ? ' }' : ''}`,
          });
      }
    }
  }
  return faults;
}

/** Operators of one field, below `operators` of the field. */
export function ownOperatorFaults(table: OperatorTable): TemplateFault[] {
  return Object.entries(table).flatMap(([operator, entry]) =>
    entry === null || entry === undefined
      ? []
      : spellings(entry as Json, [operator]).flatMap(({ template, path }) =>
          conditionFaults(operator, template, path),
        ),
  );
}

function conditionFaults(operator: string, template: Json, path: Path): TemplateFault[] {
  const unknown = slotFaults(template, path, [...fieldSlotNames, ...operandSlotNames]);
  if (unknown.length > 0 || withoutOperand.includes(operator) || holdsSlot(template, operandSlotNames))
    return unknown;
  const message = `${operator} holds no $value, so it would say the same of every operand`;
  return [{ path, message, help: `e.g. { ${operator}: $value }` }];
}

/** Templates of one operator, with their places: itself, or what is sent and what else. */
export function spellings(entry: Json, at: Path): { template: Json; path: Path }[] {
  if (!isPlainObject(entry) || !('send' in entry)) return [{ template: entry, path: at }];
  const { send, otherwise } = entry as OperatorSpec;
  return [
    { template: send, path: [...at, 'send'] },
    ...(otherwise === undefined ? [] : [{ template: otherwise.send, path: [...at, 'otherwise', 'send'] }]),
  ];
}

function combinatorFaults(filter: WrittenFilter): TemplateFault[] {
  return (['and', 'or', 'not'] as const).flatMap((name) => {
    const template = filter[name];
    if (template === null || template === undefined) return [];
    const wanted = name === 'not' ? ['one', 'all'] : ['all'];
    const path = ['filter', name];
    const unknown = slotFaults(template, path, wanted);
    if (unknown.length > 0 || holdsSlot(template, wanted)) return unknown;
    const slots = wanted.map((slot) => `$${slot}`).join(' or ');
    return [{ path, message: `${name} holds no ${slots}, so the conditions inside it would be lost` }];
  });
}

function sortFaults(sort: NonNullable<ListOverrides['sort']>): TemplateFault[] {
  const written: [Path, Json | null | undefined][] = [
    [['sort', 'ascending'], sort.ascending],
    [['sort', 'descending'], sort.descending],
    [['sort', 'otherwise', 'ascending'], sort.otherwise?.ascending],
    [['sort', 'otherwise', 'descending'], sort.otherwise?.descending],
  ];
  return written.flatMap(([path, template]) => {
    if (template === null || template === undefined) return [];
    const unknown = slotFaults(template, path, fieldSlotNames);
    if (unknown.length > 0 || holdsSlot(template, fieldSlotNames)) return unknown;
    const message = `${String(path.at(-1))} holds no $field, so it would sort by the same whatever is asked for`;
    return [{ path, message, help: 'e.g. { $field: ASC } or $FIELD_ASC' }];
  });
}

/** Calls of a getter that do not name the item which is asked for. */
export function getFaults({ arguments: one, many }: GetStyle): TemplateFault[] {
  return [
    ...(one ? idFaults(one as Json, 'id', ['arguments']) : []),
    ...(many ? idFaults(many.arguments as Json, 'ids', ['many', 'arguments']) : []),
  ];
}

function idFaults(template: Json, slot: 'id' | 'ids', path: Path): TemplateFault[] {
  const slots = [slot, ...fieldSlotNames, ...nameSlotNames];
  const unknown = slotFaults(template, path, slots, factNames);
  if (unknown.length > 0 || holdsSlot(template, [slot])) return unknown;
  const message = `no argument holds $${slot}, so the same would be read whatever is asked for`;
  return [{ path, message, help: `e.g. { ${slot}: $${slot} }` }];
}

/**
 * Words after a dollar sign that are no slots of this place.
 * @param facts of the request, each of which stands alone or not at all
 */
function slotFaults(
  template: Json,
  path: Path,
  slots: readonly string[],
  facts: readonly string[] = [],
): TemplateFault[] {
  const known = [...slots.map((slot) => `$${slot}`), ...facts];
  const faults: TemplateFault[] = [];
  for (const { text, key } of textsOf(template)) {
    if (facts.includes(text) && !key) continue;
    for (const [word] of text.matchAll(/\$[A-Za-z][A-Za-z0-9_.]*/g)) {
      if (slots.some((slot) => beginsWithSlot(word.slice(1), slot))) continue;
      const help = didYouMean(word, known);
      // Scalars that take JSON have members such as $eq.
      if (key && !(help && /field/i.test(help))) continue;
      const message = `"${word}" is not a slot here, so it would be sent as it stands`;
      faults.push({ path, message, within: word, help: help ?? `slots here: ${known.join(', ')}` });
    }
  }
  return faults;
}

/** `$fieldSum` is $field and "Sum"; other slots end where the word ends. */
function beginsWithSlot(word: string, slot: string): boolean {
  if (!word.startsWith(slot)) return false;
  return /field/i.test(slot) || !/^[A-Za-z0-9]/.test(word.slice(slot.length));
}

/**
 * Whether a template holds one of the slots, as a value, inside a text or as a key.
 * @param slots names without `$`
 */
export function holdsSlot(template: Json, slots: readonly string[]): boolean {
  return textsOf(template).some(({ text }) =>
    slots.some((slot) => new RegExp(`\\$${slot}${/field/i.test(slot) ? '' : '(?![A-Za-z0-9])'}`).test(text)),
  );
}

function textsOf(template: Json): { readonly text: string; readonly key: boolean }[] {
  if (typeof template === 'string') return [{ text: template, key: false }];
  if (Array.isArray(template)) return template.flatMap((each: Json) => textsOf(each));
  if (!isPlainObject(template)) return [];
  return Object.entries(template).flatMap(([name, value]) => [{ text: name, key: true }, ...textsOf(value)]);
}
