/** `init --set` and `--id`: what a person knows of an API and its schema does not say. */
import { afterEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createFolder, type Folder } from './folder.js';
import { type Served, serveGraphql } from './serve-graphql.js';

let folder: Folder | undefined;
let api: Served | undefined;
afterEach(async () => {
  folder?.remove();
  await api?.close();
});

const rows = [
  { emp_id: 7, name: 'Ada', title: 'Chief', code: 'a' },
  { emp_id: 9, name: 'Bo', title: 'Clerk', code: 'b' },
];

async function start(): Promise<Served> {
  folder = createFolder();
  api = await serveGraphql(
    `enum Locale { EN DE }
     type Employee { emp_id: Int!, name: String!, title(locale: Locale): String }
     type Item { id: ID!, code: String!, name: String! }
     type Query {
       employees(locale: Locale!, store: Int, all: Boolean, tags: [String!]): [Employee!]!
       items(locale: Locale): [Item!]!
       codes: [Item!]!
     }`,
    {
      employees: ({ locale }: { readonly locale: string }) => (locale === 'EN' ? rows : []),
      items: () => rows.map(({ code, name }) => ({ id: `i${code}`, code, name })),
    },
  );
  return api;
}

const value = (name: string) => parse(folder!.files()[name]!) as Record<string, unknown>;

it('--set: a constant argument, in the type of the argument, of each list that takes it', async () => {
  const { url } = await start();
  const ran = await folder!.init(url, {
    set: ['locale=EN', 'store=5', 'all=true', 'tags=["a","b"]', 'planet=earth'],
    id: ['Employee=emp_id'],
  });
  expect(value('employees.yaml').list).toMatchObject({
    arguments: { locale: 'EN', store: 5, all: true, tags: ['a', 'b'] },
  });
  expect(value('items.yaml').list).toMatchObject({ arguments: { locale: 'EN' } });
  expect(ran.output).toContain('--set: no list takes an argument planet');
  expect(ran.output).not.toContain('to be filled in');
  expect((await folder!.checkLive()).output).toMatch(/^employees .* all 2$/m);
});

it('without it the list waits for an answer, and the arguments that are not used are named', async () => {
  const { url } = await start();
  const ran = await folder!.init(url);
  expect(ran.output).toContain('to be filled in');
  const text = folder!.files()['employees.yaml']!;
  expect(text).toMatch(/locale: "?\?/);
  expect(text).toContain('# not used: store, all, tags');
});

it('--id: what identifies the items of a type', async () => {
  const { url } = await start();
  const ran = await folder!.init(url, { set: ['locale=EN'], id: ['Employee=emp_id', 'Item=code'] });
  expect(ran.exitCode).toBe(0);
  expect(value('employees.yaml')).toMatchObject({ id: 'emp_id' });
  expect(value('items.yaml')).toMatchObject({ id: 'code' });
});

it.each([
  [['Employe=emp_id'], '--id: no list has items of this type with such a value: Employe'],
  [['Employee=number'], '--id: no list has items of this type with such a value: Employee=number'],
])('--id %j is told', async (id, words) => {
  const { url } = await start();
  expect((await folder!.init(url, { set: ['locale=EN'], id })).output).toContain(words);
});

it.each([
  [{ set: ['locale'] }, '--set takes a name and a value, such as locale=EN; this is none: locale'],
  [{ id: ['=x'] }, '--id takes a name and a value, such as Employee=emp_id; this is none: =x'],
  [{ update: true, force: true }, 'Give only one of --update and --force'],
])('%j is wrong usage', async (options, words) => {
  folder = createFolder();
  expect(await folder.init('http://127.0.0.1:9/', options)).toMatchObject({ exitCode: 2, output: words });
});
