import { describe, expect, it } from 'vitest';
import {
  parseRowsPath,
  readCount,
  readResult,
  selectionPath,
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
    expect(readResult(value, path)).toEqual(expected);
  });
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
    expect(path).toEqual({ items, row });
    expect(selectionPath(path)).toBe(selected);
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
