/** `--referenced`: the pairs of a reference field, asked for and explained on the command line. */
import { afterEach, expect, test } from 'vitest';
import { printYaml } from '../../src/authoring/write/write-yaml.js';
import type { CliContext } from '../../src/cli/context.js';
import { explain } from '../../src/cli/explain.js';
import { buildRequest } from '../../src/cli/request-options.js';
import type { Json } from '../../src/wix/json.js';
import { systemWorld } from '../../src/world/system-world.js';
import { startLibrary } from '../references/library.js';
import { books, libraryStyle, reviews } from '../references/library-mapping.js';
import { shelfRows, startShelfApi } from '../references/shelf-api.js';
import { directoryWith } from './harness.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

test('the request of query-referenced', () => {
  expect(buildRequest('books', { referenced: 'tags' })).toEqual({
    kind: 'references',
    path: '/v3/items/query-referenced',
    request: {
      collectionId: 'books',
      referringFieldKey: 'tags',
      referringItemIds: [],
      referencedItemIds: [],
      fieldsToReturn: [],
      includeReferencedItems: false,
      paging: {},
      returnTotalCount: false,
    },
  });
  const { request } = buildRequest('books', {
    referenced: 'tags',
    from: 'b1,b2',
    to: 't1',
    fields: 'title',
    limit: '5',
    offset: '10',
    total: true,
  });
  expect(request).toMatchObject({
    referringItemIds: ['b1', 'b2'],
    referencedItemIds: ['t1'],
    fieldsToReturn: ['title'],
    includeReferencedItems: true,
    paging: { limit: 5, offset: 10 },
    returnTotalCount: true,
  });
});

test.each([
  [{ referenced: 'tags', count: true }, 'Give only one of'],
  [{ referenced: 'tags', filter: '{}' }, '--referenced takes no --filter'],
  [{ referenced: 'tags', include: 'tags' }, '--referenced takes no --include'],
  [{ from: 'b1' }, '--from belongs to --referenced'],
  [{ count: true, to: 'b1' }, '--count takes no --to'],
])('%j is refused', (options, message) => {
  expect(() => buildRequest('books', options)).toThrow(message);
});

const given = { insertReferences: 'tags', from: 'b1', to: 't1' };

test.each([
  [{ ...given, to: '' }, 'Give --from and --to'],
  [{ ...given, removeReferences: 'tags' }, 'Give only one of --insert-references and --remove-references'],
  [{ ...given, remove: 'b1' }, 'Give either items to write, or references'],
])('%j is refused by explain', async (options, message) => {
  await expect(explain('books', { mappings: 'none', ...options }, {} as CliContext)).rejects.toThrow(message);
});

test('explained', async () => {
  const server = await startLibrary({ authors: [], books: [], reviews: [], tags: [], bookTags: [] });
  const file = (value: Record<string, Json>) => printYaml({ version: 1, ...value } as never, {});
  const directory = directoryWith({
    'upstream.yaml': file({ url: server.url, ...libraryStyle }),
    'books.yaml': file(
      books({ reviews: { type: 'MULTI_REFERENCE', collection: 'reviews', through: { reverse: 'book' } } }),
    ),
    'reviews.yaml': file(reviews({ book: { path: 'bookId', type: 'REFERENCE', collection: 'books' } })),
  });
  closing.push(server.close, directory.remove);
  const printed: string[] = [];
  const context = {
    world: systemWorld,
    environment: {},
    print: (line: string) => printed.push(line),
    note: () => undefined,
    terminal: false,
    setExitCode: () => undefined,
  } as unknown as CliContext;
  await explain('books', { mappings: directory.path, referenced: 'reviews', from: 'b1' }, context);
  expect(printed.join('\n')).toContain('Wix_reviews');
  expect(printed.join('\n')).toContain('"bookId"');
});

test('changes of references are explained: what is read before, and what is sent', async () => {
  const api = await startShelfApi(shelfRows());
  const file = (value: Record<string, Json>) => printYaml({ version: 1, ...value } as never, {});
  const pair = { bookId: '$id', tagId: '$referenced' };
  const directory = directoryWith({
    'upstream.yaml': file({ url: api.url, ...libraryStyle }),
    'books.yaml': file({
      collection: 'books',
      type: 'Book',
      list: 'books',
      id: 'id',
      fields: {
        title: 'title',
        tags: {
          type: 'MULTI_REFERENCE',
          collection: 'tags',
          through: { list: 'tags' },
          writes: {
            add: { mutation: 'linkTag', arguments: pair, flag: 'ok' },
            remove: { mutation: 'unlinkTag', arguments: pair, flag: 'ok' },
          },
        },
      },
    }),
    'tags.yaml': file({ collection: 'tags', type: 'Tag', list: 'tags', id: 'id', fields: { title: 'name' } }),
  });
  closing.push(api.close, directory.remove);
  const told = async (options: object): Promise<string> => {
    const printed: string[] = [];
    const context = {
      world: systemWorld,
      environment: {},
      print: (line: string) => printed.push(line),
      note: () => undefined,
      setExitCode: () => undefined,
    } as unknown as CliContext;
    await explain('books', { mappings: directory.path, ...options }, context);
    return printed.join('\n');
  };
  const added = await told({ insertReferences: 'tags', from: 'b1,b2', to: 't2' });
  expect(added).toContain('insert-references of tags');
  expect(added).toMatch(/mutation .*linkTag/);
  expect(added).toContain('"t2"');
  expect(await told({ removeReferences: 'tags', from: 'b1', to: 't1' })).toMatch(/mutation .*unlinkTag/);
  const json = JSON.parse(await told({ removeReferences: 'tags', from: 'b1', to: 't1', json: true }));
  expect(json).toMatchObject({ collection: 'books', request: 'remove-references of tags' });
  await expect(told({ insertReferences: 'title', from: 'b1', to: 't1' })).rejects.toThrow('is no');
});
