/** A table of filters as tests: what is sent, and the ids that must come. */
import { afterAll, describe, expect, test } from 'vitest';
import { ask, fiveRows, idsOf } from './ask.js';
import type { ProductUpstream } from './engine/start.js';
import { type UpstreamName, upstreams } from './fixture-shapes.js';

export type FilterCase = readonly [filter: unknown, expected: readonly number[] | RegExp];

/** All ids of the five rows. */
export const everything = [1, 2, 10, 11, 12] as const;

/**
 * One test a case, against one server over the five rows.
 * @param query takes the filter as `$filter`
 * @param starter for other options than the default ones
 */
export function filters(
  name: UpstreamName | `${UpstreamName} (${string})`,
  query: string,
  cases: readonly FilterCase[],
  starter: () => Promise<ProductUpstream> = () => upstreams[name as UpstreamName].start(fiveRows),
): void {
  describe(name, () => {
    let upstream: Promise<ProductUpstream> | undefined;
    afterAll(async () => (await upstream)?.close());
    const named = cases.map(([filter, expected]) => ({
      filter: JSON.stringify(filter),
      value: filter,
      expected,
    }));
    test.each(named)('$filter', async ({ value, expected }) => {
      upstream ??= starter();
      const ids = idsOf(await ask(await upstream, query, { filter: value }));
      if (expected instanceof RegExp) expect(ids).toMatch(expected);
      else expect(ids).toEqual(expected.map(String));
    });
  });
}
