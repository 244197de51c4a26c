/** Rules by who asks: what is refused and in which words, what is set, and what is kept apart. */
import { expect, test } from 'vitest';
import type { RequestScope } from '../../src/upstream/transport/context.js';
import type { Json } from '../../src/wix/json.js';
import { parseCount } from '../../src/wix/requests.js';
import { type NotesRows, noteRow } from './notes-api.js';
import { startNotes } from './serve-notes.js';

const visitor: RequestScope = { identity: { type: 'ANONYMOUS_VISITOR', anonymousVisitorId: 'v1' } };
const owner: RequestScope = { identity: { type: 'WIX_USER', wixUserId: 'w1' } };
const member = (memberId: string, instanceId?: string): RequestScope => ({
  instanceId,
  identity: { type: 'MEMBER', memberId },
});

function rows(): NotesRows {
  return {
    notes: new Map(
      [
        noteRow('n1', 'p1', true),
        noteRow('n2', 'p1', false),
        noteRow('n3', 'p2', false),
        noteRow('n4', 'p2', true),
      ].map((each) => [each.id, each]),
    ),
    folders: new Map([['f1', { id: 'f1', name: 'first', pins: [], owner: 'p1', shop: 's1', open: true }]]),
  };
}

const query = (paging: Json = { limit: 50 }) => ({ collectionId: 'notes', query: { cursorPaging: paging } });
const idsOf = ({ body }: { readonly body: unknown }) =>
  (body as { items: { _id: string }[] }).items.map(({ _id }) => _id);

test('a refusal names rule and line', async () => {
  const { ask } = startNotes(
    rows(),
    { allow: { read: ['member'] }, where: { owner: '$identity.memberId' } },
    {},
  );
  expect(await ask('QueryDataItems', query(), visitor)).toEqual({
    status: 403,
    asked: 0,
    body: 'notes: read is allowed to member, and the request is that of a visitor (allow.read in notes.yaml:7:10)',
  });
  expect((await ask('CountDataItems', { collectionId: 'notes' }, {})).body).toBe(
    'notes: read is allowed to member, and the request does not say whose it is (allow.read in notes.yaml:7:10)',
  );
  expect((await ask('QueryDataItems', query(), { identity: { type: 'MEMBER' } })).body).toBe(
    'notes has items for requests with $identity.memberId, which this one has not (where in notes.yaml:8:1)',
  );
});

test('a kept answer of one identity is not given to another', async () => {
  const { ask } = startNotes(rows(), { whereFor: { visitor: { open: true }, owner: {} } }, {});
  expect(idsOf(await ask('QueryDataItems', query(), owner))).toEqual(['n1', 'n2', 'n3', 'n4']);
  expect(idsOf(await ask('QueryDataItems', query(), visitor))).toEqual(['n1', 'n4']);
  expect((await ask('QueryDataItems', query(), member('p1'))).status).toBe(403);
  expect(await ask('QueryDataItems', query(), owner)).toMatchObject({ status: 200, asked: 0 });
});

test('a cursor of one member is none for another', async () => {
  const { ask } = startNotes(rows(), { where: { owner: '$identity.memberId' } }, {});
  const first = await ask('QueryDataItems', query({ limit: 1 }), member('p1'));
  const { cursors } = (first.body as { pagingMetadata: { cursors: { next: string } } }).pagingMetadata;
  const next = (who: RequestScope) => ask('QueryDataItems', query({ limit: 1, cursor: cursors.next }), who);
  expect(idsOf(await next(member('p1')))).toEqual(['n2']);
  expect(await next(member('p2'))).toMatchObject({
    status: 400,
    body: 'The cursor was made for somebody else. Ask for the first page again.',
  });
});

test('nor is it where each identity has a filter of its own', async () => {
  const whereFor = { member: { $or: [{ owner: '$identity.memberId' }, { open: true }] } };
  const { ask } = startNotes(rows(), { whereFor }, {});
  const first = await ask('QueryDataItems', query({ limit: 1 }), member('p1'));
  const { cursors } = (first.body as { pagingMetadata: { cursors: { next: string } } }).pagingMetadata;
  const next = (who: RequestScope) => ask('QueryDataItems', query({ limit: 1, cursor: cursors.next }), who);
  expect(idsOf(await next(member('p1')))).toEqual(['n2']);
  expect(await next(member('p2'))).toMatchObject({ status: 400 });
});

