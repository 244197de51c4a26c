/** `prove --fix`: what is false is taken back in the file, with a comment; afterwards nothing is false. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { directoryWith } from './harness.js';
import { inside } from './inside.js';

const rows = Array.from({ length: 40 }, (_, at) => ({
  id: `r${String(at).padStart(2, '0')}`,
  sku: `SKU-${at}`,
  size: (at * 7) % 40,
  weight: (at * 3) % 40,
}));
type Row = (typeof rows)[number];
interface Given {
  readonly where?: { readonly sku?: { readonly eq?: string; readonly contains?: string } };
  readonly sort?: keyof Row;
  readonly limit: number;
  readonly offset: number;
}

let api: Served;
beforeAll(async () => {
  api = await serveGraphql(
    `type Row { id: ID!, sku: String!, size: Int!, weight: Int! }
     type Rows { items: [Row!]!, total: Int! }
     input Text { eq: String, contains: String }
     input Where { sku: Text }
     enum Key { id sku size weight }
     type Query { rows(where: Where, sort: Key, limit: Int = 50, offset: Int = 0): Rows! }`,
    {
      rows: ({ where, sort, limit, offset }: Given) => {
        const { eq, contains } = where?.sku ?? {};
        const found = rows
          // It finds only what begins so.
          .filter(
            ({ sku }) =>
              (eq === undefined || sku === eq) && (contains === undefined || sku.startsWith(contains)),
          )
          // It cannot sort by weight, and says nothing.
          .sort((a, b) => (sort === 'size' ? a.size - b.size : 0));
        // It counts rows that were removed too.
        // It gives sixteen at a time, however many are asked for.
        return { items: found.slice(offset, offset + Math.min(limit, 16)), total: found.length + 5 };
      },
    },
  );
});
afterAll(() => api.close());

const files = () => ({
  'upstream.yaml': `version: 1\nurl: ${api.url}\n`,
  'rows.yaml': `# the rows of the shop
version: 1
collection: rows
type: Row
list:
  field: rows
  rows: items
  count: total # all of them
  page: { size: limit, offset: offset, max: 50 }
  filter:
    style: operators
    at: where
    operators: { text: { eq: { eq: $value }, contains: { send: { contains: $value }, case: sensitive } } }
  sort: { at: sort, ascending: $field, max: 1, unique: true }
id: id
fields:
  sku:   sku      # the number of the article
  size: size
  weight: { path: weight }
`,
});

it('takes back what is false, and nothing else', async () => {
  const work = directoryWith(files());
  const prove = (...args: string[]) => inside(['prove', '--mappings', work.path, ...args]);
  const found = await prove('--json');
  const claims = (JSON.parse(found.stdout).proofs[0].faults as { claim: string }[]).map(({ claim }) => claim);
  expect(claims).toEqual(
    expect.arrayContaining(['page', 'total', 'filter sku contains', 'sort weight ascending']),
  );
  expect(readFileSync(join(work.path, 'rows.yaml'), 'utf8')).toBe(files()['rows.yaml']);

  const fixed = await prove('--fix');
  expect(fixed.code).toBe(1);
  expect(fixed.stdout).toContain('rows.yaml: wrote list.count: null');
  const text = readFileSync(join(work.path, 'rows.yaml'), 'utf8');
  expect(text).toMatch(
    /^ {2}# prove: pages are cut: .+\n {2}page: \{ size: limit, offset: offset, max: 16 \}$/m,
  );
  expect(text).toMatch(/^ {2}# prove: .+\n {2}count: null # all of them$/m);
  expect(text).toMatch(
    /^ {2}# prove: .*contains of sku.*\n {2}sku: {3}\{ path: sku, operators: \{ contains: null \} \} {6}# the number/m,
  );
  expect(text).toMatch(/^ {2}# prove: .*weight.*\n {2}weight: \{ path: weight, sort: false \}$/m);
  expect(text).toMatch(/^ {2}size: size$/m);
  expect(text).toMatch(/^# the rows of the shop\nversion: 1$/m);

  expect((await inside(['check', '--mappings', work.path])).code).toBe(0);
  const again = await prove();
  expect(again.stdout).toContain('no claim is false');
  expect(again.code).toBe(0);
  work.remove();
});

it('what programs read stays JSON', async () => {
  const work = directoryWith(files());
  const ended = await inside(['prove', '--mappings', work.path, '--json', '--fix']);
  work.remove();
  expect(() => JSON.parse(ended.stdout)).not.toThrow();
  expect(ended.stderr).toContain('wrote list.count: null');
});
