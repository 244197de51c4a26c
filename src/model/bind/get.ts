/** How one item, or several, are read by id: root fields with id arguments. */
import { getNamedType, isInterfaceType, isObjectType, isRequiredArgument } from 'graphql';
import { fits } from '../../styles/fit.js';
import { layerGet } from '../../styles/layers.js';
import { renderTemplate, type Slots } from '../../styles/template.js';
import type { GetStyle, Json } from '../../styles/vocabulary.js';
import { isMissing, type Location, locate, typeAt } from '../../upstream/document/location.js';
import { compileResultPath } from '../../upstream/document/result-path.js';
import type { GetModel, ListModel } from '../model.js';
import type { BindContext } from './context.js';
import { type Help, near, resultHelp } from './near.js';
import { resultType, sharedConstants } from './result-type.js';
import { getFaults } from './template-faults.js';

const nothing: GetModel = Object.freeze({ one: undefined, many: undefined });

/** @param slots names of list and type; $field is the id field */
export function bindGet(list: ListModel, slots: Slots, context: BindContext): GetModel {
  const mapping = context.located.value;
  if (mapping.get === false) return nothing;
  if (mapping.get === undefined && context.dialect?.alternatives?.get) {
    for (const style of [context.dialect.get, ...context.dialect.alternatives.get]) {
      const bound = bindStyle(layerGet(style, context.upstream.get), list, slots, undefined, context);
      if (bound.one || bound.many) return bound;
    }
    return nothing;
  }
  const style = layerGet(context.dialect?.get, context.upstream.get, mapping.get);
  for (const { path, message, ...place } of getFaults(mapping.get ?? {}))
    context.problem(['get', ...path], message, place);
  return bindStyle(style, list, slots, mapping.get, context);
}

function bindStyle(
  style: GetStyle,
  list: ListModel,
  slots: Slots,
  given: GetStyle | undefined,
  context: BindContext,
): GetModel {
  const one = bindOne(
    style,
    list,
    slots,
    given?.field !== undefined || given?.arguments !== undefined,
    context,
  );
  const many = bindMany(style, list, slots, given?.many !== undefined, context);
  return { one, many };
}

function bindOne(
  style: GetStyle,
  list: ListModel,
  slots: Slots,
  given: boolean,
  context: BindContext,
): GetModel['one'] {
  if (style.field === undefined || style.arguments === undefined) {
    if (given)
      context.problem(['get'], `get needs ${style.field === undefined ? 'field' : 'arguments'}`, {
        at: 'key',
        help: 'write both, e.g. { field: product, arguments: { id: $id } }',
      });
    return undefined;
  }
  const found = bindCall(style.field, style.arguments, ['get'], list, slots, given, context);
  if (!found) return undefined;
  const row = style.row ?? '';
  if (!givesType(found.location, row, context)) {
    if (given)
      context.problem(
        style.row === undefined ? ['get', 'field'] : ['get', 'row'],
        `"${style.field}" does not give a ${context.located.value.type}`,
        resultHelp(row, found.location),
      );
    return undefined;
  }
  return { ...found, row: compileResultPath(row), missing: style.missing ?? 'null' };
}

function bindMany(
  style: GetStyle,
  list: ListModel,
  slots: Slots,
  given: boolean,
  context: BindContext,
): GetModel['many'] {
  if (!style.many) return undefined;
  const { field, arguments: values, rows = '', max } = style.many;
  const found = bindCall(field, values, ['get', 'many'], list, slots, given, context);
  if (!found) return undefined;
  const type = resultType(found.location.field.type, rows);
  const named: unknown = type && getNamedType(type);
  const wanted = context.schema.getType(context.located.value.type);
  // nodes(ids) gives an interface: the rows are inside a fragment on the type.
  const abstract = isInterfaceType(named) && isObjectType(wanted) && context.schema.isSubType(named, wanted);
  if (!abstract && !givesType(found.location, rows, context)) {
    if (given)
      context.problem(
        ['get', 'many', style.many.rows === undefined ? 'field' : 'rows'],
        `"${field}" does not give ${context.located.value.type}`,
        resultHelp(rows, found.location),
      );
    return undefined;
  }
  return {
    ...found,
    rows: compileResultPath(rows),
    max,
    on: abstract ? context.located.value.type : undefined,
  };
}

function bindCall(
  fieldTemplate: string,
  templates: Readonly<Record<string, Json>>,
  at: readonly string[],
  list: ListModel,
  slots: Slots,
  given: boolean,
  context: BindContext,
): { location: Location; arguments: Readonly<Record<string, Json>> } | undefined {
  const field = String(renderTemplate(fieldTemplate, slots));
  const location = locate(context.schema, field);
  const miss = (message: string, member: readonly string[] = [], help?: () => Help): undefined => {
    if (given)
      context.problem([...at, ...member], message, {
        at: member.length === 1 ? 'value' : 'key',
        ...help?.(),
      });
    return undefined;
  };
  if (isMissing(location))
    return miss(`the upstream has no field "${field}"`, ['field'], () =>
      near(location.name, location.candidates),
    );
  const shared = sharedConstants(list.constants, location);
  if (!shared)
    return miss(`"${field}" does not take the constant arguments of the list, so it may give other items`);
  const own = renderTemplate(templates as Json, slots) as Record<string, Json>;
  for (const [name, value] of Object.entries(own)) {
    const type = typeAt(location, { step: undefined, path: [name] });
    if (!type) {
      const names = location.field.args.map((each) => each.name);
      return miss(`"${field}" has no argument "${name}"`, ['arguments', name], () => near(name, names));
    }
    if (!fits(value, type, {}))
      return miss(
        `the argument "${name}" of "${field}" is a ${String(type)}, which the template does not fit`,
        ['arguments', name],
      );
  }
  const values = { ...shared, ...own };
  const required = location.field.args.find(
    (each) => isRequiredArgument(each) && values[each.name] === undefined,
  );
  if (required) return miss(`"${field}" needs the argument "${required.name}"`);
  return { location, arguments: values };
}

function givesType(location: Location, path: string, context: BindContext): boolean {
  const type = resultType(location.field.type, path);
  return type !== undefined && getNamedType(type).name === context.located.value.type;
}