test.each(['full', 'off'] as const)(
  'pairs of items that stand in the rows: only with those that are there for whoever asks (%s)',
  async (pushdown) => {
    const { ask } = startNotes(rows(), { whereFor: { visitor: { open: true }, owner: {} } }, {}, pushdown);
    const pairs = async (who: RequestScope, referenced: string[] = []) => {
      const { body } = await ask(
        'QueryReferencedDataItems',
        {
          collectionId: 'folders',
          referringFieldKey: 'held',
          referringItemIds: ['f1'],
          referencedItemIds: referenced,
          returnTotalCount: true,
        },
        who,
      );
      const { items, pagingMetadata } = body as {
        items: { referencedItemId: string }[];
        pagingMetadata: { total: number };
      };
      return [items.map(({ referencedItemId }) => referencedItemId), pagingMetadata.total];
    };
    expect(await pairs(owner)).toEqual([['n1', 'n2', 'n3', 'n4'], 4]);
    expect(await pairs(visitor)).toEqual([['n1', 'n4'], 2]);
    expect(await pairs(visitor, ['n2'])).toEqual([[], 0]);
  },
);

test('an insert gets what its filters demand, and what Wix does not see', async () => {
  const served = rows();
  const { ask } = startNotes(
    served,
    { where: { shop: '$instance' }, whereFor: { member: { owner: '$identity.memberId' } } },
    {},
  );
  const insert = async (item: Record<string, Json>) => {
    const { body } = await ask(
      'InsertDataItems',
      { collectionId: 'notes', items: [item] },
      member('p1', 's7'),
    );
    return (body as { results: { item?: object; error?: { errorCode: string; data: Json } }[] }).results[0]!;
  };
  const made = await insert({ text: 'mine' });
  expect(made.item).toMatchObject({ text: 'mine', owner: 'p1' });
  expect(made.item).not.toHaveProperty('shop');
  expect([...served.notes.values()].at(-1)).toMatchObject({ shop: 's7', owner: 'p1' });
  const others = await insert({ text: 'of another', owner: 'p2' });
  expect(others.error).toMatchObject({
    errorCode: 'VALIDATION_ERROR',
    data: {
      violations: [
        {
          fieldPath: 'owner',
          rejectedValue: 'p2',
          message: 'must keep the item among those that notes has for whoever writes it',
        },
      ],
    },
  });
  // Nobody says what he does not see.
  expect((await insert({ text: 'x', shop: 's1' })).error).toMatchObject({ errorCode: 'VALIDATION_ERROR' });
  expect(served.notes.size).toBe(5);
});

test('a value that decides whose an item is, and that no insert writes, lets nobody insert', async () => {
  const served = rows();
  const { ask } = startNotes(
    served,
    { whereFor: { member: { folder: '$identity.memberId', text: { $ne: 'no' } } } },
    {},
  );
  const { body } = await ask(
    'InsertDataItems',
    { collectionId: 'notes', items: [{ text: 'no' }] },
    member('f1'),
  );
  expect(body).toMatchObject({ results: [{ error: { errorCode: 'VALIDATION_ERROR' } }] });
  expect(served.notes.size).toBe(4);
});

test('explain shows which rule applies', () => {
  const { rig } = startNotes(
    rows(),
    {
      allow: { read: ['member', 'owner'] },
      whereFor: { member: { $or: [{ owner: '$identity.memberId' }, { open: true }] }, owner: {} },
    },
    {},
  );
  const explained = (scope?: RequestScope) =>
    rig.engine.explain(rig.model('notes'), 'count', parseCount({ collectionId: 'notes' }), scope).rules;
  expect(explained(member('p1'))).toEqual([
    'read: allowed to member, owner (notes.yaml:7:10)',
    'whereFor.member: owner eq "p1" or open eq true (notes.yaml:8:13)',
  ]);
  expect(explained(owner)).toEqual(['read: allowed to member, owner (notes.yaml:7:10)']);
  expect(explained()).toEqual([
    'read: allowed to member, owner (notes.yaml:7:10)',
    'whereFor.member: owner eq "$identity.memberId" or open eq true (notes.yaml:8:13)',
    'whereFor.owner: every item (notes.yaml:8:81)',
  ]);
  expect(() => explained(visitor)).toThrow('the request is that of a visitor');
});
