/** How a list field sorts. The shape of the argument's type decides; its name only makes it a candidate. */
import type { Json, SortStyle } from '../../styles/vocabulary.js';
import type { Entity } from './entity.js';
import {
  argumentsOf,
  enumValuesOf,
  type Input,
  inputObjectOf,
  isBoolean,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isTextLike,
  membersOf,
  type SchemaField,
  shapeOf,
} from './shape.js';
import { directionsOf, keyNames } from './sort-keys.js';
import { fieldAndDirection, linkedList, objectByField } from './sort-objects.js';

export interface SortFinding {
  /** `baked-enum[]`, `object-by-field[]`, `field+direction`, `key+dir`, `string[]`, `linked-list`, `key-enum`, … */
  readonly label: string;
  readonly at: string;
  /** null: recognised, but a part (a direction, a syntax) is not visible in the schema. */
  readonly style: SortStyle | null;
  readonly taken: ReadonlySet<string>;
  readonly score: number;
  readonly why: string;
}

const sortName = /^_?(order|sort)(_?(by|ing|s|input|key|keys|field|fields|order|direction|dir|options?))?$/i;
const none: SortFinding = {
  label: 'none',
  at: '',
  style: null,
  taken: new Set(),
  score: 0,
  why: 'no sort argument',
};

export function detectSort(field: SchemaField, entity: Entity): SortFinding {
  const args = argumentsOf(field);
  const found: SortFinding[] = [];
  const two = twoArguments(args, entity);
  if (two) found.push(two);
  for (const { address, input } of candidates(args)) {
    const each = single(address, input, entity);
    if (each) found.push(each);
  }
  return found.sort((a, b) => b.score - a.score)[0] ?? none;
}

/** Arguments named like a sort, and members named so inside containers (`options.sort`, `where.orderby`). */
function candidates(args: readonly Input[]): readonly { readonly address: string; readonly input: Input }[] {
  return args.flatMap((input) => {
    if (sortName.test(input.name)) return [{ address: input.name, input }];
    const inner = inputObjectOf(input.type);
    if (!inner || !/^(options?|input|params|paging|where|query)$/i.test(input.name)) return [];
    return membersOf(inner)
      .filter((member) => sortName.test(member.name) && isSortShape(member))
      .map((member) => ({ address: `${input.name}.${member.name}`, input: member }));
  });
}

function isSortShape(input: Input): boolean {
  const { named } = shapeOf(input.type);
  return isInputObjectType(named) || isEnumType(named);
}

function single(address: string, input: Input, entity: Entity): SortFinding | undefined {
  const { named, lists } = shapeOf(input.type);
  const suffix = lists > 0 ? '[]' : '';
  const finding = (
    label: string,
    style: Partial<SortStyle> | null,
    score: number,
    why: string,
  ): SortFinding => ({
    label: `${label}${suffix}`,
    at: address,
    style: style && ({ at: address, ...(lists > 0 ? { list: true } : {}), ...style } as SortStyle),
    taken: new Set([address]),
    score,
    why,
  });
  if (isEnumType(named)) {
    const values = enumValuesOf(named);
    if (directionsOf(values)) return finding('direction-only', null, 1, 'only a direction can be chosen');
    const baked = bakedEnum(values, entity);
    if (baked) return finding('baked-enum', baked, 8, 'each value names a field and a direction');
    return finding('key-enum', null, 4, 'a field can be chosen but no direction');
  }
  if (isInputObjectType(named)) {
    const members = membersOf(named);
    const linked = linkedList(members);
    if (linked) return finding('linked-list', linked, 10, 'keys are chained');
    const pair = fieldAndDirection(members, entity);
    if (pair) return finding(pair.label, pair.style, 10, 'a field and a direction');
    const object = objectByField(members);
    if (object) return finding(object.label, object.style, 9, 'an object from fields to directions');
    return undefined;
  }
  if (isTextLike(input.type) || (lists > 0 && isLeafType(named))) {
    return finding('string', null, 2, 'a text whose syntax the schema does not show');
  }
  return undefined;
}

