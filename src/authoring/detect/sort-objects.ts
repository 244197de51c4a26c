/** Sort inputs that are objects: linked lists, pairs of field and direction, objects from fields to directions. */
import type { Json, SortStyle } from '../../styles/vocabulary.js';
import type { Entity } from './entity.js';
import { enumValuesOf, type Input, inputObjectOf, isLeafType, membersOf, shapeOf } from './shape.js';
import { type Directions, directionsOf, keyNames } from './sort-keys.js';

export function linkedList(members: readonly Input[]): Partial<SortStyle> | undefined {
  const names = new Set(members.map((member) => member.name));
  if (!names.has('asc') || !names.has('desc')) return undefined;
  return {
    ascending: { asc: '$field' },
    descending: { desc: '$field' },
    ...(names.has('then') ? { chain: 'then', max: 10 } : {}),
    nesting: 'none',
  };
}

export function fieldAndDirection(
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

/** `{title: ASC}`, or `{title: {order: Ascending, nulls: first}}`. The commoner form among the members goes first. */
export function objectByField(
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
  const nesting = relations > 0 ? {} : { nesting: 'none' as const };
  const [words] = simple;
  const plain: SortForm | undefined = words && {
    ascending: { $field: words.up },
    descending: { $field: words.down },
    ...(words.exact ? { nulls: 'lowest' as const } : {}),
  };
  const [form] = nested;
  const dressed: SortForm | undefined = form && {
    ascending: { $field: form.up },
    descending: { $field: form.down },
    ...(form.lowest ? { nulls: 'lowest' as const } : {}),
  };
  const common = simple.length >= nested.length ? plain : dressed;
  if (!common) return undefined;
  // Prisma's {sort, nulls} is for fields that can be null; the others, the id among them, take the plain form.
  const otherwise = common === plain ? dressed : plain;
  return {
    label: common === plain ? 'object-by-field' : 'object-by-field(nested)',
    style: { ...common, ...(otherwise ? { otherwise } : {}), ...nesting },
  };
}

type SortForm = NonNullable<SortStyle['otherwise']>;
