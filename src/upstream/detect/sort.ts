/** How a list field sorts. The shape of the argument's type decides; its name only makes it a candidate. */
import type { Json, SortStyle } from '../styles/vocabulary.js';
import type { Entity } from './entity.js';
import {
  argumentsOf,
  enumValuesOf,
  type Field,
  type Input,
  inputObjectOf,
  isBoolean,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isTextLike,
  membersOf,
  shapeOf,
} from './shape.js';
import { type Directions, directionsOf, keyNames } from './sort-keys.js';

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

export function detectSort(field: Field, entity: Entity): SortFinding {
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

function linkedList(members: readonly Input[]): Partial<SortStyle> | undefined {
  const names = new Set(members.map((member) => member.name));
  if (!names.has('asc') || !names.has('desc')) return undefined;
  return {
    ascending: { asc: '$field' },
    descending: { desc: '$field' },
    ...(names.has('then') ? { chain: 'then', max: 10 } : {}),
    nesting: 'none',
  };
}

function fieldAndDirection(
  members: readonly Input[],
  entity: Entity,
): { readonly label: string; readonly style: Partial<SortStyle> | null } | undefined {
  const key = members.find(
    (member) =>
      /^(field|fields|key|column|column_?id|attribute|property|by|sort_?field)$/i.test(member.name) &&
      isLeafType(shapeOf(member.type).named),
  );
  const direction = members.find(
    (member) =>
      /^(direction|order|sort|sort_?order|dir)$/i.test(member.name) &&
      directionsOf(enumValuesOf(member.type)),
  );
  if (!key || !direction) return undefined;
  const words = directionsOf(enumValuesOf(direction.type))!;
  const values = enumValuesOf(key.type);
  const parallel = shapeOf(key.type).lists > 0 && shapeOf(direction.type).lists > 0;
  const { slot, fields } = values.length > 0 ? keyNames(values, entity) : { slot: '$field', fields: {} };
  const nulls = nullsMember(members);
  const template = (word: string, nullWord: string | undefined): Json => ({
    [key.name]: parallel ? [slot] : slot,
    [direction.name]: parallel ? [word] : word,
    ...(nulls && nullWord !== undefined ? { [nulls.name]: nullWord } : {}),
  });
  return {
    label: parallel ? 'parallel-arrays' : 'field+direction',
    // A text as key is taken as the field's name; an enum says so itself.
    style: {
      ascending: template(words.up, nulls?.first),
      descending: template(words.down, nulls?.last),
      ...(nulls || words.exact ? { nulls: 'lowest' as const } : {}),
      ...fields,
      nesting: parallel ? 'joined' : 'none',
      ...(parallel ? { nestingSeparator: '___' } : {}),
    },
  };
}

function nullsMember(
  members: readonly Input[],
): { readonly name: string; readonly first: string; readonly last: string } | undefined {
  const member = members.find((each) => /^nulls/i.test(each.name));
  const values = member ? enumValuesOf(member.type) : [];
  const first = values.find((value) => /first/i.test(value));
  const last = values.find((value) => /last/i.test(value));
  return member && first !== undefined && last !== undefined ? { name: member.name, first, last } : undefined;
}

/** `{title: ASC}`, or `{title: {order: Ascending, nulls: first}}`. The commoner form among the members is taken. */
function objectByField(
  members: readonly Input[],
): { readonly label: string; readonly style: Partial<SortStyle> } | undefined {
  const simple: Directions[] = [];
  const nested: { readonly up: Json; readonly down: Json; readonly lowest: boolean }[] = [];
  let relations = 0;
  for (const member of members) {
    const words = directionsOf(enumValuesOf(member.type));
    if (words) {
      simple.push(words);
      continue;
    }
    const inner = inputObjectOf(member.type);
    if (!inner) continue;
    const direction = membersOf(inner).find(
      (each) => /^(order|direction|sort|dir)$/i.test(each.name) && directionsOf(enumValuesOf(each.type)),
    );
    if (!direction) {
      if (membersOf(inner).length > 0) relations += 1;
      continue;
    }
    const inside = directionsOf(enumValuesOf(direction.type))!;
    const nulls = nullsMember(membersOf(inner));
    const priority = membersOf(inner).find((each) => each.name === 'priority');
    const form = (word: string, nullWord: string | undefined): Json => ({
      [direction.name]: word,
      ...(nulls && nullWord !== undefined ? { [nulls.name]: nullWord } : {}),
      ...(priority ? { priority: 1 } : {}),
    });
    nested.push({
      up: form(inside.up, nulls?.first),
      down: form(inside.down, nulls?.last),
      lowest: nulls !== undefined || inside.exact,
    });
  }
  if (simple.length + nested.length === 0) return undefined;
  const nesting = relations > 0 ? {} : { nesting: 'none' as const };
  if (simple.length >= nested.length) {
    const words = simple[0]!;
    return {
      label: 'object-by-field',
      style: {
        ascending: { $field: words.up },
        descending: { $field: words.down },
        ...(words.exact ? { nulls: 'lowest' as const } : {}),
        ...nesting,
      },
    };
  }
  const form = nested[0]!;
  return {
    label: 'object-by-field(nested)',
    style: {
      ascending: { $field: form.up },
      descending: { $field: form.down },
      ...(form.lowest ? { nulls: 'lowest' as const } : {}),
      ...nesting,
    },
  };
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
