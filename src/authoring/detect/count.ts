/** Where the number of matching items comes from: the list's own result, or a sibling field with the same filter. */
import type { GraphQLNamedType } from 'graphql';
import type { CountStyle } from '../../styles/vocabulary.js';
import type { FilterFinding } from './filter.js';
import { pageInformation } from './page-witness.js';
import {
  argumentsOf,
  compositeOf,
  fieldsOf,
  hasOwnDefault,
  inputObjectOf,
  isInteger,
  isRequired,
  membersOf,
  type SchemaField,
  shapeOf,
} from './shape.js';
import { fold, nameForms } from './words.js';
import type { Level } from './wrapper.js';

export interface CountFinding {
  readonly label: 'path' | 'sibling' | 'none';
  readonly style: CountStyle | null;
  readonly why: string;
}

const totals =
  /^_?(total|totalcount|total_count|totalitems|totaldocs|totalelements|totalresults|total_?rows|count|itemcount|item_count|countall|_all)$/i;
const containers = /^(aggregate|_count)$/i;

/** Servers whose only number is Float count in it (Linear). A bare `total` may be money, so it must be whole. */
function isCounter(field: SchemaField): boolean {
  if (!totals.test(field.name)) return false;
  const { named, lists } = shapeOf(field.type);
  return isInteger(field.type) || (lists === 0 && named.name === 'Float' && /^_?total.+/i.test(field.name));
}

function isContainer(name: string): boolean {
  return pageInformation.test(name) || containers.test(name) || totals.test(name);
}

/** Path of a total at most three levels deep. */
export function countPath(type: GraphQLNamedType | undefined, depth = 3): string | undefined {
  if (!type) return undefined;
  const fields = fieldsOf(type);
  const direct = fields
    .filter((field) => isCounter(field) && field.args.every((each) => !isRequired(each)))
    .sort((a, b) => Number(/^count$/i.test(a.name)) - Number(/^count$/i.test(b.name)))[0];
  if (direct) return direct.name;
  if (depth === 1) return undefined;
  for (const field of fields) {
    const inner = compositeOf(field.type);
    if (!inner || inner.lists > 0 || !isContainer(field.name)) continue;
    const path = countPath(inner.named, depth - 1);
    if (path) return `${field.name}.${path}`;
  }
  return undefined;
}

/** The total among the objects around the rows. The nearest one goes first, but a bare `count` after all others. */
export function countAround(levels: readonly Level[]): string | undefined {
  const paths = [...levels].reverse().flatMap(({ type, prefix }) => {
    const path = countPath(type);
    return path === undefined ? [] : [`${prefix}${path}`];
  });
  return paths.find((path) => !/(^|\.)count$/i.test(path)) ?? paths[0];
}

export function detectCount(
  list: SchemaField,
  levels: readonly Level[],
  item: GraphQLNamedType,
  filter: FilterFinding | undefined,
  siblings: readonly SchemaField[],
): CountFinding {
  const path = countAround(levels);
  if (path) return { label: 'path', style: { path }, why: `${path} in the result` };
  const candidates = siblings.flatMap((field) => sibling(field, list, item, filter) ?? []);
  candidates.sort((a, b) => b.score - a.score);
  const best = candidates[0];
  return best
    ? {
        label: 'sibling',
        style: best.style,
        why: `${best.style.field} counts ${best.style.filter === null ? 'everything' : 'with the same filter'}`,
      }
    : { label: 'none', style: null, why: 'nothing counts' };
}

interface Sibling {
  readonly style: CountStyle;
  readonly score: number;
}

function sibling(
  field: SchemaField,
  list: SchemaField,
  item: GraphQLNamedType,
  filter: FilterFinding | undefined,
): Sibling | undefined {
  if (field === list || !/count|meta|aggregat|total|connection/i.test(field.name)) return undefined;
  if (!namedAfter(field.name, list.name, item.name)) return undefined;
  if (field.args.some(isRequired)) return undefined;
  const composite = compositeOf(field.type);
  const type = shapeOf(field.type).named;
  const read = composite ? aggregateCount(type) : isInteger(field.type) ? '' : undefined;
  if (read === undefined) return undefined;
  const address = filter ? sameFilter(field, filter) : undefined;
  const sameItems = composite !== undefined && /connection/i.test(field.name) && address !== undefined;
  if (/connection/i.test(field.name) && !sameItems) return undefined;
  if (filter?.typeName !== undefined && address === undefined && filter.style !== null) return undefined;
  const precision = fieldsOf(type).find((each) => each.name === 'precision');
  // It stops counting somewhere without saying so, or counts other items than the list has.
  const shared = new Set(list.args.filter(hasOwnDefault).map((each) => each.name));
  if (!precision && field.args.some((each) => hasOwnDefault(each) && !shared.has(each.name)))
    return undefined;
  const style: CountStyle = {
    field: field.name,
    path: read,
    ...(address === undefined ? { filter: null } : address === filter?.at ? {} : { filter: address }),
    ...(precision ? { precision: 'precision' } : {}),
  };
  return { style, score: (address === undefined ? 0 : 2) + (composite ? 0 : 1) };
}

/** Path of a count inside an aggregate. A list of one (Directus) is read as its element. */
function aggregateCount(type: GraphQLNamedType): string | undefined {
  const path = countPath(type) ?? countPath(innerAggregate(type));
  const nested = innerAggregateName(type);
  return countPath(type) ? path : path && nested ? `${nested}.${path}` : undefined;
}

function innerAggregateName(type: GraphQLNamedType): string | undefined {
  return fieldsOf(type).find((field) => /^_?aggregate$/i.test(field.name))?.name;
}

function innerAggregate(type: GraphQLNamedType): GraphQLNamedType | undefined {
  const field = fieldsOf(type).find((each) => /^_?aggregate$/i.test(each.name));
  return field && shapeOf(field.type).named;
}

function sameFilter(field: SchemaField, filter: FilterFinding): string | undefined {
  for (const argument of argumentsOf(field)) {
    if (
      shapeOf(argument.type).named.name === filter.typeName &&
      (inputObjectOf(argument.type) || argument.name === filter.at)
    )
      return argument.name;
    const inner = inputObjectOf(argument.type);
    if (!inner) continue;
    const member = membersOf(inner).find(
      (each) => shapeOf(each.type).named.name === filter.typeName && inputObjectOf(each.type),
    );
    if (member) return `${argument.name}.${member.name}`;
  }
  return undefined;
}

/** `productsCount`, `_allProductsMeta`, `aggregateProduct`, `Product_aggregate`, `countProducts`. */
function namedAfter(name: string, list: string, type: string): boolean {
  const rest = fold(name).replace(
    /^(count|aggregate)|(count|meta|aggregated|aggregate|total|connection)$/g,
    '',
  );
  const bare = rest.replace(/^all/, '');
  const forms = new Set([
    ...nameForms(list),
    ...nameForms(type),
    ...nameForms(list.replace(/^_?(all|query|list|findMany)/i, '')),
  ]);
  return forms.has(rest) || forms.has(bare);
}
