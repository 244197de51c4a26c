/** Binds the declared mutations of a collection: what may be written, where it goes, and how the answers read. */
import type { CollectionMapping, FieldMapping } from '../../mapping/schema.js';
import { findExtension } from '../../styles/extensions/registry.js';
import { renderTemplate, type Slots } from '../../styles/template.js';
import type { Template, WriteStyle, WriteStyles } from '../../styles/vocabulary.js';
import { isMissing, locate } from '../../upstream/document/location.js';
import type { FieldModel } from '../model.js';
import { type VerbModel, type WriteModel, type WriteVerb, type WrittenField, writeVerbs } from '../writes.js';
import type { BindContext } from './context.js';
import { writeFaults } from './write-faults.js';
import { factFaults, factsOf, type WriteFacts } from './writes/facts.js';
import { type Idempotency, idempotencyOf, isKeyed } from './writes/idempotency.js';
import { declaredFaults } from './writes/input-faults.js';
import { memberAt, plainPath, writtenField } from './writes/inputs.js';
import { bindMutation, takesList } from './writes/mutation.js';
import { bindReferenceWrites, refersByWrites } from './writes/references.js';
import { sitesOf } from './writes/sites.js';
import { systemStamps } from './writes/system.js';
import { unwritable } from './writes/unwritable.js';
import { modelFaults, verbFaults } from './writes/verb-faults.js';

/** Of the field that holds the version; no key of a mapping can have this form. */
export const versionKey = '$version';

/**
 * @param envelope output path that the names of written fields leave out (Strapi 4: attributes)
 * @returns undefined: nothing is written, or the mapping has problems with it
 */
export function bindWrites(
  fields: ReadonlyMap<string, FieldModel>,
  slots: Slots,
  envelope: string | undefined,
  context: BindContext,
): WriteModel | undefined {
  const { writes: declared, fields: mapped, type } = context.located.value;
  const { schema } = context;
  if (!declared && !refersByWrites(mapped)) return undefined;
  const writes = declared ?? {};
  let sound = true;
  const stated = factsOf(context);
  // A dialect says that ids may come from here: whether these can is told by the input, and Wix's are texts.
  const supposed =
    stated.identify === 'clientId' && (declared?.identify ?? context.upstream.writes?.identify) === undefined;
  const facts =
    supposed && fields.get('_id')?.kind === 'number' ? { ...stated, identify: undefined } : stated;
  const idempotency = idempotencyOf(context, facts.identify);
  // The id of a new item comes from here.
  const [idName] =
    facts.identify === 'clientId' ? (plainPath(idPathOf(context), envelope) ?? '').split('.') : [];
  for (const verb of writeVerbs) {
    const write = writes[verb];
    if (!write) continue;
    const written = [
      ...writtenNames(mapped, envelope),
      ...nestedNames(write, mapped, slots, envelope, context),
      ...(verb === 'insert' && idName ? [idName] : []),
    ];
    const faults = [...writeFaults(write, { schema, type, written, slots }), ...verbFaults(verb, write)];
    for (const { path, message, options } of faults) {
      context.problem(['writes', verb, ...path], message, options);
      if (options.severity !== 'warning') sound = false;
    }
  }
  for (const { path, message, options } of factFaults(writes, fields)) {
    context.problem(['writes', ...path], message, options);
    if (options.severity !== 'warning') sound = false;
  }
  if (!sound) return undefined;
  const scene: VerbScene = { fields, slots, envelope, facts, idempotency, context };
  const insert = bindVerb('insert', writes.insert, scene);
  const update = bindVerb('update', writes.update, scene);
  const remove = bindVerb('remove', writes.remove, scene);
  const taking = [insert, update].filter((each) => each !== undefined);
  for (const { path, message } of declaredFaults(mapped, taking))
    context.problem(path, message, { severity: 'warning' });
  const truncate = bindTruncate(writes, remove, scene);
  const references = bindReferenceWrites(scene, update);
  const model: WriteModel = Object.freeze({
    insert,
    update,
    remove,
    truncate,
    references,
    identify: identifyOf(facts.identify, supposed, insert),
    idempotency: idempotency?.place,
    resolve: {
      within: facts.resolve?.within === undefined ? undefined : milliseconds(facts.resolve.within),
      tries: facts.resolve?.tries ?? 3,
    },
    missing: facts.missing ?? 'clear',
    aliases:
      typeof facts.batch === 'object' && facts.batch.document !== 'transaction' ? facts.batch.aliases : 1,
    stops: typeof facts.batch === 'object' && facts.batch.document === 'stops',
    failures: facts.failures ?? [],
    system: systemStamps(facts.system, fields, insert ?? update),
    position: context.position(['writes']),
  });
  const faults = modelFaults(model, fields.get('_id'));
  for (const { path, message, options } of faults) context.problem(['writes', ...path], message, options);
  return faults.length === 0 ? model : undefined;
}

