/** Languages: what a request speaks decides over arguments of the list and of fields, with a value for every request. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RequestScope } from '../../src/upstream/transport/context.js';
import type { Json } from '../../src/wix/json.js';
import { parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

type Code = 'EN' | 'DE' | 'PT_BR';
const books = ['a', 'b', 'c'].map((id, index) => ({
  id,
  stock: index + 1,
  title: ({ lang }: { lang: Code }) => `${id} in ${lang}`,
  note: ({ lang }: { lang?: string }) => `${id} noted in ${lang ?? 'nothing'}`,
}));
interface Asked {
  readonly language: Code;
  readonly where?: { readonly title?: { readonly eq: string } } | null;
}

let server: Served;
beforeAll(async () => {
  server = await serveGraphql(
    `enum Code { EN DE PT_BR }
     type Book { id: ID! stock: Int! title(lang: Code!): String! note(lang: String): String! }
     input TextFilter { eq: String } input Where { title: TextFilter }
     type Query { books(language: Code!, where: Where): [Book!]! book(id: ID!, language: Code!): Book }`,
    {
      // Filters by the title of one language, whatever the field is asked in.
      books: ({ where, language }: Asked) =>
        books
          .filter(({ id }) => where?.title === undefined || where.title.eq === `${id} in EN`)
          .map((each) => ({
            ...each,
            stock: language === 'EN' ? each.stock : -each.stock,
          })),
      book: ({ id }: { id: string }) => books.find((each) => each.id === id),
    },
  );
});
afterAll(() => server.close());

const map = { language: { en: 'EN', de: 'DE', 'pt-BR': 'PT_BR', otherwise: 'DE' } };
const rigWith = (language: Json = map, title: Json = map): Promise<Rig> =>
  startRig(server.url, { dialect: 'plain' }, [
    {
      collection: 'books',
      type: 'Book',
      id: 'id',
      fields: {
        title: { path: 'title', arguments: { title: { lang: title } } },
        note: { path: 'note', arguments: { note: { lang: '$language' } } },
        stock: 'stock',
      },
      list: {
        field: 'books',
        arguments: { language },
        filter: { style: 'operators', at: 'where', operators: { text: { eq: { eq: '$value' } } } },
      },
      get: { field: 'book', arguments: { id: '$id' } },
    },
  ]);
const query = (rig: Rig, scope: RequestScope, raw: object = {}) =>
  rig.engine.query(rig.model('books'), parseQuery({ collectionId: 'books', query: raw }), {
    ...context(),
    scope,
  });

test.each<[string | undefined, Code]>([
  ['en', 'EN'],
  ['en-GB', 'EN'],
  ['EN_us', 'EN'],
  ['pt-br', 'PT_BR'],
  ['pt', 'DE'],
  ['fr', 'DE'],
  [undefined, 'DE'],
])('a request in %s is answered in %s', async (language, code) => {
  const rig = await rigWith();
  const all = await query(rig, { language });
  expect(all.items.map((item) => item.title)).toEqual(['a', 'b', 'c'].map((id) => `${id} in ${code}`));
  expect(all.items.map((item) => Math.abs(Number(item.stock)) * (code === 'EN' ? 1 : -1))).toEqual(
    all.items.map((item) => item.stock),
  );
  expect(all.items[0]!.note).toBe(`a noted in ${language ?? 'nothing'}`);
  const byId = await query(rig, { language }, { filter: { _id: { $in: ['a', 'c'] } } });
  expect(byId.items.map((item) => item.title)).toEqual([`a in ${code}`, `c in ${code}`]);
  await rig.close();
});

test('a filter on such a field sees the language of the request, so it is worked out here', async () => {
  const rig = await rigWith();
  for (const language of ['de', 'en']) {
    const code = language.toUpperCase();
    const { items } = await query(rig, { language }, { filter: { title: `b in ${code}` } });
    expect(items.map((item) => item._id)).toEqual(['b']);
  }
  expect((await query(rig, { language: 'de' }, { filter: { title: 'b in EN' } })).items).toEqual([]);
  await rig.close();
});

test('one document for all languages, the value as a variable', async () => {
  const rig = await rigWith();
  const from = server.asked.length;
  await query(rig, { language: 'en' });
  await query(rig, { language: 'pt-BR' });
  const [first, second] = server.asked.slice(from);
  expect(first!.query).toBe(second!.query);
  expect(Object.values(second!.variables)).toContain('PT_BR');
  await rig.close();
});

test('an identity in a field is never left out', async () => {
  const rig = await rigWith('EN', 'EN');
  const { note } = { note: { path: 'note', arguments: { note: { lang: '$identity.memberId' } } } };
  const other = await startRig(server.url, { dialect: 'plain' }, [
    {
      collection: 'books',
      type: 'Book',
      id: 'id',
      fields: { note },
      list: { field: 'books', arguments: { language: 'EN' } },
    },
  ]);
  await expect(query(other, {})).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  const { items } = await query(other, { identity: { memberId: 'ann' } });
  expect(items[0]!.note).toBe('a noted in ann');
  await Promise.all([rig.close(), other.close()]);
});

test.each([
  ['the list', '$language', map],
  ['a field', map, '$language'],
])('a required argument of %s needs a value for requests without a language', async (_, language, title) => {
  await expect(rigWith(language, title)).rejects.toThrow(
    /must be given, and a request may name no language[\s\S]*otherwise/,
  );
});

test('each value of a map is judged by the argument', async () => {
  const wrong = { language: { en: 'EN', otherwise: 'FR' } };
  await expect(rigWith(wrong)).rejects.toThrow('the enum Code has no value "FR"');
  await expect(rigWith({ language: { en: 'EN', otherwise: null } })).rejects.toThrow('cannot be null');
});
