/** Where the filter of a list stands in the schema: what can be named there, and what fits. */
import { type GraphQLInputType, getNamedType, getNullableType, isInputObjectType, isListType } from 'graphql';
import type { ArgumentPath } from '../upstream/document/argument-path.js';
import { type Location, stepOf, typeAt } from '../upstream/document/location.js';
import { fits, renderedFitsMembers } from './fit.js';
import { type InputMembers, inputMembers } from './judge-input.js';
import { renderTemplate, type Slots } from './template.js';
import type { Json } from './vocabulary.js';

export interface Target {
  /** An input of which just one member may be given. */
  readonly oneOf: boolean;
  fits(template: Json, slots: Slots): boolean;
  readonly type: GraphQLInputType | undefined;
  readonly members: InputMembers;
}

export function filterTarget(
  address: ArgumentPath,
  location: Location,
  taken: readonly string[],
): Target | undefined {
  const step = stepOf(location, address.step);
  if (!step) return undefined;
  if (address.path.length === 0) {
    const free = step.field.args.filter((each) => !taken.includes(each.name));
    return targetOf(undefined, new Map(free.map((each) => [each.name, each])));
  }
  const type = typeAt(location, address);
  return type && targetOf(type, membersOf(type));
}

function targetOf(type: GraphQLInputType | undefined, members: InputMembers): Target {
  const named = type && getNamedType(type);
  return {
    oneOf: isInputObjectType(named) && named.isOneOf,
    type,
    members,
    fits: (template, slots) =>
      members.size > 0
        ? renderedFitsMembers(renderTemplate(template, slots), members)
        : type !== undefined && fits(template, type, slots),
  };
}

const none: InputMembers = new Map();

function membersOf(type: GraphQLInputType): InputMembers {
  const named = getNamedType(type);
  return isInputObjectType(named) ? inputMembers(named) : none;
}

export function innerTarget(target: Target, steps: readonly string[]): Target | undefined {
  let current = target;
  for (const step of steps) {
    const type = current.members.get(step)?.type;
    // A list of inputs on the way would mean "some of many", which is another condition.
    if (!type || isListType(getNullableType(type))) return undefined;
    current = targetOf(type, membersOf(type));
  }
  return current;
}

/** Names the member that leads into a related object where its filter stands behind one: `{ author: { is: { id: … } } }`. */
export function throughIs(target: Target, path: readonly string[]): readonly string[] {
  const steps: string[] = [];
  let members = target.members;
  for (const [index, step] of path.entries()) {
    const behind = index > 0 && !members.has(step) ? members.get(isMember)?.type : undefined;
    if (behind && membersOf(behind).has(step)) {
      steps.push(isMember);
      members = membersOf(behind);
    }
    steps.push(step);
    const type = members.get(step)?.type;
    members = type ? membersOf(type) : none;
  }
  return steps;
}

/** Prisma's spelling, and that of APIs like it: the related object is one that fits. */
const isMember = 'is';
