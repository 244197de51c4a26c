/** The part of a cache that belongs to one tenant: no other finds its answers, and its writes end no others. */
import type { AnswerCache } from '../../gateway/cache.js';

/** @param scope another text for each tenant */
export function scopedCache(cache: AnswerCache, scope: string): AnswerCache {
  const own = (names: readonly string[]): readonly string[] => names.map((name) => `${scope} ${name}`);
  return {
    answer: (wanted) =>
      cache.answer({
        ...wanted,
        key: `${scope} ${wanted.key}`,
        names: own(wanted.names),
      }),
    invalidate: (names) => cache.invalidate(own(names)),
    write: (names, ...rest) => cache.write(own(names), ...rest),
    // It is shared.
    close: async () => undefined,
  };
}
