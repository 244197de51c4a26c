/** Command lines that the Query screen gives make the very request that it shows. */
import { Command } from 'commander';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addRequestOptions, buildRequest } from '../../../src/cli/request-options.js';
import { queryCommand } from '../../../src/console/query/commands.js';
import { commandLine } from '../../../src/console/shell.js';
import { readings } from '../../../src/service/reading-kinds.js';
import { run } from '../../cli/harness.js';

const parts = { program: 'program', url: 'http://127.0.0.1:1', mappings: 'mappings', keys: undefined };

/** As a shell of the POSIX family takes them, for words in single quotes or none. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:'[^']*'|\\'|[^\s'\\])+/g)].map(([word]) =>
    word.replaceAll(
      /'([^']*)'|\\(')/g,
      (_, quoted: string | undefined, escaped: string) => quoted ?? escaped,
    ),
  );
}

function requestOf(line: string): object {
  const [, , ...words] = wordsOf(line);
  let built: object | undefined;
  const command = addRequestOptions(new Command('query'))
    .argument('<collection>')
    .option('--url <address>')
    .action((id, options) => {
      built = buildRequest(id, options);
    });
  command.parse([...words], { from: 'user' });
  return built!;
}

const text = fc.oneof(
  fc.constantFrom('title', 'a b', "it's", '-price', 'x,y', '', '$HOME', '`x`', '\\\\', '+x'),
  fc.string(),
);
const filter = fc.dictionary(
  text.filter((name) => name !== '__proto__'),
  fc.oneof(text, fc.integer(), fc.constant(null)),
  { maxKeys: 2 },
);

it('property: of queries and counts, whatever they hold', () => {
  const query = fc.record(
    {
      filter,
      sort: fc.array(fc.record({ fieldName: text, order: fc.constantFrom('ASC', 'DESC') }), { maxLength: 2 }),
      fields: fc.array(text, { maxLength: 2 }),
      paging: fc.record({ limit: fc.nat(2000), offset: fc.nat() }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );
  const request = fc.record(
    {
      query,
      includeReferencedItems: fc.array(
        text.map((fieldKey) => ({ fieldKey })),
        { maxLength: 2 },
      ),
      returnTotalCount: fc.boolean(),
    },
    { requiredKeys: ['query'] },
  );
  const made = fc.oneof(
    request.map((each) => ({ kind: 'query' as const, request: each })),
    filter.map((each) => ({ kind: 'count' as const, request: { filter: each } })),
  );
  const parsed = (kind: keyof typeof readings, raw: object): unknown => {
    try {
      return readings[kind].parse(raw);
    } catch (error) {
      return (error as Error).message;
    }
  };
  fc.assert(
    fc.property(made, ({ kind, request: given }) => {
      const whole = { collectionId: 'products', ...given };
      const built = requestOf(queryCommand({ kind, request: whole }, {}, parts)) as {
        request: object;
        path: string;
      };
      expect(built.path).toBe(readings[kind].path);
      expect(parsed(kind, built.request)).toEqual(parsed(kind, JSON.parse(JSON.stringify(whole))));
    }),
    { numRuns: 400 },
  );
});

it.each([
  ['distinct', { fieldName: 'brandName' }, '--distinct brandName --request'],
  ['aggregate', { aggregation: { groupingFields: ['brandName'] } }, "--aggregate '{}' --request"],
  ['references', { referringFieldKey: 'categories' }, '--referenced categories --request'],
] as const)('%s', (kind, request, words) => {
  const line = queryCommand({ kind, request: { collectionId: 'products', ...request } }, {}, parts);
  expect(line).toContain(words);
  expect(requestOf(line)).toMatchObject({ kind, request });
});

it('property: a shell takes each word as it is', async () => {
  const words = fc.sample(
    fc.array(
      fc.string({ unit: 'binary' }).filter((each) => !each.includes('\0') && each.isWellFormed()),
      { minLength: 1 },
    ),
    { numRuns: 60, seed: 5 },
  );
  const script = words.map((each) => commandLine("printf '%s\\0'", ...each)).join('\n');
  const { stdout } = await run('bash', ['--norc', '-c', script]);
  expect(stdout.split('\0').slice(0, -1)).toEqual(words.flat());
});
