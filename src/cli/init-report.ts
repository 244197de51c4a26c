/** What `init` says when it is done: what was found, what was written, what was left out, and what is next. */

import { excludedByName } from '../authoring/detect/collections.js';
import { type InitResult, problemLines } from '../authoring/initialise.js';
import type { GivenHeaders } from '../authoring/write/headers.js';
import { variableName } from '../authoring/write/variables.js';
import { hasSecretParameter } from '../authoring/write/written-address.js';
import { didYouMean } from '../mapping/suggest.js';
import { isSameAddress } from '../upstream/transport/address.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import type { InitCommandOptions } from './init-options.js';
import { formatTable } from './table.js';

/** @throws CliError when there is nothing to write */
export function report(
  result: InitResult,
  url: string | undefined,
  options: InitCommandOptions,
  headers: GivenHeaders,
  { print, program, environment }: CliContext,
): void {
  const { proposal, written, kept, keptSchemas, learned, problems, dialect } = result;
  if (proposal.collections.length === 0) {
    const { unknown } = proposal;
    if (options.only) {
      const nothing = unknown.only.length === options.only.length;
      throw new CliError(nothing ? 2 : 1, unknownNames(result, options.only));
    }
    for (const line of skippedLines(result)) print(line);
    if (proposal.skipped.some((each) => each.reason === excludedByName))
      throw new CliError(2, 'Nothing is left of the lists of the schema: see --exclude.');
    throw new CliError(1, 'No list of items was found in the schema that could become a collection.');
  }
  print(
    `dialect: ${dialect ? dialect.title : 'none fits; styles are recognised one by one, with cautious meanings'}`,
  );
  if (!result.dialectFits)
    print(`nothing in the schema shows that the API is of this dialect: look at what was written`);
  for (const line of unknownLines(result)) print(line);
  print('');
  const rows = proposal.summary.map((row) => [
    row.collection,
    row.field,
    String(row.fields),
    row.filter,
    row.sort,
    row.paging,
    row.count,
    row.get,
    row.writes.join(' '),
    learnedText(learned.get(row.collection)),
  ]);
  for (const line of formatTable(
    ['collection', 'list', 'fields', 'filter', 'sort', 'paging', 'count', 'by id', 'writes', 'looked at'],
    rows,
  ))
    print(line);
  print('');
  for (const line of skippedLines(result)) print(line);
  for (const line of updateLines(result)) print(line);
  if (options.dryRun) return void dryLines(result, options.out).forEach(print);
  print(
    `wrote ${written.length} file(s) to ${options.out}: ${written.slice(0, 8).join(', ')}${written.length > 8 ? ', …' : ''}`,
  );
  if (kept.length > 0)
    print(
      `kept ${kept.length} file(s) that are there already (--force writes them anew): ${kept.slice(0, 8).join(', ')}${kept.length > 8 ? ', …' : ''}`,
    );
  const source = options.schema === undefined ? "the API's" : `that of ${options.schema}`;
  const update = options.schema === undefined ? `use ${program} pull or --force` : '--force replaces it';
  for (const name of keptSchemas) print(`kept ${name}; it differs from ${source}: ${update}`);
  const variable = variableName(options.name, 'url');
  const set = options.name === undefined ? environment.UPSTREAM_URL : undefined;
  if (set && url !== undefined && !isSameAddress(set, url) && !hasSecretParameter(url))
    print('UPSTREAM_URL replaces url of upstream.yaml, and it is another address: unset it before you go on');
  if (url === undefined) print(`set ${variable} to the address of the API before you start the service`);
  else if (hasSecretParameter(url))
    print(
      `set ${variable} to the whole address before you start the service: it holds a secret, which is in no file`,
    );
  for (const each of headers.variables)
    print(`set ${each} to the whole value of the header before you start the service`);
  const lines = problemLines(problems);
  if (lines.length > 0) {
    print('');
    print('to be filled in before these collections can be used (check names them too):');
    for (const line of lines) print(line);
  }
  print('');
  for (const name of result.headersAdded) print(`added the header ${name} to the file of the upstream`);
  print(`next: ${program} check --mappings ${options.out}`);
  const unread = [...learned].filter(([, { failure }]) => failure !== undefined).map(([name]) => name);
  if (unread.length > 0)
    print(
      `ATTENTION: could not be read: ${unread.slice(0, 8).join(', ')}${unread.length > 8 ? ', …' : ''}; the reasons stand above. ` +
        'If the API wants a credential, run it again with --header.',
    );
}

