/** From a schema to proposed mapping files: what `init` writes for a person to read, shorten and complete. */

import { type GraphQLSchema, isScalarType } from 'graphql';
import type { UpstreamMapping } from '../../mapping/schema.js';
import { createSharedBinding } from '../../model/bind/shared.js';
import { listStyleFor } from '../../styles/dialects/list-style.js';
import type { Dialect, ListStyle } from '../../styles/vocabulary.js';
import {
  type DetectedList,
  detectCollections,
  excludedByName,
  type RequiredArgument,
} from '../detect/collections.js';
import { combine } from '../detect/combine.js';
import type { Skipped } from '../detect/locations.js';
import { detectRelations } from '../detect/relations.js';
import { splitWords } from '../detect/words.js';
import { bindProposed } from './bind-proposed.js';
import { buildCollection, type ProposedCollection } from './collection.js';
import { isGiven } from './constants.js';
import { type ProposedFields, proposeFields, type Referable } from './fields.js';
import { withFlatNames } from './flat-names.js';
import { matcher, unknownNames } from './given-names.js';
import { type Lifted, lift, type Rest } from './lift.js';
import { collectionName, nameRegister, qualifiedName } from './names.js';
import { withOpenKey } from './open-key.js';
import { overKept } from './over-kept.js';
import type { Proposal, ProposalOptions, SummaryRow } from './proposal.js';
import { noWrites } from './proposed-writes.js';
import { withReferenceFilters } from './reference-filters.js';
import { type BareCollection, outcomes, relateAll, withoutQuestions } from './relate-all.js';
import { sameItems } from './same-items.js';
import { proposeSearchable } from './searchable.js';
import { withSortNames } from './sort-names.js';
import { buildUpstream } from './upstream.js';
import { itemMembers, soundWrites } from './writes.js';
import { withWrittenReferences } from './written-references.js';

export function propose(schema: GraphQLSchema, options: ProposalOptions = {}): Proposal {
  const { dialect } = options;
  const detection = detectCollections(schema, dialect?.ids, {
    excluded: (list) => options.exclude !== undefined && isNamed(list, collectionName(list), options.exclude),
    preferred: options.preferred,
    ids: options.ids,
  });
  const skipped: Skipped[] = [...detection.skipped];
  const register = nameRegister();
  const named: Chosen[] = [];
  for (const found of candidates(detection.collections, detection.lists, options)) {
    const detected = found.keys.length > 0 ? found : withOpenKey(found);
    const wanted = collectionName(detected);
    const reason = refusal(detected, wanted, options);
    if (reason) {
      skipped.push({ field: detected.field, reason });
      continue;
    }
    const name = register.take(register.has(wanted) ? qualifiedName(detected, wanted) : wanted);
    named.push({ name, detected });
  }
  const scalars = Object.values(schema.getTypeMap())
    .filter(isScalarType)
    .map((type) => type.name);
  const instants = Object.keys(dialect?.scalars ?? {}).filter(
    (each) => dialect!.scalars![each] === 'dateTime',
  );
  const every = referablesOf(named);
  const { found: relations, missed } = detectRelations(
    named.map((each) => each.detected),
    detection.lists,
  );
  const chosen = named.filter(({ detected }) => {
    const context = { referables: every, relations, scalars, instants };
    const { fields } = proposeFields(detected, detected.keys[0]!.path, context);
    if (fields.length === 0)
      skipped.push({ field: detected.field, reason: 'no field beside the id can be read without arguments' });
    return fields.length > 0;
  });
  // Only what becomes a file can be referred to.
  const referables = referablesOf(chosen);
  const combined = chosen.map(({ detected }) => ({
    list: detected.steps[detected.steps.length - 1]!.name,
    type: detected.itemType,
    key: detected.keys[0]!.name,
    styles: combine(detected, dialect, schema),
  }));
  const lifted: Lifted = options.kept
    ? { defaults: {}, get: undefined, aggregate: undefined, rest: restOver(options.kept) }
    : lift(combined, dialect);
  function restOver(kept: UpstreamMapping): readonly Rest[] {
    return chosen.map(({ detected }, index) => {
      const given = listStyleFor(dialect, detected.steps[detected.steps.length - 1]!.type);
      return overKept(combined[index]!.styles, kept, dialect, given);
    });
  }
  const upstream = buildUpstream(options, lifted);
  const mapping = options.kept ?? upstream.value;
  const shared = createSharedBinding(schema, mapping, dialect);
  const binding = { name: 'default', schema, mapping, dialect, shared };
  const bare: BareCollection[] = [];
  for (const [index, { name, detected }] of chosen.entries()) {
    const proposed = proposeFields(detected, detected.keys[0]!.path, {
      referables,
      relations,
      scalars,
      instants,
    });
    const { searchable, fields: shown } = spelled(detected, dialect, combined[index]!.styles.list, proposed);
    const suggested = combined[index]!.styles.writes;
    const sites = [suggested.insert, suggested.update].flatMap((each) => {
      const members = each && itemMembers(each, schema);
      return members ? [members] : [];
    });
    const written = withWrittenReferences(shown, detected.entity.envelope, sites);
    const unfiltered = {
      name,
      detected,
      dialect,
      rest: sameItems(lifted.rest[index]!, detected, dialect, schema, options.set ?? []),
      writes: noWrites,
      fields: written,
      related: [],
      unrelated: missed.filter((each) => each.from === detected.itemType && each.types.length > 0),
      searchable,
      enableWrites: options.writes === true,
      set: options.set ?? [],
    };
    const fields = withReferenceFilters(written.fields, referables, (tried) =>
      bindProposed(
        withoutQuestions(buildCollection({ ...unfiltered, fields: { ...written, fields: tried } })),
        binding,
      ),
    );
    const parts = { ...unfiltered, fields: { ...written, fields } };
    const plain = buildCollection(parts);
    const writes = soundWrites(suggested, detected, schema, dialect, (tried) =>
      bindProposed({ ...plain, value: { ...plain.value, writes: tried } }, binding),
    );
    bare.push({ parts: { ...parts, writes }, built: buildCollection({ ...parts, writes }) });
  }
  const collections: ProposedCollection[] = [];
  const summary: SummaryRow[] = [];
  const related = relateAll(bare, referables, (proposed) => bindProposed(proposed, binding));
  for (const { parts, several } of related) {
    const { detected, writes, fields } = parts;
    const built = buildCollection({ ...parts, related: several });
    collections.push(built);
    const verbs = Object.keys({ ...writes.whole, ...(options.writes ? {} : writes.partial) }).filter(
      (each) => each !== 'identify',
    );
    const lines = fields.fields.length + several.filter((each) => !each.doubt).length;
    summary.push({ ...summaryRow(built, detected, lines, verbs), why: writes.why });
  }
  const unknown = unknownNames(
    options,
    detection,
    named.map((each) => each.name),
  );
  const proposed = new Set(chosen.map(({ detected }) => detected.field));
  return {
    upstream,
    collections,
    // A list that is only second best may have been asked for by name.
    skipped: skipped.filter((each) => !proposed.has(each.field)),
    summary,
    relations: outcomes(relations, related, referables),
    unrelated: missed,
    unknown,
  };
}

