/** Constant arguments of the list field and its siblings, with the facts of the request filled in. */
import type { CollectionModel } from '../mapping/model.js';
import type { Location } from '../upstream/location.js';
import type { ArgumentValues } from '../upstream/styles/address.js';
import type { Json } from '../upstream/styles/vocabulary.js';
import { fillScope, type Run } from './run.js';

export function constantArguments(model: CollectionModel, scope: Run['context']['scope']): ArgumentValues {
  const values: ArgumentValues = new Map();
  for (const [step, constants] of model.list.constants) {
    const filled = fillScope(constants as Json, scope) as Record<string, Json>;
    if (Object.keys(filled).length > 0) values.set(step, { ...filled });
  }
  return values;
}

/** Whether a sibling of the list field can be given the list's constant arguments: else it is about other rows. */
export function takesConstants(
  model: CollectionModel,
  { field }: Location,
  own: Readonly<Record<string, Json>> = {},
): boolean {
  return [...model.list.constants].every(([step, values]) =>
    Object.keys(values).every(
      (name) => own[name] !== undefined || (step === '' && field.args.some((each) => each.name === name)),
    ),
  );
}

/** Constant arguments of a sibling: its own, and those of the list field. */
export function siblingArguments(
  model: CollectionModel,
  scope: Run['context']['scope'],
  own: Readonly<Record<string, Json>> = {},
): ArgumentValues {
  const constants = fillScope({ ...(model.list.constants.get('') as object), ...own } as Json, scope);
  return new Map([['', constants as Record<string, Json>]]);
}
