/** MULTI_REFERENCE fields and query-referenced, held against a naive reading of the same rows; requests are counted. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseCount, parseQuery, parseQueryReferenced } from '../../src/wix/requests.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';
import { startLibrary } from './library.js';
import { libraryRows } from './library-data.js';
import type { Row } from './library-filter.js';
import { authors, books, bookTags, libraryStyle, reviews, tags } from './library-mapping.js';
import { someIds } from './some-ids.js';

const rows = libraryRows(Number(process.env.LAW_SEED ?? 11), 14);
const seed = Number(process.env.LAW_SEED ?? 11);
const runs = Number(process.env.LAW_RUNS ?? 25);

let server: Served;
let rig: Rig;
beforeAll(async () => {
  server = await startLibrary(rows, { page: 7 });
  const style = structuredClone(libraryStyle) as { defaults: { page: { max: number } } };
  style.defaults.page.max = 7;
  rig = await startRig(server.url, style as never, [
    books({
      author: { path: 'authorId', type: 'REFERENCE', collection: 'authors', include: 'author' },
      reviews: { type: 'MULTI_REFERENCE', collection: 'reviews', through: { reverse: 'book' } },
      best: { type: 'MULTI_REFERENCE', collection: 'reviews', through: { reverse: 'book', order: 'stars' } },
      tags: {
        type: 'MULTI_REFERENCE',
        collection: 'tags',
        through: { join: { collection: 'bookTags', from: 'book', to: 'tag' } },
      },
      asked: { type: 'MULTI_REFERENCE', collection: 'reviews', through: { argument: 'bookId' } },
      found: {
        type: 'MULTI_REFERENCE',
        collection: 'reviews',
        through: { argument: { list: 'reviewsOf', name: 'bookId' } },
      },
      labels: { path: 'tagIds', type: 'MULTI_REFERENCE', collection: 'tags' },
    }),
    authors(),
    reviews({ book: { path: 'bookId', type: 'REFERENCE', collection: 'books', include: 'book' } }),
    tags({
      books: {
        type: 'MULTI_REFERENCE',
        collection: 'books',
        through: { join: { collection: 'bookTags', from: 'tag', to: 'book' } },
      },
    }),
    bookTags({
      book: { path: 'bookId', type: 'REFERENCE', collection: 'books' },
      tag: { path: 'tagId', type: 'REFERENCE', collection: 'tags', include: 'tag' },
    }),
  ]);
});
afterAll(async () => {
  await rig?.close();
  await server?.close();
});

/** Items as their own collections show them. */
const shown = {
  reviews: (row: Row) => ({
    _id: row.id,
    stars: row.stars,
    text: row.text,
    _createdDate: { $date: row.createdAt },
    book: row.bookId,
  }),
  tags: (row: Row) => ({ _id: row.id, title: row.name }),
  authors: (row: Row) => ({ _id: row.id, name: row.name, born: row.born }),
} as const;
type Other = keyof typeof shown;
const itemOf = (other: Other, id: unknown): object | undefined => {
  const row = rows[other].find((each) => each.id === id);
  return row && shown[other](row);
};

interface NaivePair {
  readonly from: string;
  readonly to: string;
}
const by =
  (rank: (row: Row) => unknown) =>
  (a: Row, b: Row): number => {
    const [left, right] = [rank(a) as string | number | null, rank(b) as string | number | null];
    if (left === right) return String(a.id) < String(b.id) ? -1 : 1;
    if (left === null || right === null) return left === null ? -1 : 1;
    return left < right ? -1 : 1;
  };

/** Where nothing else is asked for, the id decides, so that pages are stable. */
const bookRows = [...rows.books].sort(by(() => 0));

const reviewPairs: readonly NaivePair[] = [...rows.reviews]
  .filter((row) => row.bookId !== null)
  .sort(by((row) => row.createdAt))
  .map((row) => ({ from: String(row.bookId), to: String(row.id) }));

/** All pairs of a field in the order of their making. */
const naive: Readonly<Record<string, { readonly other: Other; readonly pairs: readonly NaivePair[] }>> = {
  reviews: { other: 'reviews', pairs: reviewPairs },
  asked: { other: 'reviews', pairs: reviewPairs },
  found: { other: 'reviews', pairs: reviewPairs },
  tags: {
    other: 'tags',
    pairs: [...rows.bookTags]
      .sort(by((row) => row.createdAt))
      .map((row) => ({ from: String(row.bookId), to: String(row.tagId) })),
  },
  labels: {
    other: 'tags',
    pairs: bookRows.flatMap((row) =>
      ((row.tagIds as string[] | null) ?? []).map((to) => ({ from: String(row.id), to })),
    ),
  },
  author: {
    other: 'authors',
    pairs: bookRows.flatMap((row) =>
      row.authorId === null ? [] : [{ from: String(row.id), to: String(row.authorId) }],
    ),
  },
};
const held = ['reviews', 'tags', 'labels'] as const;
/** By lists that take the id of the book: that of the collection, and another one. No filter leads back. */
const byId = ['asked', 'found'] as const;
const several = [...held, ...byId] as const;
const bookIds = new Set(rows.books.map(({ id }) => String(id)));

