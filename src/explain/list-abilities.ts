/** What can be asked of a collection as a whole, and where it is done: by the planner, like what fields can do. */
import type { CollectionModel } from '../model/model.js';
import { condition, everything, type Filter } from '../wix/filter/tree.js';
import type { Ability, Probe } from './abilities.js';
import { type Outline, outlineOf } from './outline.js';

/** `reason`: what would help, where it is done here. */
export interface ListAbility extends Pick<Ability, 'state' | 'reason'> {
  readonly operation: 'count' | 'by id';
}

/** Ids that APIs with numbers can have as well as those with texts. */
const someIds = ['1', '2'];

/** The number of all items, and items by their ids. */
export function listAbilitiesOf(model: CollectionModel, probe: Probe): readonly ListAbility[] {
  const outline = (filter: Filter): Outline =>
    outlineOf(probe({ kind: 'count', request: { collectionId: model.id, filter, consistentRead: false } }));
  const isCounted = outline(everything).counted?.kind !== 'rows';
  const isGot =
    model.get.one !== undefined ||
    model.get.many !== undefined ||
    outline(condition('_id', 'in', someIds)).access !== 'scan';
  return [
    judged('count', isCounted, 'all rows are read to be counted; list.count, where the API counts'),
    judged('by id', isGot, 'all rows are read to find an id; get, where the API gives items by id'),
  ];
}

function judged(operation: ListAbility['operation'], isThere: boolean, reason: string): ListAbility {
  return isThere ? { operation, state: 'there', reason: '' } : { operation, state: 'here', reason };
}
