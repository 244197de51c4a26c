/** The related objects that stand in a row, and what says whether they are all. */
import { getNamedType } from 'graphql';
import type { FieldMapping } from '../../../mapping/schema.js';
import type { SelectionStep } from '../../../upstream/document/selection.js';
import type { NestedList, RowArgument, ValueInRow } from '../../references.js';
import type { BindContext } from '../context.js';
import type { FieldPlace } from '../field-checks.js';
import { bindOutput, type OutputObject } from '../output.js';
import { PathError, parsePath, readPath } from '../paths.js';
import { argumentAt, fieldsOfPath, type PathField } from './nested-arguments.js';
import { takesSize } from './takes-size.js';

type Given = Exclude<NonNullable<NonNullable<FieldMapping['through']>['list']>, string>;
type Arguments = NonNullable<FieldMapping['arguments']>;

/**
 * Binds `through.list`.
 * @returns undefined where the mapping is wrong, which is reported
 */
export function bindNestedList(
  given: string | Given,
  mapping: FieldMapping,
  { at }: FieldPlace,
  context: BindContext,
): NestedList | undefined {
  const style: Given = typeof given === 'string' ? { path: given } : given;
  const member = (name: keyof Given) => [
    ...at,
    'through',
    'list',
    ...(typeof given === 'string' ? [] : [name]),
  ];
  const fields = pathFields(style.path, context);
  const places = bindPlaces(style, fields, mapping, member, context);
  if (!places) return undefined;
  const { size, filter, sort } = places;
  // A size that must be given stands for itself until a request says it.
  const constants: Arguments =
    size?.path.length === 1 ? withSize(fields, size, mapping) : (mapping.arguments ?? {});
  const found = outputOf(style.path, constants, member('path'), context);
  if (!found) return undefined;
  if (!found.isList) {
    context.problem(member('path'), `"${style.path}" is one object and no list`, { within: style.path });
    return undefined;
  }
  if (
    style.total === undefined &&
    style.more === undefined &&
    style.max === undefined &&
    isCuttable(fields)
  ) {
    context.problem(
      member('path'),
      `nothing says whether "${style.path}" has all of them, and it can be asked for parts`,
      {
        within: style.path,
        help: 'write list: { path: …, total: … }, more: … or max: …',
      },
    );
    return undefined;
  }
  const value = (name: 'total' | 'more'): (ValueInRow & { readonly typeName: string }) | undefined => {
    const text = style[name];
    const own = text === undefined ? constants : besideList(text, style.path, constants);
    const output = text === undefined ? undefined : outputOf(text, own, member(name), context);
    return (
      output && {
        typeName: output.typeName,
        steps: withoutSize(output.selection, found.selection, size),
        read: (keys) => readPath(parsePath(text!), keys),
        filter: filter && likeFilter(filter, pathFields(text!, context)),
      }
    );
  };
  const steps = parsePath(style.path);
  const path = {
    text: style.path,
    steps: withoutSize(found.selection, found.selection, size),
    typeName: found.typeName,
    read: (keys: readonly string[]) => readPath(steps, keys),
  };
  const total = value('total');
  const flag = value('more');
  const more = flag && { ...flag, cursor: flag.typeName !== 'Boolean' };
  const constant = constantSize(found.selection, fields, size);
  return Object.freeze({ path, total, more, max: style.max, size, filter, sort, constant });
}

type Places = Record<'size' | 'filter' | 'sort', RowArgument | undefined>;

function bindPlaces(
  style: Given,
  fields: readonly PathField[],
  mapping: FieldMapping,
  member: (name: keyof Given) => readonly (string | number)[],
  context: BindContext,
): Places | undefined {
  let wrong = false;
  const place = (name: 'size' | 'filter' | 'sort'): RowArgument | undefined => {
    const address = style[name];
    if (address === undefined) return undefined;
    const refuse = (message: string, help?: string): undefined => {
      wrong = true;
      context.problem(member(name), message, { within: address, ...(help === undefined ? {} : { help }) });
    };
    const found = argumentAt(fields, address);
    if (!found) {
      const names = fields.flatMap((each) => each.arguments.map((argument) => argument.name));
      return refuse(
        `no field of "${style.path}" has an argument "${address}"`,
        names.length > 0 ? `they have ${[...new Set(names)].join(', ')}` : undefined,
      );
    }
    const { name: field } = fields[found.step]!;
    if (mapping.arguments?.[field]?.[found.path[0]!] !== undefined)
      return refuse(`arguments gives "${found.path[0]!}" of ${field} a value already`);
    return found;
  };
  const places = { size: place('size'), filter: place('filter'), sort: place('sort') };
  return wrong ? undefined : places;
}

