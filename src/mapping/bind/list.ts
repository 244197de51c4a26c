/** The list field against the schema: location, arguments, rows, paging, count, filter and sort. */
import {
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { listStyleFor } from '../../upstream/dialects/list-style.js';
import type { PageLoop } from '../../upstream/hatches/hatch.js';
import { strictLoop } from '../../upstream/hatches/page-loops/page-loops.js';
import { findHatch, hatchNames } from '../../upstream/hatches/registry.js';
import { isMissing, type Location, locate, stepOf, typeAt } from '../../upstream/location.js';
import { parseRowsPath, selectionPath } from '../../upstream/result-path.js';
import { parseAddress } from '../../upstream/styles/address.js';
import { bindFilter, type FilterBinding } from '../../upstream/styles/filter.js';
import { countStyleOf, layerStyles } from '../../upstream/styles/layers.js';
import { bindSort, type SortBinding } from '../../upstream/styles/sort.js';
import { renderTemplate, type Slots } from '../../upstream/styles/template.js';
import type { Json, ListOverrides, ListStyle, PageStyle } from '../../upstream/styles/vocabulary.js';
import type { CountModel, ListModel } from '../model.js';
import { didYouMean } from '../suggest.js';
import type { BindContext } from './context.js';
import { nameSlots } from './names.js';

export interface BoundList {
  readonly model: ListModel;
  readonly style: ListStyle;
}

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
  const style = layerStyles(
    listStyleFor(context.dialect, location.field.type),
    context.upstream.defaults,
    overrides,
  );
  const given: ListOverrides = overrides;
  const slots = nameSlots(field, mapping.type);
  const preset = Object.entries(context.dialect?.arguments ?? {}).filter(([name]) =>
    location.field.args.some((argument) => argument.name === name),
  );
  const constants = bindConstants(
    location,
    { ...stepArguments, '': { ...Object.fromEntries(preset), ...listArguments } },
    context,
  );
  const rows = bindRows(location, style, given, context);
  if (!rows) return undefined;
  const page = bindPage(location, style.page ?? {}, given.page ?? {}, context);
  const filter = bindListFilter(
    location,
    style,
    given.filter !== undefined && given.filter !== null,
    context,
  );
  const sort = bindListSort(location, style, given.sort !== undefined && given.sort !== null, context);
  checkRequired(location, constants, [page, filter, sort], context);
  return {
    style,
    model: {
      location,
      constants,
      rows,
      page,
      loop: bindLoop(page, given.page !== undefined, context),
      filter,
      sort,
      count: bindCount(location, style, given.count !== undefined, filter, constants, slots, context),
      folding: style.text?.folding ?? 'unknown',
      textOrder: style.text?.order ?? 'unknown',
      datePrecision: style.dates?.precision ?? 'finer',
    },
  };
}

function bindConstants(
  location: Location,
  values: Readonly<Record<string, Readonly<Record<string, Json>>>>,
  context: BindContext,
): Map<string, Readonly<Record<string, Json>>> {
  const constants = new Map<string, Readonly<Record<string, Json>>>();
  for (const [step, record] of Object.entries(values)) {
    const at = step === '' ? ['list', 'arguments'] : ['list', 'path', step];
    const target = stepOf(location, step);
    if (!target) {
      context.problem(at, `"${step}" is not a step of the list field`, { at: 'key' });
      continue;
    }
    for (const [name, value] of Object.entries(record)) {
      const argument = target.field.args.find((each) => each.name === name);
      if (!argument) {
        const help = didYouMean(
          name,
          target.field.args.map((each) => each.name),
        );
        context.problem([...at, name], `"${target.name}" has no argument "${name}"`, {
          at: 'key',
          ...(help ? { help } : {}),
        });
      } else if (value === '?') {
        context.problem(
          [...at, name],
          `the argument "${name}" (${String(argument.type)}) waits for a value`,
          { help: 'write the value that all reads of this collection shall use' },
        );
      }
    }
    constants.set(step, record);
  }
  return constants;
}

type Constants = ReadonlyMap<string, Readonly<Record<string, Json>>>;

/**
 * The list's constant arguments for another field: they decide which items there are. undefined: the other field does not
 * take them all, so it does not speak of the same items.
 */
