/** The path of a related object inside the rows of a collection, against the schema. */
import type { FieldMapping } from '../../../mapping/schema.js';
import type { NestedPath } from '../../references.js';
import type { BindContext } from '../context.js';
import type { FieldPlace } from '../field-checks.js';
import { bindOutput, type OutputObject } from '../output.js';
import { PathError, parsePath, readPath } from '../paths.js';

/** @returns undefined where the path is wrong, which is reported */
export function bindNestedPath(
  text: string,
  mapping: FieldMapping,
  { at }: FieldPlace,
  context: BindContext,
): NestedPath | undefined {
  const report = (message: string, within: string, help?: string): undefined =>
    void context.problem([...at, 'include'], message, { within, ...(help ? { help } : {}) });
  try {
    const { schema, located } = context;
    const steps = parsePath(text);
    const found = bindOutput(schema, located.value.type, steps, mapping.arguments ?? {});
    const object: OutputObject | undefined = 'message' in found ? found.object : found;
    if ('message' in found && !object) return report(found.message, found.within, found.help);
    if (!('message' in found) && found.leafKind !== 'object')
      return report(
        `"${text}" is no object (${found.typeName}); include names the related object itself`,
        text,
      );
    if (object!.isList) return report(`"${text}" is a list; include names one object`, text);
    return Object.freeze({
      text,
      steps: object!.selection,
      typeName: object!.typeName,
      read: (keys: readonly string[]) => readPath(steps, keys),
    });
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    return report(error.message, text.slice(error.offset, error.offset + error.length));
  }
}
