/** Over random interleavings of sites nothing of one comes to another: answers, cursors, kept answers, errors, what is logged, credentials. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AskLookup } from '../../src/app/tenants/ask-lookup.js';
import { type Asked, siteApi, startTenancy, urlOf } from './sites.js';

const named = ['alpha', 'beta'] as const;
const lookedUp = ['gamma', 'delta'] as const;
const all = [...named, ...lookedUp];

const tenants = `version: 1
tenants:
${named.map((site) => `  id-${site}: { url: "${urlOf(site)}", headers: { authorization: "Bearer \${TOKEN_${site.toUpperCase()}}" } }`).join('\n')}
lookup: { url: "https://lookup.example/", headers: { authorization: Bearer lookup-secret }, hosts: ["*.sites.example"] }
`;
const environment = Object.fromEntries(
  named.map((site) => [`TOKEN_${site.toUpperCase()}`, `${site}-secret`]),
);
const ask: AskLookup = {
  ask: async (instance) => {
    const site = instance.slice('id-'.length);
    if (!lookedUp.some((each) => each === site)) return null;
    return { url: urlOf(site), headers: { authorization: `Bearer ${site}-secret` } };
  },
  close: async () => undefined,
};

const site = fc.constantFrom(...all, 'nobody');
const step = fc.oneof(
  fc.record({ kind: fc.constant('query' as const), site, limit: fc.constantFrom(1, 2, 50) }),
  fc.record({ kind: fc.constantFrom('count' as const, 'distinct' as const, 'collections' as const), site }),
  fc.record({ kind: fc.constant('insert' as const), site, n: fc.nat(99) }),
  fc.record({ kind: fc.constant('update' as const), site, n: fc.nat(4) }),
  fc.record({ kind: fc.constant('next' as const), site, of: site }),
  fc.record({
    kind: fc.constant('mood' as const),
    site,
    mood: fc.constantFrom('well' as const, 'failing' as const),
  }),
);

test('nothing of one site comes to another', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 3, maxLength: 10 }),
      async (rounds) => {
        const apis = Object.fromEntries(all.map((each) => [each, siteApi(each)]));
        const service = await startTenancy({ 'tenants.yaml': tenants }, apis, { environment, ask });
        const cursors = new Map<string, string>();
        const others = (own: string) => [...all, 'reference', 'lookup'].filter((each) => each !== own);
        const clean = (own: string, what: unknown): void => {
          const text = JSON.stringify(what, (_, value: unknown) =>
            value instanceof Error ? [value.message, value.cause] : value,
          );
          for (const other of others(own)) expect(text).not.toContain(other);
          // Its own credentials belong into nothing that is told either.
          expect(text).not.toContain('-secret');
        };
        const check = (own: string, { status, body }: Asked): void => {
          clean(own, body);
          if (own === 'nobody')
            expect([status, body]).toEqual([
              403,
              { message: 'This site is not served here', reason: undefined },
            ]);
        };
        try {
          for (const round of rounds)
            await Promise.all(
              round.map(async (each) => {
                const own = each.site;
                const send = (
                  ...rest: Parameters<typeof service.ask> extends [unknown, ...infer Rest] ? Rest : never
                ) => service.ask(`id-${own}`, ...rest);
                const query = (paging: object) =>
                  send('QueryDataItems', { collectionId: 'notes', query: { cursorPaging: paging as never } });
                switch (each.kind) {
                  case 'mood':
                    if (own !== 'nobody') apis[own]!.mood = each.mood;
                    return;
                  case 'query': {
                    const asked = await query({ limit: each.limit });
                    const next = (asked.body as { pagingMetadata?: { cursors?: { next?: string } } })
                      .pagingMetadata?.cursors?.next;
                    if (next) cursors.set(own, next);
                    return check(own, asked);
                  }
                  case 'next': {
                    const cursor = cursors.get(each.of);
                    if (cursor === undefined) return;
                    const asked = await query({ limit: 1, cursor });
                    if (own !== each.of && own !== 'nobody') expect(asked.status).toBe(400);
                    return check(own, asked);
                  }
                  case 'count':
                    return check(own, await send('CountDataItems', { collectionId: 'notes' }));
                  case 'distinct':
                    return check(
                      own,
                      await send('QueryDistinctValues', { collectionId: 'notes', fieldName: 'text' }),
                    );
                  case 'collections':
                    return check(own, await send('ListCollections', {}));
                  case 'insert':
                    return check(
                      own,
                      await send('InsertDataItems', {
                        collectionId: 'notes',
                        items: [{ text: `${own} new ${each.n}`, size: 1 }],
                      }),
                    );
                  case 'update':
                    return check(
                      own,
                      await send('UpdateDataItems', {
                        collectionId: 'notes',
                        items: [{ _id: `n${each.n}`, text: `${own} changed`, size: 2 }],
                      }),
                    );
                }
              }),
            );
          for (const own of all) {
            // Each API was asked with the credentials of its own site.
            for (const headers of apis[own]!.headers)
              expect(headers).toEqual({ authorization: `Bearer ${own}-secret` });
            for (const { text } of apis[own]!.rows.notes.values()) expect(text.startsWith(own)).toBe(true);
          }
          for (const { instance, observation } of service.told)
            if (observation.kind !== 'upstream bound') {
              const whose = observation.kind === 'breaker changed' ? observation.instance : instance;
              clean(whose?.slice('id-'.length) ?? 'nobody', observation);
            }
        } finally {
          await service.close();
        }
      },
    ),
    { numRuns: 25 },
  );
});
