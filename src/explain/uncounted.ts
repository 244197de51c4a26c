/** Why the upstream cannot count just the rows that match, so that they are read and counted here. */
import type { CollectionModel } from '../model/model.js';
import { nothingHelps, type Refusal, refused } from '../plan/part.js';
import type { ResidualReason } from '../plan/translate.js';

export function uncounted(model: CollectionModel, filtered: boolean): ResidualReason {
  const { reason, remedy } = countRefusal(model, filtered);
  return { path: 'total', operator: 'count', reason, remedy, position: model.positions.count };
}

function countRefusal(model: CollectionModel, filtered: boolean): Refusal {
  const { count } = model.list;
  if (!count)
    return refused(
      'the upstream does not tell the number of rows',
      'list.count, if the API tells an exact number',
    );
  if (filtered && count.filterAt === null)
    return refused(
      'the upstream cannot count with this filter',
      'list.count.filter: the argument of the count that takes the filter, if there is one',
    );
  return refused(
    'the count of the upstream does not take the constant arguments of the list, so it is of other rows',
    nothingHelps,
  );
}
