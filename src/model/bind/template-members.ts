/**
 * Members that templates of upstream.yaml name and the filter of no list has, although it has one that is spelled nearly so: operators
 * that no API of this kind has are left out without a word, but this was meant for it.
 */
import { type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';
import { isPlainObject } from '../../json.js';
import type { Path } from '../../mapping/source.js';
import { didYouMean, editDistance } from '../../mapping/suggest.js';
import type { FilterStyle, Json, ListOverrides } from '../../styles/vocabulary.js';
import { spellings } from './template-faults.js';

export interface MemberFault {
  readonly path: Path;
  readonly message: string;
  readonly within: string;
  readonly help: string;
}

type WrittenFilter = NonNullable<ListOverrides['filter']>;

/** Shorter words are near to too many others. */
const shortest = 3;

const plain = (text: string): string => text.toLowerCase().replaceAll('_', '');

/** @param types of the filter's argument in each list: none is judged where one takes anything */
export function misspeltMembers(
  filter: WrittenFilter,
  kind: FilterStyle['style'] | undefined,
  types: readonly GraphQLInputType[],
): readonly MemberFault[] {
  if (kind === 'search' || types.length === 0) return [];
  if (!types.every((type) => isInputObjectType(getNamedType(type)))) return [];
  const known = membersBelow(types);
  const written = templatesOf(filter).flatMap(({ template, path }) =>
    keysIn(template).map((name) => ({ name, path })),
  );
  const used = new Set(written.map(({ name }) => name));
  return written.flatMap(({ name, path }): MemberFault[] => {
    if (known.has(name) || name.length < shortest) return [];
    const meant = [...known].filter((each) => {
      const edits = editDistance(plain(name), plain(each));
      // One that another template names is another operator, unless it is the same word.
      return edits === 0 || (edits === 1 && !used.has(each));
    });
    const help = didYouMean(name, meant);
    if (help === undefined) return [];
    return [{ path, message: `the filter of no list of this upstream has "${name}"`, within: name, help }];
  });
}

function templatesOf(filter: WrittenFilter): readonly { readonly template: Json; readonly path: Path }[] {
  const operators = Object.entries(filter.operators ?? {}).flatMap(([kind, table]) =>
    Object.entries(table ?? {}).flatMap(([operator, entry]) =>
      entry === null || entry === undefined
        ? []
        : spellings(entry as Json, ['filter', 'operators', kind, operator]),
    ),
  );
  const joints = (['and', 'or', 'not'] as const).flatMap((name) => {
    const template = filter[name];
    return template === null || template === undefined ? [] : [{ template, path: ['filter', name] }];
  });
  return [...operators, ...joints];
}

/** Keys of a template at any depth; those with a slot are named by the field. */
function keysIn(template: Json): readonly string[] {
  if (Array.isArray(template)) return template.flatMap(keysIn);
  if (!isPlainObject(template)) return [];
  return Object.entries(template).flatMap(([key, value]) => [
    ...(key.includes('$') ? [] : [key]),
    ...keysIn(value as Json),
  ]);
}

function membersBelow(types: readonly GraphQLInputType[]): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const queue = types.map((type): unknown => getNamedType(type));
  for (let type = queue.pop(); type !== undefined; type = queue.pop()) {
    if (seen.has(type) || !isInputObjectType(type)) continue;
    seen.add(type);
    for (const field of Object.values(type.getFields())) {
      names.add(field.name);
      queue.push(getNamedType(field.type));
    }
  }
  return names;
}
