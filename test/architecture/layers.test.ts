import { expect, it } from 'vitest';
import { beside, besideUses, layers, leaves, wrongDirection, wrongRoom } from './layers.js';

const fileOf = (layer: string): string => `src/${layer}/a.ts`;

it('every layer may import itself, those below it and leaves, and nothing above it', () => {
  for (const [above, upper] of layers.entries()) {
    for (const [below, lower] of layers.entries()) {
      const wrong = wrongDirection(fileOf(upper), fileOf(lower));
      expect({ upper, lower, wrong: wrong !== undefined }).toEqual({ upper, lower, wrong: above > below });
    }
    for (const leaf of leaves) {
      expect(wrongDirection(fileOf(upper), leaf)).toBeUndefined();
      expect(wrongDirection(leaf, fileOf(upper))).toBe('a leaf imports a layer');
    }
  }
});

it.each([
  ['src/plan/tree/a.ts', 'src/plan/pushdown/leaf/b.ts', undefined],
  ['src/plan/pushdown/leaf/a.ts', 'src/plan/tree/b.ts', 'tree is above pushdown in plan'],
  ['src/plan/tree/a.ts', 'src/plan/nodes.ts', undefined],
  ['src/plan/nodes.ts', 'src/plan/tree/a.ts', undefined],
  ['src/plan/new/a.ts', 'src/plan/tree/b.ts', 'new is no folder of plan'],
  ['src/execute/a.ts', 'src/plan/request/b.ts', undefined],
])('within a layer: %s -> %s', (from, to, expected) => {
  expect(wrongRoom(from, to)).toBe(expected);
});

it('what stands beside the layers is imported by one of them, and imports those that are named', () => {
  for (const [name, user] of Object.entries(beside)) {
    for (const layer of layers) {
      expect(wrongDirection(fileOf(layer), fileOf(name)) === undefined).toBe(layer === user);
      const named = besideUses[name]?.includes(layer);
      expect(wrongDirection(fileOf(name), fileOf(layer))).toBe(
        named ? undefined : `${name} imports ${layer}`,
      );
    }
  }
});

it.each([
  ['src/cli.ts', 'src/app/app.ts', undefined],
  ['src/wix/a.ts', 'src/new/b.ts', 'new is no layer'],
  ['src/new/b.ts', 'src/wix/a.ts', 'new is no layer'],
])('%s -> %s', (from, to, expected) => {
  expect(wrongDirection(from, to)).toBe(expected);
});
