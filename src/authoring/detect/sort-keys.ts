/** Direction words of sort enums, and how enum values name fields. */

import { constantCase } from '../../styles/template.js';
import type { SortStyle } from '../../styles/vocabulary.js';
import type { Entity } from './entity.js';
import { fold } from './words.js';

export interface Directions {
  readonly up: string;
  readonly down: string;
  /** The words themselves put missing values where Wix wants them: first ascending, last descending. */
  readonly exact: boolean;
}

/** The pair of directions in an enum that holds nothing else; undefined: another enum. */
export function directionsOf(values: readonly string[]): Directions | undefined {
  if (values.length < 2 || values.length > 8 || !values.every((value) => /^_?(asc|desc)/i.test(value)))
    return undefined;
  const up = values.find((value) => /^asc(ending)?_?nulls_?first$/i.test(value));
  const down = values.find((value) => /^desc(ending)?_?nulls_?last$/i.test(value));
  if (up !== undefined && down !== undefined) return { up, down, exact: true };
  const plainUp =
    values.find((value) => /^asc(ending)?$/i.test(value)) ?? values.find((value) => /^asc/i.test(value));
  const plainDown =
    values.find((value) => /^desc(ending)?$/i.test(value)) ?? values.find((value) => /^desc/i.test(value));
  return plainUp !== undefined && plainDown !== undefined
    ? { up: plainUp, down: plainDown, exact: false }
    : undefined;
}

/**
 * How the keys of an enum spell the entity's fields: the slot for the rule that fits most, and names for those fields
 * that only match loosely (`CREATED` for `createdAt`).
 */
export function keyNames(
  keys: readonly string[],
  entity: Entity,
): { readonly slot: string; readonly fields: Pick<SortStyle, 'fields'> } {
  const present = new Set(keys);
  const names = [...entity.fields.values()].filter((field) => field.leaf && !field.list);
  const rules: readonly (readonly [string, (name: string) => string])[] = [
    ['$field', (name) => name],
    ['$FIELD', constantCase],
    ['$Field', (name) => name.charAt(0).toUpperCase() + name.slice(1)],
  ];
  const hits = (rule: (name: string) => string): number =>
    names.filter((field) => present.has(rule(field.name))).length;
  const ranked = [...rules].sort((a, b) => hits(b[1]) - hits(a[1]));
  const upper = keys.every((key) => key === key.toUpperCase());
  const [slot, rule] = hits(ranked[0]![1]) > 0 ? ranked[0]! : upper ? rules[1]! : rules[0]!;
  const fields: Record<string, string> = {};
  for (const field of names) {
    if (present.has(rule(field.name))) continue;
    const loose = keys.find(
      (key) => fold(key) === fold(field.name) || fold(key) === fold(field.name).replace(/(at|date|on)$/, ''),
    );
    if (loose !== undefined && rule(loose) === loose) fields[field.path] = loose;
  }
  return { slot, fields: Object.keys(fields).length > 0 ? { fields } : {} };
}
