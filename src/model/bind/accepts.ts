/** Operands that the upstream's own input types would refuse: known before they are sent, so that they are answered here. */
import {
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isScalarType,
} from 'graphql';
import type { BoundOperator } from '../../styles/filter.js';
import { judgeInput } from '../../styles/judge-input.js';
import type { Operators } from '../../styles/known-operators.js';
import { takesList } from '../../styles/operands.js';
import type { Json, UpstreamOperator } from '../../styles/vocabulary.js';
import { scalarInput } from './scalar-inputs.js';

/** Those of the operators that can be sent, each with what its input takes. */
export function acceptedOperators(all: Operators): Operators {
  const operators = new Map<UpstreamOperator, BoundOperator>();
  for (const [operator, bound] of all) {
    const types = bound.operand ?? [];
    if (takesList(operator) && !types.every(mayBeList)) continue;
    const accepts = types.flatMap((type) => acceptanceOf(type) ?? []);
    operators.set(
      operator,
      accepts.length === 0 ? bound : { ...bound, accepts: (value) => accepts.every((each) => each(value)) },
    );
  }
  return operators;
}

type Accepts = (value: Json) => boolean;

/** A scalar of the API's own may take a list, unless it is known to hold something else. */
function mayBeList(type: GraphQLInputType): boolean {
  const nullable = getNullableType(type);
  return isListType(nullable) || (isScalarType(nullable) && scalarInput(nullable.name) === undefined);
}

/** undefined: anything may be taken there. */
function acceptanceOf(type: GraphQLInputType): Accepts | undefined {
  const named = getNamedType(type);
  if (!isLeafType(named) || (isScalarType(named) && scalarInput(named.name) === undefined)) return undefined;
  const strict = withoutNulls(type);
  return (value) => judgeInput(value, strict, { scalar: scalarInput }).length === 0;
}

/** Null has operators of its own; inside a list APIs take it for different things. */
function withoutNulls(type: GraphQLInputType): GraphQLInputType {
  const nullable = getNullableType(type);
  return new GraphQLNonNull(isListType(nullable) ? new GraphQLList(withoutNulls(nullable.ofType)) : nullable);
}

/** Without null tests that compare with null: on a column that is never null some servers (Prisma) answer them with an error. */
export function operatorsWithoutNull(all: Operators): Operators {
  const holdsNull = (template: Json): boolean =>
    template === null ||
    (typeof template === 'object' && Object.values(template).some((each: Json) => holdsNull(each)));
  const kept = [...all].filter(
    ([operator, { render }]) =>
      (operator !== 'isNull' && operator !== 'notNull') ||
      render === undefined ||
      // Without slots the template itself.
      !holdsNull(render({})),
  );
  return new Map(kept);
}
