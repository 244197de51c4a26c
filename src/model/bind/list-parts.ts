/** Paging, filter and sort of a list style against the arguments and the result of the list field. */

import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isScalarType,
} from 'graphql';
import { isPlainObject } from '../../json.js';
import { didYouMean } from '../../mapping/suggest.js';
import type { PageLoop } from '../../styles/extensions/extension.js';
import { strictLoop } from '../../styles/extensions/page-loops/page-loops.js';
import { extensionNames, findExtension } from '../../styles/extensions/registry.js';
import { bindFilter, type FilterBinding } from '../../styles/filter.js';
import { bindSort, type SortBinding } from '../../styles/sort.js';
import type { ListOverrides, ListStyle, PageStyle } from '../../styles/vocabulary.js';
import { type ArgumentPath, parseAddress } from '../../upstream/document/argument-path.js';
import { type Location, typeAt } from '../../upstream/document/location.js';
import { compileResultPath, type ResultPath } from '../../upstream/document/result-path.js';
import type { PageModel } from '../model.js';
import type { BindContext } from './context.js';
import { argumentNames, near, resultHelp } from './near.js';
import { type Constants, resultType } from './result-type.js';

/** What the file itself names must exist; what only the dialect names is left out where this list lacks it. */
export function bindPage(
  location: Location,
  style: PageStyle,
  given: NonNullable<ListOverrides['page']>,
  context: BindContext,
): PageModel {
  const known: { -readonly [Key in keyof PageStyle]: PageStyle[Key] } = { ...style };
  for (const name of pageArguments) {
    const address = style[name];
    if (address === undefined) continue;
    const type = typeAt(location, parseAddress(address));
    if (type === undefined) {
      if (given[name] !== undefined)
        context.problem(
          ['list', 'page', name],
          `the list field has no argument "${address}"`,
          near(address, argumentNames(location, address)),
        );
      delete known[name];
    } else if (given[name] !== undefined) checkPageArgument(name, address, type, style, context);
  }
  const parent = location.steps.at(-2)?.field.type ?? context.schema.getQueryType()!;
  for (const name of ['next', 'more', 'pages'] as const) {
    const path = style[name];
    if (path === undefined) continue;
    const found = path.startsWith('../')
      ? resultType(parent, path.slice(3))
      : resultType(location.field.type, path);
    if (!found) {
      if (given[name] !== undefined)
        context.problem(
          ['list', 'page', name],
          `the result has no "${path}"`,
          resultHelp(path, location, parent),
        );
      delete known[name];
    }
  }
  if (known.next === undefined) delete known.cursor;
  if (known.unit === 'rows' && known.size === undefined && known.fixed === undefined && given.unit)
    context.problem(
      ['list', 'page', 'unit'],
      'rows before a page are counted by its size, which is not known',
      {
        help: 'page.size names the argument of the size, or page.fixed says the size',
      },
    );
  const at = (name: (typeof pageArguments)[number]): ArgumentPath | undefined =>
    known[name] === undefined ? undefined : parseAddress(known[name]);
  const read = (name: 'next' | 'more' | 'pages'): ResultPath | undefined =>
    known[name] === undefined ? undefined : compileResultPath(known[name]);
  return Object.freeze({
    size: at('size'),
    offset: at('offset'),
    page: at('page'),
    cursor: at('cursor'),
    next: read('next'),
    more: read('more'),
    pages: read('pages'),
    base: known.base,
    unit: known.unit ?? 'pages',
    max: known.max,
    fixed: known.fixed,
    offsetMax: known.offsetMax,
    loop: bindLoop(known, Object.keys(given).length > 0, context),
  });
}

const pageArguments = ['size', 'offset', 'page', 'cursor'] as const;

