/** Lists that are read to their end, page after page, while rows come and go: each row that stays comes once, or the request is refused. */
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AdapterError } from '../../src/wix/errors.js';
import { parseQuery } from '../../src/wix/requests.js';
import { type Served, serveGraphql } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';

interface Asked {
  readonly limit: number;
  readonly offset: number;
}

let server: Served;
let rows: string[];
/** Rows that the API gives at once. */
let cap: number;
/** What happens before a request of this number. */
let changes: Readonly<Record<number, () => void>>;
let asked: Asked[];
/** Whether the API heeds the offset. */
let heeds: boolean;

function page({ limit, offset }: Asked): { id: string }[] {
  asked.push({ limit, offset });
  changes[asked.length]?.();
  const from = heeds ? offset : 0;
  return rows.slice(from, from + Math.min(limit, cap)).map((id) => ({ id }));
}

beforeAll(async () => {
  server = await serveGraphql(
    `type Row { id: ID! }
     type Rows { items: [Row!]! total: Int! }
     type Query { plain(limit: Int, offset: Int): [Row!]! counted(limit: Int, offset: Int): Rows! }`,
    {
      plain: page,
      counted: (given: Asked) => ({ items: page(given), total: () => rows.length }),
    },
  );
});
afterAll(() => server.close());

let rig: Rig;
/** Which knows nothing of the API's pages. */
async function begin(): Promise<Rig> {
  const common = { type: 'Row', id: 'id', fields: {} };
  const paged = { size: 'limit', offset: 'offset' };
  const counted = { field: 'counted', rows: 'items', count: 'total', page: { ...paged, max: 3 } };
  return startRig(server.url, { dialect: 'plain' }, [
    { ...common, collection: 'plain', list: { field: 'plain', page: { ...paged, max: 3 } } },
    // Nothing says how large its pages may be.
    { ...common, collection: 'open', list: { field: 'plain', page: paged } },
    { ...common, collection: 'counted', list: counted },
    { ...common, collection: 'openCounted', list: { ...counted, page: paged } },
  ]);
}

beforeEach(async () => {
  rows = named(7);
  cap = 1000;
  changes = {};
  asked = [];
  heeds = true;
  rig = await begin();
});
afterEach(() => rig.close());

function named(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `r${index}`);
}

/** All ids in turn. The API cannot sort, so the whole list is read. */
async function idsOf(collectionId: string): Promise<unknown[]> {
  const query = { sort: [{ fieldName: '_id', order: 'ASC' }], paging: { limit: 1000 } };
  const { items } = await rig.engine.query(
    rig.model(collectionId),
    parseQuery({ collectionId, query }),
    context(),
  );
  return items.map(({ _id }) => _id);
}

const take = (index: number) => (): void => void rows.splice(index, 1);
const put = (index: number, id: string) => (): void => void rows.splice(index, 0, id);

describe.each(['plain', 'counted'])('a list that is %s', (collection) => {
  it('is read as it is where nothing changes', async () => {
    expect(await idsOf(collection)).toEqual(named(7));
  });

  it('does not lose a row where one before it goes', async () => {
    changes = { 2: take(0) };
    expect(await idsOf(collection)).toEqual(named(7).slice(1));
  });

  it('does not show a row twice where one comes before it', async () => {
    changes = { 2: put(0, 'a') };
    expect((await idsOf(collection)).filter((id) => id !== 'a')).toEqual(named(7));
  });

  it('does not lose the last row where one comes in the middle', async () => {
    rows = named(6);
    changes = { 2: put(4, 'r31') };
    expect(await idsOf(collection)).toContain('r5');
  });

  it('is read anew where as many rows come in front as a page has', async () => {
    for (const count of [1, 2, 3, 4]) {
      rows = named(7);
      asked = [];
      changes = { 2: () => rows.unshift(...['a', 'b', 'c', 'd'].slice(0, count)) };
      expect((await idsOf(collection)).filter((id) => (id as string).startsWith('r'))).toEqual(named(7));
    }
  });

  it('is read anew where all rows go after as many came in front', async () => {
    changes = { 2: () => rows.unshift('a', 'b'), 3: () => rows.splice(0) };
    expect(await idsOf(collection)).toEqual([]);
  });

  it('is refused where it never keeps still', async () => {
    const change = (index: number) => (): void => {
      take(0)();
      put(rows.length, `s${index}`)();
    };
    changes = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [index, change(index)]));
    await expect(idsOf(collection)).rejects.toMatchObject({ status: 502, message: /came or went at/ });
  });

  it('is refused at once where the API ignores the offset', async () => {
    heeds = false;
    await expect(idsOf(collection)).rejects.toMatchObject({ status: 502, message: /r0 came twice/ });
    // The page before is looked at once more, since rows may have come in front of it; two pages are under way at once.
    expect(asked.length).toBeLessThan(5);
  });
});

