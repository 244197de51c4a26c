/** Operator objects (`{eq: String, in: [String]}`): telling them from entity filters, and reading their operators. */
import type { GraphQLInputObjectType, GraphQLInputType, GraphQLNamedType } from 'graphql';
import type { Json, OperatorSpec, UpstreamOperator, ValueKind } from '../../styles/vocabulary.js';
import { cautious } from './caution.js';
import {
  enumValuesOf,
  inputObjectOf,
  isBoolean,
  isInputObjectType,
  isLeafType,
  membersOf,
  shapeOf,
} from './shape.js';
import { isOperatorWord, type Meaning, meaningsOf } from './thesaurus.js';
import { fold } from './words.js';

type OperatorTable = ReadonlyMap<UpstreamOperator, OperatorSpec>;

/** At least 60 % operator words, one of which takes a leaf (or a list of expressions, as in AEM). */
export function isOperatorObject(type: GraphQLInputObjectType): boolean {
  const members = membersOf(type);
  const words = members.filter((member) => isOperatorWord(member.name) || isCombinatorWord(member.name));
  if (words.length < members.length * 0.6) return false;
  return words.some((member) => {
    if (isCombinatorWord(member.name)) return false;
    const shape = shapeOf(member.type);
    return isLeafType(shape.named) || expressionsOf(member.type) !== undefined || isNested(type, member.type);
  });
}

function isNested(outer: GraphQLInputObjectType, type: GraphQLInputType): boolean {
  const inner = inputObjectOf(type);
  return (
    inner !== undefined && inner !== outer && membersOf(inner).every((each) => isOperatorWord(each.name))
  );
}

function isCombinatorWord(name: string): boolean {
  return /^_*(and|or|not|nor)$/i.test(name);
}

interface Found extends Meaning {
  readonly template: Json;
}

/** Operators that an operator object offers for fields of a kind, with cautious meanings. */
export function operatorsOf(type: GraphQLInputObjectType, kind: ValueKind): OperatorTable {
  const found: Found[] = [];
  for (const member of membersOf(type)) {
    const shape = shapeOf(member.type);
    const wrap = (meaning: Meaning): Found => ({ ...meaning, template: { [member.name]: meaning.value } });
    if (isLeafType(shape.named)) {
      const nullEnum = fold(member.name) === 'is' ? enumValuesOf(member.type) : [];
      if (nullEnum.includes('NULL')) {
        found.push(wrap({ operator: 'isNull', value: 'NULL' }));
        if (nullEnum.includes('NOT_NULL')) found.push(wrap({ operator: 'notNull', value: 'NOT_NULL' }));
        continue;
      }
      if (comparesAsText(shape.named, kind)) continue;
      const value = { list: shape.lists > 0, boolean: isBoolean(member.type) };
      const insensitive = insensitiveMode(type);
      for (const meaning of meaningsOf(member.name, value, kind)) {
        const single = wrap(meaning);
        const text = meaning.operator === 'contains' || /With$/.test(meaning.operator);
        found.push(
          insensitive && text
            ? { ...single, insensitive: true, template: { [member.name]: meaning.value, ...insensitive } }
            : single,
        );
      }
      continue;
    }
    found.push(
      ...expressions(member.name, member.type, kind),
      ...nested(type, member.name, member.type, kind),
    );
  }
  return best(found, kind);
}

/**
 * A text operand on a field of numbers or dates: the API converts it, or compares texts, and which of the two is not to be
 * seen. Booleans are for null tests.
 */
export function comparesAsText(operand: GraphQLNamedType, kind: ValueKind): boolean {
  return operand.name === 'String' && (kind === 'number' || kind === 'date');
}

/** Prisma and Keystone: `mode: insensitive` beside the operators. */
function insensitiveMode(type: GraphQLInputObjectType): { readonly [name: string]: Json } | undefined {
  const mode = type.getFields().mode;
  if (!mode) return undefined;
  const value = enumValuesOf(mode.type).find((each) => /insensitive/i.test(each));
  return value === undefined ? undefined : { mode: value };
}

/** `range: {gte, lte}` (Saleor), `not: {equals}` (Prisma), `matches: {pattern, caseSensitive}` (DatoCMS). */
function nested(
  outer: GraphQLInputObjectType,
  name: string,
  type: GraphQLInputType,
  kind: ValueKind,
): readonly Found[] {
  const inner = inputObjectOf(type);
  if (!inner) return [];
  const members = inner.getFields();
  if (members.pattern && members.caseSensitive && kind === 'text') {
    const value = { pattern: '$regex', caseSensitive: false };
    const negative = /^(not|n)/i.test(name);
    return negative ? [] : [{ operator: 'contains', insensitive: true, value, template: { [name]: value } }];
  }
  if (fold(name) === 'not') {
    const equality = membersOf(inner).find((each) => ['eq', 'equals', 'equalto'].includes(fold(each.name)));
    if (!equality || !isLeafType(shapeOf(equality.type).named)) return [];
    return [
      { operator: 'ne', value: '$value', rank: -1, template: { [name]: { [equality.name]: '$value' } } },
    ];
  }
  if (inner === outer || fold(name) !== 'range') return [];
  return [...operatorsOf(inner, kind)].map(([operator, spec]) => ({
    operator,
    value: '$value',
    rank: -1,
    ...(spec.match === 'superset' ? { superset: true } : {}),
    template: { [name]: spec.send },
  }));
}

/** `_expressions: [{value, _operator}]`: the operators are the values of an enum. */
export function expressionsOf(type: GraphQLInputType):
  | {
      readonly value: string;
      readonly operator: string;
      readonly words: readonly string[];
      readonly list: boolean;
    }
  | undefined {
  const { named, lists } = shapeOf(type);
  if (lists === 0 || !isInputObjectType(named)) return undefined;
  const members = membersOf(named);
  const value = members.find((member) => /^_?(compare_?)?value$/i.test(member.name));
  const operator = members.find((member) => /^_?(operator|op|comparator)$/i.test(member.name));
  if (!value || !operator || !isLeafType(shapeOf(value.type).named)) return undefined;
  const words = enumValuesOf(operator.type);
  return words.length === 0
    ? undefined
    : { value: value.name, operator: operator.name, words, list: shapeOf(value.type).lists > 0 };
}

function expressions(name: string, type: GraphQLInputType, kind: ValueKind): readonly Found[] {
  const form = expressionsOf(type);
  if (!form) return [];
  return form.words.flatMap((word) =>
    meaningsOf(word, { list: form.list, boolean: kind === 'boolean' }, kind).map((meaning) => ({
      ...meaning,
      template: { [name]: [{ [form.value]: meaning.value, [form.operator]: word }] },
    })),
  );
}

/** One spelling an operator: the best ranked, the first among equals. */
function best(found: readonly Found[], kind: ValueKind): OperatorTable {
  const chosen = new Map<UpstreamOperator, Found>();
  for (const each of found) {
    const present = chosen.get(each.operator);
    if (!present || (each.rank ?? 0) > (present.rank ?? 0)) chosen.set(each.operator, each);
  }
  const table = new Map<UpstreamOperator, OperatorSpec>();
  for (const each of chosen.values()) {
    const spec = cautious(each, kind, each.template);
    if (spec) table.set(each.operator, spec);
  }
  return table;
}
