import { describe, expect, it } from 'vitest';
import { evaluateTemplate, parseTemplate, TemplateError } from '../../src/mapping/template.js';

const item = {
  _id: '1',
  brand: 'Acme',
  title: 'Lamp',
  price: 12.5,
  sold: false,
  tags: ['a', 'b'],
  at: { $date: '2024-01-15T10:00:00Z' },
  size: { w: 1 },
  none: null,
};

describe('templates', () => {
  it.each([
    ['{brand} {title}', 'Acme Lamp'],
    ['{brand}{title}', 'AcmeLamp'],
    ['{brand} {none} {title}', 'Acme  Lamp'],
    ['{{{brand}}}', '{Acme}'],
    ['{{x}} {title}', '{x} Lamp'],
    ['{price} {sold}', '12.5 false'],
    ['{tags}', 'a, b'],
    ['{at}', '2024-01-15T10:00:00.000Z'],
    ['{size}', '{"w":1}'],
    ['{none}', null],
    ['no {none} {absent}', null],
    ['{constructor}', null],
    ['{_id}', '1'],
  ])('%s', (text, value) => {
    expect(evaluateTemplate(parseTemplate(text), item)).toBe(value);
  });

  it('lists its keys once, in order', () => {
    expect(parseTemplate('{b} {a} {b}').keys).toEqual(['b', 'a']);
  });

  it('keeps an empty text as a value', () => {
    expect(evaluateTemplate(parseTemplate('<{title}>'), { title: '' })).toBe('<>');
  });

  it.each([
    ['{brand', 0, 1],
    ['a } b', 2, 1],
    ['a {} b', 2, 2],
    ['{brand name}', 0, 12],
    ['{a.b}', 0, 5],
    ['plain', 0, 5],
    ['', 0, 1],
    ['{a{b}}', 0, 1],
  ])('%j is refused at %i', (text, offset, length) => {
    let found: TemplateError | undefined;
    try {
      parseTemplate(text);
    } catch (error) {
      found = error as TemplateError;
    }
    expect(found).toBeInstanceOf(TemplateError);
    expect([found?.offset, found?.length]).toEqual([offset, length]);
  });
});
