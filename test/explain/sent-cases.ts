/** Tables of filters and what each becomes upstream. */
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { sentFor } from '../plan/bound.js';
import { boundDialects } from '../plan/products-mapping.js';

/** Filter; the upstream's own filter, or why there is none; whether it is exact or the rows are checked again here. */
export type SentCase = readonly [filter: Json, sent: Json, how?: string];

export function describeSent(name: keyof typeof boundDialects, cases: readonly SentCase[]): void {
  describe(name, () => {
    const model = boundDialects[name]().model('products');
    test.each(cases.map((each) => [JSON.stringify(each[0]), each] as const))(
      '%s',
      (_, [filter, sent, how]) => {
        const expected =
          sent === 'none' || sent === 'all'
            ? sent
            : sent === 'here'
              ? { here: how }
              : { sent, exact: how === 'exact' };
        expect(sentFor(model, filter)).toEqual(expected);
      },
    );
  });
}
