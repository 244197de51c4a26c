import { expect, it } from 'vitest';
import { addHits, type FileHits } from './add-hits.js';

const at = (line: number, column: number) => ({ start: { line, column } });

function file(counts: { s: number[]; f: number[]; b: number[][] }, shift = 0): FileHits {
  const record = <T>(values: readonly T[]): Record<string, T> => Object.fromEntries(Object.entries(values));
  return {
    path: '/a.ts',
    statementMap: record([at(1, 0), at(2, 2 + shift), at(2, 20 + shift), at(9, 0)]),
    fnMap: record([{ decl: at(1, 0) }, { decl: at(5, 4 + shift) }]),
    branchMap: record([
      { type: 'if', locations: [at(3, shift), at(4, shift)] },
      { type: 'binary-expr', locations: [at(3, 5 + shift), at(3, 9 + shift)] },
    ]),
    s: record(counts.s),
    f: record(counts.f),
    b: record(counts.b),
  };
}

const none = () =>
  file({
    s: [0, 0, 0, 0],
    f: [0, 0],
    b: [
      [0, 0],
      [0, 0],
    ],
  });
const more = {
  s: [1, 2, 3, 0],
  f: [4, 0],
  b: [
    [5, 0],
    [6, 7],
  ],
};

it('adds counts place by place', () => {
  const hits = file({
    s: [1, 0, 0, 2],
    f: [0, 0],
    b: [
      [0, 1],
      [0, 0],
    ],
  });
  addHits(hits, file(more));
  expect(hits).toMatchObject({
    s: { 0: 2, 1: 2, 2: 3, 3: 2 },
    f: { 0: 4, 1: 0 },
    b: { 0: [5, 1], 1: [6, 7] },
  });
});

it('a place that begins at another column takes the smallest count of its kind in the line', () => {
  const hits = none();
  addHits(hits, file(more, 1));
  expect(hits).toMatchObject({
    s: { 0: 1, 1: 2, 2: 2, 3: 0 },
    f: { 0: 4, 1: 0 },
    b: { 0: [5, 0], 1: [6, 7] },
  });
});

it('a place in a line that the other does not know is not reached', () => {
  const hits = none();
  addHits(hits, { ...none(), statementMap: { 0: at(7, 0) }, s: { 0: 9 } });
  expect(hits.s).toEqual({ 0: 0, 1: 0, 2: 0, 3: 0 });
});
