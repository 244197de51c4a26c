/** What an error of the API means, by the declared rules. */
import type { CollectionModel } from '../../model/model.js';
import type { MutationModel, VerbModel } from '../../model/writes.js';
import { matchesGlob } from '../../styles/glob.js';
import type { FailureRule } from '../../styles/vocabulary.js';
import { AdapterError, itemAlreadyExists, itemNotFound, violationsError } from '../../wix/errors.js';
import { cut } from '../../wix/json.js';
import type { WriteVerdict } from './outcome.js';

/** One error of the API about one item. */
export interface ApiError {
  readonly message: string;
  readonly code: string | undefined;
  /** Name of the type of an error in the payload. */
  readonly type: string | undefined;
  /** Where in the input it is, as the API says it. */
  readonly field: string | undefined;
}

interface Concerned {
  readonly model: CollectionModel;
  readonly mutation: MutationModel;
  readonly id: string | undefined;
}

/** What errors say of one item: what the first fitting rule means, or that no rule matched and which line to write. */
export function verdictOfErrors(
  { model, mutation, id }: Concerned,
  errors: readonly ApiError[],
): Exclude<WriteVerdict, { kind: 'done' }> {
  for (const error of errors) {
    const rule = model.writes?.failures.find((each) => fits(each, error));
    if (rule?.means === 'pending') return { kind: 'unknown', why: cut(error.message, 1000) };
    if (!rule) continue;
    // A new item cannot be missing: it is something that it refers to.
    const means = rule.means === 'notFound' && isInsert(mutation) ? 'invalid' : rule.means;
    return {
      kind: 'refused',
      error: meaning(rule, means, errors, model, id, error),
      ...(rule.means === 'notFound' && { absent: true as const }),
    };
  }
  const first = errors[0]!;
  const message =
    `The upstream API refused the item, and no rule matched its error. ` +
    `Say what it means in ${model.writes?.position ?? mutation.position}: failures: [${lineFor(first, id)}]`;
  const reason = errors
    .map(({ message: text, code }) => (code === undefined ? text : `${code}: ${text}`))
    .join('; ');
  return { kind: 'refused', error: new AdapterError('UNKNOWN_ERROR', message, { status: 502, reason }) };
}

function isInsert(mutation: MutationModel | VerbModel): boolean {
  return 'verb' in mutation && mutation.verb === 'insert';
}

/** Codes and types that say no more than that something failed. */
const vague = /internal|unknown|unexpected|^(user|mutation|field|api|graphql)?_?errors?$/i;

/** @param id of this item, which the errors of others do not name */
function lineFor({ code, type, message }: ApiError, id: string | undefined): string {
  const says = (word: string | undefined): word is string => word !== undefined && !vague.test(word);
  const text = id ? message.replaceAll(id, '*') : message;
  const test = says(code)
    ? `code: ${JSON.stringify(code)}`
    : says(type) || (text === '' && type !== undefined)
      ? `type: ${type}`
      : `text: ${JSON.stringify(cut(text, 60))}`;
  return `{ ${test}, means: invalid }`;
}

function fits({ code, text, type }: FailureRule, error: ApiError): boolean {
  if (code === undefined && text === undefined && type === undefined) return false;
  return (
    (code === undefined || (error.code !== undefined && matchesGlob(code, error.code))) &&
    (text === undefined || matchesGlob(`*${text}*`, error.message)) &&
    (type === undefined || error.type === type)
  );
}

function meaning(
  { field }: FailureRule,
  means: Exclude<FailureRule['means'], 'pending'>,
  errors: readonly ApiError[],
  model: CollectionModel,
  id: string | undefined,
  matched: ApiError,
): AdapterError {
  switch (means) {
    case 'exists':
      return itemAlreadyExists(id ?? '');
    case 'notFound':
      return itemNotFound(id ?? '');
    case 'conflict':
      return violationsError('The item was changed by somebody else meanwhile', [
        { message: 'read the item again and repeat the change' },
      ]);
    case 'invalid':
      return violationsError(
        'The upstream API refused the item',
        errors.map((each) => {
          const fieldPath = (each === matched ? field : undefined) ?? wixField(model, each.field);
          return { ...(fieldPath === undefined ? {} : { fieldPath }), message: cut(each.message, 1000) };
        }),
      );
  }
}

/** The field in Wix of a place in the input, told by its path or its last name. */
function wixField(model: CollectionModel, place: string | undefined): string | undefined {
  if (place === undefined) return undefined;
  const verbs = [model.writes?.insert, model.writes?.update].filter((each) => each !== undefined);
  for (const part of [place, place.slice(place.lastIndexOf('.') + 1)])
    for (const { fields } of verbs)
      for (const { key, place: at } of fields.values())
        if (at.kind === 'path' && (at.path.join('.') === part || at.path[0] === part || key === part))
          return key;
  return undefined;
}
