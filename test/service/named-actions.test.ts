/** Lists of actions that are told by their names, as commercetools has them: only what differs is sent, with the version that was read. */
import { afterEach, expect, it } from 'vitest';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
import { type Patch, type Shelf, ShelfRefusal } from '../upstreams/writes/shelf.js';
import { type WriteStyleCase, writeStyleCases } from '../upstreams/writes/styles.js';

const actions = writeStyleCases.find(({ name }) => name.startsWith('lists of actions'))!;
type Action = Readonly<Record<string, Patch>>;
const named: WriteStyleCase = {
  ...actions,
  sdl: `input ChangeTitle { title: String! } input SetIsbn { isbn: String } input SetStock { stock: Int unit: String! }
    input SetAuthor { authorId: ID }
    input BookAction { changeTitle: ChangeTitle setIsbn: SetIsbn setStock: SetStock changeAuthor: SetAuthor }
    type Mutation { updateBook(id: ID!, version: Int!, actions: [BookAction!]!): Book deleteBook(id: ID!, version: Int!): Book }`,
  mutations: {
    deleteBook: actions.mutations.deleteBook!,
    updateBook: (shelf, args: { id: string; version: number; actions: readonly Action[] }) => {
      if (args.actions.length === 0) throw new ShelfRefusal('invalid', 'no action');
      const patch = Object.assign({}, ...args.actions.flatMap((each) => Object.values(each))) as Patch;
      return shelf.update(args.id, patch, args.version);
    },
  },
  fields: {},
  writes: {
    ...actions.writes,
    update: { ...(actions.writes.update as object), actions: ['set$Field', 'change$Field'] },
  } as WriteStyleCase['writes'],
};

const running: WritingService[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

it('each field by the action of its name; what has none, or one that demands more, is read-only', async () => {
  const service = await startWriting(named);
  running.push(service);
  service.upstream.shelf.insert({ id: 'b1', title: 'Old', isbn: '1', stock: 4 });
  const [stored] = await service.query();
  service.upstream.reset();
  const [changed] = await service.update({ ...stored!, title: 'New', isbn: null });
  expect(changed).toMatchObject({ item: { title: 'New', stock: 4 } });
  const sent = service.upstream.requests.filter(({ query }) => query.startsWith('mutation'));
  expect(sent.map(({ variables }) => Object.values(variables))).toEqual([
    ['b1', 1, [{ changeTitle: { title: 'New' } }, { setIsbn: { isbn: null } }]],
  ]);
  expect(service.upstream.shelf.books.get('b1')).toMatchObject({ title: 'New', isbn: null, stock: 4 });
  for (const [field, value] of Object.entries({ stock: 5, price: '2.00' })) {
    const [refused] = await service.update({ ...changed!.item!, [field]: value });
    expect(refused!.error).toMatchObject({
      errorCode: 'VALIDATION_ERROR',
      data: { violations: [{ fieldPath: field }] },
    });
  }
});

it('a value that the action does not let go is a violation', async () => {
  const service = await startWriting(named);
  running.push(service);
  service.upstream.shelf.insert({ id: 'b1', title: 'Old', isbn: '1' });
  const [refused] = await service.update({ _id: 'b1', isbn: '1', title: null });
  expect(refused!.error).toMatchObject({ data: { violations: [{ fieldPath: 'title' }] } });
  expect(service.upstream.shelf.effects).toHaveLength(1);
});

it('the version that was read goes beside the item, whatever version the item has', async () => {
  const inputs = {
    ...actions,
    sdl: `input BookPatch { id: ID! version: Int title: String isbn: String }
      type Mutation { updateBook(input: BookPatch!): Book deleteBook(id: ID!, version: Int!): Book }`,
    mutations: {
      deleteBook: actions.mutations.deleteBook!,
      updateBook: (
        shelf: Shelf,
        { input: { id, version, ...patch } }: { input: Patch & { id: string; version: number } },
      ) => shelf.update(id, patch, version),
    },
    fields: { version: 'version' },
    writes: {
      ...actions.writes,
      update: {
        mutation: 'updateBook',
        arguments: { input: { id: '$id', version: '$version', '...': '$item' } },
        version: 'commercetools',
      },
    },
  } as unknown as WriteStyleCase;
  const service = await startWriting(inputs);
  running.push(service);
  service.upstream.shelf.insert({ id: 'b1', title: 'Old', isbn: '1' });
  const [changed] = await service.update({ _id: 'b1', title: 'New', isbn: '1' });
  expect(changed).toMatchObject({ item: { title: 'New', version: 2 } });
  const [again] = await service.update({ ...changed!.item!, title: 'Newer' });
  expect(again).toMatchObject({ item: { title: 'Newer', version: 3 } });
});
