/** Options that describe a reading request, shared by `query` and `explain`. */
import type { Command } from 'commander';
import type { RequestKind } from '../service/engine.js';
import { type ReadingKind, readings } from '../service/reading-kinds.js';
import { CliError } from './cli-error.js';
import { parseCount, readJson, readJsonObject } from './options.js';

export interface RequestOptions {
  readonly filter?: string;
  readonly sort?: string;
  readonly fields?: string;
  readonly include?: string;
  readonly limit?: string;
  readonly offset?: string;
  readonly cursor?: string;
  readonly total?: boolean;
  readonly count?: boolean;
  readonly referenced?: string;
  readonly from?: string;
  readonly to?: string;
  readonly distinct?: string;
  readonly aggregate?: string;
  readonly request?: string;
}

export interface BuiltRequest {
  readonly kind: ReadingKind;
  /** The end of the endpoint's path. */
  readonly path: string;
  readonly request: Readonly<Record<string, unknown>>;
}

export function addRequestOptions(command: Command): Command {
  return command
    .option('--filter <json>', "filter in Wix's filter language; @file or - reads it from there")
    .option('--sort <fields>', 'fields to sort by, with a minus before those that descend: category,-price')
    .option('--fields <names>', 'fields to show, separated by commas')
    .option('--include <names>', 'references whose items are wanted inside, separated by commas')
    .option('--limit <number>', 'most items of the page')
    .option('--offset <number>', 'items to skip')
    .option('--cursor [text]', 'page by cursor, beginning or from this one')
    .option('--total', 'ask for the number of all matching items too')
    .option('--count', 'only the number of matching items')
    .option('--distinct <field>', 'the different values of a field')
    .option('--referenced <field>', 'what this reference field leads to: pairs of items')
    .option(
      '--from <ids>',
      'with --referenced (explain: --insert-references, --remove-references too): only from these items, separated by commas',
    )
    .option('--to <ids>', 'likewise: only to these items, separated by commas')
    .option('--aggregate <json>', 'groups and functions: {"groupingFields":["brand"],"operations":[…]}')
    .option('--request <json>', 'the whole request as Wix would send it; @file or - reads it from there');
}

export function buildRequest(collectionId: string, options: RequestOptions): BuiltRequest {
  const kinds = [
    options.count && 'count',
    options.distinct !== undefined && 'distinct',
    options.aggregate !== undefined && 'aggregate',
    options.referenced !== undefined && 'references',
  ].filter((each): each is ReadingKind => typeof each === 'string');
  if (kinds.length > 1)
    throw new CliError(2, 'Give only one of --count, --distinct, --referenced and --aggregate');
  const kind = kinds[0] ?? 'query';
  refuseIgnored(kind, options);
  const request =
    options.request === undefined ? fromOptions(kind, options) : readJsonObject(options.request, '--request');
  return { kind, path: readings[kind].path, request: { collectionId, ...request } };
}

type Option = Exclude<keyof RequestOptions, RequestKind | 'referenced' | 'request'>;

/** What a request of each kind has no place for. */
const ignored: Readonly<Record<ReadingKind, readonly Option[]>> = {
  query: ['from', 'to'],
  count: ['sort', 'fields', 'include', 'limit', 'offset', 'cursor', 'total', 'from', 'to'],
  distinct: ['fields', 'include', 'from', 'to'],
  aggregate: ['fields', 'include', 'from', 'to'],
  references: ['filter', 'sort', 'include', 'cursor'],
};
const all: readonly Option[] = [
  'filter',
  'sort',
  'fields',
  'include',
  'limit',
  'offset',
  'cursor',
  'total',
  'from',
  'to',
];

/** An option that would change nothing was meant to change something. */
function refuseIgnored(kind: ReadingKind, options: RequestOptions): void {
  const whole = options.request !== undefined;
  const given = (whole ? all : ignored[kind]).filter((name) => options[name] !== undefined);
  if (given.length === 0) return;
  const names = given.map((name) => `--${name}`).join(', ');
  throw new CliError(
    2,
    whole
      ? `--request is the whole request: ${names} cannot be given beside it`
      : kind === 'query'
        ? `${names} ${given.length === 1 ? 'belongs' : 'belong'} to --referenced`
        : `--${kind === 'references' ? 'referenced' : kind} takes no ${names}`,
  );
}

function fromOptions(kind: ReadingKind, options: RequestOptions): Readonly<Record<string, unknown>> {
  const filter = options.filter === undefined ? undefined : readJson(options.filter, '--filter');
  const returnTotalCount = options.total === true;
  switch (kind) {
    case 'count':
      return { filter };
    case 'distinct':
      return {
        filter,
        fieldName: options.distinct,
        order: sortOf(options)[0]?.order,
        ...pagingOf(options),
        returnTotalCount,
      };
    case 'aggregate':
      return {
        initialFilter: filter,
        aggregation: aggregationOf(options.aggregate!),
        sort: sortOf(options),
        ...pagingOf(options),
        returnTotalCount,
      };
    case 'references':
      return {
        referringFieldKey: options.referenced,
        referringItemIds: listOf(options.from),
        referencedItemIds: listOf(options.to),
        fieldsToReturn: listOf(options.fields),
        includeReferencedItems: options.fields !== undefined,
        ...pagingOf(options),
        returnTotalCount,
      };
    case 'query':
      return {
        query: { filter, sort: sortOf(options), fields: listOf(options.fields), ...pagingOf(options) },
        includeReferencedItems: listOf(options.include).map((fieldKey) => ({ fieldKey })),
        returnTotalCount,
      };
  }
}

function aggregationOf(text: string): Readonly<Record<string, unknown>> {
  const aggregation = readJsonObject(text, '--aggregate');
  if (Object.keys(aggregation).length === 0)
    throw new CliError(2, '--aggregate needs groupingFields, operations, or both');
  return aggregation;
}

function pagingOf({ limit, offset, cursor }: RequestOptions): Readonly<Record<string, unknown>> {
  const size = limit === undefined ? {} : { limit: parseCount(limit, '--limit') };
  if (cursor !== undefined) {
    if (offset !== undefined) throw new CliError(2, 'Give only one of --offset and --cursor');
    return { cursorPaging: { ...size, ...(typeof cursor === 'string' ? { cursor } : {}) } };
  }
  const skip = offset === undefined ? {} : { offset: parseCount(offset, '--offset') };
  return { paging: { ...size, ...skip } };
}

function sortOf({
  sort,
}: RequestOptions): readonly { readonly fieldName: string; readonly order: 'ASC' | 'DESC' }[] {
  return listOf(sort).map((each) =>
    each.startsWith('-')
      ? { fieldName: each.slice(1).trim(), order: 'DESC' }
      : { fieldName: each.replace(/^\+/, ''), order: 'ASC' },
  );
}

export function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
