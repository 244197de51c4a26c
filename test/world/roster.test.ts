import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRoster } from '../../src/world/roster.js';

it('has what came and did not leave, in the order in which it came', () => {
  const step = fc.record({ add: fc.boolean(), which: fc.nat(20) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const roster = createRoster<number>();
      const leaves: (() => void)[] = [];
      const expected = new Set<number>();
      for (const { add, which } of steps) {
        if (add) {
          expected.add(leaves.length);
          leaves.push(roster.add(leaves.length));
        } else {
          // Some leave twice.
          leaves[which]?.();
          expected.delete(which);
        }
        expect([...roster]).toEqual([...expected]);
        expect([roster.size(), roster.first()]).toEqual([expected.size, [...expected][0]]);
      }
    }),
  );
});

it('can lose the one that was given last while it is looked through', () => {
  const roster = createRoster<string>();
  const leave = new Map(['a', 'b', 'c'].map((each) => [each, roster.add(each)]));
  const met: string[] = [];
  for (const each of roster) {
    met.push(each);
    leave.get(each)!();
  }
  expect([met, roster.size()]).toEqual([['a', 'b', 'c'], 0]);
});
