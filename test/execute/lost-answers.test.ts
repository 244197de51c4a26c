/** Answers that never come: nothing is written twice, nothing is lost, and what nobody can know is said to be unknown. */
import { afterEach, describe, expect, it } from 'vitest';
import type { RecordedRequest } from '../upstreams/harness.js';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
import {
  aliased,
  keyed,
  natural,
  stopping,
  type WriteStyleCase,
  writeStyleCases,
} from '../upstreams/writes/styles.js';

const running: WritingService[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

type Loss = 'before' | 'after';

/** Loses the first `times` mutations. */
async function losing(
  style: WriteStyleCase,
  loss: Loss,
  times = 1,
  writes: object = {},
): Promise<WritingService> {
  let left = times;
  const lose = ({ query }: RecordedRequest): Loss | undefined =>
    query.startsWith('mutation') && left-- > 0 ? loss : undefined;
  const mapping = (given: Record<string, never>) =>
    ({ ...given, writes: { ...(given.writes as unknown as object), ...writes } }) as never;
  const service = await startWriting(style, { lose, mapping });
  running.push(service);
  return service;
}

const losses = ['before', 'after'] as const;
const mutations = (service: WritingService): number =>
  service.upstream.requests.filter(({ query }) => query.startsWith('mutation')).length;

const recognised = [
  ...writeStyleCases.filter(({ writes }) => writes.insert && !('ownIds' in writes)),
  keyed,
  natural,
]
  .filter(({ ownIds, writes }) => !ownIds || typeof writes.identify === 'object')
  .flatMap((style) => losses.map((loss) => [style.name, loss, style] as const));

describe('an insert that can be recognised', () => {
  it.each(recognised)('%s, lost %s its effect: there once, and told as done', async (_, loss, style) => {
    const service = await losing(style, loss);
    const [result] = await service.insert({ _id: 'mine', title: 'One', isbn: '1', stock: 0 });
    expect(result).toMatchObject({ item: { title: 'One', isbn: '1', stock: 0 } });
    const { effects, books } = service.upstream.shelf;
    expect(effects.filter(({ kind }) => kind === 'insert')).toHaveLength(1);
    expect([...books.keys()]).toEqual([result!.item!._id]);
    expect(mutations(service)).toBeLessThanOrEqual(3);
  });
});

describe('an insert that cannot', () => {
  const style = writeStyleCases.find(({ ownIds, writes }) => ownIds && writes.insert)!;
  it.each(losses)('lost %s its effect: is unknown, sent once, and the others are done', async (loss) => {
    const service = await losing(style, loss);
    const results = await service.insert({ title: 'One' }, { title: 'Two' });
    expect(results.map(({ item, error }) => item?.title ?? error?.errorMessage)).toEqual([
      expect.stringContaining('The outcome is unknown'),
      'Two',
    ]);
    expect(mutations(service)).toBe(2);
    expect(service.upstream.shelf.books.size).toBe(loss === 'after' ? 2 : 1);
    expect(service.observed).toContainEqual(
      expect.objectContaining({ kind: 'write unknown', operation: 'insert' }),
    );
    expect(service.observed).toContainEqual(
      expect.objectContaining({ kind: 'items written', done: 1, refused: 0, unknown: 1 }),
    );
  });
});

describe('an update', () => {
  it.each(writeStyleCases.map((style) => [style.name, style] as const))(
    '%s: is seen by what is stored',
    async (_, style) => {
      const service = await losing(style, 'after');
      service.upstream.shelf.insert({ id: 'b1', title: 'Old', stock: 1 });
      const [result] = await service.update({ _id: 'b1', title: 'New', stock: 0 });
      expect(result).toMatchObject({ item: { _id: 'b1', title: 'New', stock: 0 } });
      expect(service.upstream.shelf.effects.filter(({ kind }) => kind === 'update')).toHaveLength(1);
    },
  );

  it('with a version is repeated where nothing is to be seen of it', async () => {
    const style = writeStyleCases.find(({ writes }) => (writes.update as { version?: string }).version)!;
    const service = await losing(style, 'before');
    service.upstream.shelf.insert({ id: 'b1', title: 'Old', stock: 1 });
    const [result] = await service.update({ _id: 'b1', title: 'New', stock: 0 });
    expect(result).toMatchObject({ item: { title: 'New' } });
    expect(service.upstream.shelf.effects.filter(({ kind }) => kind === 'update')).toHaveLength(1);
  });

  it('that never arrived is unknown, or repeated where the API is known to have lost it by then', async () => {
    const [style] = writeStyleCases;
    const unknown = await losing(style!, 'before');
    unknown.upstream.shelf.insert({ id: 'b1', title: 'Old', stock: 1 });
    const [first] = await unknown.update({ _id: 'b1', title: 'New', stock: 0, authorName: null });
    expect(first!.error?.errorMessage).toContain('The outcome is unknown');
    expect(unknown.upstream.shelf.effects.filter(({ kind }) => kind === 'update')).toHaveLength(0);
    // The label is compared with the stored item, which therefore was read before.
    const within = await losing(style!, 'before', 1, { resolve: { within: '200ms' } });
    within.upstream.shelf.insert({ id: 'b1', title: 'Old', stock: 1, isbn: '7' });
    const [second] = await within.update({ _id: 'b1', title: 'New', isbn: '7', stock: 0, label: 'Old (7)' });
    expect(second).toMatchObject({ item: { title: 'New' } });
  });
});

describe('a removal', () => {
  it.each(writeStyleCases.flatMap((style) => losses.map((loss) => [style.name, loss, style] as const)))(
    '%s, lost %s its effect: the item is gone, and told as removed',
    async (_, loss, style) => {
      const service = await losing(style, loss);
      service.upstream.shelf.insert({ id: 'b1', title: 'One' });
      const [result] = await service.remove('b1');
      expect(result).toMatchObject({ item: { _id: 'b1' } });
      expect(service.upstream.shelf.books.size).toBe(0);
      expect(service.upstream.shelf.effects.filter(({ kind }) => kind === 'remove')).toHaveLength(1);
    },
  );
});

describe('several mutations in one document', () => {
  it('go as many together as the mapping says, each judged for itself', async () => {
    const service = await losing(aliased, 'before', 0);
    const items = Array.from({ length: 20 }, (_, index) => ({
      _id: `n${index}`,
      title: index % 7 === 3 ? 'Bad!' : `Title ${index}`,
    }));
    const results = await service.insert(...items);
    expect(mutations(service)).toBe(2);
    expect(results.map(({ item, error }) => item?.title ?? error!.errorCode)).toEqual(
      items.map(({ title }) => (title === 'Bad!' ? 'VALIDATION_ERROR' : title)),
    );
  });

  it('whose failure takes the whole answer away: the failed one is refused, the others are looked for', async () => {
    const service = await losing(stopping, 'before', 0);
    const results = await service.insert(
      { _id: 'a', title: 'A' },
      { _id: 'b', title: 'Bad!' },
      { _id: 'c', title: 'C' },
    );
    expect(results.map(({ item, error }) => item?.title ?? error!.errorCode)).toEqual([
      'A',
      'VALIDATION_ERROR',
      'C',
    ]);
    expect([...service.upstream.shelf.books.keys()].sort()).toEqual(['a', 'c']);
    expect(service.upstream.shelf.effects).toHaveLength(2);
  });

  it.each(losses)('lost %s their effect are all told', async (loss) => {
    const service = await losing(aliased, loss);
    const results = await service.insert(
      { _id: 'a', title: 'A' },
      { _id: 'b', title: 'Bad!' },
      { _id: 'c', title: 'C' },
    );
    expect(results.map(({ item, error }) => item?.title ?? error!.errorCode)).toEqual([
      'A',
      'VALIDATION_ERROR',
      'C',
    ]);
    expect(service.upstream.shelf.effects).toHaveLength(2);
  });
});
