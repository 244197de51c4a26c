/** Cells that hold no value of their field: what the answer does not depend on is shown without a value, and said once. */
import type { CellFault } from '../model/cell-fault.js';
import type { CollectionModel } from '../model/model.js';
import type { Execution } from './execution.js';

/**
 * What becomes of such cells in rows that are read for these fields.
 * @param evaluated keys of the fields that are worked with here: without one of them the answer would be another
 * @throws AdapterError that names item, field and mapping line
 */
export function tolerating(
  { runtime, requestId, observe }: Execution,
  model: CollectionModel,
  evaluated: readonly string[],
): (fault: CellFault) => void {
  return ({ key, error }) => {
    if (evaluated.includes(key)) throw error;
    if (runtime.knowledge(model).firstTime(`cell ${key}`))
      observe({
        kind: 'cell unreadable',
        requestId,
        collection: model.id,
        field: key,
        message: `${error.message} Such cells are shown without a value.`,
        reason: error.reason,
      });
  };
}