const asked = async <T>(work: () => Promise<T>): Promise<{ answer: T; requests: number }> => {
  const before = server.asked.length;
  const answer = await work();
  return { answer, requests: server.asked.length - before };
};

const query = (request: object, collection = 'books') =>
  asked(() =>
    rig.engine.query(rig.model(collection), parseQuery({ collectionId: collection, ...request }), context()),
  );

describe('included', () => {
  test.each(several)('%s: absent unless it is included', async (fieldKey) => {
    const without = await query({ query: { fields: ['title', fieldKey] } });
    expect(Object.keys(without.answer.items[0]!)).toEqual(['_id', 'title']);
  });

  test.each(several)('%s: up to a limit, filtered, in the order of their making', async (fieldKey) => {
    const { other, pairs } = naive[fieldKey]!;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 14 }),
        fc.constantFrom<Json>(
          {},
          { title: { $endsWith: '1' } },
          { _id: { $in: ['t1', 't3', 'r1', 'r2', 'r9'] } },
        ),
        async (limit, size, filter) => {
          const wanted =
            other === 'reviews' && 'title' in (filter as object) ? { stars: { $gte: 3 } } : filter;
          const include = [{ fieldKey, limit, filter: wanted }];
          const { answer } = await query({
            query: { paging: { limit: size } },
            includeReferencedItems: include,
          });
          const passes = (item: Record<string, unknown>): boolean =>
            'stars' in (wanted as object)
              ? typeof item.stars === 'number' && item.stars >= 3
              : 'title' in (wanted as object)
                ? String(item.title).endsWith('1')
                : !('_id' in (wanted as object)) || ['t1', 't3', 'r1', 'r2', 'r9'].includes(String(item._id));
          expect(answer.items.map((item) => item[fieldKey])).toEqual(
            bookRows.slice(0, size).map(({ id }) =>
              pairs
                .filter((each) => each.from === id)
                .flatMap((each) => itemOf(other, each.to) ?? [])
                .filter((item) => passes(item as Record<string, unknown>))
                .slice(0, limit),
            ),
          );
        },
      ),
      { numRuns: runs, seed },
    );
  });

  test('never one request for each row', async () => {
    for (const fieldKey of several) {
      const { requests } = await query({
        query: { paging: { limit: 7 } },
        includeReferencedItems: [{ fieldKey, limit: 1000 }],
      });
      const edges = naive[fieldKey]!.pairs.length;
      expect(requests).toBeLessThanOrEqual(2 + Math.ceil(edges / 7));
      if (byId.some((each) => each === fieldKey)) expect(requests).toBe(2);
    }
  });

  test('an order of its own', async () => {
    const { answer } = await query({
      query: { filter: { _id: 'b1' } },
      includeReferencedItems: [{ fieldKey: 'best' }],
    });
    const best = rows.reviews.filter((row) => row.bookId === 'b1').sort(by((row) => row.stars));
    expect(answer.items[0]!.best).toEqual(best.map(shown.reviews));
  });

  test('several fields together', async () => {
    const include = ['author', ...several].map((fieldKey) => ({ fieldKey }));
    const { answer } = await query({ query: { paging: { limit: 2 } }, includeReferencedItems: include });
    for (const fieldKey of several) expect(Array.isArray(answer.items[0]![fieldKey])).toBe(true);
  });
});

