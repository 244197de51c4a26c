/** What a field of a mapping must not contradict in itself. */
import { isInputType, type NamedTypeNode, parseType, typeFromAST } from 'graphql';
import type { FieldMapping } from '../../mapping/schema.js';
import type { Path } from '../../mapping/source.js';
import { didYouMean } from '../../mapping/suggest.js';
import type { SelectionStep } from '../../upstream/document/selection.js';
import type { FieldType } from '../../wix/protocol.js';
import { constantFaults } from './constant-faults.js';
import type { BindContext } from './context.js';
import type { Step } from './paths.js';

export interface FieldPlace {
  readonly key: string;
  /** Where the field, and its path, stand in the file. */
  readonly at: Path;
  readonly pathAt: Path;
}

/** Arguments are given by the names of the path's steps; others would silently do nothing. */
export function checkArguments(
  steps: readonly Step[],
  mapping: FieldMapping,
  place: FieldPlace,
  context: BindContext,
): void {
  const names = steps.flatMap((step) => (step.kind === 'field' ? [step.name] : []));
  for (const name of Object.keys(mapping.arguments ?? {})) {
    if (names.includes(name)) continue;
    const help = didYouMean(name, names);
    context.problem([...place.at, 'arguments', name], `"${name}" is not a step of the path`, {
      at: 'key',
      ...(help ? { help } : {}),
    });
  }
}

/** Constant arguments of the path's steps, by the types that the schema gives them. */
export function checkArgumentValues(
  selection: readonly SelectionStep[],
  place: FieldPlace,
  context: BindContext,
): void {
  for (const step of selection) {
    for (const { name, type, value } of step.arguments ?? []) {
      const found = typeFromAST(context.schema, parseType(type) as NamedTypeNode);
      const faults = found && isInputType(found) ? constantFaults(value, found, name) : [];
      for (const { path, message, ...options } of faults)
        context.problem([...place.at, 'arguments', step.name, name, ...path], message, {
          ...options,
          // Without an argument that it needs, the field cannot be asked for.
          ...(type.endsWith('!') && path.length === 0 ? { out: place.at } : {}),
        });
    }
  }
}

/** Reports members of a field's mapping that contradict its being a reference, or not being one. */
export function checkReference(
  type: FieldType,
  mapping: FieldMapping,
  place: FieldPlace,
  context: BindContext,
): void {
  const reference = type === 'REFERENCE' || type === 'MULTI_REFERENCE';
  if (!reference && mapping.include !== undefined) {
    context.problem([...place.at, 'include'], 'include belongs to REFERENCE and MULTI_REFERENCE', {
      at: 'key',
      help: 'add type: REFERENCE',
    });
  }
  if (reference && mapping.collection === undefined) {
    context.problem(place.at, `${type} needs collection: the id of the collection that is referred to`, {
      at: 'key',
    });
  }
  if (!reference && mapping.collection !== undefined) {
    context.problem([...place.at, 'collection'], 'collection belongs to REFERENCE and MULTI_REFERENCE', {
      at: 'key',
      help: 'add type: REFERENCE',
    });
  }
}
