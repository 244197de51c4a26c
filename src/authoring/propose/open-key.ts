/** Items that nothing clearly identifies, although some field might: a person says which. */
import type { DetectedList } from '../detect/collections.js';
import type { Key } from '../detect/key.js';
import { leafKind } from '../detect/kinds.js';
import { isLeafType, shapeOf } from '../detect/shape.js';
import { splitWords } from '../detect/words.js';

/** Stands where a person has to write a value. */
export const unanswered = '?';

const openKey: Key = {
  path: unanswered,
  name: unanswered,
  typeName: '',
  nonNull: true,
  global: false,
  twins: [],
  hasOwnId: false,
  score: 0,
};

/** The list with a key that waits for an answer, where there is something to choose from; else as it was. */
export function withOpenKey(detected: DetectedList): DetectedList {
  const reachable = detected.reached === 'root' || detected.reached === 'namespace';
  return reachable && !detected.compositeKey && keyCandidates(detected).length > 0
    ? { ...detected, keys: [openKey], get: undefined }
    : detected;
}

/** Paths of values whose names sound like an id, best first. */
export function keyCandidates({ entity }: DetectedList): readonly string[] {
  const ranked = [...entity.fields.values()].flatMap((each) => {
    const { named, lists } = shapeOf(each.field.type);
    if (!each.leaf || lists > 0 || !isLeafType(named)) return [];
    const kind = leafKind(named);
    if (kind !== 'id' && kind !== 'text' && kind !== 'number') return [];
    const words = splitWords(each.name);
    const rank = strong.has(words.at(-1)!) ? 0 : kind === 'id' ? 1 : weak.has(words.at(-1)!) ? 2 : -1;
    return rank < 0 ? [] : [{ path: each.path, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map((each) => each.path);
}

const strong = new Set(['id', 'uuid', 'guid', 'no', 'nr', 'num', 'number', 'code', 'key', 'pk']);
const weak = new Set(['slug', 'handle', 'sku', 'isbn', 'ean', 'email', 'login', 'name', 'ref', 'reference']);