interface Chosen {
  readonly name: string;
  readonly detected: DetectedList;
}

function referablesOf(chosen: readonly Chosen[]): ReadonlyMap<string, Referable> {
  const referables = new Map<string, Referable>();
  for (const { name, detected } of chosen) {
    const key = detected.keys[0]!;
    if (!referables.has(detected.itemType)) {
      referables.set(detected.itemType, { collection: name, id: key.path, idType: key.typeName });
    }
  }
  return referables;
}

/** Names by which the upstream filters and sorts, where the dialect gives the form and this schema the names. */
function spelled(
  detected: DetectedList,
  dialect: Dialect | undefined,
  own: Pick<ListStyle, 'filter' | 'sort'>,
  proposed: ProposedFields,
): { readonly searchable: readonly string[] | undefined; readonly fields: ProposedFields } {
  const flat = withFlatNames(detected, dialect, proposed.fields);
  const sorted = own.sort ? flat : withSortNames(detected, dialect, flat);
  const found = own.filter ? undefined : proposeSearchable(detected, dialect, detected.keys[0]!.path, sorted);
  return { searchable: found?.entries, fields: { ...proposed, fields: found?.fields ?? sorted } };
}

/** Named lists are proposed even where another list of the same type is better. */
function candidates(
  best: readonly DetectedList[],
  lists: readonly DetectedList[],
  options: ProposalOptions,
): readonly DetectedList[] {
  if (!options.only) return best;
  const named = lists.filter((each) => options.only!.some((pattern) => each.field === pattern));
  return [...new Map([...best, ...named].map((each) => [each.field, each])).values()];
}

function refusal(detected: DetectedList, name: string, options: ProposalOptions): string | undefined {
  if (options.only && !isNamed(detected, name, options.only)) return 'not asked for';
  if (options.exclude && isNamed(detected, name, options.exclude)) return excludedByName;
  if (detected.compositeKey) return `its key is made of several fields: ${detected.compositeKey.join(', ')}`;
  if (detected.keys.length === 0) return 'no field identifies the items';
  const wanted = detected.requiredArguments.filter(
    (each) => !answered(each, detected, options.dialect) && !isGiven(each, options.set ?? []),
  );
  const owner = wanted.find((each) => !isContext(each));
  if (!options.only && owner && detected.reached !== 'template') {
    return `needs ${owner.step}(${owner.name}: ${owner.type}), so it is a part of something; name it with --only to have it proposed`;
  }
  if (!options.only && detected.reached === 'template') {
    const steps = detected.requiredArguments.map((each) => `${each.step}(${each.name})`).join(', ');
    return `needs ${steps === '' ? `one ${detected.steps[0]!.name}` : steps}; name it with --only to have it proposed`;
  }
  return undefined;
}

function isNamed(detected: DetectedList, name: string, patterns: readonly string[]): boolean {
  const names = [name, detected.field, detected.itemType];
  return patterns.some((pattern) => names.some(matcher(pattern)));
}

/** The dialect knows what the argument usually is. */
function answered(
  argument: RequiredArgument,
  { steps }: DetectedList,
  dialect: Dialect | undefined,
): boolean {
  return argument.step === steps.at(-1)!.name && dialect?.arguments?.[argument.name] !== undefined;
}

/** Arguments that say for whom or where items are shown, the same for all: a person answers them once. */
function isContext({ name, type }: RequiredArgument): boolean {
  const words = splitWords(name).map((word) => word.toLowerCase());
  const known =
    /^(channel|locale|lang|language|site|store|storefront|shop|country|region|market|currency|tenant|environment|stage|space|workspace|organization|org|project|dataset|database|catalog|audience|preview|status|view)s?$/;
  return words.some((word) => known.test(word)) && !/[[{]/.test(type);
}

function summaryRow(
  built: ProposedCollection,
  detected: DetectedList,
  fields: number,
  writes: readonly string[],
): Omit<SummaryRow, 'why'> {
  const { labels } = detected;
  return {
    collection: built.name,
    field: detected.field,
    fields,
    filter: labels.filter,
    sort: labels.sort,
    paging: labels.paging,
    count: labels.count,
    get: labels.get,
    writes,
    questions: built.questions.length,
  };
}