function pathFields(text: string, { schema, located }: BindContext): readonly PathField[] {
  try {
    return fieldsOfPath(schema, located.value.type, parsePath(text));
  } catch (error) {
    if (error instanceof PathError) return [];
    throw error;
  }
}

function withSize(fields: readonly PathField[], size: RowArgument, mapping: FieldMapping): Arguments {
  const { name } = fields[size.step]!;
  return { ...mapping.arguments, [name]: { ...mapping.arguments?.[name], [size.path[0]!]: 1 } };
}

/** The steps as the mapping has them, without the value that stood for the size. */
function withoutSize(
  steps: readonly SelectionStep[],
  list: readonly SelectionStep[],
  size: RowArgument | undefined,
): readonly SelectionStep[] {
  if (size?.path.length !== 1) return steps;
  return steps.map((step) => {
    if (step.name !== list[size.step]!.name || step.arguments === undefined) return step;
    const { arguments: given, ...rest } = step;
    const left = given.filter(({ name }) => name !== size.path[0]);
    return left.length > 0 ? { ...rest, arguments: left } : rest;
  });
}

/** Where the same filter goes, for a number that another field tells. */
function likeFilter(filter: RowArgument, fields: readonly PathField[]): RowArgument | undefined {
  const found = argumentAt(fields, filter.path.join('.'));
  return found?.placeType.replaceAll('!', '') === filter.placeType.replaceAll('!', '') ? found : undefined;
}

/**
 * The arguments that are meant for the list itself hold for a number or flag as far as it stands in the same objects: of
 * `_count.tags` beside `tags` nothing is asked in parts.
 */
function besideList(text: string, list: string, given: Arguments): Arguments {
  const names = (path: string): readonly string[] => path.split(/[.[\]]+/);
  const own = names(text);
  const listed = names(list);
  const parting = own.findIndex((name, index) => name !== listed[index]);
  const shared = new Set(parting < 0 ? own : own.slice(0, parting));
  const kept = Object.entries(given).filter(([name]) => shared.has(name) || !listed.includes(name));
  return Object.fromEntries(kept);
}

function outputOf(
  text: string,
  constants: Arguments,
  at: readonly (string | number)[],
  context: BindContext,
): OutputObject | undefined {
  try {
    const { schema, located } = context;
    const found = bindOutput(schema, located.value.type, parsePath(text), constants);
    if (!('message' in found)) return found;
    if (found.object) return found.object;
    context.problem(at, found.message, { within: found.within, ...(found.help ? { help: found.help } : {}) });
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    context.problem(at, error.message, { within: text.slice(error.offset, error.offset + error.length) });
  }
  return undefined;
}

/** Whether a field of the path can be asked for parts. */
function isCuttable(fields: readonly PathField[]): boolean {
  return fields.some((field) => takesSize({ args: field.arguments }));
}

/** The largest number among the arguments that the mapping gives: that of the objects, most likely. */
function constantSize(
  steps: readonly SelectionStep[],
  fields: readonly PathField[],
  size: RowArgument | undefined,
): number | undefined {
  const numbers = steps.flatMap((step, index) =>
    (step.arguments ?? []).flatMap(({ name, value }) => {
      const type = fields[index]?.arguments.find((each) => each.name === name)?.type;
      const counts = type && getNamedType(type).name === 'Int' && typeof value === 'number';
      return counts && !(index === size?.step && name === size.path[0]) ? [value] : [];
    }),
  );
  return numbers.length > 0 ? Math.max(...numbers) : undefined;
}