/** What the mutations of a collection are bound with. */
export interface VerbScene {
  readonly fields: ReadonlyMap<string, FieldModel>;
  readonly slots: Slots;
  readonly envelope: string | undefined;
  readonly facts: WriteFacts;
  readonly idempotency: Idempotency | undefined;
  readonly context: BindContext;
}

function bindVerb(verb: WriteVerb, style: WriteStyle | undefined, scene: VerbScene): VerbModel | undefined {
  if (!style) return undefined;
  const { context, facts, fields } = scene;
  const mutation = bindMutation(style, ['writes', verb], verb === 'insert' ? 'unknown' : 'notFound', scene);
  if (!mutation) return undefined;
  const { location, sites } = mutation;
  const bound = new Map<string, WrittenField>();
  const hidden = new Map<string, WrittenField>();
  const readOnly = new Map<string, string>();
  let newId: WrittenField | undefined;
  if (sites.item) {
    const inputs = {
      site: sites.item,
      envelope: scene.envelope,
      value: style.value,
      actions: style.actions ?? [],
      clear: facts.clear ?? 'null',
    } as const;
    for (const field of fields.values()) {
      const mapping = mappingOf(field.key, context.located.value);
      const found = writtenField(field, mapping, inputs);
      if (field.hidden) {
        if (verb === 'insert' && typeof found !== 'string') hidden.set(field.key, found);
      } else if (field.key === '_id') {
        if (typeof found !== 'string' && facts.identify === 'clientId') newId = found;
      } else if (typeof found === 'string') readOnly.set(field.key, found);
      else bound.set(field.key, found);
    }
  }
  const paths = (key: string) => plainPath(mappingOf(key, context.located.value).path ?? '', scene.envelope);
  for (const { name, type, reason } of unwritable(sites.item, bound, readOnly, paths))
    context.problem(
      ['writes', verb],
      `"${mutation.model.name}" needs "${name}" (${type}), and its field cannot be written: ${reason}`,
      {
        at: 'key',
        severity: 'warning',
        help: 'say how with input, or give it a constant value beside the item',
      },
    );
  if (verb === 'insert' && sites.id !== undefined) newId ??= idSlot(fields.get('_id')!);
  const many = takesList(sites);
  const after = style.after && bindMutation(style.after, ['writes', verb, 'after'], 'done', scene);
  return Object.freeze({
    ...mutation.model,
    location,
    verb,
    fields: bound,
    hidden,
    readOnly,
    newId,
    listed: many,
    many: many && style.bulk ? (style.bulk.max ?? 100) : 1,
    version: style.version === undefined ? undefined : versionKey,
    changes: sites.item?.form === 'actions',
    upsert: style.upsert ?? false,
    keyed: isKeyed(verb, location, scene.idempotency),
    after: after?.model,
  });
}

/** @param supposed a dialect alone says that ids may come from here */
function identifyOf(
  identify: WriteFacts['identify'],
  supposed: boolean,
  insert: VerbModel | undefined,
): WriteModel['identify'] {
  const byKey = typeof identify === 'object' && 'idempotency' in identify;
  if ((supposed && insert?.newId === undefined) || (byKey && insert && !insert.keyed)) return 'none';
  return identify ?? 'none';
}

