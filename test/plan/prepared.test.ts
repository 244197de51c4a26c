/** A plan that is found is the plan that would be made. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectionModel } from '../../src/model/model.js';
import type { Bookmark, Planning } from '../../src/plan/planning.js';
import { createPlanMemory, keptAs, longestPrepared, type PreparedPlans } from '../../src/plan/prepared.js';
import type { RequestScope } from '../../src/upstream/transport/context.js';
import { parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

const books = { id: 'books' } as CollectionModel;
const authors = { id: 'authors' } as CollectionModel;
const query = { condition: undefined, sort: [] } as never;

interface Known {
  readonly size?: number;
  readonly bookmark?: Bookmark;
  readonly order?: readonly string[];
  readonly facts?: RequestScope;
  readonly others?: Readonly<Record<string, Planning>>;
  readonly model?: CollectionModel;
}

function planning({
  size = 0,
  bookmark,
  order,
  facts = {},
  others = {},
  model = books,
}: Known = {}): Planning {
  return {
    model,
    facts,
    knowledge: {
      reader: () => ({}) as never,
      trustedSize: () => size,
      keptOrder: () => order,
      bookmark: () => bookmark,
    },
    other: (id) => others[id],
  };
}

/** How often a plan was made while the plannings came one after the other. */
function timesMade(plannings: readonly Planning[], make: (planning: Planning) => object): number {
  const plans = createPlanMemory().part();
  let times = 0;
  for (const each of plannings)
    plans.of('query {}', each, (given) => {
      times += 1;
      return make(given);
    });
  return times;
}

describe('a plan', () => {
  it('is made once for a text, an engine and a collection, until it is dropped', () => {
    const memory = createPlanMemory();
    const [one, two] = [memory.part(), memory.part()];
    const found = (text: string, part: PreparedPlans, model: CollectionModel) =>
      part.of(text, planning({ model }), () => ({}));
    const first = found('query {}', one, books);
    const second = found('query {}', two, books);
    expect(found('query {}', one, books)).toBe(first);
    for (const other of [found('count {}', one, books), second, found('query {}', one, { ...books })])
      expect(other).not.toBe(first);
    one.drop();
    expect(found('query {}', one, books)).not.toBe(first);
    expect(found('query {}', two, books)).toBe(second);
  });

  it.each<[string, (planning: Planning) => unknown, Known, Known]>([
    ['a size', ({ knowledge }) => knowledge.trustedSize(query), { size: 10 }, { size: 20 }],
    [
      'a place',
      ({ knowledge, facts }) => knowledge.bookmark(query, facts, 5),
      { bookmark: { position: 1, cursor: 'a' } },
      { bookmark: { position: 1, cursor: 'b' } },
    ],
    [
      'an order',
      ({ knowledge, facts }) => knowledge.keptOrder(query, facts),
      { order: ['1'] },
      { order: undefined } as never,
    ],
    ['the language', ({ facts }) => facts.language, { facts: { language: 'en' } }, { facts: {} }],
    [
      'the site',
      ({ facts }) => facts.instanceId,
      { facts: { instanceId: 'a' } },
      { facts: { instanceId: 'b' } },
    ],
    [
      'a member',
      ({ facts }) => facts.identity?.memberId,
      { facts: { identity: { memberId: 'ann' } } },
      { facts: { identity: { memberId: 'bob' } } },
    ],
    ['that there is nobody', ({ facts }) => facts.identity, { facts: {} }, { facts: { identity: {} } }],
    [
      'everything about who asks',
      ({ facts }) => JSON.stringify(facts),
      { facts: { identity: { appId: 'a' } } },
      { facts: { identity: { appId: 'b' } } },
    ],
    [
      'that there is another collection',
      ({ other }) => other('authors'),
      { others: { authors: planning({ model: authors }) } },
      {},
    ],
    [
      'what is known of another collection',
      ({ other }) => other('authors')!.knowledge.trustedSize(query),
      { others: { authors: planning({ model: authors, size: 1 }) } },
      { others: { authors: planning({ model: authors, size: 2 }) } },
    ],
    [
      'what another collection is believed to be',
      ({ other }) => other('authors')!.model,
      { others: { authors: planning({ model: authors }) } },
      { others: { authors: planning({ model: { ...authors } }) } },
    ],
  ])(
    'that depends on %s is made anew where that is another, and found again where it is not',
    (_what, read, one, other) => {
      const make = (given: Planning): object => ({ read: read(given) });
      expect(timesMade([planning(one), planning(one)], make)).toBe(1);
      expect(timesMade([planning(one), planning(other), planning(one), planning(other)], make)).toBe(2);
    },
  );

  it('does not depend on what it has not read', () => {
    const all = [{ facts: { identity: { memberId: 'ann' } } }, { size: 3, facts: { language: 'en' } }, {}];
    expect(timesMade(all.map(planning), () => ({}))).toBe(1);
  });

  it('that cannot be made is not kept, and one whose other collection may not be read is made anew', () => {
    const plans = createPlanMemory().part();
    const refuse = (): never => {
      throw new Error('refused');
    };
    expect(() => plans.of('a', planning(), refuse)).toThrow('refused');
    expect(plans.of('a', planning(), () => ({ made: 1 }))).toEqual({ made: 1 });
    const make = ({ other }: Planning) => ({ there: other('authors') !== undefined });
    plans.of('b', planning({ others: { authors: planning({ model: authors }) } }), make);
    expect(() => plans.of('b', { ...planning(), other: refuse }, make)).toThrow('refused');
  });

  it('of many variants the last ones are kept', () => {
    const members = ['a', 'b', 'c', 'd', 'e'].map((memberId) =>
      planning({ facts: { identity: { memberId } } }),
    );
    const make = ({ facts }: Planning) => ({ member: facts.identity?.memberId });
    expect(timesMade([...members, ...members.slice(1)], make)).toBe(5);
    expect(timesMade([...members, members[0]!], make)).toBe(6);
  });
});

