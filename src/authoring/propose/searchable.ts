/**
 * Which fields of a collection a search language takes, as far as the schema's descriptions tell: the language itself
 * comes from the dialect, the fields and their names from the description of the argument.
 */

import type { FieldMapping } from '../../mapping/schema.js';
import { listStyleFor } from '../../styles/dialects/list-style.js';
import type { Dialect, ValueKind } from '../../styles/vocabulary.js';
import type { DetectedList } from '../detect/collections.js';
import { type DescribedField, describedFields } from '../detect/described-fields.js';
import { leafKind } from '../detect/kinds.js';
import { enumValuesOf, fieldOf, isLeafType, type SchemaField, shapeOf } from '../detect/shape.js';
import { fold, singular } from '../detect/words.js';
import type { ProposedField } from './fields.js';

export interface Searchable {
  /** For `list.filter.searchable`: `created_at:date`. */
  readonly entries: readonly string[];
  readonly fields: readonly ProposedField[];
}

/** undefined: the list has no search language, or nothing describes its fields. */
export function proposeSearchable(
  detected: DetectedList,
  dialect: Dialect | undefined,
  idPath: string,
  fields: readonly ProposedField[],
): Searchable | undefined {
  const own = detected.steps[detected.steps.length - 1]!;
  const style = listStyleFor(dialect, own.type)?.filter;
  if (style?.style !== 'search') return undefined;
  const described = describedFields(own.args.find((each) => each.name === style.at)?.description);
  if (described.length === 0) return undefined;
  const entries = new Map<string, string>();
  const name = (path: string): string | undefined => {
    const leaf = leafAt(detected, path);
    const found = leaf && described.find((each) => names(each, path, leaf) && means(each, leaf));
    // A name has one kind: discountCode and discountCodes cannot both be discount_code.
    if (!found || entries.has(found.name)) return undefined;
    entries.set(found.name, `${found.name}:${leaf.kind}`);
    return found.name;
  };
  name(idPath);
  const named = fields.map((each): ProposedField => {
    const path = typeof each.value === 'string' ? each.value : each.value.path;
    const filter = path === undefined ? undefined : name(path);
    if (filter === undefined || filter === path || style.fields?.[path!] === filter) return each;
    const value: FieldMapping = typeof each.value === 'string' ? { path: each.value } : each.value;
    return { ...each, value: { ...value, filter } };
  });
  return { entries: [...entries.values()], fields: named };
}

interface Leaf {
  readonly kind: ValueKind;
  readonly field: SchemaField;
  /** Name of the type that has the field. */
  readonly owner: string;
}

function leafAt(detected: DetectedList, path: string): Leaf | undefined {
  let type = detected.entity.type;
  let owner = type.name;
  let field: SchemaField | undefined;
  for (const step of path.split('.')) {
    field = fieldOf(type, step);
    if (!field) return undefined;
    owner = type.name;
    type = shapeOf(field.type).named;
  }
  if (!field || !isLeafType(type)) return undefined;
  const kind = shapeOf(field.type).lists > 0 ? 'list' : leafKind(type);
  return kind === 'json' || kind === 'time' ? undefined : { kind, field, owner };
}

/**
 * `created_at` for createdAt, `tag` for tags, `customer_id` for customer.id, or what its description links to. Where it
 * links to other types only, as a product's `sku` does to its variants, it means another field of that name.
 */
function names({ name, links }: DescribedField, path: string, { owner }: Leaf): boolean {
  const direct = path.includes('.') ? undefined : `${owner}.${path}`.toLowerCase();
  if (links.length > 0 && !links.some((each) => each.startsWith(`${owner.toLowerCase()}.`))) return false;
  return (
    fold(name) === fold(path) ||
    fold(name) === fold(singular(path)) ||
    (direct !== undefined && links[0] === direct)
  );
}

/** The same kind of value; for enums all of them, since a language that knows only some would leave items out. */
function means({ kind, values }: DescribedField, { kind: own, field }: Leaf): boolean {
  if (own === 'enum') {
    const all = enumValuesOf(field.type).every((each) => values.includes(each.toLowerCase()));
    return (kind === undefined || kind === 'text') && (values.length === 0 || all);
  }
  if (own === 'list') return kind === undefined || kind === 'text';
  return kind === undefined ? own !== 'number' : kind === own;
}
