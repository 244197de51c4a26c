/** Ways to the items of a list whose arguments decide which items there are. */
import type { GraphQLSchema } from 'graphql';
import type { Dialect } from '../../styles/vocabulary.js';
import type { DetectedList } from '../detect/collections.js';
import { type Constant, constantsOf } from './constants.js';
import type { Rest } from './lift.js';

/**
 * Leaves out ways to the items that do not take the list's constant arguments: they would give other items too, and
 * binding refuses them.
 */
export function sameItems(
  rest: Rest,
  detected: DetectedList,
  dialect: Dialect | undefined,
  schema: GraphQLSchema,
  set: readonly Constant[],
): Rest {
  const own = detected.steps[detected.steps.length - 1]!;
  const preset = Object.keys(dialect?.arguments ?? {}).filter((name) =>
    own.args.some((each) => each.name === name),
  );
  const constants = [
    ...preset,
    ...Object.keys(constantsOf(own, set)),
    ...detected.requiredArguments.map((each) => each.name),
  ];
  if (constants.length === 0) return rest;
  const takesAll = (field: string | undefined): boolean => {
    const args = field === undefined ? undefined : schema.getQueryType()?.getFields()[field]?.args;
    return args !== undefined && constants.every((name) => args.some((each) => each.name === name));
  };
  const { get, aggregate, ...list } = rest;
  const sibling = aggregate ? aggregate.field : undefined;
  const kept = get && {
    ...(takesAll(get.field) ? get : {}),
    ...(get.many && takesAll(get.many.field) ? { many: get.many } : {}),
  };
  const many = kept && Object.keys(kept).length > 0 ? kept : undefined;
  return {
    ...list,
    ...(many === undefined ? {} : { get: many }),
    ...(sibling === undefined || takesAll(sibling) ? { aggregate } : {}),
  } as Rest;
}
