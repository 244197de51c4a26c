/** The answer of a mutation names the object that it is about: caches of some APIs keep the old one otherwise. */
import { type FieldNode, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { afterEach, expect, it } from 'vitest';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
import { createShelf } from '../upstreams/writes/shelf.js';
import { shelfSchema } from '../upstreams/writes/start.js';
import { type WriteStyleCase, writeStyleCases } from '../upstreams/writes/styles.js';

let service: WritingService | undefined;
let seen = 0;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

/** Names of the fields that the mutations of the document select of each book. */
function selectedOfBooks(style: WriteStyleCase, text: string): readonly (readonly string[])[] {
  const info = new TypeInfo(shelfSchema(style, createShelf()));
  const found: (readonly string[])[] = [];
  visit(
    parse(text),
    visitWithTypeInfo(info, {
      SelectionSet({ selections }) {
        if (info.getParentType()?.name !== 'Book') return;
        const fields = selections.filter((each): each is FieldNode => each.kind === 'Field');
        found.push(fields.map(({ name }) => name.value));
      },
    }),
  );
  return found;
}

const book = { title: 'A title', isbn: '978-1' };

it.each(writeStyleCases.map((each) => [each.name, each] as const))('%s', async (_, style) => {
  service = await startWriting(style);
  const { upstream } = service;
  upstream.shelf.insert({ ...book, id: 'b1' } as never);
  upstream.reset();
  if (style.writes.insert) await service.insert({ ...book, _id: 'b2', isbn: '978-2' });
  if (style.writes.update) await service.update({ ...book, _id: 'b1', title: 'Another' });
  if (style.writes.remove) await service.remove('b1');
  const mutations = upstream.requests.filter(({ query }) => query.startsWith('mutation'));
  expect(mutations.length).toBeGreaterThan(0);
  for (const { query } of mutations)
    for (const names of selectedOfBooks(style, query)) {
      seen += 1;
      expect(names, query).toContain('id');
    }
});

it('most of these answers hold books', () => {
  expect(seen).toBeGreaterThan(8);
});
