/** One proposed collection file: the mapping, why each part is as it is, and what a person has to fill in. */

import type { CollectionMapping } from '../../mapping/schema.js';
import type { Dialect, Json, ListOverrides } from '../../styles/vocabulary.js';
import type { DetectedList, RequiredArgument } from '../detect/collections.js';
import type { Combined } from '../detect/combine.js';
import type { MissedMember } from '../detect/relations.js';
import type { DisabledBlock, YamlComment } from '../write/write-yaml.js';
import { type Constant, constantsOf } from './constants.js';
import type { ProposedField, ProposedFields } from './fields.js';
import { displayName } from './names.js';
import { keyCandidates, unanswered } from './open-key.js';
import { preparedWrites } from './prepared-writes.js';
import type { ProposedWrites } from './proposed-writes.js';
import type { JudgedRelation } from './related-items.js';
import { unreadMembers, unusedArguments, unusedConditions } from './unused.js';

export interface ProposedCollection {
  readonly name: string;
  /** In the folder of the mapping files. */
  readonly fileName: string;
  readonly value: CollectionMapping;
  readonly comments: readonly YamlComment[];
  /** Parts that are prepared but not in force. */
  readonly disabled: readonly DisabledBlock[];
  /** What a person has to answer before the file works; each names a place that holds "?". */
  readonly questions: readonly string[];
  /** Other list fields of the same type, best first. */
  readonly alternatives: readonly string[];
}

export interface CollectionParts {
  readonly name: string;
  readonly detected: DetectedList;
  readonly dialect: Dialect | undefined;
  readonly rest: Pick<Combined, 'list' | 'get' | 'aggregate'>;
  readonly writes: ProposedWrites;
  readonly fields: ProposedFields;
  /** Relations to several items, those that are written and those that are not. */
  readonly related: readonly JudgedRelation[];
  /** Members that are related to items, and that no field can refer to. */
  readonly unrelated: readonly MissedMember[];
  /** Fields of the search language that the schema describes; undefined: those of the dialect. */
  readonly searchable: readonly string[] | undefined;
  readonly enableWrites: boolean;
  readonly set: readonly Constant[];
}

