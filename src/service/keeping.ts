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
