/** Lists and single references that are one relation seen from its two ends, as far as names leave no doubt of it. */
import type { Relation } from './relation.js';
import { type RelationSide, stemOf } from './relation-side.js';
import { fold } from './words.js';

/** Lists with `inverse`, where one member of the other side leads back. */
export function withInverses(
  own: readonly Relation[],
  sides: ReadonlyMap<string, RelationSide>,
): readonly Relation[] {
  const found = own.map((list) => {
    if (list.how !== 'list' && list.how !== 'connection') return list;
    const references = own.filter(
      (each) => each.kind === 'REFERENCE' && each.from === list.to && each.to === list.from,
    );
    const named = references.filter((each) => isNamedSo(list, each));
    const fitting = named.length > 0 ? named : references.filter((each) => areEnds(list, each, own, sides));
    const [only, ...others] = fitting;
    if (!only || others.length > 0) return list;
    return {
      ...list,
      inverse: only.field,
      ...(named.length > 0 ? { words: wordsOf(list, only, references) } : {}),
    };
  });
  // Two lists cannot be the other end of one reference.
  return found.map((list) => {
    const { inverse, ...rest } = list;
    const twice =
      inverse !== undefined &&
      found.some(
        (one) => one !== list && one.from === list.from && one.to === list.to && one.inverse === inverse,
      );
    return twice ? rest : list;
  });
}

/** PostGraphile says the foreign key in the list's name: `booksByAuthorId`. */
function isNamedSo(list: Relation, reference: Relation): boolean {
  const [, by] = /By([A-Z]\w*)$/.exec(list.field) ?? [];
  const key = reference.key?.split('.').at(-1);
  return by !== undefined && key !== undefined && fold(by) === fold(key);
}

/** The books of `booksByAuthorId`; "books by editor" where a book refers to people in several ways. */
function wordsOf({ field }: Relation, { words }: Relation, references: readonly Relation[]): string {
  const bare = stemOf(field);
  return references.length > 1 ? `${bare} by ${words}` : bare;
}

/**
 * `books` of an author and `author` of a book, and nothing that could be meant as well; `children` and `parent`; `Employees`
 * and `Employee` of an employee.
 */
function areEnds(
  list: Relation,
  reference: Relation,
  own: readonly Relation[],
  sides: ReadonlyMap<string, RelationSide>,
): boolean {
  if (/By[A-Z]\w*$/.test(list.field)) return false;
  const isNamed = (of: Relation, type: string): boolean => sides.get(type)!.names.includes(fold(of.words));
  if (list.from === list.to && isParent(reference)) return /^(child|children)\b/.test(list.words);
  const back = own.some(
    (each) =>
      each !== list && each.kind === 'MULTI_REFERENCE' && each.from === list.to && each.to === list.from,
  );
  return !back && isNamed(list, list.to) && isNamed(reference, list.from);
}

/** `parent`, `parentCategory`: of the items of one type those above. */
export function isParent({ words }: Relation): boolean {
  return /^parent\b/.test(words);
}
