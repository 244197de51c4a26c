/** The list field against the schema: location, arguments, rows, paging, count, filter and sort. */
import {
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { didYouMean } from '../../mapping/suggest.js';
import { listStyleFor } from '../../styles/dialects/list-style.js';
import { layerStyles } from '../../styles/layers.js';
import type { ListOverrides, ListStyle } from '../../styles/vocabulary.js';
import { isMissing, type Location, locate } from '../../upstream/document/location.js';
import { parseRowsPath, type RowsPath } from '../../upstream/document/result-path.js';
import type { ListModel } from '../model.js';
import type { BindContext } from './context.js';
import { bindCount } from './count.js';
import { bindConstants, checkOverwritten, checkRequired } from './list-arguments.js';
import { bindListFilter, bindListSort, bindPage } from './list-parts.js';
import { nameSlots } from './names.js';
import { namesBelow } from './near.js';
import { resultType } from './result-type.js';
import { templateFaults } from './template-faults.js';

export interface BoundList {
  readonly model: ListModel;
  readonly style: ListStyle;
}

/**
 * Resolves the list field of a collection with its rows, pages, count, filter and sort.
 * @returns undefined where there is no such list, which is reported to the context
 */
export function bindList(context: BindContext): BoundList | undefined {
  const mapping = context.located.value;
  const own = typeof mapping.list === 'string' ? { field: mapping.list } : mapping.list;
  const fieldAt = typeof mapping.list === 'string' ? ['list'] : ['list', 'field'];
  const { field, arguments: listArguments, path: stepArguments, ...overrides } = own;
  const location = locate(context.schema, field);
  if (isMissing(location)) {
    const help = didYouMean(location.name, location.candidates);
    context.problem(fieldAt, `the upstream type ${location.typeName} has no field "${location.name}"`, {
      within: location.name,
      ...(help ? { help } : {}),
    });
    return undefined;
  }
  const layered = layerStyles(
    listStyleFor(context.dialect, location.field.type),
    context.upstream.defaults,
    overrides,
  );
  // Operators of single fields are arguments of the list where it has no filter of its own.
  const ownOperators = [mapping.id, ...Object.values(mapping.fields)].some(
    (each) => typeof each === 'object' && each.operators !== undefined,
  );
  const style: ListStyle =
    ownOperators && !layered.filter ? { ...layered, filter: { style: 'templates', at: '' } } : layered;
  const given: ListOverrides = overrides;
  for (const { path, message, ...place } of templateFaults(given, style.filter?.style))
    context.problem(['list', ...path], message, place);
  const slots = nameSlots(field, mapping.type);
  const preset = Object.entries(context.dialect?.arguments ?? {}).filter(([name]) =>
    location.field.args.some((argument) => argument.name === name),
  );
  const constants = bindConstants(
    location,
    { ...stepArguments, '': { ...Object.fromEntries(preset), ...listArguments } },
    (step, name) => step !== '' || listArguments?.[name] !== undefined,
    context,
  );
  const rows = bindRows(location, style, given, context);
  if (!rows) return undefined;
  const page = bindPage(location, style.page ?? {}, given.page ?? {}, context);
  const filter = bindListFilter(location, style, given.filter, constants, context);
  const sort = bindListSort(location, style, given.sort !== undefined && given.sort !== null, context);
  checkRequired(location, constants, [page, filter, sort], context);
  checkOverwritten(location, { ...stepArguments, '': listArguments }, [page, filter, sort], context);
  return {
    style,
    model: {
      location,
      constants,
      rows,
      page,
      filter,
      sort,
      count: bindCount(location, style, given.count !== undefined, filter, constants, slots, context),
      folding: style.text?.folding ?? 'unknown',
      textOrder: style.text?.order ?? 'unknown',
      datePrecision: style.dates?.precision ?? 'finer',
      hidesRows: hidesRows(location, style, rows, given, context),
    },
  };
}

/** A default for several lists has an effect on those whose rows can be null. */
function hidesRows(
  location: Location,
  style: ListStyle,
  rows: RowsPath,
  given: ListOverrides,
  context: BindContext,
): boolean {
  if (style.nulls !== 'skip') return false;
  if (rowsCanBeNull(location.field.type, rows)) return true;
  if (given.nulls !== undefined)
    context.problem(['list', 'nulls'], 'no row of this list can be null, by the schema', { at: 'key' });
  return false;
}

/** Whether an element of the list, or the row in it, can be null. */
function rowsCanBeNull(type: GraphQLOutputType, { items, names }: RowsPath): boolean {
  const list = resultType(type, items.names);
  const inner = list && getNullableType(list);
  if (isListType(inner) && !isNonNullType(inner.ofType)) return true;
  const row = names.length === items.names.length ? undefined : resultType(type, names);
  return row !== undefined && !isNonNullType(row);
}

function bindRows(location: Location, style: ListStyle, given: ListOverrides, context: BindContext) {
  const rows = parseRowsPath(style.rows ?? '');
  const at = given.rows === undefined ? ['list'] : ['list', 'rows'];
  const itemsType = resultType(location.field.type, rows.items.names);
  if (!itemsType) {
    const nearest = didYouMean(rows.items.text, namesBelow(location));
    context.problem(at, `the result of "${location.steps.at(-1)!.name}" has no "${rows.items.text}"`, {
      help:
        nearest ??
        'list.rows says where the rows are: items, nodes, edges[].node, or "" when the field itself is the list',
    });
    return undefined;
  }
  if (!isListType(getNullableType(itemsType))) {
    context.problem(
      at,
      `"${rows.items.text === '' ? location.steps.at(-1)!.name : rows.items.text}" is not a list (${String(itemsType)})`,
      { help: 'list.rows says where the rows are, e.g. items, nodes, edges[].node' },
    );
    return undefined;
  }
  const rowType = resultType(location.field.type, rows.names);
  const named: unknown = rowType && getNamedType(rowType);
  const wanted = context.located.value.type;
  const type = context.schema.getType(wanted);
  if (!type) {
    const help = didYouMean(
      wanted,
      Object.keys(context.schema.getTypeMap()).filter((name) => !name.startsWith('__')),
    );
    context.problem(['type'], `the upstream schema has no type "${wanted}"`, help ? { help } : {});
    return undefined;
  }
  const possible =
    (isObjectType(named) || isInterfaceType(named) || isUnionType(named)) &&
    (named.name === wanted ||
      ((isInterfaceType(named) || isUnionType(named)) &&
        isObjectType(type) &&
        context.schema.isSubType(named, type)));
  if (!possible) {
    context.problem(
      ['type'],
      `the rows of "${location.steps.map((step) => step.name).join('.')}" are ${rowType ? String(rowType) : 'unknown'}, not ${wanted}`,
    );
    return undefined;
  }
  return rows;
}
