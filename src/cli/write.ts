/** `insert`, `update` and `remove`: sign a writing request as Wix does, send it to a running service, and show each result. */
import { isObject } from '../wix/json.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { type SigningOptions, signingFrom, trustHint } from './keys.js';
import { readJson } from './options.js';
import { failureText, send } from './query.js';
import { listOf } from './request-options.js';
import { formatCell } from './table.js';

export interface WriteOptions extends SigningOptions {
  readonly url: string;
  readonly raw?: boolean;
}

export type WriteCommand = 'insert' | 'update' | 'remove';

/** Members of the request: one item, a list of items, or ids. */
export function writeRequest(
  command: WriteCommand,
  collectionId: string,
  given: readonly string[],
): Readonly<Record<string, unknown>> {
  if (command === 'remove') return { collectionId, itemIds: given };
  const items = given.flatMap((text) => {
    const value = readJson(text, 'the item');
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const each of list)
      if (!isObject(each)) throw new CliError(2, 'the item must be a JSON object, or a list of objects');
    return list;
  });
  return { collectionId, items };
}

/** Options that describe a writing request in place of a reading one. */
export interface WriteRequestOptions {
  /** Items as JSON, one or a list. */
  readonly insert?: string;
  readonly update?: string;
  /** Ids, separated by commas. */
  readonly remove?: string;
}

/** @returns undefined: the options describe none */
export function writingOf(
  collectionId: string,
  options: WriteRequestOptions,
): { readonly command: WriteCommand; readonly request: Readonly<Record<string, unknown>> } | undefined {
  const [command, another] = (['insert', 'update', 'remove'] as const).filter(
    (each) => options[each] !== undefined,
  );
  if (command === undefined) return undefined;
  if (another !== undefined) throw new CliError(2, 'Give only one of --insert, --update and --remove');
  const given = command === 'remove' ? listOf(options.remove) : [options[command]!];
  return { command, request: writeRequest(command, collectionId, given) };
}

/** @param given items as JSON, or ids to remove */
export async function write(
  command: WriteCommand,
  collectionId: string,
  given: readonly string[],
  options: WriteOptions,
  context: CliContext,
): Promise<void> {
  const request = writeRequest(command, collectionId, given);
  const { signer, appId, created } = await signingFrom(options, context);
  if (created !== undefined) for (const line of trustHint(created, appId)) context.note(line);
  const answer = await send(options.url, `/v3/items/${command}`, await signer.sign(request));
  if (answer.status !== 200 || !isObject(answer.body) || !Array.isArray(answer.body.results)) {
    context.note(failureText(answer, options.url));
    if (options.raw) context.print(JSON.stringify(answer.body));
    return context.setExitCode(1);
  }
  const results: readonly unknown[] = answer.body.results;
  if (options.raw) context.print(JSON.stringify(answer.body));
  else for (const result of results) context.print(resultLine(result));
  if (results.some((each) => isObject(each) && each.error !== undefined)) context.setExitCode(1);
}

function resultLine(result: unknown): string {
  if (!isObject(result)) return formatCell(result);
  if (!isObject(result.error)) return JSON.stringify(result.item);
  const { errorCode, errorMessage } = result.error;
  return `${formatCell(errorCode)}: ${formatCell(errorMessage)}`;
}
