/** The four fields that Wix demands of every table that it writes (protocol section 6.5): where the API has none, they are virtual. */
import type { WriteStyles } from '../../../styles/vocabulary.js';
import type { FieldType } from '../../../wix/protocol.js';
import type { FieldModel } from '../../model.js';
import { type Stamp, type SystemKey, systemKeys, type VerbModel } from '../../writes.js';
import type { BindContext } from '../context.js';
import { displayNameOf } from '../field.js';

const types: Readonly<Record<SystemKey, FieldType>> = {
  _createdDate: 'DATETIME',
  _updatedDate: 'DATETIME',
  _owner: 'TEXT',
};

/** Those that the file does not map, of a collection that can be written. They never have a value. */
export function virtualFields(
  writes: WriteStyles | undefined,
  fields: ReadonlyMap<string, FieldModel>,
  { file, position }: Pick<BindContext, 'file' | 'position'>,
): readonly FieldModel[] {
  if (!writes?.insert && !writes?.update && !writes?.remove) return [];
  return systemKeys
    .filter((key) => !fields.has(key))
    .map((key) => ({
      key,
      displayName: displayNameOf(key),
      description: undefined,
      hidden: false,
      type: types[key],
      source: { kind: 'template', keys: [], evaluate: () => null },
      kind: undefined,
      converted: false,
      nullable: true,
      filter: undefined,
      related: false,
      sortPath: undefined,
      sortable: { ascending: false, descending: false },
      // There is nothing to find: Wix is offered no operator.
      local: 'deny',
      reference: undefined,
      elementType: undefined,
      file,
      position: position(['writes']),
    }));
}

/** @param written the mutation that tells which of them are written */
export function systemStamps(
  given: WriteStyles['system'],
  fields: ReadonlyMap<string, FieldModel>,
  written: VerbModel | undefined,
): Readonly<Record<SystemKey, Stamp>> {
  const stamp = (key: SystemKey): Stamp => {
    const said = given?.[key];
    if (said !== undefined) return said;
    if (fields.get(key)?.source.kind !== 'path') return 'virtual';
    return key === '_owner' && written?.fields.has(key) ? 'written' : 'api';
  };
  return {
    _createdDate: stamp('_createdDate'),
    _updatedDate: stamp('_updatedDate'),
    _owner: stamp('_owner'),
  };
}