export function buildCollection(parts: CollectionParts): ProposedCollection {
  const { name, detected, rest, fields } = parts;
  const key = detected.keys[0]!;
  const comments: YamlComment[] = [];
  const disabled: DisabledBlock[] = [];
  const questions: string[] = [];
  const list = listValue(parts, questions);
  const several = parts.related.filter((each) => !each.doubt);
  const { whole } = parts.writes;
  const enabled = parts.enableWrites && Object.keys(whole).length > 0;
  const value = {
    version: 1,
    collection: name,
    displayName: displayName(name),
    type: detected.itemType,
    list,
    ...(rest.get === undefined ? {} : { get: rest.get }),
    ...(rest.aggregate === undefined ? {} : { aggregate: rest.aggregate }),
    id: key.path,
    fields: Object.fromEntries([...fields.fields, ...several].map((each) => [each.key, each.value])),
    ...(enabled ? { writes: whole } : {}),
  } as CollectionMapping;
  for (const part of ['filter', 'sort', 'count', 'page'] as const) {
    const note = detected.notes[part];
    if (part === 'filter' && parts.searchable)
      comments.push({ path: ['list', part], text: 'from the description of the argument' });
    else if (typeof list === 'object' && list[part] && note)
      comments.push({ path: ['list', part], text: `guessed: ${note}` });
  }
  if (questions.length > 0) comments.push({ path: ['list'], text: `fill in: ${questions.join('; ')}` });
  else if (detected.alternatives.length > 0) {
    const others = detected.alternatives.slice(0, 3).join(', ');
    comments.push({ path: ['list'], text: `the same type is also listed by ${others}`, place: 'end' });
  }
  if (key.path === unanswered) {
    const some = keyCandidates(detected).slice(0, 6).join(', ');
    questions.push('id');
    comments.push({ path: ['id'], text: `fill in: a value that each item has and no other; maybe ${some}` });
  } else comments.push(...keyComments(detected));
  if (rest.get) comments.push({ path: ['get'], text: `guessed: ${detected.notes.get ?? ''}` });
  comments.push(...[...fields.fields, ...several].flatMap((each) => fieldComment(each)));
  if (fields.cut)
    comments.push({ path: ['fields'], text: 'the type has more fields than are proposed here' });
  const leave = (some: readonly ProposedField[], text: string): void => {
    const value = Object.fromEntries(some.map((each) => [each.key, each.value])) as Record<string, Json>;
    if (some.length > 0) disabled.push({ path: ['fields'], value, text });
  };
  leave(fields.secret, 'left out: looks like a secret; take the # away to publish it');
  leave(fields.costly, 'nested lists, counts and functions: each makes every row dearer upstream');
  const prepare = (some: readonly { readonly key: string; readonly value: object }[], text: string): void =>
    leave(some as readonly ProposedField[], text);
  for (const [text, some] of doubted(parts.related)) prepare(some, `not in force: ${text}`);
  const { languages } = fields.localized;
  prepare(
    fields.localized.fields,
    `in one language each; choose that of requests in another one${languages.length > 0 ? ` from ${languages.join(', ')}` : ''}`,
  );
  const unused = unusedArguments(detected, list, parts.dialect);
  if (unused.length > 0) comments.push({ path: ['list'], text: `not used: ${unused.join(', ')}` });
  const conditions = unusedConditions(detected, list, parts.dialect, [key.path, ...pathsOf(fields)]);
  if (conditions.length > 0)
    comments.push({ path: ['list'], text: `not used of its filter: ${conditions.join(', ')}` });
  comments.push(...unrelatedComments(parts.unrelated));
  const mentioned = [
    ...parts.related.flatMap(({ relation }) => relation.path.split(/[.[]/)[0]!),
    ...parts.unrelated.map((each) => each.field),
    ...fields.localized.fields.map((each) => each.member),
  ];
  const members = unreadMembers(detected, [key.path, ...pathsOf(fields), ...mentioned]);
  if (members.length > 0)
    comments.push({ path: ['fields'], text: `not taken from ${detected.itemType}: ${members.join(', ')}` });
  disabled.push(...preparedWrites(parts.writes, enabled, parts.enableWrites));
  return {
    name,
    fileName: `${name}.yaml`,
    value,
    comments,
    disabled,
    questions,
    alternatives: detected.alternatives,
  };
}

function keyComments(detected: DetectedList): readonly YamlComment[] {
  const key = detected.keys[0]!;
  const others = detected.keys.slice(1, 3).map((each) => each.path);
  const doubts = [
    ...(key.nonNull ? [] : ['the schema allows it to be null']),
    ...(/^id$|Id$|ID$|^_id$|\.id$|uuid/i.test(key.path) ? [] : ['must be unique']),
    ...(others.length > 0 ? [`also there: ${others.join(', ')}`] : []),
  ];
  return doubts.length > 0 ? [{ path: ['id'], text: doubts.join('; '), place: 'end' }] : [];
}

function pathsOf({ fields, costly, secret }: ProposedFields): readonly string[] {
  return [...fields, ...costly, ...secret].flatMap(({ value }) =>
    typeof value === 'string' ? [value] : [value.path ?? '', value.include ?? ''],
  );
}

/** Relations that are comments, by what stands against them. */
function doubted(
  related: readonly JudgedRelation[],
): ReadonlyMap<string, readonly { readonly key: string; readonly value: object }[]> {
  const groups = new Map<string, JudgedRelation[]>();
  for (const each of related)
    if (each.doubt) groups.set(each.doubt.text, [...(groups.get(each.doubt.text) ?? []), each]);
  return groups;
}

function unrelatedComments(unrelated: readonly MissedMember[]): readonly YamlComment[] {
  const named = (reason: MissedMember['reason']): string =>
    unrelated
      .filter((each) => each.reason === reason)
      .map(({ field, types }) => `${field} (${types.slice(0, 4).join(', ')}${types.length > 4 ? ', …' : ''})`)
      .join(', ');
  const mixed = named('one of several types');
  const asking = named('wants an argument');
  return [
    ...(mixed === '' ? [] : [`related items of several types, while a field refers to one: ${mixed}`]),
    ...(asking === '' ? [] : [`related items that the API gives only for an argument: ${asking}`]),
  ].map((text) => ({ path: ['fields'], text }));
}

function fieldComment(field: { readonly key: string; readonly comment?: string }): readonly YamlComment[] {
  return field.comment ? [{ path: ['fields', field.key], text: field.comment }] : [];
}

function listValue(
  { detected, dialect, rest, searchable, set }: CollectionParts,
  questions: string[],
): CollectionMapping['list'] {
  const style: ListOverrides = searchable
    ? { ...rest.list, filter: { searchable: [...searchable] } }
    : rest.list;
  const own = detected.steps[detected.steps.length - 1]!;
  const constants: Record<string, Json> = {};
  for (const [name, value] of Object.entries(dialect?.arguments ?? {})) {
    if (own.args.some((each) => each.name === name)) constants[name] = value;
  }
  Object.assign(constants, constantsOf(own, set));
  const path: Record<string, Readonly<Record<string, Json>>> = {};
  for (const step of detected.steps.slice(0, -1)) {
    const given = constantsOf(step, set);
    if (Object.keys(given).length > 0) path[step.name] = given;
  }
  for (const argument of detected.requiredArguments) {
    const last = argument.step === own.name;
    if (last ? constants[argument.name] !== undefined : path[argument.step]?.[argument.name] !== undefined)
      continue;
    questions.push(question(argument));
    if (last) constants[argument.name] = unanswered;
    else path[argument.step] = { ...path[argument.step], [argument.name]: unanswered };
  }
  const extra = {
    ...(Object.keys(constants).length > 0 ? { arguments: constants } : {}),
    ...(Object.keys(path).length > 0 ? { path } : {}),
    ...style,
  };
  return Object.keys(extra).length === 0 ? detected.field : { field: detected.field, ...extra };
}

function question({ step, name, type }: RequiredArgument): string {
  return `${step}(${name}: ${type})`;
}
