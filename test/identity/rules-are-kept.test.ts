/**
 * Over random rules, identities and requests no answer holds an item that the rules forbid, counts and aggregates say nothing of
 * it, and no write touches it. What is allowed is worked out by the naive evaluation of the protocol's filters.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RequestScope } from '../../src/upstream/transport/context.js';
import type { Json } from '../../src/wix/json.js';
import type { OperationName } from '../../src/wix/operations.js';
import { naiveFilter } from '../oracle/naive.js';
import type { NoteRow, NotesRows } from './notes-api.js';
import { startNotes } from './serve-notes.js';

type Filter = Record<string, Json>;
type Kind = 'visitor' | 'member' | 'owner' | 'app';
const kinds = ['visitor', 'member', 'owner', 'app'] as const;
const factOf = {
  visitor: 'anonymousVisitorId',
  member: 'memberId',
  owner: 'wixUserId',
  app: 'appId',
} as const;
const types = { visitor: 'ANONYMOUS_VISITOR', member: 'MEMBER', owner: 'WIX_USER', app: 'APP' } as const;
const operations = ['read', 'insert', 'update', 'remove'] as const;

interface Rules {
  readonly where?: Filter;
  readonly whereFor?: Partial<Record<Kind, Filter>>;
  readonly allow?: Partial<Record<(typeof operations)[number], readonly Kind[]>>;
}

const people = ['p1', 'p2'];
const shops = ['s1', 's2'];
const everybody = fc.constantFrom(...people);

const filterFor = (kind: Kind): fc.Arbitrary<Filter> => {
  const own: Filter = { owner: `$identity.${factOf[kind]}` };
  return fc.constantFrom<Filter>(
    {},
    own,
    { open: true },
    { $or: [own, { open: true }] },
    { owner: { $ne: own.owner! } },
  );
};
const rulesFor = fc
  .record(
    {
      where: fc.constantFrom<Filter>({ shop: '$instance' }, { open: true }),
      whereFor: fc.record(
        Object.fromEntries(kinds.map((kind) => [kind, filterFor(kind)])) as Record<
          Kind,
          fc.Arbitrary<Filter>
        >,
      ),
      allow: fc.record(
        Object.fromEntries(
          operations.map((each) => [each, fc.subarray([...kinds], { minLength: 1 })]),
        ) as unknown as Record<(typeof operations)[number], fc.Arbitrary<Kind[]>>,
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  )
  .map((rules): Rules => rules);

const asking = fc.record({
  kind: fc.option(fc.constantFrom(...kinds), { nil: undefined }),
  person: fc.option(everybody, { nil: undefined, freq: 8 }),
  shop: fc.option(fc.constantFrom(...shops), { nil: undefined, freq: 8 }),
});
type Asking = Parameters<Parameters<typeof asking.map>[0]>[0];

const noteIds = Array.from({ length: 8 }, (_, index) => `n${index}`);
const folderIds = ['f0', 'f1', 'f2', 'f3'];
const someFilter = fc.constantFrom<Filter>(
  {},
  { text: 'a' },
  { _id: 'n1' },
  { _id: { $in: ['n0', 'n2', 'n5'] } },
  { folder: 'f1' },
  { $not: { text: 'a' } },
);
const referredFolder = fc.constantFrom(...folderIds, 'f9');
/** An id, or an item with one. */
const reference: fc.Arbitrary<Json> = fc
  .tuple(referredFolder, fc.constantFrom('', '_id', 'id'))
  .map(([id, member]) => (member === '' ? id : { [member]: id }));