function bakedEnum(values: readonly string[], entity: Entity): Partial<SortStyle> | undefined {
  const ending = /^(.+?)_?(ASC|DESC|asc|desc|Asc|Desc)(ENDING|ending)?$/;
  const parts = values.flatMap((value) => {
    const match = ending.exec(value);
    return match
      ? [{ base: match[1]!, text: value.slice(match[1]!.length), descending: /^desc/i.test(match[2]!) }]
      : [];
  });
  if (parts.length === 0 || parts.length < values.length * 0.4) return undefined;
  const down = parts.find((part) => part.descending)?.text;
  if (down === undefined) return undefined;
  // Values without a direction go up where every key also has a descending value (AniList).
  const up = parts.find((part) => !part.descending)?.text ?? '';
  const { slot, fields } = keyNames(
    up === '' ? values.filter((each) => !ending.test(each)) : parts.map((part) => part.base),
    entity,
  );
  const first = nullsEndings(values, up, down);
  return {
    ascending: `${slot}${first?.up ?? up}`,
    descending: `${slot}${first?.down ?? down}`,
    ...(first ? { nulls: 'lowest' as const } : {}),
    ...fields,
    ...(values.some((value) => value.includes('___') || /[a-z]_[a-z]+_(ASC|DESC)$/.test(value))
      ? {}
      : { nesting: 'none' as const }),
  };
}

/** `title_ASC_NULLS_FIRST` beside `title_ASC` (openreader). */
function nullsEndings(
  values: readonly string[],
  up: string,
  down: string,
): { readonly up: string; readonly down: string } | undefined {
  for (const [first, last] of [['_NULLS_FIRST', '_NULLS_LAST']] as const) {
    const hasFirst = values.some((value) => value.endsWith(`${up}${first}`));
    const hasLast = values.some((value) => value.endsWith(`${down}${last}`));
    if (hasFirst && hasLast) return { up: `${up}${first}`, down: `${down}${last}` };
  }
  return undefined;
}

/** A key in one argument, the direction in another: `sortKey` + `reverse`, `orderBy` + `orderDirection`. */
function twoArguments(args: readonly Input[], entity: Entity): SortFinding | undefined {
  const reverse = args.find(
    (each) => /^(reverse|desc|descending|newest_first)$/i.test(each.name) && isBoolean(each.type),
  );
  const direction = args.find((each) => sortName.test(each.name) && directionsOf(enumValuesOf(each.type)));
  const key = args.find(
    (each) =>
      each !== direction &&
      sortName.test(each.name) &&
      isLeafType(shapeOf(each.type).named) &&
      shapeOf(each.type).lists === 0,
  );
  // Two texts: `sortField` + `sortOrder` (react-admin), whose words are asc and desc by custom only.
  const textual = args.find(
    (each) =>
      each !== key && /^(order|sort)_?(order|direction|dir)$/i.test(each.name) && isTextLike(each.type),
  );
  if (!key) {
    return reverse
      ? {
          label: 'reverse-only',
          at: '',
          style: null,
          taken: new Set([reverse.name]),
          score: 1,
          why: 'the order is fixed, only its direction can be chosen',
        }
      : undefined;
  }
  if (!reverse && !direction && !textual) return undefined;
  const values = enumValuesOf(key.type);
  const { slot, fields } = values.length > 0 ? keyNames(values, entity) : { slot: '$field', fields: {} };
  const words = direction && directionsOf(enumValuesOf(direction.type))!;
  const pair = (up: boolean): Json =>
    reverse
      ? { [key.name]: slot, [reverse.name]: !up }
      : {
          [key.name]: slot,
          [(direction ?? textual)!.name]: words ? (up ? words.up : words.down) : up ? 'ASC' : 'DESC',
        };
  const taken = new Set([key.name, (reverse ?? direction ?? textual)!.name]);
  const known =
    textual && !reverse && !direction
      ? null
      : ({ at: '', ascending: pair(true), descending: pair(false), ...fields, nesting: 'none' } as SortStyle);
  return {
    label: 'key+dir',
    at: '',
    style: known,
    taken,
    score: 11,
    why: `${[...taken].join(' and ')} together`,
  };
}
