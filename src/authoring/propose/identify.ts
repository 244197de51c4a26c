/** How a new item will be recognised when the answer of its insert is lost, as far as schema and dialect tell. */
import { type GraphQLSchema, isNonNullType } from 'graphql';
import type { CollectionModel } from '../../model/model.js';
import type { VerbModel, WrittenField } from '../../model/writes.js';
import type { Dialect, Identify } from '../../styles/vocabulary.js';
import type { DetectedList } from '../detect/collections.js';
import { uniqueFields } from '../detect/unique-fields.js';
import { fold } from '../detect/words.js';

/** Best first, where several fields are unique: names that other systems choose, then names that people choose. */
const preferred = [
  'externalreference',
  'externalid',
  'key',
  'sku',
  'code',
  'number',
  'slug',
  'handle',
  'email',
];

/**
 * A key of idempotency where the mutation says that it takes one, else a field that no two items share.
 * @param insert as it is bound
 * @returns undefined: nothing is known, or what is bound says it already
 */
export function proposedIdentify(
  { fields, writes }: CollectionModel,
  insert: VerbModel,
  detected: DetectedList,
  dialect: Dialect | undefined,
  schema: GraphQLSchema,
): Identify | undefined {
  const directive = directiveOf(insert, schema);
  if (directive) return { idempotency: directive };
  if (writes?.identify !== 'none') return undefined;
  const unique = uniqueFields(detected, insert.name, schema, dialect?.naturalKeys ?? []);
  const candidates = [...insert.fields.values()].filter((each) => {
    const type = fields.get(each.key)?.type;
    return (type === 'TEXT' || type === 'NUMBER') && unique.includes(placeOf(each));
  });
  const rank = (each: WrittenField): number => {
    const index = preferred.indexOf(fold(placeOf(each)));
    return (each.required ? 0 : 100) + (index < 0 ? preferred.length : index);
  };
  const [best] = candidates.sort((a, b) => rank(a) - rank(b));
  return best && { key: best.key };
}

function placeOf({ place }: WrittenField): string {
  return place.kind === 'path' ? place.path.join('.') : '';
}

/** A directive for a key that the description of the mutation names (Shopify). */
function directiveOf(
  { location: { field } }: VerbModel,
  schema: GraphQLSchema,
): { readonly directive: string; readonly argument: string } | undefined {
  for (const { name, args, locations } of schema.getDirectives()) {
    const [argument, ...others] = args.filter(({ type }) => isNonNullType(type));
    if (!argument || others.length > 0 || !locations.includes('FIELD' as never) || !/idempoten/i.test(name))
      continue;
    if (new RegExp(`@${name}\\b`).test(field.description ?? ''))
      return { directive: name, argument: argument.name };
  }
  return undefined;
}