const request = fc.oneof(
  fc.record({
    kind: fc.constant('query' as const),
    filter: someFilter,
    include: fc.boolean(),
    limit: fc.constantFrom(2, 50),
  }),
  fc.record({
    kind: fc.constantFrom('count' as const, 'sum' as const, 'distinct' as const),
    filter: someFilter,
  }),
  fc.record({
    kind: fc.constant('folders' as const),
    filter: fc.constantFrom<Filter>({}, { notes: { $hasSome: ['n1', 'n2'] } }),
    include: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('pairs' as const), of: fc.constantFrom(...folderIds), items: fc.boolean() }),
  fc.record({
    kind: fc.constant('insert' as const),
    owner: fc.option(everybody, { nil: undefined }),
    open: fc.option(fc.boolean(), { nil: undefined }),
    folder: fc.option(reference, { nil: undefined }),
    also: fc.option(fc.array(referredFolder, { maxLength: 2 }), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('update' as const),
    id: fc.constantFrom(...noteIds),
    owner: fc.option(everybody, { nil: undefined }),
    open: fc.option(fc.boolean(), { nil: undefined }),
    folder: fc.option(reference, { nil: undefined }),
    also: fc.option(fc.array(referredFolder, { maxLength: 2 }), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('remove' as const), id: fc.constantFrom(...noteIds) }),
  fc.record({
    kind: fc.constantFrom('refer' as const, 'unrefer' as const, 'pin' as const),
    folder: fc.constantFrom(...folderIds),
    id: fc.constantFrom(...noteIds),
  }),
);
type Asked = Parameters<Parameters<typeof request.map>[0]>[0];

function rowsFrom(seed: readonly number[]): NotesRows {
  const at = (index: number): number => seed[index % seed.length]!;
  const common = (n: number) => ({
    owner: [null, ...people][at(n) % 3]!,
    shop: shops[at(n + 3) % 2]!,
    open: at(n + 5) % 2 === 0,
  });
  return {
    notes: new Map(
      noteIds.map((id, n) => [
        id,
        {
          id,
          text: 'ab'[at(n + 1) % 2]!,
          size: 1 + at(n + 2),
          folder: [null, ...folderIds][at(n + 4) % 5]!,
          ...common(n),
        },
      ]),
    ),
    folders: new Map(folderIds.map((id, n) => [id, { id, name: `folder ${n}`, pins: [], ...common(n + 6) }])),
  };
}

function scopeOf({ kind, person, shop }: Asking): RequestScope {
  return {
    language: undefined,
    instanceId: shop,
    identity: kind && { type: types[kind], ...(person === undefined ? {} : { [factOf[kind]]: person }) },
  };
}

/** The filter with the facts filled in; undefined: a fact is missing. */
function filled(filter: Filter | undefined, scope: RequestScope): Filter | undefined {
  const fact = (text: string): string | undefined =>
    text === '$instance' ? scope.instanceId : (scope.identity as never)?.[text.slice('$identity.'.length)];
  let missing = false;
  const walk = (value: Json): Json => {
    if (typeof value === 'string' && /^\$(instance|identity\.)/.test(value)) {
      missing ||= fact(value) === undefined;
      return fact(value) ?? null;
    }
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each as Json)]));
  };
  const made = walk(filter ?? {}) as Filter;
  return missing ? undefined : made;
}

/** Whether the rules let the operation through, and which rows there are; undefined: it is refused. */
function naive(rules: Rules, operation: (typeof operations)[number], asks: Asking): Filter | undefined {
  const scope = scopeOf(asks);
  const allowed = rules.allow?.[operation];
  if (allowed && (!asks.kind || !allowed.includes(asks.kind))) return undefined;
  const own = rules.whereFor && (asks.kind === undefined ? undefined : rules.whereFor[asks.kind]);
  if (rules.whereFor && own === undefined) return undefined;
  const [where, forKind] = [filled(rules.where, scope), filled(own, scope)];
  return where && forKind && { $and: [where, forKind] };
}

const visible = (rows: ReadonlyMap<string, object>, filter: Filter): Set<string> =>
  new Set([...rows].filter(([, row]) => naiveFilter(row as never, filter)).map(([id]) => id));

