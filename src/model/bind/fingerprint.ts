/** What a bound collection's answers depend on, as one short text (see CollectionModel.fingerprint). */
import { createHash } from 'node:crypto';
import type { CollectionMapping } from '../../mapping/schema.js';
import type { FieldModel, FieldSource } from '../model.js';
import type { BindingUpstream } from './context.js';
import type { BoundList } from './list.js';

/**
 * @returns 16 characters, base64url. Names for people, limits and permissions do not belong to it: a cursor
 * outlives a change of these.
 */
export function fingerprintOf(
  mapping: CollectionMapping,
  upstream: BindingUpstream,
  { style, model }: BoundList,
  fields: ReadonlyMap<string, FieldModel>,
): string {
  const { type, id, list, get, aggregate, where, whereFor } = mapping;
  const bound = [...fields.values()].map(({ key, type: wixType, kind, nullable, source, ...field }) => [
    key,
    wixType,
    kind,
    nullable,
    sourceParts(source),
    // What the schema lets the upstream filter and sort on decides which rows a position counts.
    [...(field.filter?.operators.keys() ?? [])],
    [field.sortPath, field.sortable],
  ]);
  const steps = model.location.steps.map(({ name, field }) => [
    name,
    String(field.type),
    field.args.map((each) => [each.name, String(each.type)]),
  ]);
  const parts = [
    upstream.name,
    [...(upstream.idCodecs ?? [])],
    upstream.dialect?.name,
    { type, id, list, get, aggregate, where, whereFor, fields: withoutNames(mapping.fields) },
    style,
    [...model.constants],
    steps,
    bound,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

function sourceParts(source: FieldSource): readonly unknown[] {
  switch (source.kind) {
    case 'path':
      return [source.steps, source.members, source.codec.scalar];
    case 'template':
      return source.keys;
    case 'elsewhere':
      return [];
  }
}

/** Names and help texts are for people: they change no answer. */
function withoutNames(fields: CollectionMapping['fields']): readonly unknown[] {
  return Object.entries(fields).map(([key, field]) => {
    if (typeof field === 'string') return [key, { path: field }];
    const { displayName: _name, description: _text, ...rest } = field;
    return [key, rest];
  });
}
