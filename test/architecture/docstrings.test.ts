/** Each exported function of the layers that a request goes through says in words what it gives. */
import { describe, expect, it } from 'vitest';
import { exportedFunctions, functionsIn } from './docstrings.js';

/** Fewer words say no more than the name does. */
const fewestWords = 6;

const words = (text: string): number => text.split(/\s+/).filter((each) => /[A-Za-z]/.test(each)).length;

describe.each(['src/plan', 'src/execute', 'src/calls', 'src/model', 'src/gateway'])('%s', (folder) => {
  it('has a sentence above each exported function', () => {
    const functions = exportedFunctions(folder);
    expect(functions.length).toBeGreaterThan(1);
    const mute = functions.filter(({ text }) => words(text) < fewestWords);
    expect(mute.map(({ path, name, text }) => `${path}: ${name}: "${text}"`)).toEqual([]);
  });
});

it.each([
  ['a function', '/** What it gives. */\nexport function f(): void {}', [['f', 'What it gives.']]],
  ['none above it', 'const a = 1;\nexport function f(): void {}', [['f', '']]],
  ['a line comment is none', '// What it gives.\nexport function f(): void {}', [['f', '']]],
  ['a constant', '/** What it gives. */\nexport const f = (): number => 1;', [['f', 'What it gives.']]],
  [
    'several lines',
    '/**\n * What it\n * gives.\n */\nexport async function f() {}',
    [['f', 'What it\ngives.']],
  ],
  ['not exported', 'function f(): void {}', []],
  ['no function', 'export const f = 1;', []],
])('finds %s', (_, text, expected) => {
  expect(functionsIn('a.ts', text).map(({ name, text: said }) => [name, said])).toEqual(expected);
});
