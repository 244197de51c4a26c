/**
 * Does a template fit an input type? A dialect says how operators are spelled; which of them exist on a field is
 * the schema's word. A template fits when every member that it names is there and every slot stands at a leaf.
 */

import { type GraphQLInputType, getNullableType, isLeafType } from 'graphql';
import { isPlainObject } from '../json.js';
import { type InputMembers, type InputRules, judgeInput } from './judge-input.js';
import { renderTemplate, type Slots } from './template.js';
import type { Json } from './vocabulary.js';

/** What a slot will hold is not known yet: any leaf may take it. */
const slots: InputRules = {
  standsFor: (text, type) => (text.includes('$') && isLeafType(getNullableType(type)) ? [] : undefined),
};

const joints: InputRules = {
  standsFor: (text, type, place) =>
    text === '$all' || text === '$one' ? [] : slots.standsFor?.(text, type, place),
};

export function fits(template: Json, type: GraphQLInputType, filled: Slots): boolean {
  return renderedFits(renderTemplate(template, filled), type);
}

/** What a template gave: slots that are left in it have no value yet. */
export function renderedFits(rendered: Json, type: GraphQLInputType): boolean {
  return judgeInput(rendered, type, slots).length === 0;
}

/** Members of what a template gave against the arguments of a field (bare arguments, sort keys spread over arguments). */
export function renderedFitsMembers(rendered: Json, members: InputMembers): boolean {
  return membersFit(rendered, members, slots);
}

/** A template that joins conditions: what `$all` and `$one` stand for was rendered for the same input, so it fits where its name does. */
export function fitsJoint(template: Json, members: InputMembers): boolean {
  return membersFit(template, members, joints);
}

/** Other members may be required: they come from elsewhere. */
function membersFit(value: Json, members: InputMembers, rules: InputRules): boolean {
  return (
    isPlainObject(value) &&
    Object.entries(value).every(([name, inner]) => {
      const type = members.get(name)?.type;
      return type !== undefined && judgeInput(inner, type, rules).length === 0;
    })
  );
}
