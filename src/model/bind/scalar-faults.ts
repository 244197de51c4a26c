/** What upstream.yaml says of scalars that cannot be meant. */
import { type GraphQLSchema, isScalarType, isSpecifiedScalarType } from 'graphql';
import type { Path } from '../../mapping/source.js';
import { didYouMean } from '../../mapping/suggest.js';
import type { ScalarEntry } from '../../styles/vocabulary.js';
import { compileFormat } from '../codecs/format.js';

export interface ScalarFault {
  /** Below `scalars`. */
  readonly path: Path;
  readonly message: string;
  readonly at?: 'key';
  readonly within?: string;
  readonly help?: string;
}

/**
 * What is wrong with a table of scalars: names that the schema does not have, and readings that no such scalar can
 * have.
 */
export function scalarFaults(
  table: Readonly<Record<string, ScalarEntry>>,
  schema: GraphQLSchema,
): readonly ScalarFault[] {
  const known = Object.values(schema.getTypeMap()).filter(isScalarType);
  return Object.entries(table).flatMap(([name, entry]): ScalarFault[] => {
    const scalar = known.find((each) => each.name === name);
    if (scalar === undefined) {
      const help = didYouMean(
        name,
        known.map((each) => each.name),
      );
      return [
        {
          path: [name],
          at: 'key',
          message: `the upstream schema has no scalar "${name}"`,
          ...(help ? { help } : {}),
        },
      ];
    }
    const word = typeof entry === 'string' ? entry : entry.scalar;
    if (word !== undefined && isSpecifiedScalarType(scalar)) {
      const message = `${name} is a scalar of GraphQL itself; what its texts or numbers hold differs from field to field`;
      return [{ path: [name], at: 'key', message, help: 'write scalar: in the fields' }];
    }
    if (typeof entry === 'string' || entry.format === undefined) return [];
    const compiled = compileFormat(entry.format);
    if (entry.scalar !== undefined && entry.scalar !== 'text')
      return [
        {
          path: [name, 'scalar'],
          message: `format says what the texts are already, so scalar: ${entry.scalar} does nothing`,
        },
      ];
    return 'message' in compiled ? [{ path: [name, 'format'], ...compiled }] : [];
  });
}
