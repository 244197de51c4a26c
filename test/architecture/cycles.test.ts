import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cyclesOf } from './cycles.js';

const graph = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 })), { maxLength: 16 })
  .map((edges) => {
    const imports = new Map<string, string[]>(Array.from({ length: 8 }, (_, n) => [String(n), []]));
    for (const [from, to] of edges) imports.get(String(from))!.push(String(to));
    return imports;
  });

function reached(imports: ReadonlyMap<string, readonly string[]>, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(imports.get(from) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(imports.get(next) ?? []));
  }
  return found;
}

it('finds just the files that reach themselves', () => {
  fc.assert(
    fc.property(graph, (imports) => {
      const expected = [...imports.keys()].filter((each) => reached(imports, each).has(each));
      expect(cyclesOf(imports).flat().sort()).toEqual(expected.sort());
    }),
  );
});

it('puts those that reach each other into one group', () => {
  const imports = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['a', 'd']],
    ['d', ['e']],
    ['e', ['d']],
    ['f', ['a']],
  ]);
  expect(cyclesOf(imports)).toEqual([
    ['d', 'e'],
    ['a', 'b', 'c'],
  ]);
});
