/**
 * What is wrong with a declared mutation, by the schema: whether it exists, takes what the templates give, gets what it
 * requires, and answers with what is read of it.
 */
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isOutputType,
} from 'graphql';
import type { Path, PlaceOptions } from '../../mapping/source.js';
import { didYouMean } from '../../mapping/suggest.js';
import { extensionNames, findExtension } from '../../styles/extensions/registry.js';
import { renderTemplate, type Slots } from '../../styles/template.js';
import type { Json, WriteStyle } from '../../styles/vocabulary.js';
import { isPlainObject } from '../../upstream/document/argument-path.js';
import { resultType } from './result-type.js';

export type WriteVerb = 'insert' | 'update' | 'remove';
type Members = Readonly<Record<string, GraphQLArgument | GraphQLInputField>>;

/** One place of a template. */
interface Site {
  readonly verb: WriteVerb;
  readonly write: WriteStyle;
  readonly mutation: string;
  readonly path: Path;
  /** How the place is called in messages: the mutation, or an argument or member of it. */
  readonly name: string;
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

export function writeFaults(
  verb: WriteVerb,
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
  const site: Site = { verb, write, mutation, path: ['arguments'], name: mutation, written, report };
  const values = renderTemplate(write.arguments, slots) as { readonly [name: string]: Json };
  checkMembers(values, Object.fromEntries(field.args.map((each) => [each.name, each])), 'argument', site);
  for (const part of ['result', 'errors'] as const) {
    const at = write[part]?.replace(/\.\d+(?=\.|$)/g, '');
    if (at === undefined || at === '' || resultType(field.type, at)) continue;
    report([part], `the result of "${mutation}" has no "${write[part]}"`);
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

function checkMembers(
  values: { readonly [name: string]: Json },
  members: Members,
  noun: 'argument' | 'member',
  site: Site,
): void {
  const { report } = site;
  for (const [name, value] of Object.entries(values)) {
    const at = [...site.path, name];
    if (name === spread) {
      if (value === '$item') checkItem(members, { ...site, path: at });
      else report(at, `"${spread}" takes the place of "$item", not of ${JSON.stringify(value)}`);
      continue;
    }
    const member = members[name];
    if (member) checkValue(value, member.type, { ...site, path: at, name });
    else {
      const help = didYouMean(name, Object.keys(members));
      report(at, `"${site.name}" has no ${noun} "${name}"`, {
        at: 'key',
        ...(help ? { help } : {}),
      });
    }
  }
  for (const [name, member] of Object.entries(members)) {
    if (name in values || !isRequired(member)) continue;
    const message = `"${site.name}" needs the ${noun} "${name}" (${String(member.type)})`;
    // What the item brings is known; what it must bring beside that is not written by anything.
    if (!(spread in values)) report(site.path, message, { at: 'key' });
    else if (!site.written.includes(name)) warnMissing(name, member, site);
  }
}

function checkValue(value: Json, type: GraphQLInputType, site: Site): void {
  const nullable = getNullableType(type);
  const wrong = (message: string): void => site.report(site.path, message);
  if (value === null) {
    if (isNonNullType(type)) wrong(`"${site.name}" (${String(type)}) cannot be null`);
    return;
  }
  if (isListType(nullable)) {
    if (value === '$ids' || value === '$items') return;
    for (const [index, each] of (Array.isArray(value) ? value : [value]).entries()) {
      const path = Array.isArray(value) ? [...site.path, String(index)] : site.path;
      checkValue(each as Json, nullable.ofType, { ...site, path });
    }
    return;
  }
  if (Array.isArray(value) || value === '$ids' || value === '$items') {
    wrong(`"${site.name}" takes one value (${String(type)}), not a list`);
    return;
  }
  if (isInputObjectType(nullable)) {
    if (value === '$item') {
      const members = nullable.getFields();
      checkItem(members, site);
      for (const [name, member] of Object.entries(members)) {
        if (isRequired(member) && !site.written.includes(name)) warnMissing(name, member, site);
      }
    } else if (isPlainObject(value)) checkMembers(value, nullable.getFields(), 'member', site);
    else wrong(`"${site.name}" takes an object (${String(type)}), not ${JSON.stringify(value)}`);
    return;
  }
  if (value === '$item' && !isScalarOfAnything(nullable)) {
    wrong(`"${site.name}" (${String(type)}) cannot take "$item", which is an object`);
    return;
  }
  if (isPlainObject(value) && isEnumType(nullable)) {
    wrong(`"${site.name}" takes one of the values of ${nullable.name}, not an object`);
    return;
  }
  if (
    isEnumType(nullable) &&
    typeof value === 'string' &&
    !value.includes('$') &&
    !nullable.getValue(value)
  ) {
    const names = nullable.getValues().map((each) => each.name);
    wrong(
      `the enum ${nullable.name} has no value "${value}"; ${didYouMean(value, names) ?? `its values: ${names.slice(0, 10).join(', ')}`}`,
    );
  }
}

/** The fields that the item brings, among the members of an input: at least one must be there, in the form of `value`. */
function checkItem(members: Members, site: Site): void {
  const { report, write } = site;
  const own = site.written.filter((name) => members[name] !== undefined);
  if (own.length === 0) {
    const known = Object.keys(members).slice(0, 10).join(', ');
    report(site.path, `no field of this file is written: "${site.name}" takes ${known}`);
    return;
  }
  if (write.value === undefined) return;
  const at = ['value'];
  if (!JSON.stringify(write.value).includes('$value')) {
    report(at, 'value has no "$value", so every item would be written alike');
    return;
  }
  const name = own.find((each) => !fitsValue(write.value!, members[each]!.type));
  if (name !== undefined && own.every((each) => !fitsValue(write.value!, members[each]!.type))) {
    report(
      at,
      `"${name}" takes ${String(members[name]!.type)}, which has not the form of value; leave value out where fields take plain values`,
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

/** Not an error: a site may never insert, or bring the member in another way. */
function warnMissing(name: string, member: GraphQLArgument | GraphQLInputField, site: Site): void {
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

/** Arguments and members of inputs are required alike: not null, and without a default. */
function isRequired(member: GraphQLArgument | GraphQLInputField): boolean {
  return isNonNullType(member.type) && member.defaultValue === undefined;
}

/** JSON scalars take objects. */
function isScalarOfAnything(type: GraphQLInputType): boolean {
  return /json|object|any|map|data|input/i.test(String(getNamedType(type).name));
}