/** Ids of items anywhere in an answer. */
function idsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) {
      if (key === '_id' && typeof each === 'string') found.add(each);
      idsIn(each, found);
    }
  return found;
}

type Ask = (
  operation: OperationName,
  raw: Filter,
  asks: Asking,
) => ReturnType<ReturnType<typeof startNotes>['ask']>;

async function check(
  { ask }: { readonly ask: Ask },
  rows: NotesRows,
  rules: { readonly notes: Rules; readonly folders: Rules },
  asks: Asking,
  asked: Asked,
): Promise<void> {
  const notes = naive(rules.notes, 'read', asks);
  const folders = naive(rules.folders, 'read', asks);
  const seen = {
    notes: notes && visible(rows.notes, notes),
    folders: folders && visible(rows.folders, folders),
  };
  const matching = (filter: Filter): readonly { size: number; text: string }[] =>
    [...rows.notes.values()].filter(
      (row) => seen.notes?.has(row.id) && naiveFilter({ ...row, _id: row.id } as never, filter),
    );
  const shows = (body: unknown): void => {
    for (const id of idsIn(body))
      expect((id.startsWith('n') ? seen.notes : seen.folders)?.has(id), id).toBe(true);
  };
  const refused = async (answer: { status: number; body: unknown; asked: number }, ...needed: unknown[]) => {
    if (needed.every((each) => each !== undefined)) return false;
    expect([answer.status, answer.asked]).toEqual([403, 0]);
    return true;
  };
  switch (asked.kind) {
    case 'query': {
      const answer = await ask(
        'QueryDataItems',
        {
          collectionId: 'notes',
          query: { filter: asked.filter, paging: { limit: asked.limit } },
          returnTotalCount: true,
          includeReferencedItems: asked.include ? [{ fieldKey: 'folder' }] : [],
        },
        asks,
      );
      if (await refused(answer, notes, ...(asked.include ? [folders] : []))) return;
      const found = matching(asked.filter);
      const { items, pagingMetadata } = answer.body as {
        items: unknown[];
        pagingMetadata: { total: number };
      };
      expect(answer.status).toBe(200);
      expect(items.length).toBe(Math.min(asked.limit, found.length));
      expect(pagingMetadata.total).toBe(found.length);
      return shows(items);
    }
    case 'count': {
      const answer = await ask('CountDataItems', { collectionId: 'notes', filter: asked.filter }, asks);
      if (await refused(answer, notes)) return;
      return void expect(answer.body).toEqual({ totalCount: matching(asked.filter).length });
    }
    case 'sum': {
      const answer = await ask(
        'AggregateDataItems',
        {
          collectionId: 'notes',
          initialFilter: asked.filter,
          aggregation: { operations: [{ resultFieldName: 'all', sum: { itemFieldName: 'size' } }] },
        },
        asks,
      );
      if (await refused(answer, notes)) return;
      const all = matching(asked.filter).reduce((sum, { size }) => sum + size, 0);
      return void expect((answer.body as { items: unknown }).items).toEqual([{ all }]);
    }
    case 'distinct': {
      const answer = await ask(
        'QueryDistinctValues',
        { collectionId: 'notes', fieldName: 'text', filter: asked.filter },
        asks,
      );
      if (await refused(answer, notes)) return;
      const texts = [...new Set(matching(asked.filter).map(({ text }) => text))].sort();
      return void expect((answer.body as { distinctValues: unknown }).distinctValues).toEqual(texts);
    }
    case 'folders': {
      const answer = await ask(
        'QueryDataItems',
        {
          collectionId: 'folders',
          query: { filter: asked.filter },
          includeReferencedItems: asked.include ? [{ fieldKey: 'notes' }] : [],
        },
        asks,
      );
      const reads = asked.include || Object.keys(asked.filter).length > 0;
      if (await refused(answer, folders, ...(reads ? [notes] : []))) return;
      expect(answer.status).toBe(200);
      const holds = (id: string): boolean =>
        Object.keys(asked.filter).length === 0 ||
        ['n1', 'n2'].some((note) => rows.notes.get(note)?.folder === id && seen.notes!.has(note));
      const { items } = answer.body as { items: { _id: string }[] };
      expect(items.map(({ _id }) => _id).sort()).toEqual([...seen.folders!].filter(holds).sort());
      return shows(items);
    }
    case 'pairs': {
      const answer = await ask(
        'QueryReferencedDataItems',
        {
          collectionId: 'folders',
          referringFieldKey: 'notes',
          referringItemIds: [asked.of],
          includeReferencedItems: asked.items,
        },
        asks,
      );
      if (await refused(answer, folders, notes)) return;
      expect(answer.status).toBe(200);
      const { items } = answer.body as { items: { referencedItemId: string }[] };
      const pairs = [...rows.notes.values()].filter(
        ({ id, folder }) => folder === asked.of && seen.folders!.has(asked.of) && seen.notes!.has(id),
      );
      expect(items.map(({ referencedItemId }) => referencedItemId).sort()).toEqual(
        pairs.map(({ id }) => id).sort(),
      );
      return shows(items);
    }
    default:
      return checkWrite({ ask }, rows, rules, asks, asked);
  }
}

