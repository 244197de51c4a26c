/** Help with names that the schema has not got: the nearest ones that it has. */
import {
  type GraphQLOutputType,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { didYouMean } from '../../mapping/suggest.js';
import { parseAddress } from '../../upstream/document/argument-path.js';
import { fieldOf, type Location, stepOf, typeAt } from '../../upstream/document/location.js';

export interface Help {
  readonly help?: string;
}

const mostNames = 30;

/** The nearest name, or all of them where there are few and none is near. */
export function near(wrong: string, names: readonly string[]): Help {
  const last = wrong.split(/[./]/).at(-1)!;
  const others = names.filter((each) => each !== last);
  const help = didYouMean(last, others);
  if (help || others.length === 0) return help ? { help } : {};
  return others.length > mostNames ? {} : { help: `there are: ${others.join(', ')}` };
}

/** What can be named at the end of an argument address, e.g. arguments of the list field or members of `input`. */
export function argumentNames(location: Location, text: string): readonly string[] {
  const { step, path } = parseAddress(text);
  if (path.length <= 1) return stepOf(location, step)?.field.args.map((each) => each.name) ?? [];
  const type = typeAt(location, { step, path: path.slice(0, -1) });
  const named = type && getNamedType(type);
  return isInputObjectType(named) ? Object.keys(named.getFields()) : [];
}

/** Fields of the list field's result. */
export function namesBelow({ field }: Location): readonly string[] {
  const owner: unknown = getNamedType(field.type);
  return isObjectType(owner) || isInterfaceType(owner) ? Object.keys(owner.getFields()) : [];
}

/** Help with a result path, by the first of its names that there is not. */
export function resultHelp(
  path: string,
  location: Location,
  parent: GraphQLOutputType | undefined = undefined,
): Help {
  const up = path.startsWith('../');
  let type: GraphQLOutputType | undefined = up ? parent : location.field.type;
  for (const step of (up ? path.slice(3) : path).split('.').filter((each) => each !== '')) {
    const name = step.replace(/\[\]$/, '');
    const owner: unknown = type && getNamedType(type);
    if (!isObjectType(owner) && !isInterfaceType(owner)) return {};
    const field = fieldOf(owner, name);
    if (!field) return near(name, Object.keys(owner.getFields()));
    type = field.type;
  }
  return {};
}
