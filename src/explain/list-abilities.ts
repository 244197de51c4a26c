/** What can be asked of a collection as a whole, and where it is done: by the planner, like what fields can do. */
import { ConversionError } from '../model/codecs/codec.js';
import type { CollectionModel } from '../model/model.js';
import { condition, everything } from '../wix/filter/tree.js';
import type { Json } from '../wix/json.js';
import { type Ability, abilityStates, filterAbility, type Probe } from './abilities.js';
import { outlineOf } from './outline.js';

export interface ListAbility extends Pick<Ability, 'state' | 'reason' | 'position'> {
  readonly operation: 'count' | 'by id';
}

/** Ids of APIs, in the forms that are usual: numbers, texts, UUIDs, and global ids of Relay, Shopify and GitLab. */
const usualIds = [
  1,
  '1',
  'some text',
  'c0ffee00-0000-4000-8000-000000000001',
  'VHlwZTox',
  'gid://shopify/Product/1',
  'gid://gitlab/Project/1',
];

/** The number of all items, and an item by its id. */
export function listAbilitiesOf(model: CollectionModel, probe: Probe): readonly ListAbility[] {
  const request = { collectionId: model.id, filter: everything, consistentRead: false };
  const { counted } = outlineOf(probe({ kind: 'count', request }));
  // Where it depends on the id, the worst of it.
  const [worst] = idsOf(model)
    .map((id) => filterAbility(model, '_id', condition('_id', 'eq', id), probe))
    .sort((a, b) => abilityStates.indexOf(b.state) - abilityStates.indexOf(a.state));
  return [
    counted?.kind === 'rows'
      ? {
          operation: 'count',
          state: 'here',
          reason: 'all rows are read to be counted; list.count, where the API counts',
        }
      : { operation: 'count', state: 'there', reason: '' },
    ...(worst ? [{ operation: 'by id' as const, ...worst }] : []),
  ];
}

/** As the collection shows them. */
function idsOf(model: CollectionModel): readonly Json[] {
  const { source } = model.fields.get('_id')!;
  if (source.kind !== 'path') return [];
  return usualIds.flatMap((id) => {
    try {
      return [source.codec.decode(id)];
    } catch (error) {
      // No id of this API looks so.
      if (error instanceof ConversionError) return [];
      throw error;
    }
  });
}
