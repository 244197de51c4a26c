/** How a list field filters: every argument that could be a filter is read, and the most telling one is taken. */
import type { FilterStyle } from '../../styles/vocabulary.js';
import type { Entity } from './entity.js';
import type { FilterFinding } from './filter-finding.js';
import { aliases, combinators, joinedNames, nestingOf } from './filter-frame.js';
import { equalityTables, plain } from './filter-tables.js';
import { textFinding } from './filter-text.js';
import { classifyMembers, type Member, operatorTables } from './members.js';
import { expressionsOf } from './operators.js';
import {
  argumentsOf,
  enumValuesOf,
  hasOwnDefault,
  type Input,
  inputObjectOf,
  isInputObjectType,
  isLeafType,
  isRequired,
  isTextLike,
  membersOf,
  type SchemaField,
  shapeOf,
} from './shape.js';

export type { FilterFinding } from './filter-finding.js';

/** `taken` names the arguments (or containers' members) that page and sort already use, as addresses. */
export function detectFilters(
  field: SchemaField,
  entity: Entity,
  taken: ReadonlySet<string>,
): readonly FilterFinding[] {
  const found: FilterFinding[] = [];
  const bare: Input[] = [];
  if (argumentsOf(field).some(meansAlternatives)) return found;
  for (const argument of argumentsOf(field)) {
    if (taken.has(argument.name) || hasOwnDefault(argument)) continue;
    const inner = inputObjectOf(argument.type);
    if (!inner) {
      const text = textFinding(argument, argument.name, entity);
      if (text) found.push(text);
      else if (isLeafType(shapeOf(argument.type).named)) {
        // A required argument is a constant of the collection, which a filter must not replace.
        if (!isRequired(argument)) bare.push(argument);
      } else found.push(...listFinding(argument, argument.name, entity));
      continue;
    }
    const members = membersOf(inner);
    const container =
      members.some((member) => taken.has(`${argument.name}.${member.name}`)) ||
      /^(options?|input|params|query)$/i.test(argument.name);
    const own = objectFinding(members, argument.name, inner.name, entity);
    if (!container || own.score > 20) found.push(own);
    if (!container) continue;
    for (const member of members) {
      const address = `${argument.name}.${member.name}`;
      if (taken.has(address)) continue;
      const nested = inputObjectOf(member.type);
      if (nested) found.push(objectFinding(membersOf(nested), address, nested.name, entity));
      else found.push(...listFinding(member, address, entity));
    }
  }
  const flat = bareFinding(bare, entity);
  if (flat) found.push(flat);
  return found.sort((a, b) => b.score - a.score);
}

/** `match: Match = ANY` beside a filter: its conditions are alternatives. */
function meansAlternatives(argument: Input): boolean {
  const values = enumValuesOf(argument.type).map((value) => value.toLowerCase());
  const has = (...names: readonly string[]): boolean => names.some((name) => values.includes(name));
  if (!has('any', 'or', 'some') || !has('all', 'and', 'every')) return false;
  return !/^(all|and|every)$/i.test(String(argument.defaultValue ?? ''));
}

function objectFinding(
  inputs: readonly Input[],
  at: string,
  typeName: string,
  entity: Entity,
): FilterFinding {
  const fixed = inputs.find(hasOwnDefault);
  if (fixed)
    return {
      label: `defaults@${at}`,
      at,
      style: null,
      score: 1,
      typeName,
      why: `with a filter ${fixed.name} has a default, so the list has other items than without`,
    };
  const members = classifyMembers(inputs, entity);
  const count = (kind: Member['kind']): number => members.filter((member) => member.kind === kind).length;
  const predicate = predicateFinding(inputs, at, typeName);
  if (predicate) return predicate;
  const operators = count('operators');
  const suffixes = count('suffix');
  const name = /where/i.test(at) ? 4 : /filter|condition/i.test(at) ? 3 : 0;
  // A style of bare values has no combinators, so they are worth nothing there.
  const bagBase = Math.min(10, operators + suffixes + count('equality')) + name;
  const base = bagBase + (count('combinator') > 0 ? 15 : 0);
  const result = (label: string, style: FilterStyle | null, score: number, why: string): FilterFinding => ({
    label: `${label}@${at}`,
    at,
    style,
    score,
    typeName,
    why,
  });
  // A bag with a few range members is a bag: most of its members must be operator objects to call it one.
  const objectStyle = operators > 0 && operators >= suffixes && operators >= count('equality');
  if (objectStyle || (operators > 0 && suffixes === 0)) {
    const style = plain({
      style: 'operators',
      at,
      operators: equalityTables(members, operatorTables(members)),
      ...combinators(members),
      nesting: nestingOf(members, entity),
      ...joinedNames(members, entity),
    });
    return objectStyle
      ? result('operator-object', style, 50 + base, `${operators} members take operators`)
      : result(
          'operator-object+bag',
          style,
          22 + bagBase,
          `${count('equality')} members take values, ${operators} take ranges`,
        );
  }
  if (suffixes > 0) {
    const style = plain({
      style: 'suffixes',
      at,
      operators: equalityTables(members, operatorTables(members), ''),
      ...combinators(members),
      nesting: nestingOf(members, entity),
    });
    return result('suffix', style, 40 + base, `${suffixes} members are field names with an operator behind`);
  }
  if (count('equality') > 0) {
    const style = plain({
      style: 'equality',
      at,
      operators: equalityTables(members, new Map()),
      ...aliases(members),
      nesting: 'none',
    });
    return result('bag', style, 20 + bagBase, `${count('equality')} members are named like fields`);
  }
  const nested = count('relation') + count('combinator') > 0;
  return nested
    ? result('nested-only', null, 2 + name, 'members are related objects only')
    : result('bag', null, 4 + name, 'no member is named like a field');
}

