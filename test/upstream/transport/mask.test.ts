import fc from 'fast-check';
import { expect, test } from 'vitest';
import { masker } from '../../../src/upstream/transport/mask.js';

const percentAll = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const html = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const escapes = (text: string): string =>
  Array.from(
    { length: text.length },
    (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

const spellings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'percent-encoded': encodeURIComponent,
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'percent-encoded, every byte, small letters': percentAll,
  'as in a form': (text) => new URLSearchParams({ x: text }).toString().slice(2),
  'as in a path': (text) => encodeURI(text),
  'as JSON': (text) => JSON.stringify(text).slice(1, -1),
  'as JSON in JSON': (text) => JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1),
  'as JSON, every character': escapes,
  'with slashes escaped': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'as HTML': html,
  'as JSON in an address': (text) => encodeURIComponent(JSON.stringify(text).slice(1, -1)),
  'as Base64': (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
  'as Base64 for URLs': (text) => Buffer.from(text).toString('base64url'),
};

const awkward = [
  'p@ss/w+rd?&=#"\\ ü€\u{1F600}',
  "o'key <tag>",
  'plain-token-0123456789',
  'a.b*c(d)[e]{f}|g^h$',
];

test.each(Object.entries(spellings))('a secret %s is hidden', (_, spell) => {
  for (const secret of awkward) {
    const shown = masker([secret])(`before ${spell(secret)} after`);
    expect(shown).toMatch(/^before \[hidden\]\S{0,3} after$/);
  }
});

test('property: no spelling of a secret shows, nor a longer part of its Base64 inside another text', () => {
  const secret = fc
    .string({ minLength: 9, maxLength: 60, unit: 'grapheme' })
    .filter((each) => each.isWellFormed() && Buffer.byteLength(each) >= 9);
  fc.assert(
    fc.property(
      secret,
      fc.constantFrom(...Object.values(spellings)),
      fc.string({ maxLength: 20 }),
      (own, spell, before) => {
        const spelled = spell(own);
        const stable = spelled.slice(0, -2);
        expect(masker([own])(`${before}\n${spelled}\n`)).not.toContain(`\n${stable}`);
        const inside = Buffer.from(`${before}${own}:more`).toString('base64');
        const bytes = Buffer.byteLength(before);
        const core = inside.slice(
          Math.ceil((bytes * 4) / 3) + 2,
          Math.floor(((bytes + Buffer.byteLength(own)) * 4) / 3) - 2,
        );
        if (core.length >= 8) expect(masker([own])(inside)).not.toContain(core);
      },
    ),
  );
});

test('ordinary words stay, and very long texts are shortened without showing half a secret', () => {
  const mask = masker(['secret-token', 'abc']);
  expect(mask('abc: the column is not there')).toBe('abc: the column is not there');
  const long = 'x'.repeat(16 * 1024 - 6) + 'secret-token';
  expect(mask(long)).not.toMatch(/secre/);
  expect(mask(long)).toMatch(/^x+$/);
});

test('secrets that overlap are hidden together', () => {
  expect(masker(['xabc', 'abcdef'])('-xabcdef-')).toBe('-[hidden]-');
});

test('a long token with many other secrets costs a few milliseconds at most for a long text', () => {
  const secrets = Array.from({ length: 20 }, (_, index) => `${index}-`.padEnd(2000, 'abc%41'));
  const start = process.cpuUsage().user;
  masker(secrets)(encodeURIComponent(secrets[0]!).padEnd(60_000, 'a%2541'));
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(1000);
});
