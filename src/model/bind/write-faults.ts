/**
 * What is wrong with a declared mutation, by the schema: whether it exists, takes what the templates give, gets what it
 * requires, and answers with what is read of it.
 */

import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isOutputType,
} from 'graphql';
import { isPlainObject } from '../../json.js';
import type { Path, PlaceOptions } from '../../mapping/source.js';
import { didYouMean } from '../../mapping/suggest.js';
import { extensionNames, findExtension } from '../../styles/extensions/registry.js';
import {
  type InputFault,
  type InputMembers,
  type InputPlace,
  type InputRules,
  isRequired,
  judgeMembers,
} from '../../styles/judge-input.js';
import { renderTemplate, type Slots } from '../../styles/template.js';
import type { Json, WriteStyle } from '../../styles/vocabulary.js';
import { withHelp } from './constant-faults.js';
import { resultType } from './result-type.js';
import { resultPlace } from './writes/answers.js';

interface Site {
  readonly write: WriteStyle;
  readonly mutation: string;
  /** Names upstream of the fields that an item brings. */
  readonly written: readonly string[];
  readonly report: (path: Path, message: string, options?: PlaceOptions) => void;
}

export interface WriteFault {
  /** Below the verb. */
  readonly path: Path;
  readonly message: string;
  readonly options: PlaceOptions;
}

export interface WriteScene {
  readonly schema: GraphQLSchema;
  /** Name of the item's type. */
  readonly type: string;
  /** Names upstream of the fields that an item brings. */
  readonly written: readonly string[];
  /** Names that `mutation` and the templates may use. */
  readonly slots: Slots;
}

const spread = '...';

/** What is wrong with a declared mutation: each fault with its path below the verb in the mapping. */
export function writeFaults(
  write: WriteStyle,
  { schema, type, written, slots }: WriteScene,
): readonly WriteFault[] {
  const faults: WriteFault[] = [];
  const mutations = schema.getMutationType()?.getFields() ?? {};
  const mutation = String(renderTemplate(write.mutation, slots));
  const field = mutations[mutation];
  if (!field) {
    const help = didYouMean(mutation, Object.keys(mutations));
    const options = help ? { help } : {};
    return [{ path: ['mutation'], message: `the upstream has no mutation "${mutation}"`, options }];
  }
  const report: Site['report'] = (path, message, options = {}) => faults.push({ path, message, options });
  const site: Site = { write, mutation, written, report };
  const values = renderTemplate(write.arguments, slots) as { readonly [name: string]: Json };
  const rules: InputRules = {
    standsFor: (text, at, place) => slotFaults(text, at, place, site),
    spread: (key, object, members, place) =>
      key === spread ? spreadFaults(object, members, place, site) : undefined,
  };
  const members = new Map(field.args.map((each) => [each.name, each]));
  const place = { name: mutation, path: ['arguments'] };
  for (const { path, message, ...options } of judgeMembers(values, members, rules, place, 'argument').map(
    withHelp,
  ))
    report(path, message, options);
  for (const part of ['result', 'errors', 'flag', 'count'] as const) {
    const at = write[part];
    if (at === undefined || at === '' || resultPlace(schema, field.type, at)) continue;
    const owner: unknown = getNamedType(field.type);
    const names = isObjectType(owner) || isInterfaceType(owner) ? Object.keys(owner.getFields()) : [];
    const help = didYouMean(at, names);
    report([part], `the result of "${mutation}" has no "${at}"`, help ? { help } : {});
  }
  checkVersion(write, schema.getType(type), report);
  return faults;
}

function checkVersion(
  { version, arguments: values }: WriteStyle,
  item: GraphQLNamedType | undefined,
  report: Site['report'],
): void {
  const used = JSON.stringify(values).includes('"$version"');
  if (version === undefined) {
    if (used)
      report(['arguments'], '"$version" stands here, but version does not name where it comes from', {
        help: `add version: ${extensionNames('versionSource').join(' or ')}`,
      });
    return;
  }
  const source = findExtension('versionSource', version);
  if (!source) {
    const help = didYouMean(version, extensionNames('versionSource'));
    report(['version'], `no version source is called "${version}"`, help ? { help } : {});
  } else if (!used) report(['version'], 'no argument holds "$version"');
  else if (isOutputType(item) && !resultType(item, source.path))
    report(['version'], `${item.name} has no "${source.path}", where this version stands`);
}