describe('query-referenced', () => {
  test.each(['author', ...several])('%s: pages of pairs', async (referringFieldKey) => {
    const { other, pairs } = naive[referringFieldKey]!;
    const some = (prefix: string, most: number) =>
      fc.uniqueArray(
        fc.integer({ min: 1, max: most }).map((n) => `${prefix}${n}`),
        { maxLength: 4 },
      );
    const to = { authors: 'a', reviews: 'r', tags: 't' }[other];
    await fc.assert(
      fc.asyncProperty(
        some('b', 16),
        some(to, 8),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 8 }),
        fc.boolean(),
        fc.boolean(),
        async (referringItemIds, referencedItemIds, offset, limit, total, items) => {
          const { answer } = await asked(() =>
            rig.engine.references(
              rig.model('books'),
              parseQueryReferenced({
                collectionId: 'books',
                referringFieldKey,
                referringItemIds,
                referencedItemIds,
                paging: { offset, limit },
                returnTotalCount: total,
                includeReferencedItems: items,
              }),
              context(),
            ),
          );
          // Without ids those of the books that are there are asked.
          const there = byId.some((each) => each === referringFieldKey) && referringItemIds.length === 0;
          const all = pairs.filter(
            (each) =>
              (!there || bookIds.has(each.from)) &&
              (referringItemIds.length === 0 || referringItemIds.includes(each.from)) &&
              (referencedItemIds.length === 0 || referencedItemIds.includes(each.to)),
          );
          const expected = all.slice(offset, offset + limit).map((each) => {
            const item = items ? itemOf(other, each.to) : undefined;
            return {
              referringItemId: each.from,
              referencedItemId: each.to,
              ...(item ? { referencedItem: item } : {}),
            };
          });
          const { items: found, pagingMetadata } = answer;
          expect(pagingMetadata).toEqual(total ? { total: all.length } : {});
          // Nothing says when an author was named, and items by their ids come in the order of these.
          const key = (each: object) =>
            JSON.stringify(Object.entries(each).filter(([name]) => name !== 'referencedItem'));
          const sorted = (list: readonly object[]) =>
            [...list].sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
          if (referringFieldKey !== 'author' || referringItemIds.length === 0)
            expect(found).toEqual(expected);
          else if (offset === 0 && limit >= all.length) expect(sorted(found)).toEqual(sorted(expected));
          else expect(found.length).toBe(expected.length);
        },
      ),
      { numRuns: runs, seed },
    );
  });

  const references = (request: object) =>
    asked(() =>
      rig.engine.references(
        rig.model('books'),
        parseQueryReferenced({ collectionId: 'books', ...request }),
        context(),
      ),
    );

  test.each(['author', ...several])(
    '%s: one small request tells whether one refers to another',
    async (key) => {
      const { from, to } = naive[key]!.pairs[0]!;
      const request = {
        referringFieldKey: key,
        referringItemIds: [from],
        referencedItemIds: [to],
        paging: { limit: 1 },
      };
      const yes = await references(request);
      expect(yes.answer.items).toEqual([{ referringItemId: from, referencedItemId: to }]);
      // A list that takes no filter is read to its end.
      expect(yes.requests).toBeLessThanOrEqual(key === 'found' ? 2 : 1);
      const no = await references({ ...request, referencedItemIds: ['none'] });
      expect(no.answer.items).toEqual([]);
      expect(no.requests).toBeLessThanOrEqual(key === 'found' ? 2 : 1);
    },
  );

  test.each(several)('%s: downwards', async (referringFieldKey) => {
    const up = await references({ referringFieldKey, paging: { limit: 1000 } });
    const down = await references({ referringFieldKey, order: 'DESC', paging: { limit: 1000 } });
    expect(down.answer.items).toEqual([...up.answer.items].reverse());
  });

  test('fields of the items', async () => {
    const { answer } = await references({
      referringFieldKey: 'reviews',
      fieldsToReturn: ['stars'],
      includeReferencedItems: true,
    });
    expect(Object.keys(answer.items[0]!.referencedItem!)).toEqual(['_id', 'stars']);
  });

  test('a field that is no reference is refused', async () => {
    await expect(references({ referringFieldKey: 'title' })).rejects.toThrow(
      '"title" is no reference: it is TEXT',
    );
    await expect(references({ referringFieldKey: 'reveiws' })).rejects.toThrow('did you mean "reviews"');
  });
});

