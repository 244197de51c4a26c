/** The related objects that stand in a row, and what says whether they are all. */
import { getNamedType, isObjectType } from 'graphql';
import type { FieldMapping } from '../../../mapping/schema.js';
import type { NestedList, ValueInRow } from '../../references.js';
import type { BindContext } from '../context.js';
import type { FieldPlace } from '../field-checks.js';
import { bindOutput, type OutputObject } from '../output.js';
import { PathError, parsePath, readPath } from '../paths.js';

type Given = Exclude<NonNullable<NonNullable<FieldMapping['through']>['list']>, string>;

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
  const found = outputOf(style.path, mapping, member('path'), context);
  if (!found) return undefined;
  if (!found.isList) {
    context.problem(member('path'), `"${style.path}" is one object and no list`, { within: style.path });
    return undefined;
  }
  if (
    style.total === undefined &&
    style.more === undefined &&
    style.max === undefined &&
    takesSize(found, context)
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
  const value = (name: 'total' | 'more'): ValueInRow | undefined => {
    const text = style[name];
    const output = text === undefined ? undefined : outputOf(text, mapping, member(name), context);
    return output && { steps: output.selection, read: (keys) => readPath(parsePath(text!), keys) };
  };
  const steps = parsePath(style.path);
  const path = {
    text: style.path,
    steps: found.selection,
    typeName: found.typeName,
    read: (keys: readonly string[]) => readPath(steps, keys),
  };
  return Object.freeze({ path, total: value('total'), more: value('more'), max: style.max });
}

function outputOf(
  text: string,
  mapping: FieldMapping,
  at: readonly (string | number)[],
  context: BindContext,
): OutputObject | undefined {
  try {
    const { schema, located } = context;
    const found = bindOutput(schema, located.value.type, parsePath(text), mapping.arguments ?? {});
    if (!('message' in found)) return found;
    if (found.object) return found.object;
    context.problem(at, found.message, { within: found.within, ...(found.help ? { help: found.help } : {}) });
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    context.problem(at, error.message, { within: text.slice(error.offset, error.offset + error.length) });
  }
  return undefined;
}

/** Whether a step of the path takes a number: that of the rows of a page, most likely. */
function takesSize({ selection }: OutputObject, { schema, located }: BindContext): boolean {
  let owner: unknown = schema.getType(located.value.type);
  for (const { name, on } of selection) {
    if (on !== undefined) owner = schema.getType(on);
    const field = isObjectType(owner) ? owner.getFields()[name] : undefined;
    if (!field) return true;
    if (field.args.some((each) => getNamedType(each.type).name === 'Int')) return true;
    owner = getNamedType(field.type);
  }
  return false;
}
