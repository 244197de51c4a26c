/** Of the writes that a dialect and the names of mutations suggest, those that the schema bears out. */
import type { GraphQLSchema } from 'graphql';
import { writeFaults } from '../../model/bind/write-faults.js';
import { writtenNames } from '../../model/bind/writes.js';
import { type WriteVerb, writeVerbs } from '../../model/writes.js';
import type { WriteStyle, WriteStyles } from '../../styles/vocabulary.js';
import type { DetectedList } from '../detect/collections.js';
import type { ProposedFields } from './fields.js';

/** `partial`: what an item must bring beside the fields of the file, a person has to add. */
export function soundWrites(
  writes: WriteStyles,
  detected: DetectedList,
  fields: ProposedFields,
  schema: GraphQLSchema,
): { readonly whole: WriteStyles; readonly partial: WriteStyles } {
  const values = Object.fromEntries(fields.fields.map((each) => [each.key, each.value]));
  const written = writtenNames(values, detected.entity.envelope);
  const faultsOf = (write: WriteStyle) =>
    writeFaults(write, { schema, type: detected.itemType, written, slots: {} });
  const isSound = (write: WriteStyle): boolean =>
    faultsOf(write).every((fault) => fault.options.severity === 'warning');
  const whole: { -readonly [V in WriteVerb]?: WriteStyle } = {};
  const partial: { -readonly [V in WriteVerb]?: WriteStyle } = {};
  for (const verb of writeVerbs) {
    // A product's payloads differ from version to version more than its arguments do.
    const candidates = [
      writes[verb],
      withoutResult(writes[verb], detected.writes[verb]),
      detected.writes[verb],
    ];
    const found = candidates.find((each) => each !== undefined && isSound(each));
    if (found) (faultsOf(found).length === 0 ? whole : partial)[verb] = found;
  }
  return { whole, partial };
}

/** The payload as it was recognised, where that is of the same mutation. */
function withoutResult(
  write: WriteStyle | undefined,
  recognised: WriteStyle | undefined,
): WriteStyle | undefined {
  if (!write) return undefined;
  const { result: _result, errors: _errors, ...rest } = write;
  if (recognised?.mutation !== write.mutation) return rest;
  const { result, errors } = recognised;
  return {
    ...rest,
    ...(result === undefined ? {} : { result }),
    ...(errors === undefined ? {} : { errors }),
  };
}
