/** Telling objects that hold aggregate functions from entities and pages. */
import type { GraphQLNamedType } from 'graphql';
import { fieldsOf } from './shape.js';
import { fold } from './words.js';

const functions = new Set(
  (
    'count sum avg average min max countall countdistinct distinctcount sumdistinct avgdistinct stddev stddevpop ' +
    'stddevsamp stddevpopulation stddevsample stddevpopulation variance varpop varsamp variancesample variancepopulation group groupby keys distinct'
  ).split(' '),
);

export function isFunctionName(name: string): boolean {
  return functions.has(fold(name));
}

/** At least two functions, at least 60 % of the fields, and no id: `{count sum avg}`. */
export function aggregateLike(type: GraphQLNamedType): boolean {
  const fields = fieldsOf(type);
  const found = fields.filter((field) => isFunctionName(field.name)).length;
  if (fields.some((field) => /^_?(id|name|uuid)$/i.test(field.name)) && !/aggregat|groupby/i.test(type.name))
    return false;
  if (found >= 2 && found >= fields.length * 0.6) return true;
  // Prisma's group results repeat the entity's fields beside _count, _sum, …
  return /(aggregate|aggregated|groupby(output(type)?)?|aggregateresult)$/i.test(type.name) && found >= 1;
}