/** Slots that stand for a list. */
const listSlots: readonly string[] = ['$ids', '$items', '$actions'];

/** Texts of a template that stand for what an item brings; any other slot is a value, which a leaf may take. */
function slotFaults(
  text: string,
  type: GraphQLInputType,
  place: InputPlace,
  site: Site,
): readonly InputFault[] | undefined {
  const { path, name } = place;
  const nullable = getNullableType(type);
  if (listSlots.includes(text)) {
    const message = `"${name}" takes one value (${String(type)}), not a list`;
    return isListType(nullable) ? [] : [{ path, message }];
  }
  if (isListType(nullable)) return undefined;
  if (text !== '$item') return text.includes('$') && isLeafType(nullable) ? [] : undefined;
  if (!isInputObjectType(nullable)) {
    const message = `"${name}" (${String(type)}) cannot take "$item", which is an object`;
    return isScalarOfAnything(nullable) ? [] : [{ path, message }];
  }
  const members = new Map(Object.entries(nullable.getFields()));
  checkItem(members, place, site);
  warnMissing(members, [], site);
  return [];
}

/** What the item brings is known; what it must bring beside that is not written by anything. */
function spreadFaults(
  object: { readonly [name: string]: Json },
  members: InputMembers,
  place: InputPlace,
  site: Site,
): readonly InputFault[] {
  const { path } = place;
  warnMissing(members, Object.keys(object), site);
  if (object[spread] === '$item') checkItem(members, { ...place, name: spread }, site);
  else {
    const message = `"${spread}" takes the place of "$item", not of ${JSON.stringify(object[spread])}`;
    return [{ path, message }];
  }
  return [];
}

/** The fields that the item brings, among the members of an input: at least one must be there, in the form of `value`. */
function checkItem(members: InputMembers, place: InputPlace, { report, write, written }: Site): void {
  const own = written.filter((name) => members.has(name));
  if (own.length === 0) {
    const known = [...members.keys()].slice(0, 10).join(', ');
    report(place.path, `no field of this file is written: "${place.name}" takes ${known}`);
    return;
  }
  if (write.value === undefined) return;
  const at = ['value'];
  if (!JSON.stringify(write.value).includes('$value')) {
    report(at, 'value has no "$value", so every item would be written alike');
    return;
  }
  const name = own.find((each) => !fitsValue(write.value!, members.get(each)!.type));
  if (name !== undefined && own.every((each) => !fitsValue(write.value!, members.get(each)!.type))) {
    report(
      at,
      `"${name}" takes ${String(members.get(name)!.type)}, which has not the form of value; leave value out where fields take plain values`,
    );
  }
}

function fitsValue(template: Json, type: GraphQLInputType): boolean {
  if (template === '$value') return true;
  const named = getNamedType(type);
  if (!isPlainObject(template) || !isInputObjectType(named)) return false;
  const members = named.getFields();
  return Object.entries(template).every(([name, inner]) => {
    const member = members[name];
    return member !== undefined && fitsValue(inner, member.type);
  });
}

/** Required members that nothing writes. Not an error: a site may never insert, or bring the member in another way. */
function warnMissing(members: InputMembers, given: readonly string[], site: Site): void {
  for (const [name, member] of members) {
    if (!isRequired(member) || given.includes(name) || site.written.includes(name)) continue;
    site.report(
      [],
      `"${site.mutation}" needs "${name}" (${String(member.type)}), which no field of this file writes`,
      {
        at: 'key',
        severity: 'warning',
        help: 'give it a constant value beside the item, or map it as a field',
      },
    );
  }
}

/** JSON scalars take objects. */
function isScalarOfAnything(type: GraphQLInputType): boolean {
  return /json|object|any|map|data|input/i.test(String(getNamedType(type).name));
}
