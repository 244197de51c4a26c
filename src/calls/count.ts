/** The number of rows of a list query: whether the upstream can tell it, how it is asked, and how it is read. */
import type { CollectionModel, CountModel } from '../model/model.js';
import type { Predicate } from '../styles/predicate.js';
import type { Json } from '../styles/vocabulary.js';
import { assign } from '../upstream/document/argument-path.js';
import type { RootCall } from '../upstream/document/operation.js';
import { printNames, readCount, readResult } from '../upstream/document/result-path.js';
import type { RequestScope } from '../upstream/transport/context.js';
import { siblingArguments } from './arguments.js';

/** Whether the upstream can count just the rows of the query. */
export function isCountable(
  { list: { count } }: CollectionModel,
  query: { readonly condition: Predicate | undefined },
): boolean {
  if (!count) return false;
  if (count.sibling === undefined) return true;
  if (query.condition !== undefined && count.filterAt === null) return false;
  return count.sibling.takesConstants;
}

/** The root field that counts beside the list. The model must have one. */
export function countRoot(
  model: CollectionModel,
  filterValue: Json | undefined,
  facts: RequestScope,
): RootCall {
  const count = model.list.count!;
  const { location, arguments: own } = count.sibling!;
  const values = siblingArguments(model, facts, own);
  if (filterValue !== undefined && count.filterAt !== null) assign(values, count.filterAt, filterValue);
  const { names } = count.path;
  const precision = count.precision === undefined ? '' : ` ${printNames(count.precision.names)}`;
  return {
    alias: 'total',
    location,
    arguments: values,
    selection:
      names.length === 0
        ? null
        : {
            id: `count:${count.path.text}:${count.precision?.text ?? ''}`,
            text: printNames(names) + precision,
            variables: [],
          },
  };
}

/** undefined: the upstream gives no number that can be believed. */
export function countOf(count: CountModel, value: unknown, parent: unknown): number | undefined {
  if (count.precision !== undefined) {
    const precision = readResult(value, count.precision, parent);
    if (String(precision).toUpperCase() !== 'EXACT') return undefined;
  }
  const number = readCount(readResult(value, count.path, parent));
  return number === undefined || (count.cap !== undefined && number >= count.cap) ? undefined : number;
}
