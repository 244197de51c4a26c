/** Where the operand of a template stands in the upstream's input, and what can stand there. */

import type { GraphQLInputType } from 'graphql';
import { isPlainObject } from '../json.js';
import { type InputMembers, judgeInput } from './judge-input.js';
import { renderTemplate, type Slots } from './template.js';
import type { Json, UpstreamOperator } from './vocabulary.js';

const listOperators: ReadonlySet<UpstreamOperator> = new Set<UpstreamOperator>([
  'in',
  'nin',
  'hasSome',
  'hasAll',
]);

export function takesList(operator: UpstreamOperator): boolean {
  return listOperators.has(operator);
}

/** A template whose operand is a list shows where one stands, so that an input of one value is no place for it. */
export function operandShape(operator: UpstreamOperator): Slots {
  return takesList(operator) ? { value: ['$value'] } : {};
}

/** Types of the places where `$value` stands alone; inside a longer text it is part of that text. */
export function operandTypes(
  template: Json,
  place: {
    readonly type: GraphQLInputType | undefined;
    readonly members: InputMembers;
  },
  slots: Slots,
): readonly GraphQLInputType[] {
  const rendered = renderTemplate(template, slots);
  const found: GraphQLInputType[] = [];
  const standsFor = (text: string, type: GraphQLInputType) => {
    if (text !== '$value') return undefined;
    found.push(type);
    return [];
  };
  if (isPlainObject(rendered) && place.members.size > 0)
    for (const [name, inner] of Object.entries(rendered)) {
      const type = place.members.get(name)?.type;
      if (type !== undefined) judgeInput(inner, type, { standsFor });
    }
  else if (place.type !== undefined) judgeInput(rendered, place.type, { standsFor });
  return found;
}
