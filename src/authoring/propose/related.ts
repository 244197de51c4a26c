/** Relations to several items: each is bound beside the rest of its file, as `serve` would, before it is written. */
import type { FieldMapping } from '../../mapping/schema.js';
import type { BoundProposal } from './bind-proposed.js';
import type { ProposedCollection } from './collection.js';
import type { JudgedRelation, RelatedItems } from './related-items.js';
import { type RelationDoubt, type RelationSetting, waysOf } from './several-ways.js';

/** Lines for several items in one file: what leads further than that is seldom missed. */
const mostLines = 20;

interface Candidate extends RelatedItems {
  readonly values: readonly FieldMapping[];
  readonly doubt?: RelationDoubt;
}

/**
 * @param built the file without them
 * @param judge binds the file with some of them
 */
export function judgeRelated(
  built: ProposedCollection,
  related: readonly RelatedItems[],
  setting: RelationSetting,
  judge: (proposed: ProposedCollection) => BoundProposal,
): readonly JudgedRelation[] {
  const candidates = related.flatMap((each): readonly Candidate[] => {
    const collection = setting.collectionOf(each.relation.to);
    if (collection === undefined) return [];
    const { ways, doubt } = waysOf(each.relation, setting);
    const values = ways.map((way) => lineOf(each, collection, way));
    return values.length > 0 ? [{ ...each, values, ...(doubt ? { doubt } : {}) }] : [];
  });
  const doubted = candidates.flatMap(({ key, relation, values, doubt }) =>
    doubt ? [{ key, relation, value: values[0]!, doubt }] : [],
  );
  const sound = bindAll(
    built,
    candidates.filter((each) => !each.doubt),
    judge,
  );
  return [...sound, ...doubted].map((each, index) =>
    index < mostLines || each.doubt ? each : { ...each, doubt: tooMany },
  );
}

const tooMany: RelationDoubt = {
  kind: 'too many',
  text: `the file has ${mostLines} of them already`,
};

function lineOf(
  { displayName }: RelatedItems,
  collection: string,
  { through }: Pick<FieldMapping, 'through'>,
): FieldMapping {
  return {
    type: 'MULTI_REFERENCE',
    ...(displayName === undefined ? {} : { displayName }),
    collection,
    through,
  };
}

/** The best way of each that binds; where none does, the first one, with what is wrong with it. */
function bindAll(
  built: ProposedCollection,
  candidates: readonly Candidate[],
  judge: (proposed: ProposedCollection) => BoundProposal,
): readonly JudgedRelation[] {
  if (candidates.length === 0) return [];
  const known = new Set(judge(built).problems.map(({ message }) => message));
  const open = new Map(candidates.map((each) => [each.key, 0]));
  const wrong = new Map<string, string>();
  const value = (each: Candidate): FieldMapping => each.values[open.get(each.key)!]!;
  for (;;) {
    const tried = candidates.filter(({ key }) => open.has(key));
    const fields = Object.fromEntries(tried.map((each) => [each.key, value(each)]));
    const { problems, keyAt } = judge({
      ...built,
      value: { ...built.value, fields: { ...built.value.fields, ...fields } },
    });
    const faults = problems.filter(({ message }) => !known.has(message));
    if (faults.length === 0) break;
    for (const fault of faults) {
      const key = keyAt(fault);
      const at = key === undefined ? undefined : open.get(key);
      // A problem elsewhere is of nobody in particular, so that none of them is written.
      const blamed = at === undefined ? tried.map((each) => each.key) : [key!];
      for (const each of blamed) {
        if (!wrong.has(each)) wrong.set(each, fault.message);
        const next = (open.get(each) ?? 0) + 1;
        if (next < (candidates.find((one) => one.key === each)?.values.length ?? 0)) open.set(each, next);
        else open.delete(each);
      }
    }
    if (open.size === 0) break;
  }
  return candidates.map((each): JudgedRelation => {
    const { key, relation } = each;
    if (open.has(key))
      return {
        key,
        relation,
        value: value(each),
        ...(relation.how === 'argument' ? { comment: 'guessed from the name of the argument' } : {}),
      };
    const doubt = { kind: 'does not bind', text: wrong.get(key)! } as const;
    return { key, relation, value: each.values[0]!, doubt };
  });
}