/** Arguments of the list field itself that are named like fields (AniList, Rick and Morty, Craft, WordPress). */
function bareFinding(inputs: readonly Input[], entity: Entity): FilterFinding | undefined {
  const members = classifyMembers(inputs, entity).filter((member) => {
    // A list of texts as a bare argument often holds a small language ("not x", "> 5": Craft), not values.
    if (member.kind !== 'equality') return true;
    const input = inputs.find((each) => each.name === member.name)!;
    const text =
      isTextLike(input.type) || (member.list && member.field.kind !== 'id' && member.field.kind !== 'enum');
    return !(member.list && text);
  });
  const suffixes = members.filter((member) => member.kind === 'suffix').length;
  const equalities = members.filter((member) => member.kind === 'equality').length;
  if (suffixes > 0) {
    return {
      label: 'flat-suffix-args',
      at: '',
      style: plain({
        style: 'suffixes',
        at: '',
        operators: equalityTables(members, operatorTables(members), ''),
        nesting: 'none',
      }),
      score: 36 + Math.min(10, suffixes),
      typeName: undefined,
      why: `${suffixes} arguments are field names with an operator behind`,
    };
  }
  if (equalities === 0) {
    return inputs.length === 0
      ? undefined
      : {
          label: 'flat-args',
          at: '',
          style: null,
          score: 1,
          typeName: undefined,
          why: 'arguments whose meaning is not visible',
        };
  }
  return {
    label: 'flat-args',
    at: '',
    style: plain({
      style: 'equality',
      at: '',
      operators: equalityTables(members, new Map()),
      ...aliases(members),
      nesting: 'none',
    }),
    score: 18 + Math.min(10, equalities),
    typeName: undefined,
    why: `${equalities} arguments are named like fields`,
  };
}

/** `conditions: [{field, operator, value}]`: recognised, but which field names it takes is not in the schema. */
function listFinding(argument: Input, at: string, entity: Entity): readonly FilterFinding[] {
  const { named, lists } = shapeOf(argument.type);
  if (lists === 0 || !isInputObjectType(named)) return [];
  if (expressionsOf(argument.type) && fieldMember(membersOf(named))) {
    return [
      {
        label: `predicates@${at}`,
        at,
        style: null,
        score: 30,
        typeName: named.name,
        why: 'a list of conditions',
      },
    ];
  }
  const own = objectFinding(membersOf(named), at, named.name, entity);
  return [{ ...own, style: null, score: Math.min(own.score, 10), why: 'a list of filter objects' }];
}

function predicateFinding(inputs: readonly Input[], at: string, typeName: string): FilterFinding | undefined {
  for (const input of inputs) {
    const { named, lists } = shapeOf(input.type);
    if (lists === 0 || !isInputObjectType(named) || !expressionsOf(input.type)) continue;
    const telling = /^(rules|conditions|predicates|filters|where)$/i.test(input.name);
    if (fieldMember(membersOf(named)) && telling) {
      return {
        label: `predicates@${at}.${input.name}`,
        at: `${at}.${input.name}`,
        style: null,
        score: 30,
        typeName,
        why: 'a list of conditions; the field names that it takes are not in the schema',
      };
    }
  }
  return undefined;
}

function fieldMember(members: readonly Input[]): Input | undefined {
  return members.find((member) => /^(field|key|column(_?id)?|attribute|property|name)$/i.test(member.name));
}