type AskedWrite = Extract<
  Asked,
  { readonly kind: 'insert' | 'update' | 'remove' | 'refer' | 'unrefer' | 'pin' }
>;

async function checkWrite(
  { ask }: { readonly ask: Ask },
  rows: NotesRows,
  rules: { readonly notes: Rules; readonly folders: Rules },
  asks: Asking,
  asked: AskedWrite,
): Promise<void> {
  const isReference = asked.kind === 'refer' || asked.kind === 'unrefer' || asked.kind === 'pin';
  // What is pinned is written in the folder alone.
  const operation =
    asked.kind === 'pin' ? 'read' : isReference ? 'update' : (asked.kind as 'insert' | 'update' | 'remove');
  const filter = naive(rules.notes, operation, asks);
  const folderFilter = naive(rules.folders, 'update', asks);
  const before = structuredClone(rows);
  const given = (['owner', 'open', 'folder', 'also'] as const).flatMap((key) =>
    'owner' in asked && asked[key] !== undefined ? [[key, asked[key]] as const] : [],
  );
  const item = { text: 'new', size: 5, ...Object.fromEntries(given) };
  const raw = { collectionId: 'notes' };
  const answer = isReference
    ? await ask(
        asked.kind === 'unrefer' ? 'RemoveDataItemReferences' : 'InsertDataItemReferences',
        {
          collectionId: 'folders',
          referringFieldKey: asked.kind === 'pin' ? 'pins' : 'notes',
          references: [{ referringItemId: asked.folder, referencedItemId: asked.id }],
        },
        asks,
      )
    : asked.kind === 'insert'
      ? await ask('InsertDataItems', { ...raw, items: [item] }, asks)
      : asked.kind === 'update'
        ? await ask('UpdateDataItems', { ...raw, items: [{ _id: asked.id, ...item }] }, asks)
        : await ask('RemoveDataItems', { ...raw, itemIds: [asked.id] }, asks);
  const unchanged = () => expect(rows).toEqual(before);
  if (filter === undefined || (isReference && folderFilter === undefined)) {
    expect([answer.status, answer.asked]).toEqual([403, 0]);
    return unchanged();
  }
  if (answer.status !== 200) {
    expect(answer.status).toBe(403);
    return unchanged();
  }
  const [result] = (answer.body as { results: { error?: { errorCode: string; data?: never } }[] }).results;
  checkFolder(rows, before, rules.folders, isReference ? 'update' : 'read', asks, result!.error);
  const mine = visible(before.notes, filter);
  // Nothing that was hidden has changed, and nothing is there now that is hidden, unless the collection's own filter hides it from all.
  for (const [id, row] of before.notes) if (!mine.has(id)) expect(rows.notes.get(id)).toEqual(row);
  const ruled = naive(
    { ...rules.notes, ...(rules.notes.where?.open === true ? { where: {} } : {}) },
    operation,
    asks,
  )!;
  const after = visible(rows.notes, ruled);
  for (const [id, row] of rows.notes)
    if (JSON.stringify(before.notes.get(id)) !== JSON.stringify(row)) expect(after.has(id), id).toBe(true);
  if (asked.kind !== 'insert' && !mine.has(asked.id)) expect(result!.error?.errorCode).toMatch(/NOT_FOUND/);
  if (isReference && !visible(before.folders, folderFilter!).has(asked.folder))
    expect(result!.error?.errorCode).toBe('ITEM_NOT_FOUND');
  if (result!.error) unchanged();
}