export function sharedConstants(constants: Constants, other: Location): Record<string, Json> | undefined {
  const all = Object.assign({}, ...constants.values()) as Record<string, Json>;
  const known = (name: string): boolean => other.field.args.some((argument) => argument.name === name);
  return Object.keys(all).every(known) ? all : undefined;
}

/** Type of the value at a result path below a type, through lists; undefined where a field is missing. */
export function resultType(type: GraphQLOutputType, path: string): GraphQLOutputType | undefined {
  let current: GraphQLOutputType | undefined = type;
  for (const part of path.split('.').filter((each) => each !== '')) {
    const owner: unknown = current && getNamedType(current);
    if (!isObjectType(owner) && !isInterfaceType(owner)) return undefined;
    current = owner.getFields()[part.replace(/\[\]$/, '')]?.type;
  }
  return current;
}

function bindRows(location: Location, style: ListStyle, given: ListOverrides, context: BindContext) {
  const rows = parseRowsPath(style.rows ?? '');
  const at = given.rows === undefined ? ['list'] : ['list', 'rows'];
  const itemsType = resultType(location.field.type, rows.items);
  if (!itemsType) {
    context.problem(at, `the result of "${location.steps.at(-1)!.name}" has no "${rows.items}"`, {
      help: 'list.rows says where the rows are: items, nodes, edges[].node, or "" when the field itself is the list',
    });
    return undefined;
  }
  if (!isListType(getNullableType(itemsType))) {
    context.problem(
      at,
      `"${rows.items === '' ? location.steps.at(-1)!.name : rows.items}" is not a list (${String(itemsType)})`,
      { help: 'list.rows says where the rows are, e.g. items, nodes, edges[].node' },
    );
    return undefined;
  }
  const rowType = resultType(location.field.type, selectionPath(rows));
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

/** What the file itself names must exist; what only the dialect names is left out where this list lacks it. */
function bindPage(
  location: Location,
  style: PageStyle,
  given: Partial<PageStyle>,
  context: BindContext,
): PageStyle {
  const known: Record<string, unknown> = { ...style };
  for (const name of ['size', 'offset', 'page', 'cursor'] as const) {
    const address = style[name];
    if (address !== undefined && typeAt(location, parseAddress(address)) === undefined) {
      if (given[name] !== undefined)
        context.problem(['list', 'page', name], `the list field has no argument "${address}"`);
      delete known[name];
    }
  }
  const parent = location.steps.at(-2)?.field.type ?? context.schema.getQueryType()!;
  for (const name of ['next', 'more', 'pages', 'edgeCursor'] as const) {
    const path = style[name];
    if (path === undefined) continue;
    const found = path.startsWith('../')
      ? resultType(parent, path.slice(3))
      : resultType(location.field.type, path);
    if (!found) {
      if (given[name] !== undefined) context.problem(['list', 'page', name], `the result has no "${path}"`);
      delete known[name];
    }
  }
  if (known.next === undefined) delete known.cursor;
  return known as PageStyle;
}

function bindLoop(page: PageStyle, given: boolean, context: BindContext): PageLoop {
  const name = page.loop ?? (page.sparse ? 'sparse' : 'strict');
  const loop = findHatch('pageLoop', name);
  if (loop) return loop;
  if (given) {
    const help = didYouMean(name, hatchNames('pageLoop')) ?? `known: ${hatchNames('pageLoop').join(', ')}`;
    context.problem(['list', 'page', 'loop'], `no page loop is called "${name}"`, { help });
  }
  return strictLoop;
}

function bindListFilter(
  location: Location,
  style: ListStyle,
  given: boolean,
  context: BindContext,
): FilterBinding | undefined {
  if (!style.filter) return undefined;
  if (!isWhole(style.filter, ['style', 'at'], ['list', 'filter'], given, context)) return undefined;
  const language =
    style.filter.language === undefined ? undefined : findHatch('searchLanguage', style.filter.language);
  const bound = bindFilter(style.filter, location, language);
  if (!('message' in bound)) return bound;
  if (given) context.problem(['list', 'filter'], bound.message);
  return undefined;
}

function bindListSort(
  location: Location,
  style: ListStyle,
  given: boolean,
  context: BindContext,
): SortBinding | undefined {
  if (!style.sort) return undefined;
  if (!isWhole(style.sort, ['at', 'ascending'], ['list', 'sort'], given, context)) return undefined;
  const bound = bindSort(style.sort, location);
  if (!('message' in bound)) return bound;
  if (given) context.problem(['list', 'sort'], bound.message);
  return undefined;
}

/** A part that a layer says only in part needs the rest from a layer below. */
function isWhole(
  part: object,
  members: readonly string[],
  at: readonly string[],
  given: boolean,
  context: BindContext,
): boolean {
  const missing = members.filter((name) => (part as Record<string, unknown>)[name] === undefined);
  if (missing.length > 0 && given)
    context.problem(
      at,
      `${at.join('.')} needs ${missing.join(' and ')}: neither the dialect nor upstream.yaml says it`,
      { at: 'key' },
    );
  return missing.length === 0;
}

function bindCount(
  location: Location,
  style: ListStyle,
  given: boolean,
  filter: FilterBinding | undefined,
  constants: Constants,
  slots: Slots,
  context: BindContext,
): CountModel | undefined {
  const count = countStyleOf(style);
  if (!count || count.exact === false) return undefined;
  const miss = (message: string): undefined => {
    if (given) context.problem(['list', 'count'], message);
    return undefined;
  };
  const common = { path: count.path, cap: count.cap, precision: count.precision };
  if (count.field === undefined) {
    const parent = location.steps.at(-2)?.field.type ?? context.schema.getQueryType()!;
    const type = count.path.startsWith('../')
      ? resultType(parent, count.path.slice(3))
      : resultType(location.field.type, count.path);
    return type
      ? { ...common, sibling: undefined, filterAt: null }
      : miss(`the result has no "${count.path}"`);
  }
  const name = String(renderTemplate(count.field, slots));
  const sibling = locate(context.schema, name);
  if (isMissing(sibling)) return miss(`the upstream has no field "${name}"`);
  if (count.path !== '' && !resultType(sibling.field.type, count.path))
    return miss(`the result of "${name}" has no "${count.path}"`);
  const address = count.filter === undefined ? (filter?.style.at ?? null) : count.filter;
  const usable = address === null || typeAt(sibling, parseAddress(address)) !== undefined || address === '';
  const shared = sharedConstants(constants, sibling);
  if (!shared)
    return miss(`"${name}" does not take the constant arguments of the list, so it counts other rows`);
  const values: Record<string, Json> = {
    ...shared,
    ...(count.arguments as Record<string, Json> | undefined),
  };
  const required = sibling.field.args.find(
    (each) => isRequiredArgument(each) && values[each.name] === undefined,
  );
  if (required && address !== required.name) return miss(`"${name}" needs the argument "${required.name}"`);
  return {
    ...common,
    sibling: { location: sibling, arguments: values },
    filterAt: usable ? address : null,
  };
}

/** Arguments without a default that nothing gives a value. */
function checkRequired(
  location: Location,
  constants: ReadonlyMap<string, Readonly<Record<string, Json>>>,
  [page, filter, sort]: [PageStyle, FilterBinding | undefined, SortBinding | undefined],
  context: BindContext,
): void {
  const always = new Set(
    [page.size, page.page].filter((each) => each !== undefined).map((each) => each.split('.')[0]!),
  );
  const sometimes = new Set(
    [filter?.address.path[0], sort?.address.path[0]].filter((each) => each !== undefined),
  );
  for (const [index, step] of location.steps.entries()) {
    const last = index === location.steps.length - 1;
    const given = { ...constants.get(step.name), ...(last ? constants.get('') : undefined) };
    for (const argument of step.field.args.filter(isRequiredArgument)) {
      const paged = always.has(last ? argument.name : `${step.name}/${argument.name}`);
      if (given[argument.name] !== undefined || paged) continue;
      const where = last ? `list.arguments.${argument.name}` : `list.path.${step.name}.${argument.name}`;
      const also = sometimes.has(argument.name) ? ', for requests without a filter or sort' : '';
      context.problem(
        ['list'],
        `"${step.name}" needs the argument "${argument.name}" (${String(argument.type)})`,
        { at: 'key', help: `give it in ${where}${also}` },
      );
    }
  }
}
