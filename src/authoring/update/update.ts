/**
 * What an API has got since its schema was saved, for files that are there already: new fields go into the file of their
 * collection, new types become files. What an integrator has taken out was there before, so it does not come back.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GraphQLSchema, getNamedType, isInterfaceType, isObjectType } from 'graphql';
import { isPlainObject } from '../../json.js';
import { parseYaml } from '../../mapping/parse-yaml.js';
import { defaultUpstream } from '../../mapping/read.js';
import { parsePath } from '../../model/bind/paths.js';
import type { Json } from '../../styles/vocabulary.js';
import type { ProposedCollection } from '../propose/collection.js';
import { addFields, type FieldAddition } from './add-fields.js';
import { textDiff } from './text-diff.js';

export interface FileUpdate {
  /** Relative to the folder. */
  readonly name: string;
  readonly text: string;
  /** Keys of the fields that are new in it. */
  readonly added: readonly string[];
  /** A unified diff. */
  readonly diff: readonly string[];
}

export interface Update {
  readonly files: readonly FileUpdate[];
  /** Collections that are written as new files. */
  readonly created: readonly ProposedCollection[];
  /** Collections that were there when the schema was saved and have no file: somebody did not want them. */
  readonly unwanted: readonly string[];
  /** What could not be put into a file, with the reason. */
  readonly left: readonly string[];
}

export interface UpdateOptions {
  readonly directory: string;
  /** undefined: the default one. */
  readonly upstream: string | undefined;
  /** As it was saved; undefined: it was not, and then what no file names is new. */
  readonly saved: GraphQLSchema | undefined;
  /** They were asked for by name. */
  readonly named: boolean;
}

/** Writes nothing. */
export function planUpdate(proposed: readonly ProposedCollection[], options: UpdateOptions): Update {
  const there = existingFiles(options);
  const files: FileUpdate[] = [];
  const created: ProposedCollection[] = [];
  const unwanted: string[] = [];
  const left: string[] = [];
  for (const each of proposed) {
    const file = there.find((one) => one.type === each.value.type);
    if (!file) {
      if (!options.named && options.saved?.getType(each.value.type)) unwanted.push(each.name);
      else created.push(each);
      continue;
    }
    const { additions, taken } = newFields(each, file, options.saved);
    left.push(...taken.map((key) => `${file.name}: the key ${key} is taken by another path`));
    if (additions.length === 0) continue;
    const text = addFields(file.text, additions);
    if (text === undefined) {
      const keys = additions.map(({ key }) => key).join(', ');
      left.push(`${file.name}: no place was found for ${keys}; write them by hand`);
      continue;
    }
    files.push({
      name: file.name,
      text,
      added: additions.map(({ key }) => key),
      diff: textDiff(join(options.directory, file.name), file.text, text),
    });
  }
  return { files, created, unwanted, left };
}

interface Existing {
  readonly name: string;
  readonly text: string;
  readonly type: string;
  readonly fields: Readonly<Record<string, Json>>;
}

/** Collection files of the upstream that can be read; a broken one is for `check`. */
function existingFiles({ directory, upstream = defaultUpstream }: UpdateOptions): readonly Existing[] {
  const names = readdirSync(directory).filter(
    (name) => /\.ya?ml$/i.test(name) && !/^(\.|upstream\.ya?ml$)/i.test(name),
  );
  return names.sort().flatMap((name): readonly Existing[] => {
    const text = readFileSync(join(directory, name), 'utf8');
    const { value } = parseYaml(join(directory, name), text);
    if (!isPlainObject(value) || typeof value.type !== 'string' || !isPlainObject(value.fields)) return [];
    if ((value.upstream ?? defaultUpstream) !== upstream) return [];
    return [{ name, text, type: value.type, fields: value.fields }];
  });
}

function newFields(
  { value, comments }: ProposedCollection,
  file: Existing,
  saved: GraphQLSchema | undefined,
): { readonly additions: readonly FieldAddition[]; readonly taken: readonly string[] } {
  const used = new Set(Object.values(file.fields).map((each) => pathOf(each)));
  const additions: FieldAddition[] = [];
  const taken: string[] = [];
  for (const [key, field] of Object.entries(value.fields)) {
    const path = pathOf(field as Json);
    if (path === undefined || used.has(path)) continue;
    if (saved ? hadPath(saved, value.type, path) : isMentioned(file.text, path)) continue;
    if (Object.hasOwn(file.fields, key)) taken.push(key);
    else
      additions.push({
        key,
        value: field as Json,
        comments: comments
          .filter((each) => each.path.length === 2 && each.path[0] === 'fields' && each.path[1] === key)
          .map(({ text }) => text),
      });
  }
  return { additions, taken };
}

function pathOf(field: Json): string | undefined {
  if (typeof field === 'string') return field;
  return isPlainObject(field) && typeof field.path === 'string' ? field.path : undefined;
}

/** The type had all fields of the path already. */
function hadPath(schema: GraphQLSchema, type: string, path: string): boolean {
  let owner: unknown = schema.getType(type);
  for (const step of parsePath(path)) {
    if (step.kind === 'type') owner = schema.getType(step.name);
    if (step.kind !== 'field') continue;
    if (!isObjectType(owner) && !isInterfaceType(owner)) return false;
    const field = owner.getFields()[step.name];
    if (!field) return false;
    owner = getNamedType(field.type);
  }
  return true;
}

/** Also in a comment: what was commented out is not wanted. */
function isMentioned(text: string, path: string): boolean {
  return text.split(/[^\w.[\]()]+/).includes(path);
}
