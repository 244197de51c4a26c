/** How a list field pages: by name and type of its arguments, and for cursors by a witness in its result. */
import type { GraphQLNamedType } from 'graphql';
import type { PageStyle } from '../../styles/vocabulary.js';
import type { Entity } from './entity.js';
import { pageInformation } from './page-witness.js';
import {
  argumentsOf,
  compositeOf,
  fieldsOf,
  type Input,
  inputObjectOf,
  isBoolean,
  isInteger,
  isTextLike,
  membersOf,
  type SchemaField,
  shapeOf,
} from './shape.js';
import type { Level } from './wrapper.js';

export interface PagingFinding {
  /** `cursor`, `offset`, `page`, `cursor+offset`, `limit-only`, `none`. */
  readonly label: string;
  /** null: the whole list comes at once. */
  readonly style: PageStyle | null;
  /** Addresses of all arguments that page, including unused alternatives (`last`, `before`). */
  readonly taken: ReadonlySet<string>;
  readonly why: string;
}

const names = {
  size: /^_?(limit|first|take|page_?size|per_?page|size|max_?results)$/i,
  offset: /^_?(offset|skip|start|start_?index|from)$/i,
  page: /^_?(page|current_?page|page_?(number|index))$/i,
  cursor: /^_?(after|cursor|next_?token|cursor_?mark|page_?token|continuation_?token)$/i,
  other: /^_?(last|before|until|end_?cursor)$/i,
};
const containers = /^(options?|pagination|paging|page|input|params|pager)$/i;

/** Largest page assumed of an API that does not say: below the caps of nearly all. */
export const assumedMaximum = 100;

/** Stands in the reasons where the largest page is assumed. */
export const assumption = 'max is assumed, since nothing says it';

interface Addressed {
  readonly address: string;
  readonly input: Input;
}

export function detectPaging(
  steps: readonly SchemaField[],
  levels: readonly Level[],
  entity: Pick<Entity, 'fields'>,
): PagingFinding {
  const field = steps[steps.length - 1]!;
  const own = addresses(field, '');
  const result = resultPaths(levels);
  const direct = choose(own, entity, result);
  if (direct.size || direct.page || direct.cursor || steps.length < 2) return finish(direct, own, result);
  // Some APIs page on the step before (AniList: Page(page, perPage) { media(…) }).
  const parent = steps[steps.length - 2]!;
  const before = addresses(parent, `${parent.name}/`);
  const outer = resultPaths([{ type: shapeOf(parent.type).named, prefix: '../' }]);
  const chosen = choose(before, entity, outer);
  return chosen.size || chosen.page || chosen.cursor
    ? finish(chosen, before, outer)
    : finish(direct, own, result);
}

function addresses(field: SchemaField, prefix: string): readonly Addressed[] {
  return argumentsOf(field).flatMap((input) => {
    const inner = inputObjectOf(input.type);
    if (!inner) return [{ address: `${prefix}${input.name}`, input }];
    const members = membersOf(inner);
    const paging =
      containers.test(input.name) &&
      members.some((each) => names.size.test(each.name) || names.page.test(each.name));
    return paging
      ? members.map((each) => ({ address: `${prefix}${input.name}.${each.name}`, input: each }))
      : [];
  });
}

interface Chosen {
  readonly size: Addressed | undefined;
  readonly offset: Addressed | undefined;
  readonly page: Addressed | undefined;
  readonly cursor: Addressed | undefined;
}

function choose(inputs: readonly Addressed[], entity: Pick<Entity, 'fields'>, result: ResultPaths): Chosen {
  const integer = (pattern: RegExp): Addressed | undefined =>
    inputs.find(({ input }) => pattern.test(input.name) && isInteger(input.type));
  const size = integer(names.size);
  const page = inputs.find(
    ({ input }) => names.page.test(input.name) && isInteger(input.type) && !entity.fields.has(input.name),
  );
  const offset = integer(names.offset);
  // `after` is also a date filter (Craft): a cursor needs a place in the result to come from.
  const cursor = inputs.find(
    ({ input }) =>
      names.cursor.test(input.name) &&
      isTextLike(input.type) &&
      (result.next !== undefined || result.edgeCursor !== undefined),
  );
  return { size, offset: size ? offset : undefined, page, cursor };
}