it('are bounded in bytes, and those that were asked for longest ago go first', () => {
  const memory = createPlanMemory();
  const parts = [memory.part(), memory.part()];
  const text = (index: number): string => `${index} `.padEnd(longestPrepared, 'x');
  const asked = Array.from({ length: 200 }, (_, index) => index);
  const ask = (index: number, plan: object) => parts[index % 2]!.of(text(index), planning(), () => plan);
  for (const index of asked) ask(index, { index });
  const anew = { index: 'anew' };
  // From the last one back: each that is not there any more takes the place of one that was not looked for yet.
  const kept = asked.filter((index) => ask(199 - index, anew) !== anew).length;
  // Each counts as about 90 KB: 8000 for the plan, and 20 for each character.
  expect(kept).toBeGreaterThan(80);
  expect(kept).toBeLessThan(100);
});

it('the plan of a request with a cursor, or of a long one, is not kept', () => {
  const page = { kind: 'cursor', limit: 5 } as const;
  expect(keptAs('query', '{}', { paging: page })).toBe('query {}');
  expect(keptAs('query', '{}', { paging: { ...page, cursor: 'c' } })).toBeUndefined();
  expect(keptAs('count', undefined)).toBeUndefined();
});

describe('answers by plans that are found', () => {
  interface Asked {
    readonly owner?: string;
    readonly language?: string;
    readonly limit: number;
    readonly offset: number;
  }
  const notes = Array.from({ length: 12 }, (_, index) => ({
    id: `n${index}`,
    owner: index % 3 ? 'ann' : 'bob',
  }));
  let server: Served;
  let finding: Rig;
  let making: Rig;
  beforeAll(async () => {
    server = await serveGraphql(
      `type Note { id: ID! owner: String language: String }
       type Query { notes(owner: String!, language: String, limit: Int, offset: Int): [Note!]! notesCount(owner: String!, language: String): Int! }`,
      {
        notes: ({ owner: whose, language, limit, offset }: Asked) =>
          notes
            .filter((each) => each.owner === whose)
            .slice(offset, offset + limit)
            .map((each) => ({ ...each, language })),
        notesCount: ({ owner: whose }: Asked) => notes.filter((each) => each.owner === whose).length,
      },
    );
    const start = () =>
      startRig(
        server.url,
        { dialect: 'plain' },
        [
          {
            collection: 'notes',
            type: 'Note',
            id: 'id',
            fields: { owner: 'owner', language: 'language' },
            list: {
              field: 'notes',
              arguments: { owner: '$identity.memberId', language: '$language' },
              page: { size: 'limit', offset: 'offset' },
              count: { field: 'notesCount', path: '' },
            },
          },
        ],
        { cursorSecret: 'the same for both' },
      );
    // What they learn is the same, one request after the other.
    [finding, making] = [await start(), await start()];
  });
  afterAll(async () => {
    await Promise.all([finding.close(), making.close()]);
    await server.close();
  });

  it('are those of plans that are made, whoever asks for what after whom', async () => {
    const raws = [
      {},
      { paging: { limit: 2, offset: 1 } },
      { cursorPaging: { limit: 3 } },
      { filter: { owner: { $eq: 'ann' } } },
      { sort: [{ fieldName: '_id', order: 'DESC' }], paging: { limit: 3 } },
    ];
    const asked = fc.record({
      raw: fc.constantFrom(...raws),
      member: fc.constantFrom('ann', 'bob'),
      language: fc.constantFrom(undefined, 'en', 'de'),
      changed: fc.boolean(),
    });
    const answer = async (rig: Rig, wanted: object, scope: RequestScope, text: string | undefined) => {
      rig.started.length = 0;
      const run = { ...context(), scope, asked: () => text };
      const { items, pagingMetadata } = await rig.engine.query(
        rig.model('notes'),
        parseQuery(wanted as never),
        run,
      );
      return { items, pagingMetadata, started: [...rig.started] };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 12 }), async (all) => {
        for (const { raw, member, language, changed } of all) {
          const wanted = { collectionId: 'notes', query: raw };
          const scope: RequestScope = { language, identity: { memberId: member } };
          if (changed) for (const rig of [finding, making]) rig.engine.changed([rig.model('notes')]);
          const found = await answer(finding, wanted, scope, JSON.stringify(wanted));
          expect(found).toEqual(await answer(making, wanted, scope, undefined));
          expect(found.items.every(({ owner: whose }) => whose === member)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});
