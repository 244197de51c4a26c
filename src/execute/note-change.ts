/** Changes of items: what was remembered of lists that show them is not true any more. */
import { namesOf } from '../model/caching.js';
import type { CollectionModel } from '../model/model.js';
import type { Runtime } from './execution.js';

/** Items of these collections change: every collection that is read from one of their types forgets orders, places and pages. */
export function noteChange(
  { collections, knowledge }: Pick<Runtime, 'collections' | 'knowledge'>,
  models: readonly CollectionModel[],
): void {
  const changed = new Set(namesOf(models, 'writes'));
  const readers = [...collections()].filter((each) =>
    namesOf([each], 'reads').some((name) => changed.has(name)),
  );
  for (const each of new Set([...models, ...readers])) knowledge(each).wrote();
}