it('a page that comes in parts is refused at once where the API ignores the offset', async () => {
  rows = named(300);
  cap = 3;
  heeds = false;
  const query = parseQuery({ collectionId: 'openCounted', query: { paging: { limit: 150 } } });
  const answer = rig.engine.query(rig.model('openCounted'), query, context());
  await expect(answer).rejects.toMatchObject({ status: 502, message: /r0 came twice/ });
  // As many as there are parts, when that was only seen in the whole page.
  expect(asked.length).toBeLessThan(4);
});

it('a page that comes in parts is read anew where as many rows come in front as a part has', async () => {
  rows = named(300);
  cap = 3;
  changes = { 2: () => rows.unshift('a', 'b', 'c') };
  const query = parseQuery({ collectionId: 'openCounted', query: { paging: { limit: 12 } } });
  const { items } = await rig.engine.query(rig.model('openCounted'), query, context());
  expect(items.map(({ _id }) => _id)).toEqual(['a', 'b', 'c', ...named(9)]);
});

it('a counted list is read in as many requests as it has pages, and the pages overlap where that costs none', async () => {
  expect(await idsOf('counted')).toEqual(named(7));
  expect(asked.map(({ offset }) => offset)).toEqual([0, 2, 4]);
  rows = named(9);
  asked = [];
  expect(await idsOf('counted')).toEqual(named(9));
  expect(asked.map(({ offset }) => offset)).toEqual([0, 3, 6]);
});

it('rows that come before the place that was read move it on, and nothing is read anew', async () => {
  changes = { 2: put(0, 'a'), 3: put(1, 'b') };
  expect(await idsOf('plain')).toEqual(named(7));
  expect(asked.map(({ offset }) => offset)).toEqual([0, 2, 4, 6, 8]);
});

it('a row that changes its place hides none of those that it passes', async () => {
  changes = { 2: () => rows.splice(5, 0, ...rows.splice(2, 1)) };
  expect(await idsOf('plain')).toEqual(named(7));
});

it('one row goes and another comes: what stays is not lost where pages overlap', async () => {
  const change = (): void => {
    take(0)();
    put(6, 'r8')();
  };
  changes = { 2: change };
  expect(await idsOf('counted')).toEqual(['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r8']);
});