export interface ResultPaths {
  readonly next?: string;
  readonly more?: string;
  readonly pages?: string;
  readonly edgeCursor?: string;
}

/** Paths in the objects around the rows; what is nearest to the rows goes first. */
export function resultPaths(levels: readonly Level[]): ResultPaths {
  const found: { -readonly [K in keyof ResultPaths]: ResultPaths[K] } = {};
  for (const { type, prefix } of [...levels].reverse()) {
    visit(type, prefix, 2);
    const edges = fieldsOf(type).find((field) => field.name === 'edges');
    if (edges && fieldsOf(shapeOf(edges.type).named).some((field) => field.name === 'cursor')) {
      found.edgeCursor ??= `${prefix}edges[].cursor`;
    }
  }
  return found;

  function visit(type: GraphQLNamedType, path: string, depth: number): void {
    for (const field of fieldsOf(type)) {
      const at = `${path}${field.name}`;
      if (compositeOf(field.type)) {
        if (depth > 0 && pageInformation.test(field.name))
          visit(shapeOf(field.type).named, `${at}.`, depth - 1);
        continue;
      }
      if (/^_?(end_?cursor|next_?token|next_?cursor(_?mark)?|cursor|after)$/i.test(field.name))
        found.next ??= at;
      if (/^has_?(more(_?pages)?|next(_?page)?)$/i.test(field.name) && isBoolean(field.type))
        found.more ??= at;
      if (
        /^(total_?pages|pages|page_?count|num_?pages|last_?page)$/i.test(field.name) &&
        isInteger(field.type)
      )
        found.pages ??= at;
    }
  }
}

function finish(chosen: Chosen, inputs: readonly Addressed[], result: ResultPaths): PagingFinding {
  const { size, offset, page, cursor } = chosen;
  const taken = new Set<string>();
  for (const each of [size, offset, page, cursor]) if (each) taken.add(each.address);
  const paged = taken.size > 0;
  for (const { address, input } of inputs) {
    const cursorLike = names.other.test(input.name) && (isTextLike(input.type) || isInteger(input.type));
    if (cursorLike && (cursor || result.next)) taken.add(address);
  }
  if (!paged || (size && !offset && !page && !cursor)) {
    return size
      ? {
          label: 'limit-only',
          style: { size: size.address, max: maximum(size.input) },
          taken,
          why: `${size.address} limits the list, nothing continues it${assumed(size)}`,
        }
      : { label: 'none', style: null, taken, why: 'no paging arguments' };
  }
  const label = [cursor && 'cursor', offset && 'offset', page && 'page'].filter(Boolean).join('+');
  const style: PageStyle = {
    ...(size ? { size: size.address, max: maximum(size.input) } : {}),
    ...(offset ? { offset: offset.address } : {}),
    ...(page ? { page: page.address } : {}),
    ...(page && (/index/i.test(page.input.name) || page.input.defaultValue === 0) ? { base: 0 } : {}),
    ...(cursor ? { cursor: cursor.address, ...(result.next ? { next: result.next } : {}) } : {}),
    ...(result.more ? { more: result.more } : {}),
    ...(result.pages ? { pages: result.pages } : {}),
  };
  return { label: label || 'none', style, taken, why: `arguments ${[...taken].join(', ')}${assumed(size)}` };
}

function assumed(size: Addressed | undefined): string {
  return size && stated(size.input) === undefined ? `; ${assumption}` : '';
}

/** Many APIs refuse larger pages than they give, so that a size has to be assumed of those that say nothing. */
function maximum(input: Input): number {
  return stated(input) ?? assumedMaximum;
}

/** A maximum that the argument's description states. */
function stated(input: Input): number | undefined {
  const text = input.description ?? '';
  const found =
    /\b(?:max(?:imum)?|at most|up to|no more than)\b[^0-9.]{0,40}?(\d[\d,_]{0,6})/i.exec(text) ??
    /\b(\d{1,5})\s*(?:is the )?max(?:imum)?\b/i.exec(text) ??
    /\bbetween\s+\d{1,5}\s+and\s+(\d[\d,_]{0,6})/i.exec(text);
  const number = found ? Number(found[1]!.replace(/[,_]/g, '')) : 0;
  return number > 0 && number <= 10_000 ? number : undefined;
}
