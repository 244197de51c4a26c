/** A document that the API refuses before it runs, because of one item: the other items are written all the same. */
import { afterEach, expect, it } from 'vitest';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
import { aliased, type WriteStyleCase, writeStyleCases } from '../upstreams/writes/styles.js';

const running: WritingService[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

/** The API takes fewer texts than its schema says: its scalar reads them when the variables are coerced. */
function strict(style: WriteStyleCase): WriteStyleCase {
  return {
    ...style,
    sdl: `scalar Isbn\n${style.sdl.replace('isbn: String', 'isbn: Isbn')}`,
    scalars: {
      Isbn: (value) => {
        if (value === 'odd') throw new TypeError('no ISBN');
        return value;
      },
    },
  };
}
const lists = writeStyleCases.find(({ name }) => name.startsWith('lists of items'))!;

it.each([
  ['mutations under aliases', strict(aliased)],
  ['a list of items', strict(lists)],
])('%s', async (_, style) => {
  const service = await startWriting(style);
  running.push(service);
  const results = await service.insert(
    { _id: 'n1', title: 'One', isbn: '1' },
    { _id: 'n2', title: 'Two', isbn: 'odd' },
    { _id: 'n3', title: 'Three', isbn: '3' },
  );
  expect(results.map(({ item, error }) => item?.title ?? error!.errorCode)).toEqual([
    'One',
    'UNKNOWN_ERROR',
    'Three',
  ]);
  expect(service.observed).toContainEqual(
    expect.objectContaining({ kind: 'write refused', reason: expect.stringContaining('no ISBN') }),
  );
  // Refused as a whole it had no effect, and then each item was sent once.
  expect(service.upstream.shelf.effects.map(({ kind }) => kind)).toEqual(['insert', 'insert']);
  const mutations = service.upstream.requests.filter(({ query }) => query.startsWith('mutation'));
  expect(mutations).toHaveLength(4);
});
