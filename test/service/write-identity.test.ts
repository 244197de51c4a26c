/** Who writes reaches the API: facts of the verified request in headers, with every mutation. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Metadata } from '../../src/wix/protocol.js';
import { startWriting, type WritingService } from '../upstreams/writes/service.js';
import { writeStyleCases } from '../upstreams/writes/styles.js';

let service: WritingService | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

const style = writeStyleCases.find(({ writes }) => writes.insert && writes.update && writes.remove)!;
const member: Metadata = {
  identity: { identityType: 'MEMBER', memberId: '6f1c0d0e-1111-4222-8333-444455556666' },
};
const visitor: Metadata = {
  identity: { identityType: 'ANONYMOUS_VISITOR', anonymousVisitorId: '6f1c0d0e-1111-4222-8333-444455557777' },
};
const book = { _id: 'b1', title: 'A title', isbn: '978-1' };

const requests = [
  ['insert', { collectionId: 'books', items: [{ ...book, _id: 'b2', isbn: '978-2' }] }],
  ['update', { collectionId: 'books', items: [{ ...book, title: 'Another' }] }],
  ['remove', { collectionId: 'books', itemIds: ['b1'] }],
] as const;

async function start(header: string): Promise<WritingService> {
  service = await startWriting(style, { more: { headers: { 'x-member': header } } });
  service.upstream.shelf.insert({ ...book, id: 'b1' } as never);
  service.upstream.reset();
  return service;
}

const mutations = ({ upstream }: WritingService) =>
  upstream.requests.filter(({ query }) => query.startsWith('mutation'));

describe.each(requests)('%s', (operation, request) => {
  it('is sent with the member', async () => {
    const { ask } = await start('$identity.memberId');
    const { status } = await ask(`/v3/items/${operation}`, request as never, member);
    expect(status).toBe(200);
    const sent = mutations(service!);
    expect(sent.length).toBeGreaterThan(0);
    for (const { headers } of sent) expect(headers['x-member']).toBe(member.identity!.memberId);
  });

  it('is sent without it where there is none: what a visitor may do is for the API to say', async () => {
    const { ask } = await start('$identity.memberId');
    await ask(`/v3/items/${operation}`, request as never, visitor);
    const sent = mutations(service!);
    expect(sent.length).toBeGreaterThan(0);
    for (const { headers } of sent) expect(headers).not.toHaveProperty('x-member');
  });
});
