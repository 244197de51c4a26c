/** `record`: sends a request to the API as the service does, and keeps what was asked and answered as a case. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { writeWhole } from '../authoring/write/write-whole.js';
import { largestFile } from '../mapping/read-text.js';
import { operationOf } from '../wix/operations.js';
import { carryOutCase, type RecordedRequest, replay } from './cases/carry-out-case.js';
import { type Case, caseText, parseCase } from './cases/case.js';
import { plain, recording } from './cases/exchanges.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { type IdentityOptions, metadataOf } from './identity-options.js';
import type { MappingsOption } from './mappings-option.js';
import { answerLines } from './query.js';
import { buildRequest, type RequestOptions } from './request-options.js';
import { type WriteRequestOptions, writingOf } from './write.js';

export interface RecordOptions extends RequestOptions, WriteRequestOptions, IdentityOptions, MappingsOption {
  readonly cases: string;
  readonly name?: string;
  readonly force?: boolean;
}

export async function record(
  collectionId: string,
  options: RecordOptions,
  context: CliContext,
): Promise<void> {
  const { path, request } = requestOf(collectionId, options);
  const operation = operationOf(path)!.name;
  const file = join(
    options.cases,
    `${nameOf(options.name ?? `${collectionId}-${path.split('/').at(-1)}`)}.yaml`,
  );
  if (!options.force && existsSync(file))
    throw new CliError(2, `${file} is there already; give another --name, or --force to write it anew`);
  const asked: RecordedRequest = {
    operation,
    at: new Date(context.world.now()).toISOString(),
    caller: plain(metadataOf(options)) as Case['caller'],
    request: plain(request) as Case['request'],
  };
  const value = await recorded(asked, options, context);
  const { refused } = value;
  // What the API will answer another time is not known, or there is nothing that could answer.
  if (refused?.code === 'UNKNOWN_ERROR' || refused?.code === 'COLLECTION_NOT_FOUND')
    throw new CliError(1, `Nothing was written: ${refused.message}`);
  writeWhole(file, textOf(file, value));
  for (const line of value.answer ? answerLines(value.answer) : refusedLines(value)) context.print(line);
  const { length } = value.exchanges;
  context.print(`wrote ${file}: ${length} request${length === 1 ? '' : 's'} to the API`);
}

/**
 * Asks the API, and proves that what was written down gives the same answer again.
 * @throws CliError where it does not
 */
export async function recorded(
  asked: RecordedRequest,
  options: MappingsOption,
  context: CliContext,
): Promise<Case> {
  const value = await carryOutCase(asked, recording(), options, context);
  const again = await replay(value, options, context);
  if (!isDeepStrictEqual(again, value))
    throw new CliError(
      1,
      'Nothing was written: the same request, answered from what was written down, goes another way. Its answer depends on something that a case does not hold, e.g. on the value of a variable that is hidden in it',
    );
  return value;
}

/** @throws CliError for one that would not be read as it was written */
export function textOf(file: string, value: Case): string {
  const text = caseText(value);
  if (Buffer.byteLength(text) > largestFile)
    throw new CliError(
      1,
      `${file} would be larger than ${largestFile} bytes; record a request for fewer items`,
    );
  try {
    if (isDeepStrictEqual(parseCase(file, text).value, plain(value))) return text;
  } catch (error) {
    const [first] = (error as Error).message.split('\n');
    throw new CliError(1, `Nothing was written, for it could not be read again: ${first}`);
  }
  throw new CliError(1, `Nothing was written: ${file} would be read as something else`);
}

function refusedLines({ refused }: Case): readonly string[] {
  return refused ? [`${refused.code}: ${refused.message}`] : [];
}

function requestOf(
  collectionId: string,
  options: RecordOptions,
): { readonly path: string; readonly request: Readonly<Record<string, unknown>> } {
  const writing = writingOf(collectionId, options);
  if (!writing) return buildRequest(collectionId, options);
  return { path: `/v3/items/${writing.command}`, request: writing.request };
}

function nameOf(name: string): string {
  if (/^[\w.-]*\w[\w.-]*$/.test(name.replaceAll('/', '-'))) return name.replaceAll('/', '-');
  throw new CliError(2, '--name may hold letters, digits, dots, hyphens and underscores');
}
