/** Relations that an item's own type does not show: the other ends of references, and lists that take its id. */
import type { Relation } from './relation.js';
import { isKeyType, type RelationSide } from './relation-side.js';
import { isLeafType, shapeOf } from './shape.js';
import { nameForms } from './words.js';

/** What a REFERENCE is from its other end, where the type has no list of its own that says it. */
export function otherEnds(
  own: readonly Relation[],
  sides: ReadonlyMap<string, RelationSide>,
): readonly Relation[] {
  return own
    .filter((each) => each.kind === 'REFERENCE' && each.from !== each.to)
    .filter((each) => {
      const back = own.some(
        (one) =>
          one.kind === 'MULTI_REFERENCE' &&
          one.from === each.to &&
          one.to === each.from &&
          one.how !== 'join',
      );
      // Several references to one type: a list of the other side does not tell whose end it is.
      return !back && !sides.get(each.from)!.isJoin(sides);
    })
    .map((each) => {
      const twins = own.filter(
        (one) => one.kind === 'REFERENCE' && one.from === each.from && one.to === each.to,
      );
      const plural = sides.get(each.from)!.words;
      return {
        from: each.to,
        to: each.from,
        kind: 'MULTI_REFERENCE',
        how: 'reverse',
        field: each.field,
        path: each.path,
        words: twins.length > 1 ? `${plural} by ${each.words}` : plural,
      } as const;
    });
}

/** `reviews(productId: ID)`, where a review itself does not tell its product. */
export function listArguments(
  own: readonly Relation[],
  sides: ReadonlyMap<string, RelationSide>,
): readonly Relation[] {
  const found: Relation[] = [];
  for (const other of sides.values()) {
    for (const argument of other.listArguments) {
      const { named, lists } = shapeOf(argument.type);
      const [, stem] = /^(.+?)_?(?:id|Id|ID)$/.exec(argument.name) ?? [];
      if (stem === undefined || lists > 0 || !isLeafType(named)) continue;
      const forms = nameForms(stem);
      const target = [...sides.values()].find(
        (each) => each !== other && each.names.some((name) => forms.has(name)) && isKeyType(named, each),
      );
      if (!target || own.some((each) => related(each, target.type, other.type))) continue;
      found.push({
        from: target.type,
        to: other.type,
        kind: 'MULTI_REFERENCE',
        how: 'argument',
        field: argument.name,
        path: argument.name,
        words: other.words,
      });
    }
  }
  return found;
}

function related({ from, to }: Relation, one: string, other: string): boolean {
  return (from === one && to === other) || (from === other && to === one);
}
