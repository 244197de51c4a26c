/** What is wrong with references between files: each is checked where it stands, against the file that it names. */
import type { Problem } from '../mapping/problem.js';
import type { Located } from '../mapping/read.js';
import type { CollectionMapping, FieldMapping } from '../mapping/schema.js';
import type { Path, PlaceOptions } from '../mapping/source.js';
import { didYouMean } from '../mapping/suggest.js';
import type { CollectionModel, FieldModel } from '../model/model.js';
import { areOfOneType } from '../model/owned-references.js';
import { argumentFault } from '../plan/tree/by-argument.js';

type Files = ReadonlyMap<string, Located<CollectionMapping>>;
type Report = (path: Path, message: string, options?: PlaceOptions) => void;

/**
 * References lead nowhere when their collection does not exist. It may be one of Wix's own, so for a field that holds ids this is
 * a warning; what is read through another file needs that file, and its fields.
 */
export function referenceProblems(collections: readonly Located<CollectionMapping>[]): readonly Problem[] {
  const files: Files = new Map(collections.map((each) => [each.value.collection, each]));
  const problems: Problem[] = [];
  for (const { source, value } of collections) {
    const report: Report = (path, message, options) =>
      void problems.push(source.problemAt(path, message, options));
    for (const [key, field] of Object.entries(value.fields)) {
      if (typeof field === 'string') continue;
      const at = ['fields', key];
      if (field.collection !== undefined && !files.has(field.collection)) {
        const help =
          didYouMean(field.collection, files.keys()) ??
          'write its file, or ignore this if it is a collection of Wix itself';
        report([...at, 'collection'], `no file of this directory has the collection "${field.collection}"`, {
          help,
          severity: 'warning',
        });
      }
      if (field.through !== undefined) throughProblems(field, at, value.collection, files, report);
    }
  }
  return problems;
}

function throughProblems(
  { through, collection, writes }: FieldMapping,
  at: Path,
  own: string,
  files: Files,
  report: Report,
): void {
  const { reverse, join, order } = through!;
  const place = [...at, 'through'];
  const other = collection === undefined ? undefined : files.get(collection)?.value;
  if (reverse !== undefined && other) endProblem(other, reverse, own, [...place, 'reverse'], report);
  const joining = join && files.get(join.collection)?.value;
  if (join && !joining) {
    const help = didYouMean(join.collection, files.keys()) ?? 'write its file: its items hold the pairs';
    const message = `no file of this directory has the collection "${join.collection}"`;
    report([...place, 'join', 'collection'], message, { help });
  }
  if (join && joining) {
    endProblem(joining, join.from, own, [...place, 'join', 'from'], report);
    if (collection !== undefined) endProblem(joining, join.to, collection, [...place, 'join', 'to'], report);
  }
  const holder = join ? joining : other;
  if (order !== undefined && holder && !Object.hasOwn(holder.fields, order)) {
    const help = didYouMean(order, Object.keys(holder.fields));
    report([...place, 'order'], `${holder.collection} has no field "${order}"`, help ? { help } : {});
  }
  if (writes !== 'items' || !holder || (!join && reverse === undefined)) return;
  const needed = join ? (['insert', 'remove'] as const) : (['update'] as const);
  const missing = needed.filter((each) => !holder.writes?.[each]);
  if (missing.length > 0)
    report([...at, 'writes'], `${holder.collection} declares no ${missing.join(' and no ')} (writes)`, {
      severity: 'warning',
      help: `add writes.${missing[0]} to the file of ${holder.collection}`,
    });
}

/** The field of another file that leads back here, or on to the third collection. */
function endProblem(
  holder: CollectionMapping,
  key: string,
  refersTo: string,
  at: Path,
  report: Report,
): void {
  const found = Object.hasOwn(holder.fields, key) ? holder.fields[key] : undefined;
  const field = typeof found === 'string' ? { path: found } : found;
  if (field?.type === 'REFERENCE' && field.collection === refersTo) return;
  const meant = Object.entries(holder.fields).flatMap(([name, each]) =>
    typeof each === 'object' && each.type === 'REFERENCE' && each.collection === refersTo ? [name] : [],
  );
  const suggestion = meant.length === 1 ? `did you mean "${meant[0]}"?` : undefined;
  const help = suggestion ?? `write { path: …, type: REFERENCE, collection: ${refersTo} } there`;
  const what = field
    ? `"${key}" of ${holder.collection} is no REFERENCE to ${refersTo}`
    : `${holder.collection} has no field "${key}"`;
  report(at, what, { help });
}

/** What only the schemas tell: whether lists take the ids that references are asked for by. */
export function argumentProblems(
  collections: readonly Located<CollectionMapping>[],
  models: ReadonlyMap<string, CollectionModel>,
): readonly Problem[] {
  return collections.flatMap(({ source, value }) => {
    const model = models.get(value.collection);
    return [...(model?.fields.values() ?? [])].flatMap(({ key, relation }) => {
      const other = relation && models.get(relation.collection);
      if (!model || !other || relation.pairs?.kind !== 'argument') return [];
      const fault = argumentFault(model, other, relation.pairs.at, relation.pairs.location);
      return fault === undefined ? [] : [source.problemAt(['fields', key, 'through', 'argument'], fault)];
    });
  });
}

/**
 * Fields that write what a reference of the same items writes, and are none: the rules of the collection that is referred to look at
 * references alone, so that through such a field somebody refers to an item that is hidden from him.
 */
export function unseenReferences(
  collections: readonly Located<CollectionMapping>[],
  models: ReadonlyMap<string, CollectionModel>,
): readonly Problem[] {
  return collections.flatMap(({ source, value }) => {
    const model = models.get(value.collection);
    const written = model && [...model.fields.values()].filter((each) => isWritten(model, each));
    if (!model || !written || written.length === 0) return [];
    const ruled = [...models.values()]
      .filter((each) => areOfOneType(each, model))
      .flatMap((each) => [...each.fields.values()])
      .filter(({ relation }) => relation && models.get(relation.collection)?.rules);
    return written.flatMap((field) => {
      const reference = field.relation ? undefined : ruled.find((each) => holds(field, each, model));
      if (!reference) return [];
      const { collection } = reference.relation!;
      const mapping = value.fields[field.key];
      const at = ['fields', field.key];
      const message = `"${field.key}" writes the reference "${reference.key}" as ${field.type}, so that the rules of ${collection} do not see it`;
      return [
        source.problemAt(at, message, {
          at: 'key',
          severity: 'warning',
          help: 'write input: false, so that it is only read, or leave it out: the reference has the same value',
          set:
            typeof mapping === 'string'
              ? { path: at, value: { path: mapping, input: false } }
              : { path: [...at, 'input'], value: false },
        }),
      ];
    });
  });
}

function isWritten({ writes }: CollectionModel, { key }: FieldModel): boolean {
  return [writes?.insert, writes?.update].some((verb) => verb?.fields.has(key));
}

/** Whether the field is read from the place of the reference, or from an object around it, or is written to its place. */
function holds(field: FieldModel, reference: FieldModel, { writes }: CollectionModel): boolean {
  const steps = ({ source }: FieldModel): readonly string[] =>
    source.kind === 'path' ? source.steps.map((each) => JSON.stringify(each)) : [];
  const [own, others] = [steps(field), steps(reference)];
  if (own.length > 0 && own.every((step, index) => step === others[index])) return true;
  return [writes?.insert, writes?.update].some((verb) => {
    const [place, other] = [field, reference].map(({ key }) => verb?.fields.get(key)?.place);
    return place !== undefined && JSON.stringify(place) === JSON.stringify(other);
  });
}