function checkPageArgument(
  name: (typeof pageArguments)[number],
  address: string,
  type: GraphQLInputType,
  style: PageStyle,
  context: BindContext,
): void {
  const at = ['list', 'page', name];
  const nullable = getNullableType(type);
  const wanted = name === 'cursor' ? 'a cursor' : 'a number';
  if (!isScalarType(nullable) || nullable.name === 'Boolean')
    context.problem(at, `"${address}" (${String(type)}) takes no page.${name}, which is ${wanted}`);
  const other = pageArguments.find((each) => each !== name && style[each] === address);
  if (other !== undefined && pageArguments.indexOf(other) < pageArguments.indexOf(name))
    context.problem(at, `page.${other} stands at "${address}" already, so one of the two would be lost`);
}

/** Combinators that the file itself spells: the filter's type must have their members. */
function checkCombinators(
  bound: FilterBinding,
  given: NonNullable<ListOverrides['filter']>,
  location: Location,
  context: BindContext,
): void {
  if (bound.style.style === 'search' || bound.style.style === 'predicates') return;
  const owner = typeAt(location, bound.address);
  const named = owner && getNamedType(owner);
  const members = isInputObjectType(named) ? Object.keys(named.getFields()) : [];
  for (const name of ['and', 'or', 'not'] as const) {
    const template = given[name];
    if (template === null || template === undefined || bound[name]) continue;
    const absent = isPlainObject(template)
      ? Object.keys(template).find((key) => !members.includes(key))
      : undefined;
    if (absent === undefined || members.length === 0) continue;
    const help = didYouMean(absent, members);
    context.problem(['list', 'filter', name], `${String(named)} has no member "${absent}"`, {
      within: absent,
      ...(help ? { help } : {}),
    });
  }
}

function bindLoop(page: PageStyle, given: boolean, context: BindContext): PageLoop {
  const name = page.loop ?? (page.sparse ? 'sparse' : 'strict');
  const loop = findExtension('pageLoop', name);
  if (given && page.sparse && page.cursor === undefined)
    context.problem(['list', 'page', 'sparse'], 'pages with gaps can be read to their end by cursors only', {
      at: 'key',
      help: 'take sparse away; where the API hides rows of a page, their number is not known',
    });
  if (loop) return loop;
  if (given) {
    const help =
      didYouMean(name, extensionNames('pageLoop')) ?? `known: ${extensionNames('pageLoop').join(', ')}`;
    context.problem(['list', 'page', 'loop'], `no page loop is called "${name}"`, { help });
  }
  return strictLoop;
}

/**
 * The filter style bound to the list field.
 * @param own what the collection's file says of it: only then faults are reported
 * @returns undefined where the list cannot be filtered
 */
export function bindListFilter(
  location: Location,
  style: ListStyle,
  own: ListOverrides['filter'],
  constants: Constants,
  context: BindContext,
): FilterBinding | undefined {
  const given = own !== undefined && own !== null;
  if (!style.filter) return undefined;
  if (!isWhole(style.filter, ['style', 'at'], ['list', 'filter'], given, context)) return undefined;
  const language =
    style.filter.language === undefined ? undefined : findExtension('searchLanguage', style.filter.language);
  const taken = Object.keys(constants.get(parseAddress(style.filter.at).step ?? '') ?? {});
  const bound = bindFilter(style.filter, location, language, taken, context.shared.operators);
  if (!('message' in bound)) {
    if (given) checkCombinators(bound, own, location, context);
    return bound;
  }
  if (given)
    context.problem(
      ['list', 'filter'],
      bound.message,
      near(style.filter.at, argumentNames(location, style.filter.at)),
    );
  return undefined;
}

/**
 * The sort style bound to the list field.
 * @param given whether the mapping says it itself: only then faults are reported
 * @returns undefined where the list cannot be sorted
 */
export function bindListSort(
  location: Location,
  style: ListStyle,
  given: boolean,
  context: BindContext,
): SortBinding | undefined {
  if (!style.sort) return undefined;
  if (!isWhole(style.sort, ['at', 'ascending'], ['list', 'sort'], given, context)) return undefined;
  const bound = bindSort(style.sort, location);
  if (!('message' in bound)) return bound;
  if (given)
    context.problem(
      ['list', 'sort'],
      bound.message,
      near(style.sort.at, argumentNames(location, style.sort.at)),
    );
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
