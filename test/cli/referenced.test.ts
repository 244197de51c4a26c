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
    setExitCode: () => undefined,
  } as unknown as CliContext;
  await explain('books', { mappings: directory.path, referenced: 'reviews', from: 'b1' }, context);
  expect(printed.join('\n')).toContain('Wix_reviews');
  expect(printed.join('\n')).toContain('"bookId"');
});
