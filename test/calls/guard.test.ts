/** No mutation of items that are there is ever sent without one id, whatever the style and whatever the id is. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardOneItem } from '../../src/calls/guard.js';
import { type Mutation, mutationCall } from '../../src/calls/mutate.js';
import type { VerbModel } from '../../src/model/writes.js';
import { type Rig, startRig } from '../rig.js';
import {
  type ShelfUpstream,
  shelfMapping,
  shelfUpstreamMapping,
  startShelf,
} from '../upstreams/writes/start.js';
import { writeStyleCases } from '../upstreams/writes/styles.js';

describe.each(writeStyleCases.map((style) => [style.name, style] as const))('%s', (_, style) => {
  let upstream: ShelfUpstream;
  let rig: Rig;
  beforeAll(async () => {
    upstream = await startShelf(style);
    rig = await startRig(upstream.url, shelfUpstreamMapping as never, [shelfMapping(style)]);
  });
  afterAll(async () => {
    await rig.close();
    await upstream.close();
  });

  const empty = fc.constantFrom(undefined, null, '', [], {}, Number.NaN, false);
  it('a missing id is refused before anything is sent', () => {
    const model = rig.model('books');
    const verbs = [model.writes!.update, model.writes!.remove].filter(
      (each): each is VerbModel => each !== undefined,
    );
    fc.assert(
      fc.property(fc.constantFrom(...verbs), empty, fc.string(), (verb, id, title) => {
        const slots = {
          id: id as never,
          ids: id === undefined ? undefined : ([id] as never),
          item: { title },
          version: 1,
          actions: [],
        };
        const mutation: Mutation = { slots, guarded: true };
        expect(() => mutationCall(model, verb, [mutation], undefined, {})).toThrow('was not sent');
      }),
    );
  });

  it('an id is put where the template says, and nothing beside it is empty', () => {
    const model = rig.model('books');
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (id) => {
        for (const verb of [model.writes!.update, model.writes!.remove]) {
          if (!verb) continue;
          const slots = { id, item: {}, version: 1, actions: [] };
          const { roots } = mutationCall(model, verb, [{ slots, guarded: true }], undefined, {});
          expect(JSON.stringify([...roots[0]!.arguments.values()])).toContain(JSON.stringify(id));
        }
      }),
    );
  });
});

it('what stands beside the id may not be empty', () => {
  const mutation = (template: object) =>
    ({ name: 'update', arguments: { where: template } }) as unknown as VerbModel;
  for (const beside of [{ or: [] }, { and: [{}] }, { not: null }, { name: '' }])
    expect(() => guardOneItem(mutation({ id: '$id', ...beside }), { id: 'a' })).toThrow('is empty');
  expect(() => guardOneItem(mutation({ name: 'x' }), { id: 'a' })).toThrow('no argument holds the id');
  expect(() => guardOneItem(mutation({ id: '$id' }), { id: 'a' })).not.toThrow();
});
