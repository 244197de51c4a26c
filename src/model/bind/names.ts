import { capitalised, type Slots } from '../../styles/template.js';

/** Slots that stand for the names of the list field and the item type in dialects: `$list_aggregate`, `$typeById`. */
export function nameSlots(listField: string, typeName: string): Slots {
  const list = listField.split('.').at(-1)!;
  return {
    list,
    List: capitalised(list),
    type: typeName.charAt(0).toLowerCase() + typeName.slice(1),
    Type: capitalised(typeName),
  };
}