/** A new id that is an argument of its own. */
function idSlot(field: FieldModel): WrittenField | undefined {
  const { source } = field;
  if (source.kind !== 'path' || source.codec.encode === undefined) return undefined;
  return {
    key: '_id',
    encode: source.codec.encode,
    shown: (value) => value,
    place: { kind: 'path', path: [], value: undefined },
    clear: { kind: 'refused', reason: 'it is the id' },
    lossy: false,
    required: false,
  };
}

function bindTruncate(
  { truncate }: WriteStyles,
  remove: VerbModel | undefined,
  scene: VerbScene,
): WriteModel['truncate'] {
  if (truncate === undefined) return undefined;
  const { where, whereFor } = scene.context.located.value;
  const some = where === undefined ? (whereFor === undefined ? undefined : 'whereFor') : 'where';
  if (truncate !== true && some !== undefined)
    scene.context.problem(
      ['writes', 'truncate'],
      `the collection holds only some of the items (${some}), and this mutation would remove all of them`,
      { help: 'write truncate: true' },
    );
  if (truncate !== true) return bindMutation(truncate, ['writes', 'truncate'], 'done', scene)?.model;
  if (remove) return 'remove';
  scene.context.problem(
    ['writes', 'truncate'],
    'truncate: true removes by the mutation of remove, which is missing',
  );
  return undefined;
}

function idPathOf({ located }: BindContext): string {
  const { id } = located.value;
  return typeof id === 'string' ? id : id.path;
}

function mappingOf(key: string, { fields, id }: CollectionMapping): FieldMapping {
  if (key === '_id') return { path: typeof id === 'string' ? id : id.path };
  const field = fields[key];
  return typeof field === 'string' ? { path: field } : (field ?? {});
}

/** Names that a file writes directly below the item's input. */
export function writtenNames(
  fields: CollectionMapping['fields'],
  envelope: string | undefined,
): readonly string[] {
  return Object.values(fields).flatMap((field) => {
    const { path = '', input }: FieldMapping = typeof field === 'string' ? { path: field } : field;
    if (input === false) return [];
    if (typeof input === 'object') return Object.keys(input.send ?? {});
    const plain = input ?? plainPath(path, envelope);
    return plain !== undefined && /^\w+$/.test(plain) ? [plain] : [];
  });
}

/** Names of objects in the item's input of which the file writes members. */
function nestedNames(
  write: WriteStyle,
  fields: CollectionMapping['fields'],
  slots: Slots,
  envelope: string | undefined,
  { schema }: BindContext,
): readonly string[] {
  const location = locate(schema, String(renderTemplate(write.mutation, slots)), 'mutation');
  if (isMissing(location)) return [];
  const templates = renderTemplate(write.arguments, slots) as Readonly<Record<string, Template>>;
  const members = sitesOf(templates, location.field.args, '').item?.members;
  if (!members) return [];
  return Object.values(fields).flatMap((field) => {
    const { path = '', input }: FieldMapping = typeof field === 'string' ? { path: field } : field;
    const plain =
      typeof input === 'string' ? input : input === undefined ? plainPath(path, envelope) : undefined;
    const names = plain?.split('.') ?? [];
    return names.length > 1 && memberAt(members, names) ? [names[0]!] : [];
  });
}

/** The number of a time such as 200ms or 2s, in milliseconds. */
export function milliseconds(text: string): number {
  return Number.parseInt(text, 10) * (text.endsWith('ms') ? 1 : 1000);
}

/** Path of the version, where a mutation demands it. */
export function versionPath(writes: WriteStyles | undefined): string | undefined {
  const name = writeVerbs.map((verb) => writes?.[verb]?.version).find((each) => each !== undefined);
  return name === undefined ? undefined : findExtension('versionSource', name)?.path;
}
