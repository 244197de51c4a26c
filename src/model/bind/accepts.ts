/** Operands that the upstream's own input types would refuse: known before they are sent, so that they are answered here. */
import {
  type GraphQLInputType,
  type GraphQLNamedInputType,
  getNullableType,
  isEnumType,
  isListType,
  isScalarType,
} from 'graphql';
import type { BoundOperator, FilterableField } from '../../styles/filter.js';
import { takesList } from '../../styles/operands.js';
import type { Json, UpstreamOperator } from '../../styles/vocabulary.js';
import { scalarTakes } from './scalar-inputs.js';

/** The field's operators that can be sent, each with what its input takes. */
export function withAcceptance(filterable: FilterableField): FilterableField {
  const operators = new Map<UpstreamOperator, BoundOperator>();
  for (const [operator, bound] of filterable.operators) {
    const types = bound.operand ?? [];
    if (takesList(operator) && !types.every(mayBeList)) continue;
    const accepts = types.flatMap((type) => acceptanceOf(type) ?? []);
    operators.set(
      operator,
      accepts.length === 0 ? bound : { ...bound, accepts: (value) => accepts.every((each) => each(value)) },
    );
  }
  return { ...filterable, operators };
}

type Accepts = (value: Json) => boolean;

/** A scalar of the API's own may take a list, unless it is known to hold something else. */
function mayBeList(type: GraphQLInputType): boolean {
  const nullable = getNullableType(type);
  return isListType(nullable) || (isScalarType(nullable) && scalarTakes(nullable.name) === undefined);
}

/** undefined: anything may be taken there. */
function acceptanceOf(type: GraphQLInputType): Accepts | undefined {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const one = acceptanceOf(nullable.ofType);
    return one && ((value) => (Array.isArray(value) ? value.every((each: Json) => one(each)) : one(value)));
  }
  return leafAcceptance(nullable as GraphQLNamedInputType);
}

function leafAcceptance(type: GraphQLNamedInputType): Accepts | undefined {
  if (isEnumType(type)) return (value) => typeof value === 'string' && type.getValue(value) !== undefined;
  return isScalarType(type) ? scalarTakes(type.name) : undefined;
}
