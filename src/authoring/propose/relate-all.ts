/** Relations to several items, decided over all files of a proposal: each rests on fields and lists of the others. */
import { getNamedType, isScalarType } from 'graphql';
import type { CollectionModel } from '../../model/model.js';
import type { Relation } from '../detect/relations.js';
import type { BoundProposal } from './bind-proposed.js';
import type { CollectionParts, ProposedCollection } from './collection.js';
import { unanswered } from './open-key.js';
import type { RelationOutcome } from './proposal.js';
import { holdsIds, type Referable } from './references.js';
import { judgeRelated } from './related.js';
import type { JudgedRelation } from './related-items.js';
import type { RelationSetting } from './several-ways.js';

/** A collection without its relations to several items. */
export interface BareCollection {
  readonly parts: CollectionParts;
  readonly built: ProposedCollection;
}

export interface RelatedCollection extends BareCollection {
  readonly several: readonly JudgedRelation[];
}

/** @param referables collections by the type of their items */
export function relateAll(
  bare: readonly BareCollection[],
  referables: ReadonlyMap<string, Referable>,
  judge: (proposed: ProposedCollection) => BoundProposal,
): readonly RelatedCollection[] {
  const byName = new Map(bare.map((each) => [each.parts.name, each]));
  const models = new Map<string, CollectionModel | undefined>();
  const modelOf = (name: string): CollectionModel | undefined => {
    const own = byName.get(name);
    if (own && !models.has(name)) models.set(name, judge(withoutQuestions(own.built)).model);
    return models.get(name);
  };
  const collectionOf = (type: string): string | undefined => referables.get(type)?.collection;
  const setting: RelationSetting = {
    collectionOf,
    keyOf(type, member, to) {
      const holder = byName.get(collectionOf(type) ?? '');
      const found = holder?.parts.fields.fields.find(
        ({ relation }) =>
          relation &&
          holdsIds(relation) &&
          relation.field === member &&
          relation.from === type &&
          relation.to === to,
      );
      return found?.key;
    },
    asksFor(collection, key) {
      const operators = modelOf(collection)?.fields.get(key)?.filter?.operators;
      return operators !== undefined && (operators.has('in') || operators.has('eq'));
    },
    takesOf: (relation) => takesOf(relation, modelOf(collectionOf(relation.to) ?? '')),
    isOrdered(relation) {
      const model = modelOf(collectionOf(relation.to) ?? '');
      return model?.fields.get('_createdDate')?.source.kind === 'path' && !takesOf(relation, model).sort;
    },
    elsewhere({ to, copy }) {
      const target = byName.get(collectionOf(to) ?? '')?.built.value;
      if (copy) return 'the objects in a row are of another type';
      const list = target?.list;
      const own = typeof list === 'object' && (list.arguments !== undefined || list.path !== undefined);
      return own ? `the list of ${target!.collection} has arguments of its own` : undefined;
    },
  };
  return bare.map((each) => ({
    ...each,
    several: judgeRelated(
      each.built,
      each.parts.fields.related.filter(({ relation }) => referables.get(relation.to)?.id !== unanswered),
      setting,
      judge,
    ),
  }));
}

/** Arguments of the list in the rows that have the name and the type of those of the collection's own list. */
function takesOf(
  { listing }: Relation,
  model: CollectionModel | undefined,
): { readonly filter?: string; readonly sort?: string } {
  const list = model?.list;
  const own = list?.location.field.args ?? [];
  const sameAs = (at: string | undefined): string | undefined => {
    const [name] = at?.split('.') ?? [];
    const type = own.find((each) => each.name === name)?.type;
    const there = listing?.field.args.find((each) => each.name === name)?.type;
    // Of texts the type does not say that they mean the same.
    const told = type && !isScalarType(getNamedType(type)) && String(type) === String(there);
    return told ? at : undefined;
  };
  const [filter, sort] = [sameAs(list?.filter?.style.at), sameAs(list?.sort?.style.at)];
  return { ...(filter ? { filter } : {}), ...(sort ? { sort } : {}) };
}

/** What became of each relation between collections that are written. */
export function outcomes(
  relations: readonly Relation[],
  related: readonly RelatedCollection[],
  referables: ReadonlyMap<string, Referable>,
): readonly RelationOutcome[] {
  const byType = new Map(related.map((each) => [each.parts.detected.itemType, each]));
  return relations.flatMap((relation): readonly RelationOutcome[] => {
    const { from, to, how } = relation;
    const holder = byType.get(from);
    if (!holder) return [];
    const found = holder.several.find((each) => each.relation === relation);
    const isWritten = holder.parts.fields.fields.some((each) => each.relation === relation);
    const target = referables.get(to);
    const lost = target === undefined || target.id === unanswered ? 'waits' : 'too many';
    const doubt = isWritten ? undefined : found ? found.doubt?.kind : lost;
    return [{ collection: holder.parts.name, how, doubt }];
  });
}

/** Open questions stand in the way of a model, not of what the filter of the list can do. */
export function withoutQuestions(built: ProposedCollection): ProposedCollection {
  const { list } = built.value;
  if (built.questions.length === 0 || typeof list === 'string') return built;
  const { arguments: _arguments, path: _path, ...rest } = list;
  return { ...built, value: { ...built.value, list: rest }, comments: [], disabled: [] };
}