/**
 * No note is put into a folder that whoever writes does not see, and none that he sees is refused.
 * @param operation what he does with the folder: a note that names it needs it to be seen, and a reference that the folder gets is an
 * update of the folder (docs/identity.md), which may be allowed to who may not read
 */
function checkFolder(
  rows: NotesRows,
  before: NotesRows,
  rules: Rules,
  operation: 'read' | 'update',
  asks: Asking,
  error:
    | {
        readonly data?: {
          readonly violations?: readonly { readonly fieldPath: string; readonly rejectedValue?: unknown }[];
        };
      }
    | undefined,
): void {
  const filter = naive(rules, operation, asks);
  const seen = filter ? visible(before.folders, filter) : new Set<string>();
  const own = asks.kind && rules.whereFor?.[asks.kind];
  // Where nothing is hidden from him, the API decides over ids that nobody has.
  const depends =
    filter === undefined || rules.where?.shop !== undefined || Object.keys(own ?? {}).length > 0;
  for (const [id, note] of rows.notes) {
    const held = heldBy(before.notes.get(id));
    for (const folder of heldBy(note))
      if (depends && !held.includes(folder)) expect(seen.has(folder), `${id} in ${folder}`).toBe(true);
  }
  for (const { fieldPath, rejectedValue } of error?.data?.violations ?? [])
    if (fieldPath === 'folder' || fieldPath === 'also')
      expect(seen.has(String(rejectedValue)), String(rejectedValue)).toBe(false);
}

function heldBy(note: NoteRow | undefined): readonly string[] {
  return [...(note?.folder ? [note.folder] : []), ...(note?.also ?? [])];
}

test('no answer and no write goes beyond the rules', { timeout: 60_000 }, async () => {
  const met = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.record({ notes: rulesFor, folders: rulesFor }),
      fc.array(fc.nat(20), { minLength: 7, maxLength: 7 }),
      fc.constantFrom('full' as const, 'off' as const),
      fc.array(fc.tuple(asking, request), { minLength: 1, maxLength: 12 }),
      async (rules, seed, pushdown, requests) => {
        const rows = rowsFrom(seed);
        const { ask } = startNotes(rows, rules.notes as Filter, rules.folders as Filter, pushdown);
        for (const [asks, asked] of requests) {
          const noting: Ask = async (operation, raw, by) => {
            const answer = await ask(operation, raw, scopeOf(by));
            met.add(`${asked.kind} ${answer.status}`);
            return answer;
          };
          await check({ ask: noting }, rows, rules, asks, asked);
        }
      },
    ),
    { numRuns: 120 },
  );
  // Each kind of request was answered, and refused.
  const all = [
    'query',
    'count',
    'sum',
    'distinct',
    'folders',
    'pairs',
    'insert',
    'update',
    'remove',
    'refer',
    'unrefer',
    'pin',
  ];
  expect([...met].sort()).toEqual(all.flatMap((each) => [`${each} 200`, `${each} 403`]).sort());
});
