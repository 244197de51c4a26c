/** A collection whose writes may be seen late, and what its kept answers need: for tests of what ends them. */
import type { AnswerCache } from '../../src/gateway/cache.js';
import type { CollectionModel } from '../../src/model/model.js';
import { createBases } from '../../src/service/answer-basis.js';
import type { ServiceOptions } from '../../src/service/handler.js';

/** @param within milliseconds after which a write is seen for sure @param deadline of one request, in milliseconds */
export function booksShownWithin(within: number, deadline: number): CollectionModel {
  return {
    id: 'books',
    upstream: 'shop',
    caching: { reads: ['Book'], writes: ['Book'] },
    limits: { deadline },
    writes: { resolve: { within, tries: 3 } },
  } as unknown as CollectionModel;
}

/** Answers are kept there, and no site is told of changes. */
export function keepingIn(cache: AnswerCache): ServiceOptions {
  const keeping = {
    cache,
    basis: createBases(() => ''),
    changed: () => undefined,
    background: () => undefined,
  };
  return { keeping } as unknown as ServiceOptions;
}
