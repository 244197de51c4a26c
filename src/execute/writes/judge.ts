/** What the answer to a mutation says of each of its items. */
import type { CollectionModel } from '../../model/model.js';
import type { AnswerModel, ErrorMembers, MutationModel } from '../../model/writes.js';
import type { RootCall } from '../../upstream/document/operation.js';
import { readNames } from '../../upstream/document/result-path.js';
import type { GraphqlError } from '../../upstream/transport/failure.js';
import { itemAlreadyExists, itemNotFound } from '../../wix/errors.js';
import type { WriteVerdict } from './outcome.js';
import { type ApiError, verdictOfErrors } from './rules.js';

export interface Answered {
  readonly model: CollectionModel;
  readonly mutation: MutationModel;
  readonly root: RootCall;
  /** The root's value; undefined or null: it has none. */
  readonly value: unknown;
  /** All errors of the answer. */
  readonly errors: readonly GraphqlError[];
  /** The id that the request names, for errors. */
  readonly id: string | undefined;
}

/**
 * The verdict on a mutation of one item, or on a list as a whole.
 * @returns with `done`, the row, or the list of rows
 */
export function judgeMutation(answered: Answered): WriteVerdict {
  const { model, mutation, root, value, id } = answered;
  const { answer } = mutation;
  const depth = root.location.steps.length;
  const own = answered.errors.filter(({ path }) => path === undefined || path[0] === root.alias);
  const nothing = value === null || value === undefined;
  const refused = (errors: readonly ApiError[]): WriteVerdict =>
    verdictOfErrors({ model, mutation, id }, errors);
  if (own.length > 0 && nothing) {
    // Below the mutation itself it has run already, and only its answer could not be made.
    const [above] = own.filter(({ path }) => path === undefined || path.length <= depth);
    if (above === undefined) return { kind: 'unknown', why: 'the API could not make its answer' };
    // The mutation has run to its end, and what it gave is null: the engine has no other way to say so.
    if (own.length === 1 && isNullOfNonNull(above)) return verdictOfNone(answer, id);
    return refused(own.map((each) => ({ ...each, code: each.code, type: undefined, field: undefined })));
  }
  const said = userErrors(value, answer);
  if (said.length > 0) return refused(said);
  const { item } = answer;
  if (item?.condition && !nothing) {
    const type = readNames(value, [...item.condition.keys, '__typename']);
    if (typeof type === 'string' && !item.condition.types.has(type))
      return refused([
        { message: `the answer is of the type ${type}`, code: undefined, type, field: undefined },
      ]);
  }
  if (answer.flag && readNames(value, answer.flag) === false) return verdictOfNone(answer, id);
  if (answer.count && Number(readNames(value, answer.count)) === 0) return verdictOfNone(answer, id);
  if (item === undefined) {
    const read = answer.flag ?? answer.count ?? answer.errors;
    if (nothing && (read !== undefined || answer.id !== undefined)) return verdictOfNone(answer, id);
    return { kind: 'done', row: undefined, ...(answer.id ? { id: readNames(value, answer.id) } : {}) };
  }
  const row = item.list ? readList(value, item.keys) : first(readNames(value, item.keys));
  const missing = item.list ? !Array.isArray(row) || row.length === 0 : row === null || row === undefined;
  // The item is there, and what it should show could not be given: it is read back.
  const spoiled = own.some(({ path }) => path !== undefined && path.length > depth);
  if (missing && spoiled) return { kind: 'done', row: undefined };
  return missing ? verdictOfNone(answer, id) : { kind: 'done', row };
}

/** Texts of graphql-js and its descendants, of Hot Chocolate, and of graphql-java. */
const nullOfNonNull = /cannot return null for non-nullable field|has wrongly returned a null value/i;

function isNullOfNonNull({ message, path }: GraphqlError): boolean {
  return path !== undefined && nullOfNonNull.test(message);
}

/** Of a mutation of one item, a list of what was changed holds one or none. */
function first(found: unknown): unknown {
  return Array.isArray(found) ? (found as readonly unknown[])[0] : found;
}

function readList(value: unknown, keys: readonly string[]): unknown {
  let current = value;
  for (const key of keys) current = (current as Readonly<Record<string, unknown>> | null | undefined)?.[key];
  return current;
}

/** What an answer without the item says of it. */
export function verdictOfNone({ empty: means }: AnswerModel, id: string | undefined): WriteVerdict {
  switch (means) {
    case 'exists':
      return { kind: 'refused', error: itemAlreadyExists(id ?? '') };
    case 'notFound':
      return { kind: 'refused', error: itemNotFound(id ?? '') };
    case 'done':
      return { kind: 'done', row: undefined };
    case 'unknown':
      return { kind: 'unknown', why: 'the API answered with neither an item nor an error' };
  }
}

function userErrors(value: unknown, { errors }: AnswerModel): readonly ApiError[] {
  if (!errors) return [];
  const found = readList(value, errors.keys);
  const all: readonly unknown[] = Array.isArray(found) ? found : [found];
  const { members } = errors;
  if (members === undefined)
    return all.flatMap((each) =>
      each === null || each === undefined || (each === '' && !Array.isArray(found))
        ? []
        : [{ message: String(each), code: undefined, type: undefined, field: undefined }],
    );
  return all.flatMap((each) => {
    if (typeof each !== 'object' || each === null) return [];
    const error = apiError(each as Readonly<Record<string, unknown>>, members);
    // An object at the place of the item is an error only if it says something.
    return Array.isArray(found) || error.message !== '' ? [error] : [];
  });
}

function apiError(raw: Readonly<Record<string, unknown>>, members: ErrorMembers): ApiError {
  const text = (keys: readonly string[]): string | undefined => {
    for (const key of keys) {
      const value = raw[key];
      if (typeof value === 'string' && value !== '') return value;
      if (typeof value === 'number') return String(value);
      if (Array.isArray(value) && value.length > 0) return value.map(String).join('.');
    }
    return undefined;
  };
  const type = raw[members.type];
  return {
    message: text(members.message) ?? '',
    code: text(members.code),
    type: typeof type === 'string' ? type : undefined,
    field: text(members.field),
  };
}
