/** The request of the Query screen in other words: command lines, and code of a site. */
import { type ReadingKind, readings } from '../../service/reading-kinds.js';
import { isObject } from '../../wix/json.js';
import type { Caller } from '../caller.js';
import type { ConsoleParts } from '../parts.js';
import { commandLine, shellWord } from '../shell.js';
import type { MadeRequest } from './form.js';

/** `query` with the options that make this request. */
export function queryCommand(made: MadeRequest, caller: Caller, parts: CommandParts): string {
  const words = [
    'query',
    ...requestWords(made),
    ...callerWords(caller),
    '--url',
    parts.url,
    ...keyWords(parts),
  ];
  return commandLine(parts.program, ...words);
}

/** `explain --live` likewise. */
export function explainCommand(made: MadeRequest, caller: Caller, parts: CommandParts): string {
  const words = [
    'explain',
    ...requestWords(made),
    ...callerWords(caller),
    '--mappings',
    parts.mappings,
    '--live',
  ];
  return commandLine(parts.program, ...words);
}

/** `record`: the request becomes a test case. */
export function recordCommand(made: MadeRequest, caller: Caller, parts: CommandParts): string {
  const words = ['record', ...requestWords(made), ...callerWords(caller), '--mappings', parts.mappings];
  return commandLine(parts.program, ...words);
}

/** The request is signed anew each time: a signature holds for minutes only. */
export function curlCommand({ kind, request }: MadeRequest, caller: Caller, parts: CommandParts): string {
  const { path } = readings[kind];
  const token = commandLine(
    parts.program,
    'token',
    '--operation',
    path.replace('/v3/items/', ''),
    '--request',
    JSON.stringify(request),
    ...callerWords(caller),
    ...keyWords(parts),
  );
  return `${token} | curl -sS --data-binary @- ${shellWord(parts.url + path)}`;
}

export type CommandParts = Pick<ConsoleParts, 'program' | 'url' | 'mappings' | 'keys'>;

/** Options that choose the endpoint, where the whole request is given too. */
const chosen: Readonly<Record<ReadingKind, (request: MadeRequest['request']) => readonly string[]>> = {
  query: () => [],
  count: () => ['--count'],
  distinct: ({ fieldName }) => ['--distinct', String(fieldName)],
  aggregate: () => ['--aggregate', '{}'],
  references: ({ referringFieldKey }) => ['--referenced', String(referringFieldKey)],
};

function requestWords({ kind, request }: MadeRequest): readonly string[] {
  const { collectionId, ...whole } = request;
  const options = kind === 'query' ? queryOptions(whole) : kind === 'count' ? countOptions(whole) : undefined;
  const words = options ?? ['--request', JSON.stringify(whole)];
  return [String(collectionId), ...chosen[kind](request), ...words];
}

/** undefined: the request says more than options can. */
function queryOptions(request: MadeRequest['request']): readonly string[] | undefined {
  const { query, includeReferencedItems = [], returnTotalCount = false, ...more } = request;
  if (Object.keys(more).length > 0 || !isObject(query) || typeof returnTotalCount !== 'boolean')
    return undefined;
  const { filter, sort = [], fields = [], paging = {}, ...others } = query;
  if (Object.keys(others).length > 0 || !isObject(paging)) return undefined;
  const { limit, offset, ...rest } = paging;
  const keys = keysOf(sort);
  const included = namesOf(includeReferencedItems, 'fieldKey');
  const shown = Array.isArray(fields) && fields.every(isPlain) ? fields : undefined;
  if (!keys || !included || !shown || !isNumber(limit) || !isNumber(offset) || Object.keys(rest).length > 0)
    return undefined;
  return [
    ...filterWords(filter),
    ...wordsOf('--sort', keys.join()),
    ...wordsOf('--fields', shown.join()),
    ...wordsOf('--include', included.join()),
    ...wordsOf('--limit', limit),
    ...wordsOf('--offset', offset),
    ...(returnTotalCount ? ['--total'] : []),
  ];
}

function countOptions({ filter, ...more }: MadeRequest['request']): readonly string[] | undefined {
  return Object.keys(more).length > 0 ? undefined : filterWords(filter);
}

function filterWords(filter: unknown): readonly string[] {
  const isNone = filter === undefined || (isObject(filter) && Object.keys(filter).length === 0);
  return isNone ? [] : ['--filter', JSON.stringify(filter)];
}

function wordsOf(option: string, value: unknown): readonly string[] {
  return value === undefined || value === '' ? [] : [option, String(value)];
}

function keysOf(sort: unknown): readonly string[] | undefined {
  const names = namesOf(sort, 'fieldName');
  return names?.map((name, index) =>
    (sort as readonly { order?: unknown }[])[index]!.order === 'DESC' ? `-${name}` : name,
  );
}

function namesOf(list: unknown, key: string): readonly string[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const names = list.map((each) => (isObject(each) ? each[key] : undefined));
  return names.every(isPlain) ? names : undefined;
}

/** A name that means itself between commas. */
function isPlain(name: unknown): name is string {
  return typeof name === 'string' && /^[^\s,+-][^\s,]*$/.test(name);
}

function isNumber(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 0);
}

function callerWords({ language, as, member }: Caller): readonly string[] {
  return [
    ...(language === undefined ? [] : ['--language', language]),
    ...(as === undefined ? [] : ['--as', as]),
    ...(member === undefined ? [] : ['--member', member]),
  ];
}

function keyWords({ keys }: CommandParts): readonly string[] {
  return keys === undefined ? [] : ['--keys', keys];
}
