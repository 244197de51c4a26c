import { describe, expect, it, test } from 'vitest';
import {
  compileResultPath,
  parseRowsPath,
  printNames,
  readCount,
  readResult,
} from '../../../src/upstream/document/result-path.js';

describe('readResult', () => {
  const value = { pageInfo: { endCursor: 'c', next: null }, groups: [{ count: 3 }], list: ['a', 'b'] };
  it.each([
    ['', value],
    ['pageInfo.endCursor', 'c'],
    ['pageInfo.next', null],
    ['pageInfo.next.cursor', undefined],
    ['pageInfo.other', undefined],
    ['other.endCursor', undefined],
    // A list of one counts as its element.
    ['groups.count', 3],
    ['list', ['a', 'b']],
    ['list.length', undefined],
  ])('%j: %j', (path, expected) => {
    expect(readResult(value, compileResultPath(path))).toEqual(expected);
  });
});

test('a path from the parent is read there', () => {
  const path = compileResultPath('../total');
  expect(readResult({ total: 1 }, path, { total: 2 })).toBe(2);
  expect(readResult({ total: 1 }, path)).toBeUndefined();
});

test('names become a selection', () => {
  expect(printNames(['edges', 'node'], 'id')).toBe('edges { node { id } }');
  expect(printNames(compileResultPath('data[].attributes').names)).toBe('data { attributes }');
  expect(printNames([], 'id name')).toBe('id name');
});

describe('parseRowsPath', () => {
  it.each([
    ['', '', '', ''],
    ['nodes', 'nodes', '', 'nodes'],
    ['edges[].node', 'edges', 'node', 'edges.node'],
    ['data[].attributes', 'data', 'attributes', 'data.attributes'],
    ['[].item', '', 'item', 'item'],
    ['result.hits[].entry.item', 'result.hits', 'entry.item', 'result.hits.entry.item'],
  ])('%j', (text, items, row, selected) => {
    const path = parseRowsPath(text);
    expect([path.items.text, path.row.text]).toEqual([items, row]);
    expect(path.names.join('.')).toBe(selected);
  });
});

describe('readCount', () => {
  it.each([
    [0, 0],
    [12, 12],
    ['12', 12],
    [[12], 12],
    [['12'], 12],
    // Nothing that is no number of rows for certain.
    [-1, undefined],
    [1.5, undefined],
    ['12+', undefined],
    ['', undefined],
    ['1e3', undefined],
    [null, undefined],
    [undefined, undefined],
    [[], undefined],
    [[1, 2], undefined],
    [true, undefined],
    [2 ** 53, undefined],
    [String(2 ** 53), undefined],
    [Number.NaN, undefined],
  ])('%j: %j', (value, expected) => {
    expect(readCount(value)).toBe(expected);
  });
});