describe('an API that may cut pages', () => {
  it('a list that grows behind its only page is what is there at one moment', async () => {
    changes = { 2: () => rows.push('r7', 'r8') };
    expect(await idsOf('open')).toEqual(named(9));
    // The page, the row behind it, the page once more; then the whole list, which is not taken for a page that was cut.
    expect(asked).toHaveLength(5);
    rows = named(8);
    asked = [];
    expect(await idsOf('open')).toEqual(named(8));
    expect(asked).toHaveLength(1);
  });

  // What is behind a page is looked at after each, as long as its size is that of the others.
  it('pages that are cut are seen by one page more, once', async () => {
    cap = 5;
    rows = named(12);
    expect(await idsOf('open')).toHaveLength(12);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 4, 0, 4, 8, 8]);
    asked = [];
    expect(await idsOf('open')).toHaveLength(12);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 4, 4, 8, 8]);
  });

  it('equal rows may change places on the only page', async () => {
    changes = { 2: () => rows.reverse() };
    expect(await idsOf('open')).toEqual(named(7));
    expect(asked).toHaveLength(2);
  });

  it('a page that was cut is not taken for the last one where a row before it goes', async () => {
    cap = 5;
    rows = named(6);
    changes = { 2: take(0) };
    expect(await idsOf('open')).toEqual(['r1', 'r2', 'r3', 'r4', 'r5']);
    rows = named(6);
    expect(await idsOf('open')).toEqual(named(6));
  });
});

it('rows that overlap are paid once', async () => {
  const model = rig.model('open');
  rows = Array.from({ length: model.limits.scan }, (_, index) => `r${String(index).padStart(5, '0')}`);
  const request = parseQuery({
    collectionId: 'open',
    query: { sort: [{ fieldName: '_id', order: 'DESC' }] },
  });
  const { items } = await rig.engine.query(model, request, context());
  expect(items[0]).toEqual({ _id: rows.at(-1) });
});

interface Change {
  /** Number of the request before which it happens. */
  readonly at: number;
  readonly place: number;
  /** false: the row at the place goes. */
  readonly comes: boolean;
}

const drawnChanges = fc.array(
  fc.record<Change>({ at: fc.integer({ min: 2, max: 6 }), place: fc.nat(20), comes: fc.boolean() }),
  { maxLength: 4 },
);

/** @returns what is wrong with the answer, or `refused` */
async function judge(collection: string, drawn: readonly Change[]): Promise<string | undefined> {
  const stayed = new Set(rows);
  const ever = new Set(rows);
  const happen = (at: number) => (): void => {
    for (const [index, { place, comes }] of drawn.entries()) {
      if (drawn[index]!.at !== at) continue;
      const id = `n${index}`;
      const gone = comes ? rows.splice(place, 0, id) : rows.splice(place, 1);
      if (comes) ever.add(id);
      for (const each of gone) stayed.delete(each);
    }
  };
  changes = Object.fromEntries([2, 3, 4, 5, 6].map((at) => [at, happen(at)]));
  try {
    const ids = await idsOf(collection);
    const lost = [...stayed].find((id) => !ids.includes(id));
    if (lost !== undefined) return `${lost} is missing`;
    const strange = ids.find((id, index) => !ever.has(id as string) || ids.indexOf(id) !== index);
    return strange === undefined ? undefined : `${strange} should not be there`;
  } catch (error) {
    if (!(error instanceof AdapterError) || error.status !== 502) throw error;
    return 'refused';
  }
}

const runs = Number(process.env.LIST_RUNS ?? 60);

// A total does not show that one row goes and another comes.
it.each([
  ['plain', false],
  ['open', false],
  ['counted', true],
])('whatever comes and goes, what stays is shown once: %s', async (collection, alike) => {
  let refused = 0;
  const counts = fc.nat(14);
  const caps = fc.constantFrom(2, 3, 5, 1000);
  await fc.assert(
    fc.asyncProperty(counts, caps, drawnChanges, async (count, most, drawn) => {
      await rig.close();
      rig = await begin();
      rows = named(count).map((id) => id.padStart(4, '0'));
      cap = collection === 'open' ? most : 1000;
      asked = [];
      const comes = drawn[0]?.comes ?? false;
      const found = await judge(collection, alike ? drawn.map((each) => ({ ...each, comes })) : drawn);
      if (found === 'refused') refused += 1;
      else expect(found).toBeUndefined();
    }),
    { numRuns: runs },
  );
  expect(refused).toBeLessThan(runs / 2);
});
