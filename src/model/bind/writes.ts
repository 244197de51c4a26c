/** Declared mutations are checked when the collection is bound. That is all that happens to them: none is sent. */

import type { CollectionMapping } from '../../mapping/schema.js';
import type { Slots } from '../../styles/template.js';
import type { BindContext } from './context.js';
import { writeFaults } from './write-faults.js';

export const writeVerbs = ['insert', 'update', 'remove'] as const;

/** @param envelope output path that the names of written fields leave out (Strapi 4: attributes) */
export function bindWrites(slots: Slots, envelope: string | undefined, context: BindContext): void {
  const { writes, fields, type } = context.located.value;
  const { schema } = context;
  const written = writtenNames(fields, envelope);
  for (const verb of writeVerbs) {
    const write = writes?.[verb];
    if (!write) continue;
    const faults = writeFaults(write, { schema, type, written, slots });
    for (const { path, message, options } of faults)
      context.problem(['writes', verb, ...path], message, options);
  }
}

/** Fields of related objects are not written through this item. */
export function writtenNames(
  fields: CollectionMapping['fields'],
  envelope: string | undefined,
): readonly string[] {
  const prefix = envelope === undefined || envelope === '' ? '' : `${envelope}.`;
  return Object.values(fields).flatMap((field) => {
    const path = typeof field === 'string' ? field : field.path;
    if (!path?.startsWith(prefix)) return [];
    const name = path.slice(prefix.length);
    return /^\w+$/.test(name) ? [name] : [];
  });
}
