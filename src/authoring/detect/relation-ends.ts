/** Relations that an item's own type does not show: the other ends of references, and lists that take its id. */
import type { DetectedList } from './detected.js';
import { isTold } from './nested-listing.js';
import type { Relation } from './relation.js';
import { isParent } from './relation-inverses.js';
import { isJoining } from './relation-pairs.js';
import { isKeyType, type RelationSide } from './relation-side.js';
import { type Input, isLeafType, requiredArguments, type SchemaField, shapeOf } from './shape.js';
import { fold, nameForms } from './words.js';

/** What a REFERENCE is from its other end, where the type has no list of its own that says it. */
export function otherEnds(
  own: readonly Relation[],
  sides: ReadonlyMap<string, RelationSide>,
): readonly Relation[] {
  const references = own.filter((each) => each.kind === 'REFERENCE');
  return references
    .filter((each) => {
      const { from, to } = each;
      const lists = own.filter((one) => one.kind === 'MULTI_REFERENCE' && one.from === to && one.to === from);
      if (lists.some((one) => one.inverse === each.field)) return false;
      // Which end a list is that nothing pairs is not known; where it can be read it is enough.
      if (lists.some((one) => one.inverse === undefined && isTold(one))) return false;
      return !isJoining(sides.get(from)!, own);
    })
    .map((each) => {
      const twins = references.filter((one) => one.from === each.from && one.to === each.to);
      const { words: plural, names } = sides.get(each.from)!;
      const several = twins.length > 1 || (each.from === each.to && !names.includes(fold(each.words)));
      const bare = each.from === each.to && isParent(each) ? 'children' : plural;
      const words = several && bare === plural ? `${plural} by ${each.words}` : bare;
      return {
        from: each.to,
        to: each.from,
        kind: 'MULTI_REFERENCE',
        how: 'reverse',
        field: each.field,
        path: each.path,
        words,
      } as const;
    });
}

/** `reviews(productId: ID)` and `reviewsByProduct(productId: ID!)`, where a review itself does not tell its product. */
export function listArguments(
  own: readonly Relation[],
  sides: ReadonlyMap<string, RelationSide>,
  lists: readonly DetectedList[],
  others: readonly DetectedList[],
): readonly Relation[] {
  const found: Relation[] = [];
  const add = (other: RelationSide, argument: Input, list?: string): void => {
    const { named, lists: depth } = shapeOf(argument.type);
    const [, stem] = /^(.+?)_?(?:id|Id|ID)$/.exec(argument.name) ?? [];
    if (stem === undefined || depth > 0 || !isLeafType(named)) return;
    const forms = nameForms(stem);
    const target = [...sides.values()].find(
      (each) => each !== other && each.names.some((name) => forms.has(name)) && isKeyType(named, each),
    );
    if (!target || [...own, ...found].some((each) => related(each, target.type, other.type))) return;
    found.push({
      from: target.type,
      to: other.type,
      kind: 'MULTI_REFERENCE',
      how: 'argument',
      field: argument.name,
      path: argument.name,
      words: other.words,
      ...(list === undefined ? {} : { list }),
    });
  };
  for (const other of sides.values()) for (const each of other.listArguments) add(other, each);
  for (const { steps, itemType } of others) {
    const [field, ...deeper] = steps;
    const other = sides.get(itemType);
    const taken = lists.find((each) => each.itemType === itemType);
    if (!field || deeper.length > 0 || !other || taken?.steps.length !== 1 || taken.steps[0] === field)
      continue;
    const required = requiredArguments(field);
    // The answers have the form of those of the collection's own list.
    const plain = ({ type }: SchemaField): string => String(type).replaceAll('!', '');
    if (required.length <= 1 && plain(field) === plain(taken.steps[0]!))
      for (const each of required.length === 1 ? required : field.args) add(other, each, field.name);
  }
  return found;
}

function related({ from, to }: Relation, one: string, other: string): boolean {
  return (from === one && to === other) || (from === other && to === one);
}
