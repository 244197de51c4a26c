/** Pages inside objects of an answer: `data.items.nodes`, `result.hits`, `payload.products.edges[].node`. */
import type { GraphQLNamedType } from 'graphql';
import { aggregateLike } from './aggregate-shape.js';
import { listArguments, pageInformation, pageWitness } from './page-witness.js';
import { isIdentified } from './row-element.js';
import { connectionOf, listsIn, type RowList, usualNames } from './row-list.js';
import {
  compositeOf,
  fieldsOf,
  isObjectType,
  requiredArguments,
  type SchemaField,
  shapeOf,
} from './shape.js';
import { fold } from './words.js';

export interface NestedRows {
  readonly list: RowList;
  /** Members that lead from the field's value to the object with the list; at least one. */
  readonly steps: readonly SchemaField[];
  /** What speaks for a page. */
  readonly seen: string;
}

/** Objects that may be inside the one that the field answers with. */
const deepest = 3;
/** An object that holds more objects than this is no envelope. */
const widest = 8;
const usualSteps =
  /^(data|results?|payload|response|body|output|value|items|nodes|list|page|records|rows|content|hits|search|documents|docs|entities|elements|collection|edges)$/i;
/** Objects that say something about the rows, and hold none of them. */
const besides =
  /^_?(errors?|aggregat(e|es|ions?)|facets?|stats|statistics|summary|links|filters?|sort|query|counts?)$/i;
const keyed = /^_?(id|uuid|uid|key|slug|code|handle|by)$/i;

interface Candidate {
  readonly list: RowList;
  readonly steps: readonly SchemaField[];
  /** A step takes arguments of its own, so it is a list field itself, and the objects above only lead to it. */
  readonly open: boolean;
}

/**
 * The one list below the value of a field that can be its rows. undefined where several could be, where a step pages by
 * itself, and where nothing on the field or around the list speaks for a page: then the objects are only a namespace.
 */
export function nestedRows(field: SchemaField): NestedRows | undefined {
  const type = shapeOf(field.type).named;
  if (requiredArguments(field).some((each) => keyed.test(each.name))) return undefined;
  const candidates = candidatesIn(type, [], false);
  const usual = (each: Candidate): boolean => isUsual(each, field);
  const paged = (each: Candidate): boolean =>
    each.list.kind === 'connection' || witnessIn(each) !== undefined;
  const best = only(candidates.filter(usual)) ?? only(candidates.filter(paged)) ?? only(candidates);
  if (!best || best.open || best.steps.length === 0) return undefined;
  const seen = evidence(field, type, best, usual(best));
  return seen === undefined ? undefined : { list: best.list, steps: best.steps, seen };
}

function only<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function candidatesIn(
  type: GraphQLNamedType,
  steps: readonly SchemaField[],
  open: boolean,
): readonly Candidate[] {
  if (!isObjectType(type) || isIdentified(type) || aggregateLike(type)) return [];
  const connection = connectionOf(type);
  const lists = connection ? [connection] : listsIn(type);
  const own = lists.map((list) => ({ list, steps, open: open || list.field.args.length > 0 }));
  if (connection || lists.some((each) => usualNames.test(each.field.name))) return own;
  if (steps.length === deepest) return own;
  const inner = fieldsOf(type).filter(
    (field) =>
      compositeOf(field.type)?.lists === 0 && !pageInformation.test(field.name) && !besides.test(field.name),
  );
  if (inner.length > widest) return own;
  return [
    ...own,
    ...inner.flatMap((field) =>
      candidatesIn(shapeOf(field.type).named, [...steps, field], open || field.args.length > 0),
    ),
  ];
}

/** All names on the way are those of envelopes, or repeat the field's own (`products { products { … } }`). */
function isUsual({ list, steps }: Candidate, field: SchemaField): boolean {
  const own = fold(field.name);
  const named = (name: string): boolean => usualSteps.test(name) || fold(name) === own;
  return [...steps, list.field].every((each) => named(each.name));
}

/** A witness in the object that holds the list. */
function witnessIn({ steps }: Candidate): string | undefined {
  const holder = steps.at(-1);
  return holder && pageWitness(shapeOf(holder.type).named)?.name;
}

function evidence(
  field: SchemaField,
  type: GraphQLNamedType,
  best: Candidate,
  usual: boolean,
): string | undefined {
  const outer = [type, ...best.steps.slice(0, -1).map((step) => shapeOf(step.type).named)];
  const witnesses = outer.flatMap((each) => pageWitness(each) ?? []);
  // An order's total of cents is a whole number too.
  const witness = witnesses.find((each) => usual || !each.weak);
  if (witness) return `beside ${witness.name}`;
  const taken = listArguments(field);
  if (taken === 'page') return 'the field pages';
  return taken === 'filter' && (usual || witnessIn(best)) ? 'the field filters' : undefined;
}
