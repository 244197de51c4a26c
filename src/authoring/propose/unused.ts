/** What a schema offers and a proposal leaves aside, for a person who misses it. */
import { isInterfaceType, isObjectType } from 'graphql';
import type { CollectionMapping } from '../../mapping/schema.js';
import { listStyleFor } from '../../styles/dialects/list-style.js';
import type { Dialect } from '../../styles/vocabulary.js';
import type { DetectedList } from '../detect/collections.js';
import { inputMembers } from './input-members.js';

const mostNames = 12;

/** Arguments of the list field that no style of it names. */
export function unusedArguments(
  detected: DetectedList,
  list: CollectionMapping['list'],
  dialect: Dialect | undefined,
): readonly string[] {
  const own = detected.steps[detected.steps.length - 1]!;
  const styles = [detected.style, dialect?.list, dialect?.arguments, list];
  // Filters and sorts without an argument of their own use all others.
  if (JSON.stringify(styles).includes('"at":""')) return [];
  const words = new Set(JSON.stringify(styles).match(/\w+/g));
  return own.args
    .map((each) => each.name)
    .filter((name) => !words.has(name) && !pages.test(name))
    .slice(0, mostNames);
}

/**
 * Members of the list's filter that neither a field of the file nor the style of the filter names: `search`,
 * `publishedAfter`.
 */
export function unusedConditions(
  detected: DetectedList,
  list: CollectionMapping['list'],
  dialect: Dialect | undefined,
  paths: readonly string[],
): readonly string[] {
  const own = detected.steps[detected.steps.length - 1]!;
  const given = listStyleFor(dialect, own.type)?.filter;
  const filter = { ...given, ...detected.style.filter, ...(typeof list === 'object' ? list.filter : {}) };
  const { at, style } = filter;
  if (at === undefined || at === '' || style === 'search') return [];
  const members = inputMembers(own, at);
  const words = new Set(JSON.stringify([filter, paths]).match(/\w+/g));
  // price_gt is the filter of price.
  const named = (member: string): boolean =>
    words.has(member) || (style === 'suffixes' && paths.some((path) => member.startsWith(`${path}_`)));
  return members.filter((member) => !named(member) && !logic.test(member)).slice(0, mostNames);
}

const logic = /^_?(and|or|not|nor|every|some|none)$/i;

/** The other direction of paging is no loss. */
const pages = /^(first|last|before|after|limit|offset|page)$/;

/** Members of the item that no field of the file reads: objects, unions, lists of them, deprecated ones. */
export function unreadMembers({ entity }: DetectedList, paths: readonly string[]): readonly string[] {
  const { type, envelope } = entity;
  if (envelope !== undefined || !(isObjectType(type) || isInterfaceType(type))) return [];
  const read = new Set(paths.map((path) => path.split(/[.[]/)[0]!));
  return Object.keys(type.getFields())
    .filter((name) => !read.has(name) && !/^(__|clientMutationId$)/.test(name))
    .slice(0, mostNames);
}
