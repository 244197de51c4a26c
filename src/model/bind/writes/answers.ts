/** How the answer of a mutation reads: the item at any depth, user errors, flags, counts, members of a union. */
import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';
import type { WriteStyle } from '../../../styles/vocabulary.js';
import { fieldOf } from '../../../upstream/document/location.js';
import { Selection, type SelectionStep } from '../../../upstream/document/selection.js';
import type { AnswerModel, ErrorMembers, PayloadPath } from '../../writes.js';

interface Place {
  readonly steps: readonly SelectionStep[];
  readonly type: GraphQLOutputType;
}

const members = {
  message: ['message', 'messages', 'errorMessage', 'reason'],
  code: ['code', 'errorCode', 'kind', '__typename'],
  field: ['field', 'fields', 'path', 'attribute'],
} as const;

/**
 * @param itemType name of the type behind an item
 * @param many the mutation takes several items, so that `result` is their list
 */
export function bindAnswer(
  style: Pick<WriteStyle, 'result' | 'errors' | 'flag' | 'count' | 'empty'>,
  type: GraphQLOutputType,
  schema: GraphQLSchema,
  itemType: string,
  usual: AnswerModel['empty'],
  many: boolean,
): AnswerModel {
  const selection = new Selection();
  const read = (path: string | undefined): readonly string[] | undefined => {
    const place = path === undefined ? undefined : resultPlace(schema, type, path);
    if (!place || !isLeafType(getNamedType(place.type))) return undefined;
    return selection.add([...place.steps]);
  };
  const flag = read(style.flag);
  const count = read(style.count);
  const errors =
    style.errors === undefined ? undefined : errorsAt(resultPlace(schema, type, style.errors), selection);
  const item = itemAt(schema, type, style.result ?? '', itemType, many);
  if (item?.condition) selection.add([...item.condition.keys, '__typename'].map((name) => ({ name })));
  const id =
    item === undefined && usual === 'unknown' && idLike(resultPlace(schema, type, style.result ?? ''))
      ? read(style.result ?? '')
      : undefined;
  const named = getNamedType(type);
  if (selection.empty && item === undefined && !isLeafType(named)) selection.add([{ name: '__typename' }]);
  return { item, id, errors, flag, count, empty: style.empty ?? usual, beside: selection.print().text };
}

/** A flag, an enum or a decimal is no id. */
function idLike(place: Place | undefined): boolean {
  const named = place && getNamedType(place.type);
  return isScalarType(named) && !/^(bool|float|decimal|double|date)/i.test(named.name);
}

function itemAt(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  path: string,
  itemType: string,
  many: boolean,
): PayloadPath | undefined {
  const place = resultPlace(schema, type, path);
  const item = schema.getType(itemType);
  if (!place || !isObjectType(item)) return undefined;
  const named = getNamedType(place.type);
  const list = many && isListType(getNullableType(place.type));
  const isItem = named === item;
  if (!isItem && !(isAbstractType(named) && schema.isSubType(named, item))) return undefined;
  const steps = isItem ? place.steps : [...place.steps, { name: '', on: item.name }];
  const keys = steps.flatMap(({ name }) => (name === '' ? [] : [name]));
  const at = steps.findIndex((step) => step.on !== undefined);
  const condition =
    at < 0
      ? undefined
      : {
          keys: steps.slice(0, at).map(({ name }) => name),
          types: possibleTypes(schema, steps[at]!.on!),
        };
  return { keys, around: around(steps), list, condition };
}

function possibleTypes(schema: GraphQLSchema, name: string): ReadonlySet<string> {
  const type = schema.getType(name);
  return new Set(isAbstractType(type) ? schema.getPossibleTypes(type).map((each) => each.name) : [name]);
}

function around(steps: readonly SelectionStep[]): readonly [string, string] {
  let [before, after] = ['', ''];
  for (const { name, on } of steps) {
    if (on !== undefined) [before, after] = [`${before}... on ${on} { `, ` }${after}`];
    if (name !== '') [before, after] = [`${before}${name} { `, ` }${after}`];
  }
  return [before, after];
}

function errorsAt(place: Place | undefined, selection: Selection): AnswerModel['errors'] {
  if (!place) return undefined;
  const steps = place.steps.filter((step) => step.name !== '');
  const on = place.steps.find((step) => step.name === '')?.on;
  const named = getNamedType(place.type);
  // Errors that are plain texts.
  if (isLeafType(named)) return { keys: selection.add(steps), members: undefined };
  const owners = isUnionType(named)
    ? named.getTypes()
    : isObjectType(named) || isInterfaceType(named)
      ? [named]
      : [];
  const found = { message: [] as string[], code: [] as string[], field: [] as string[] };
  for (const owner of owners)
    for (const role of ['message', 'code', 'field'] as const)
      for (const name of members[role]) {
        const field = fieldOf(owner, name);
        if (!field || !isLeafType(getNamedType(field.type))) continue;
        const condition = isUnionType(named) ? owner.name : on;
        const keys = selection.add([
          ...steps,
          { name, ...(condition === undefined ? {} : { on: condition }) },
        ]);
        found[role].push(keys.at(-1)!);
      }
  const typeKeys = selection.add([...steps, { name: '__typename' }]);
  const errorMembers: ErrorMembers = { ...found, type: typeKeys.at(-1)! };
  return { keys: typeKeys.slice(0, -1), members: errorMembers };
}

/** A result path against a type: names, positions in lists (passed over), and `(Type)` conditions. */
export function resultPlace(schema: GraphQLSchema, type: GraphQLOutputType, path: string): Place | undefined {
  const steps: SelectionStep[] = [];
  let current: GraphQLOutputType = type;
  let on: string | undefined;
  for (const part of path.split('.')) {
    if (part === '') continue;
    if (/^\d+$/.test(part)) {
      const list: unknown = getNullableType(current);
      if (isListType(list)) current = list.ofType as GraphQLOutputType;
      continue;
    }
    if (part.startsWith('(') && part.endsWith(')')) {
      const narrowed = schema.getType(part.slice(1, -1));
      if (!isObjectType(narrowed) && !isInterfaceType(narrowed)) return undefined;
      on = narrowed.name;
      current = narrowed;
      continue;
    }
    const field = fieldOf(current, part.replace(/\[\]$/, ''));
    if (!field) return undefined;
    steps.push({ name: field.name, ...(on === undefined ? {} : { on }) });
    on = undefined;
    current = field.type;
  }
  if (on !== undefined) steps.push({ name: '', on });
  return { steps, type: current };
}
