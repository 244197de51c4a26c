/**
 * The one guard before mutations of items that are there. Several real APIs take a null id, an empty filter or an empty `or`
 * for every row: such a mutation is never sent, whatever the style.
 */
import type { MutationModel } from '../model/writes.js';
import { renderTemplate, type Slots } from '../styles/template.js';
import type { Json } from '../styles/vocabulary.js';
import { AdapterError } from '../wix/errors.js';

/** Stands for the item: what it holds may be empty. */
const anything = 'anything';

/**
 * @param slots with `id` or `ids`, and `referenced` where it is about a pair, as they will be sent
 * @throws UNKNOWN_ERROR: this would be a fault of the adapter, and nothing is sent
 */
export function guardOneItem({ name, arguments: templates }: MutationModel, slots: Slots): void {
  const { id, ids } = slots;
  const given = ids === undefined ? [id] : Array.isArray(ids) ? (ids as readonly Json[]) : [];
  if (given.length === 0 || !given.every(isId)) throw tooWide(name, 'it names no item');
  if ('referenced' in slots && !isId(slots.referenced)) throw tooWide(name, 'it names no other item');
  let named = false;
  for (const [argument, template] of Object.entries(templates)) {
    if (!holdsId(template)) continue;
    named = true;
    const value = renderTemplate(template, { ...slots, item: anything, items: anything, actions: anything });
    const place = emptyAt(value as Json, argument);
    if (place !== undefined) throw tooWide(name, `${place} is empty`);
  }
  if (!named) throw tooWide(name, 'no argument holds the id');
}

function isId(value: Json | undefined): boolean {
  return typeof value === 'string' ? value !== '' : typeof value === 'number' && Number.isFinite(value);
}

function holdsId(template: Json): boolean {
  if (typeof template === 'string') return /\$(?:ids?|referenced)(?![A-Za-z])/.test(template);
  if (typeof template !== 'object' || template === null) return false;
  return Object.values(template).some((each: Json) => holdsId(each));
}

function emptyAt(value: Json, place: string): string | undefined {
  if (value === null || value === '') return place;
  if (typeof value !== 'object') return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0) return place;
  for (const [key, inner] of entries) {
    const found = emptyAt(inner as Json, `${place}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function tooWide(mutation: string, why: string): AdapterError {
  return new AdapterError(
    'UNKNOWN_ERROR',
    `The mutation ${mutation} was not sent: ${why}, and then it could be about every item`,
    { status: 500 },
  );
}
