/** What keeping answers needs of the composition root. */
import type { AnswerCache } from '../gateway/cache.js';
import type { CollectionModel } from '../model/model.js';
import type { BasisOf } from './answer-basis.js';

export interface Keeping {
  readonly cache: AnswerCache;
  readonly basis: BasisOf;
  /** Items of these collections were changed: the site is told of it, where the mapping names one. */
  changed(models: readonly CollectionModel[]): void;
  /** Told of work that goes on after the answer, by the generation of the request. */
  background(work: Promise<unknown>): void;
}

/** What a request works with is released when its answer is given, and all that goes on after the answer is over. */
export async function releasedAfter<T>(
  release: () => void,
  work: (background: Keeping['background']) => Promise<T>,
): Promise<T> {
  const afterwards: Promise<unknown>[] = [];
  try {
    return await work((each) => void afterwards.push(each));
  } finally {
    if (afterwards.length === 0) release();
    else void Promise.allSettled(afterwards).then(release);
  }
}
