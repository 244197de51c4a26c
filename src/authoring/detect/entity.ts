/** The object type behind the items of a list, as filters and sorts see it: field names and kinds of values. */
import type { GraphQLNamedType } from 'graphql';
import type { ValueKind } from '../../styles/vocabulary.js';
import { leafKind } from './kinds.js';
import { fieldsOf, isLeafType, requiredArguments, type SchemaField, shapeOf } from './shape.js';
import { fold } from './words.js';

export interface EntityField {
  readonly name: string;
  /** Output path from the item: `name`, `attributes.name`, `Name.value`. */
  readonly path: string;
  readonly kind: ValueKind;
  /** A scalar or enum, or a list of them; else an object. */
  readonly leaf: boolean;
  readonly list: boolean;
  readonly field: SchemaField;
}

export interface Entity {
  readonly type: GraphQLNamedType;
  /** Member that holds the item's own fields (Strapi 4: `attributes`). */
  readonly envelope: string | undefined;
  readonly fields: ReadonlyMap<string, EntityField>;
  /** Fields by folded name, for names that differ only in spelling. */
  readonly folded: ReadonlyMap<string, EntityField>;
}

export function describeEntity(type: GraphQLNamedType): Entity {
  const envelope = envelopeOf(type);
  const fields = new Map<string, EntityField>();
  for (const field of fieldsOf(type)) if (field.name !== envelope?.name) add(field, field.name);
  if (envelope) {
    for (const field of fieldsOf(shapeOf(envelope.type).named)) add(field, `${envelope.name}.${field.name}`);
  }
  const folded = new Map<string, EntityField>();
  for (const field of fields.values()) if (!folded.has(fold(field.name))) folded.set(fold(field.name), field);
  return { type, envelope: envelope?.name, fields, folded };

  function add(field: SchemaField, path: string): void {
    if (requiredArguments(field).length > 0) return;
    const shape = shapeOf(field.type);
    const inner = shape.lists === 0 ? leafEnvelopeOf(shape.named) : undefined;
    const leaf = inner !== undefined || isLeafType(shape.named);
    fields.set(field.name, {
      name: field.name,
      path: inner ? `${path}.${inner.name}` : path,
      kind:
        shape.lists > 0 && leaf
          ? 'list'
          : leaf
            ? leafKind(inner ? shapeOf(inner.type).named : shape.named)
            : 'json',
      leaf,
      list: shape.lists > 0,
      field,
    });
  }
}

/** `{id attributes{…}}` and nothing else of note: the item's fields stand one level down (Strapi 4). */
function envelopeOf(type: GraphQLNamedType): SchemaField | undefined {
  const fields = fieldsOf(type);
  if (fields.length > 3 || !fields.some((field) => field.name === 'id')) return undefined;
  return fields.find(
    (field) => field.name === 'attributes' && fieldsOf(shapeOf(field.type).named).length > 0,
  );
}

/** `{value displayValue label}`: a value dressed as an object (Salesforce). */
export function leafEnvelopeOf(type: GraphQLNamedType): SchemaField | undefined {
  const fields = fieldsOf(type);
  const value = fields.find((field) => field.name === 'value');
  if (!value || !isLeafType(shapeOf(value.type).named) || fields.length > 6) return undefined;
  return fields.some((field) => field.name === 'displayValue') ? value : undefined;
}