describe('filters', () => {
  const matching = (key: string, ids: readonly string[], all: boolean): readonly string[] => {
    const { pairs } = naive[key]!;
    return rows.books
      .map(({ id }) => String(id))
      .filter((id) => {
        const held = pairs.filter((each) => each.from === id).map((each) => each.to);
        return (
          ids.length > 0 &&
          (all ? ids.every((each) => held.includes(each)) : ids.some((each) => held.includes(each)))
        );
      });
  };

  test.each(held)('%s: $hasSome and $hasAll, negated and beside others', async (key) => {
    await fc.assert(
      fc.asyncProperty(someIds(key), fc.boolean(), fc.boolean(), async (ids, all, negative) => {
        const leaf = { [key]: { [all ? '$hasAll' : '$hasSome']: ids } };
        const filter = { $and: [negative ? { $not: leaf } : leaf, { _id: { $ne: 'b3' } }] };
        const found = matching(key, ids, all);
        const expected = rows.books
          .map(({ id }) => String(id))
          .filter((id) => found.includes(id) !== negative && id !== 'b3');
        const { answer } = await query({
          query: { filter, paging: { limit: 50 } },
          returnTotalCount: true,
        });
        expect(answer.items.map(({ _id }) => _id).sort()).toEqual([...expected].sort());
        expect(answer.pagingMetadata.total).toBe(expected.length);
        const count = await rig.engine.count(
          rig.model('books'),
          parseCount({ collectionId: 'books', filter }),
          context(),
        );
        expect(count.totalCount).toBe(expected.length);
      }),
      { numRuns: runs, seed },
    );
  });

  test('what says nothing of several items is refused', async () => {
    await expect(query({ query: { filter: { reviews: 'r1' } } })).rejects.toThrow(
      'only $hasSome and $hasAll',
    );
    await expect(query({ query: { filter: { reviews: { $exists: true } } } })).rejects.toThrow(
      'only $hasSome',
    );
    await expect(query({ query: { sort: [{ fieldName: 'reviews' }] } })).rejects.toThrow();
  });

  test('explain shows what is looked up first', () => {
    const request = parseQuery({ collectionId: 'books', query: { filter: { tags: { $hasSome: ['t1'] } } } });
    const explained = rig.engine.explain(rig.model('books'), 'query', request);
    expect(explained.plan.node).toContain('look up tags');
    expect(explained.document).toContain('bookTags');
  });
});

test('Wix is told of the operation and of both operators', () => {
  const { fields, capabilities } = rig.engine.describe(rig.model('books'));
  expect(capabilities.dataOperations).toContain('QUERY_REFERENCED');
  const tagsField = fields.find(({ key }) => key === 'tags')!;
  expect(tagsField.capabilities).toEqual({ sortable: false, queryOperators: ['HAS_SOME', 'HAS_ALL'] });
  expect(tagsField.multiReferenceOptions).toEqual({ referencedCollectionId: 'tags' });
});

test('conditions are not offered where the collection that holds the pairs is not served', async () => {
  const join = { join: { collection: 'bookTags', from: 'book', to: 'tag' } };
  const alone = await startRig(server.url, libraryStyle, [
    books({ tags: { type: 'MULTI_REFERENCE', collection: 'tags', through: join } }),
    tags(),
  ]);
  const { fields } = alone.engine.describe(alone.model('books'));
  expect(fields.find(({ key }) => key === 'tags')!.capabilities.queryOperators).toEqual([]);
  const without = alone.engine.describe(alone.model('tags')).capabilities.dataOperations;
  expect(without).not.toContain('QUERY_REFERENCED');
  await alone.close();
});

describe('lists that take the id', () => {
  test('a filter is refused with what helps, and is not offered', async () => {
    await expect(query({ query: { filter: { asked: { $hasSome: ['r1'] } } } })).rejects.toThrow(
      'through reverse or join',
    );
    const { fields } = rig.engine.describe(rig.model('books'));
    expect(fields.find(({ key }) => key === 'asked')!.capabilities.queryOperators).toEqual([]);
  });

  test('explain shows the first of them, and that they are several', () => {
    const request = parseQueryReferenced({
      collectionId: 'books',
      referringFieldKey: 'asked',
      referringItemIds: ['b1', 'b2'],
    });
    const explained = rig.engine.explain(rig.model('books'), 'references', request);
    expect(explained.plan).toMatchSnapshot();
    expect(explained.document).toMatchSnapshot();
  });

  test.each([
    [{ list: 'reviewsFor', name: 'bookId' }, 'no field "reviewsFor"'],
    [{ list: 'reviewsOf', name: 'book' }, '"reviewsOf" has no argument "book"'],
  ])('a mapping is refused: %j', async (argument, message) => {
    const field = { type: 'MULTI_REFERENCE', collection: 'reviews', through: { argument } };
    await expect(startRig(server.url, libraryStyle, [books({ several: field }), reviews()])).rejects.toThrow(
      message,
    );
  });

  test.each([
    ['book', 'the list of reviews has no argument "book"'],
    [{ list: 'tags', name: 'limit' }, '"tags" gives TagPage, and the list of reviews ReviewsPage'],
  ])('a list of something else is refused: %j', async (argument, message) => {
    const field = { type: 'MULTI_REFERENCE', collection: 'reviews', through: { argument } };
    const other = await startRig(server.url, libraryStyle, [books({ several: field }), reviews()]);
    const request = parseQuery({ collectionId: 'books', includeReferencedItems: [{ fieldKey: 'several' }] });
    await expect(other.engine.query(other.model('books'), request, context())).rejects.toThrow(message);
    await other.close();
  });
});
