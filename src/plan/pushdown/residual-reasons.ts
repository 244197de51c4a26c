/** Why conditions are checked here: each for its own reason, or because of those that it stands together with. */
import type { CollectionModel } from '../../model/model.js';
import type { Condition, Filter } from '../../wix/filter/tree.js';
import { type Part, type Refusal, refused } from './part.js';

/** Why a condition is checked here. */
export interface ResidualReason {
  readonly path: string;
  readonly operator: string;
  readonly reason: string;
  /** The mapping line that would change it. */
  readonly remedy: string;
  /** Where the field is mapped. */
  readonly position: string;
}

const mostReasons = 20;

const wide = refused(
  'the upstream finds more than Wix means; the rows are checked again',
  'an exact operator, or what the API does with case and dates, in the dialect',
);

/** @param part what the whole of the filter became */
export function residualReasons(
  filter: Filter,
  part: Part,
  translate: (filter: Filter) => Part,
  model: CollectionModel,
): ResidualReason[] {
  const leaves = leavesOf(filter).map((leaf) => ({ ...leaf, own: ownRefusal(translate(leaf.filter), part) }));
  const culprit = leaves.find((each) => each.own);
  const whole = part.kind === 'refused' ? part : wide;
  return leaves.slice(0, mostReasons).map(({ condition, own }) => {
    const cause = own || !culprit ? condition : culprit.condition;
    const { reason, remedy } = own ?? (culprit ? together(part, cause, culprit.own!) : whole);
    return {
      path: condition.path,
      operator: condition.operator,
      reason,
      remedy,
      position: model.fields.get(cause.path)?.position ?? model.file,
    };
  });
}

/** What the upstream could do, had it not to be done in one with what it cannot. */
function together(part: Part, cause: Condition, { remedy }: Refusal): Refusal {
  return part.kind === 'refused'
    ? refused(
        `it would be sent upstream if its alternative could be: ${cause.path} (${cause.operator})`,
        remedy,
      )
    : refused(`it is checked again together with ${cause.path} (${cause.operator})`, remedy);
}

/** What stands against the condition by itself; one that finds too much is no hindrance to being sent. */
function ownRefusal(own: Part, whole: Part): Refusal | undefined {
  if (own.kind === 'refused') return own;
  return whole.kind === 'some' && own.kind === 'some' && !own.exact ? wide : undefined;
}

interface Leaf {
  readonly condition: Condition;
  /** The condition, or its negation. */
  readonly filter: Filter;
}

function leavesOf(filter: Filter): readonly Leaf[] {
  switch (filter.kind) {
    case 'condition':
      return [{ condition: filter, filter }];
    case 'not':
      return leavesOf(filter.filter).map(({ condition }) => ({ condition, filter }));
    case 'and':
    case 'or':
      return filter.filters.flatMap(leavesOf);
  }
}