/** What became of files that were there: each change as a diff. */
function updateLines({ update }: InitResult): readonly string[] {
  if (!update) return [];
  const { files, unwanted, left } = update;
  const changed = files.map(({ name, added }) => `${name} (${added.join(', ')})`);
  return [
    ...files.flatMap(({ diff }) => [...diff, '']),
    changed.length === 0 ? 'no file gets a new field' : `new fields: ${changed.join('; ')}`,
    ...(unwanted.length === 0
      ? []
      : [`not new, and without a file, so not wanted: ${unwanted.join(', ')} (--only has them written)`]),
    ...left,
  ];
}

/** The files that would be written, with their texts; the saved schema only by name. */
function dryLines({ files, update }: InitResult, out: string): readonly string[] {
  const mappings = files.filter(({ name }) => /\.ya?ml$/.test(name));
  const names = [...files.map(({ name }) => name), ...(update?.files ?? []).map(({ name }) => name)];
  return [
    ...mappings.flatMap(({ name, text }) => [`# ${out}/${name}`, text.trimEnd(), '']),
    names.length === 0
      ? 'nothing would be written'
      : `would write ${names.length} file(s) to ${out}: ${names.join(', ')}`,
  ];
}

function unknownNames({ proposal }: InitResult, only: readonly string[]): string {
  const lists = [...new Set(proposal.skipped.map((each) => each.field))];
  const close = only.flatMap((name) => didYouMean(name, lists) ?? []);
  const help = close.length > 0 ? close.join('; ') : `lists there: ${lists.slice(0, 20).join(', ')}`;
  const reasons = proposal.skipped
    .filter((each) => each.reason !== 'not asked for' && only.includes(each.field))
    .map((each) => `\n  ${each.field}: ${each.reason}`);
  return `No list of items is called ${only.join(', ')}, or none that can become a collection; ${help}${reasons.join('')}`;
}

/** Names of --only and --exclude that nothing has, where others have brought something. */
function unknownLines({ proposal }: InitResult): readonly string[] {
  const names = [
    ...proposal.summary.flatMap((row) => [row.collection, row.field]),
    ...proposal.skipped.map((each) => each.field),
  ];
  const lists = (['only', 'exclude'] as const).flatMap((option) =>
    proposal.unknown[option].map((name) => {
      const help = didYouMean(name, [...new Set(names)]);
      return `--${option}: no list is called ${name}${help === undefined ? '' : `; ${help}`}`;
    }),
  );
  return [
    ...lists,
    ...proposal.unknown.set.map((name) => `--set: no list takes an argument ${name}`),
    ...proposal.unknown.id.map((name) => `--id: no list has items of this type with such a value: ${name}`),
  ];
}

function skippedLines({ proposal }: InitResult): readonly string[] {
  if (proposal.skipped.length === 0) return [];
  const shown = proposal.skipped.slice(0, 12).map((each) => `  ${each.field}: ${each.reason}`);
  const more = proposal.skipped.length - shown.length;
  return ['left out:', ...shown, ...(more > 0 ? [`  … and ${more} more`] : []), ''];
}

function learnedText(
  learned: InitResult['learned'] extends ReadonlyMap<string, infer L> ? L | undefined : never,
): string {
  if (!learned) return '';
  if (learned.failure !== undefined) return `no: ${learned.failure}`;
  const left = learned.findings.filter(({ change }) => change === 'leave').length;
  const facts = [
    ...new Set(learned.findings.flatMap(({ short }) => short ?? [])),
    ...(left > 0 ? [`${left} left out`] : []),
    ...(learned.unidentified === undefined ? [] : ['ids not unique']),
  ];
  return facts.length > 0 ? facts.join(', ') : 'yes';
}
