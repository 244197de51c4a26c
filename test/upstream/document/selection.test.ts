import { describe, expect, it } from 'vitest';
import { Selection, type SelectionStep } from '../../../src/upstream/document/selection.js';

const path = (text: string): SelectionStep[] => text.split('.').map((name) => ({ name }));
const picture = (size: number): SelectionStep => ({
  name: 'image',
  arguments: [{ name: 'size', type: 'Int!', value: size }],
});

describe('Selection', () => {
  it('joins what paths have in common', () => {
    const selection = new Selection();
    expect(selection.empty).toBe(true);
    expect(selection.add(path('id'))).toEqual(['id']);
    expect(selection.add(path('price.amount'))).toEqual(['price', 'amount']);
    expect(selection.add(path('price.currency'))).toEqual(['price', 'currency']);
    selection.add(path('id'));
    expect(selection.print()).toEqual({ text: 'id price { amount currency }', variables: [] });
  });

  it('gives each set of arguments a name and variables of its own, never a value in the text', () => {
    const selection = new Selection();
    expect(selection.add([picture(100), { name: 'url' }])).toEqual(['image_1', 'url']);
    expect(selection.add([picture(100), { name: 'width' }])).toEqual(['image_1', 'width']);
    expect(selection.add([picture(800), { name: 'url' }])).toEqual(['image_2', 'url']);
    expect(selection.add(path('image.url'))).toEqual(['image', 'url']);
    expect(selection.print()).toEqual({
      text: 'image_1: image(size: $s0) { url width } image_2: image(size: $s1) { url } image { url }',
      variables: [
        { name: 's0', type: 'Int!', value: 100 },
        { name: 's1', type: 'Int!', value: 800 },
      ],
    });
  });

  it('keeps members of two types apart, which may have the same name and different types', () => {
    const selection = new Selection();
    const media = { name: 'media' };
    expect(selection.add([media, { name: 'url', on: 'Image' }])).toEqual(['media', 'Image_url_1']);
    expect(selection.add([media, { name: 'url', on: 'Video' }])).toEqual(['media', 'Video_url_2']);
    expect(selection.print().text).toBe(
      'media { ... on Image { Image_url_1: url } ... on Video { Video_url_2: url } }',
    );
  });

  it('takes result paths, and other selections below them', () => {
    const row = new Selection();
    row.add(path('id'));
    const list = new Selection();
    list.addPath('');
    list.addPath('pageInfo.endCursor');
    list.addPath('edges[].cursor');
    list.addBelow('edges[].node', row);
    expect(list.print().text).toBe('pageInfo { endCursor } edges { cursor node { id } }');
  });
});
