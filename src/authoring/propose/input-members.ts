/** What can stand in an argument of a list field. */
import { parseAddress } from '../../upstream/document/argument-path.js';
import { inputObjectOf, type SchemaField } from '../detect/shape.js';

/** Names of the members of the input object at an address such as `options.filter`; empty: there is none. */
export function inputMembers(own: SchemaField, address: string): readonly string[] {
  const [argument, ...rest] = parseAddress(address).path;
  let input = own.args.find((each) => each.name === argument)?.type;
  for (const step of rest) input = input && inputObjectOf(input)?.getFields()[step]?.type;
  return Object.keys((input && inputObjectOf(input)?.getFields()) ?? {});
}
