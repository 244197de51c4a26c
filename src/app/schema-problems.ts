/** Why a schema cannot be had, as problems at the lines that name its sources, or in the saved schema itself. */
import { dirname, isAbsolute, join } from 'node:path';
import type { Problem } from '../mapping/problem.js';
import type { SchemaFault } from './obtain-schema.js';
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
