/** Why a schema cannot be had, as problems at the lines that name its sources, or in the saved schema itself. */
import { dirname, isAbsolute, join } from 'node:path';
import type { Problem } from '../mapping/problem.js';
import { repairsOf } from '../upstream/schema/from-introspection.js';
import type { ObtainedSchema, SchemaFault } from './obtain-schema.js';
import type { OpenUpstream } from './open-upstream.js';

/** @param before what the messages begin with */
export function schemaProblems(
  { located: { source, value } }: OpenUpstream,
  faults: readonly SchemaFault[],
  before: string,
  severity: Problem['severity'],
): readonly Problem[] {
  return faults.map(({ origin, message, place }) => {
    if (!place || value.schema === undefined)
      return source.problemAt([origin === 'saved' ? 'schema' : 'url'], before + message, { severity });
    const file = isAbsolute(value.schema) ? value.schema : join(dirname(source.file), value.schema);
    return { file, ...place, message: before + message, severity };
  });
}

/** Most repairs that are told one by one. */
const mostRepairs = 5;

/** What was left out of a schema, as warnings at the line that names its source. */
export function repairProblems(
  { located: { source } }: OpenUpstream,
  { schema, origin }: ObtainedSchema,
): readonly Problem[] {
  const repairs = repairsOf(schema);
  const more = repairs.length - mostRepairs;
  const told = [...repairs.slice(0, mostRepairs), ...(more > 0 ? [`and ${more} more parts`] : [])];
  return told.map((each) =>
    source.problemAt([origin === 'saved' ? 'schema' : 'url'], `the schema is not perfect: ${each}`, {
      severity: 'warning',
    }),
  );
}
