import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PathError, parsePath, printPath, readPath, type Step } from '../../../src/model/bind/paths.js';
import { Selection } from '../../../src/upstream/document/selection.js';
import { seed } from '../codecs/seed.js';

describe('parsing', () => {
  it('knows all kinds of steps', () => {
    expect(parsePath('media.(MediaImage).images.0.tags[].name')).toEqual([
      { kind: 'field', name: 'media' },
      { kind: 'type', name: 'MediaImage' },
      { kind: 'field', name: 'images' },
      { kind: 'index', index: 0 },
      { kind: 'field', name: 'tags' },
      { kind: 'each' },
      { kind: 'field', name: 'name' },
    ]);
  });

  it.each([
    ['', 0, 1],
    ['a..b', 2, 1],
    ['a.', 2, 1],
    ['0.a', 0, 1],
    ['a[].0', 4, 1],
    ['a.01', 2, 2],
    ['a.b-c', 2, 3],
    ['price.ámount', 6, 6],
    ['a[0].b', 1, 3],
    ['a[', 1, 1],
    ['a.(B', 2, 2],
    ['a.(1B).c', 3, 2],
    ['a.(B)', 2, 3],
    ['a.(B).(C).d', 6, 3],
    ['a.(B).0', 6, 1],
    ['a.__proto__', 2, 9],
    ['a b', 0, 3],
  ])('%j is refused at %i', (text, offset, length) => {
    let found: PathError | undefined;
    try {
      parsePath(text);
    } catch (error) {
      found = error as PathError;
    }
    expect(found).toBeInstanceOf(PathError);
    expect([found?.offset, found?.length]).toEqual([offset, length]);
  });

  it(`prints what it parsed (seed ${seed})`, () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,5}$/);
    const segment = fc.oneof(
      name,
      name.map((each) => `${each}[]`),
      fc.tuple(name, fc.nat(99)).map(([each, index]) => `${each}.${index}`),
      fc.tuple(name, name).map(([type, each]) => `(${type}).${each}`),
    );
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
        const text = segments.join('.');
        expect(printPath(parsePath(text))).toBe(text);
      }),
      { seed },
    );
  });
});

describe('reading', () => {
  const row = {
    price: { amount: '12.30' },
    images: [{ url: 'a', tags: ['x', null] }, null, { url: 'b', tags: ['y'] }, { url: null }],
    tags: ['p', 'q'],
    grid: [[1, 2], [3]],
    empty: [],
    none: null,
  };
  it.each([
    ['price.amount', '12.30'],
    ['price.missing', null],
    ['price.amount.deeper', null],
    ['missing.amount', null],
    ['none.amount', null],
    ['images.0.url', 'a'],
    ['images.1.url', null],
    ['images.9.url', null],
    ['price.0', null],
    ['images[].url', ['a', 'b']],
    ['images[].tags', ['x', 'y']],
    ['images[].tags[]', ['x', 'y']],
    ['images[].tags.0', ['x', 'y']],
    ['images.url', null],
    ['tags', ['p', 'q']],
    ['tags[]', ['p', 'q']],
    ['empty[].name', []],
    ['none[].name', null],
    ['missing[].name', null],
    ['price[].name', null],
    ['grid.1.0', 3],
    ['grid[]', [1, 2, 3]],
    ['constructor', null],
    ['price.toString', null],
  ])('%s', (path, value) => {
    expect(readPath(parsePath(path))(row)).toEqual(value);
  });

  it.each([null, undefined, 5, 'text', []])('%j has no members', (value) => {
    expect(readPath(parsePath('a.b'))(value)).toBeNull();
  });

  it('reads by the keys of its selection, so that two types of one union do not meet', () => {
    const [image, video] = [parsePath('media.(Image).url'), parsePath('media.(Video).url')];
    const selection = new Selection();
    const [imageKeys, videoKeys] = [
      selection.add([{ name: 'media' }, { name: 'url', on: 'Image' }]),
      selection.add([{ name: 'media' }, { name: 'url', on: 'Video' }]),
    ];
    expect(selection.print().text).toBe(
      'media { ... on Image { Image_url_1: url } ... on Video { Video_url_2: url } }',
    );
    const answer = { media: { Video_url_2: 'v' } };
    expect(readPath(image, imageKeys)(answer)).toBeNull();
    expect(readPath(video, videoKeys)(answer)).toBe('v');
  });

  it(`agrees with a walk step by step (seed ${seed})`, () => {
    const walk = (value: unknown, steps: readonly Step[]): unknown[] => {
      const [step, ...rest] = steps;
      if (value === null || value === undefined) return [];
      if (step === undefined) return [value];
      if (step.kind === 'each') return Array.isArray(value) ? value.flatMap((each) => walk(each, rest)) : [];
      if (step.kind === 'index') return Array.isArray(value) ? walk(value[step.index], rest) : [];
      return Array.isArray(value) || typeof value !== 'object'
        ? []
        : walk((value as Record<string, unknown>)[step.name], rest);
    };
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(1, 'x', null),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b'), tie('node')),
      ),
    }));
    const path = fc.array(fc.constantFrom('a', 'b', 'a[]', 'b[]', 'a.0', 'b.1'), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(node, path, (value, segments) => {
        const steps = parsePath(segments.join('.'));
        const found = walk(value, steps);
        const read = readPath(steps)(value);
        if (steps.some((step) => step.kind === 'each')) {
          expect(read ?? []).toEqual(found.flat().filter((each) => each !== null));
        } else expect(read).toEqual(found[0] ?? null);
      }),
      { seed, numRuns: 500 },
    );
  });
});
