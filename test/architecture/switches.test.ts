import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { incompleteIn, programOf } from './switches.js';

const before = `type Shape = { kind: 'a' } | { kind: 'b' } | { kind: 'c' };
declare function never(value: never): number;
`;

const complete: readonly (readonly [name: string, body: string])[] = [
  ['all cases', "switch (shape.kind) { case 'a': case 'b': return 1; case 'c': return 2; }"],
  [
    'a default that takes never',
    "switch (shape.kind) { case 'a': case 'b': case 'c': return 1; default: return never(shape); }",
  ],
  [
    'satisfies never',
    "switch (shape.kind) { case 'a': case 'b': case 'c': return 1; default: shape satisfies never; }",
  ],
  [
    'a variable of type never',
    "switch (shape.kind) { case 'a': case 'b': case 'c': return 1; default: { const left: never = shape; return left; } }",
  ],
  ['numbers', 'switch (n) { case 1: return 1; }'],
  ['typeof', "switch (typeof n) { case 'number': return 1; }"],
  ['true, with conditions for cases', 'switch (true) { case n > 1: return 1; default: return 2; }'],
  ['both booleans', 'switch (flag) { case true: return 1; case false: return 2; }'],
];

const incomplete: readonly (readonly [name: string, body: string, expression: string, lacks: string])[] = [
  ['a missing case', "switch (shape.kind) { case 'a': return 1; }", 'shape.kind', '"b", "c"'],
  [
    'a default for the rest',
    "switch (shape.kind) { case 'a': case 'b': return 1; default: return 2; }",
    'shape.kind',
    '"c"',
  ],
  [
    'a default that throws',
    "switch (shape.kind) { case 'a': return 1; default: throw new Error(shape.kind); }",
    'shape.kind',
    '"b", "c"',
  ],
  [
    'a narrowed union',
    "if (shape.kind !== 'a') switch (shape.kind) { case 'b': return 1; }",
    'shape.kind',
    '"c"',
  ],
  ['one boolean', 'switch (flag) { case true: return 1; }', 'flag', 'false'],
];

/** One program for all bodies, since its start is what takes time. */
function check(bodies: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'switches-'));
  try {
    const files = bodies.map((body, n) => {
      const file = join(folder, `${n}.ts`);
      writeFileSync(
        file,
        `${before}export function f(shape: Shape, n: number, flag: boolean) {\n${body}\n}\n`,
      );
      return file;
    });
    return incompleteIn(programOf(files), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const found = check([...complete, ...incomplete].map(([, body]) => body));
const foundIn = (n: number): readonly string[] => found.filter((each) => each.startsWith(`${n}.ts: `));

it.each(complete.map(([name], n) => [name, n] as const))('%s is complete', (_, n) => {
  expect(foundIn(n)).toEqual([]);
});

it.each(
  incomplete.map(([name, , expression, lacks], n) => [name, complete.length + n, expression, lacks] as const),
)('%s is not', (_, n, expression, lacks) => {
  expect(foundIn(n)).toEqual([`${n}.ts: switch (${expression}) lacks ${lacks}`]);
});
