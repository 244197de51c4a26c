/** What is wrong with a declared mutation whatever the schema says: above all, one that does not name the item that it is about. */
import { isPlainObject } from '../../../json.js';
import type { Path, PlaceOptions } from '../../../mapping/source.js';
import type { Template, WriteStyle } from '../../../styles/vocabulary.js';
import { typeAt } from '../../../upstream/document/location.js';
import type { FieldModel } from '../../model.js';
import { systemKeys, type WriteModel, type WriteVerb } from '../../writes.js';
import type { WriteFault } from '../write-faults.js';

/** What is wrong with the templates of one mutation, whatever the schema. */
export function verbFaults(verb: WriteVerb, write: WriteStyle): readonly WriteFault[] {
  const faults: WriteFault[] = [];
  const report = (path: Path, message: string, options: PlaceOptions = {}): void => {
    faults.push({ path, message, options });
  };
  const slots = slotsOf(write.arguments);
  const names = slots.has('$id') || slots.has('$ids');
  if (verb !== 'insert' && !names)
    report(['arguments'], 'no argument holds "$id": the mutation would not be about one item');
  if (verb !== 'remove' && !slots.has('$item') && !slots.has('$items') && !slots.has('$actions'))
    report(['arguments'], 'no argument holds "$item": nothing of the item would be written');
  if (slots.has('$actions') && verb !== 'update')
    report(['arguments'], '"$actions" are changes of an item: for update only');
  if (write.actions && !slots.has('$actions'))
    report(['actions'], 'no argument holds "$actions", so no action is named');
  if (slots.has('$version') && verb === 'insert') report(['arguments'], 'a new item has no version');
  for (const [name, value] of Object.entries(write.arguments)) {
    const open =
      slotsOf(value).has('$id') || slotsOf(value).has('$ids') ? emptyPlace(value, [name]) : undefined;
    if (open && verb !== 'insert')
      report(['arguments', ...open], 'an empty value beside the id can stand for every item: leave it out');
  }
  if (write.bulk && !slots.has('$items') && !slots.has('$ids'))
    report(['bulk'], 'no argument holds "$items" or "$ids", so the mutation takes one item');
  return faults;
}

/** What several parts of the file together say that cannot be. */
export function modelFaults(model: WriteModel, id: FieldModel | undefined): readonly WriteFault[] {
  const faults: WriteFault[] = [];
  const { insert, update, remove, identify, system } = model;
  const report = (path: Path, message: string, help: string): void => {
    faults.push({ path, message, options: { help } });
  };
  for (const verb of [update, remove])
    if (verb && id?.kind === 'boolean')
      report(
        [verb.verb],
        'the id is true or false: some APIs pass a condition over that compares with false, and then every item would be meant',
        `map another field as the id, or leave ${verb.verb} out`,
      );
  if (insert && identify === 'clientId' && insert.newId === undefined)
    report(
      ['insert'],
      'identify: clientId, and the input has no place for the id',
      'give an argument or a member "$id", or leave identify out: the API then makes the ids',
    );
  if (insert && typeof identify === 'object' && 'key' in identify && !insert.fields.has(identify.key))
    report(
      ['identify'],
      `"${identify.key}" is not written by insert, so no item can be recognised by it`,
      'name a field that is written',
    );
  if (insert?.upsert && insert.newId === undefined && !(typeof identify === 'object' && 'key' in identify))
    report(
      ['insert', 'upsert'],
      'upsert, and the API makes the ids: nobody can look whether the item is there, and another one would be changed',
      'send the id (identify: clientId, or an argument "$id"), say by which field the mutation tells items apart (identify: { key: … }), or name a mutation that only makes new items',
    );
  if (insert && model.idempotency?.kind === 'argument' && !typeAt(insert.location, model.idempotency.at))
    report(
      ['identify'],
      `"${insert.name}" has no argument "${model.idempotency.at.path.join('.')}" for the key`,
      'name an argument, or a member of one: input.clientKey',
    );
  for (const verb of [insert, update]) {
    if (!verb || verb.fields.size > 0) continue;
    const [[key, reason] = ['', '']] = verb.readOnly;
    report(
      [verb.verb],
      `"${verb.name}" would write nothing: every field of the file is read-only for it`,
      key === '' ? 'map a field that it takes' : `"${key}": ${reason}`,
    );
  }
  const answers = insert && (insert.newId ?? insert.answer.item ?? insert.answer.id);
  if (insert && answers === undefined && !(typeof identify === 'object' && 'key' in identify))
    report(
      ['insert'],
      `the API makes the ids, and the answer of "${insert.name}" tells none`,
      'name the place of the item in the answer (result), or send ids from here (identify: clientId)',
    );
  for (const key of systemKeys) {
    const verb = insert ?? update;
    if (system[key] === 'written' && verb && !verb.fields.has(key))
      report(
        ['system', key],
        `"${key}" cannot be written: ${verb.readOnly.get(key) ?? 'it is not mapped'}`,
        'write api or virtual',
      );
  }
  return faults;
}

/** All slots that a template holds, with their dollar signs. */
export function slotsOf(template: Template): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: Template): void => {
    if (typeof value === 'string') {
      for (const [slot] of value.matchAll(/\$[A-Za-z]+/g)) found.add(slot);
    } else if (Array.isArray(value)) value.forEach(visit);
    else if (isPlainObject(value)) Object.values(value).forEach(visit);
  };
  visit(template);
  return found;
}

/** The first null, empty text, empty list or empty object of a template. */
export function emptyPlace(value: Template, path: readonly string[]): readonly string[] | undefined {
  if (value === null || value === '') return path;
  if (typeof value !== 'object') return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0) return path;
  for (const [name, inner] of entries) {
    const found = emptyPlace(inner, [...path, name]);
    if (found) return found;
  }
  return undefined;
}
