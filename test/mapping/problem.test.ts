import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatProblem, MappingError, type Problem, sortProblems } from '../../src/mapping/problem.js';

const base: Problem = { file: 'm/a.yaml', line: 3, column: 5, message: 'unknown key "a"', severity: 'error' };

test('a problem prints as its place and message, the line, carets, and the help', () => {
  const problem: Problem = { ...base, sourceLine: '    feld: x', length: 4, help: 'did you mean "field"?' };
  expect(formatProblem(problem)).toBe(
    ['m/a.yaml:3:5: unknown key "a"', '      feld: x', '      ^^^^', '  did you mean "field"?'].join('\n'),
  );
});

test('without a line there is no excerpt', () => {
  expect(formatProblem(base)).toBe('m/a.yaml:3:5: unknown key "a"');
});

test('tabs stay in the line of carets, so that both lines shift alike', () => {
  const text = formatProblem({ ...base, column: 4, sourceLine: 'a\tb c', length: 1 });
  expect(text.split('\n')[2]).toBe('   \t ^');
});

test('control characters of a file do not reach the terminal', () => {
  const text = formatProblem({ ...base, message: 'a\u001b[2Jb\nc', sourceLine: 'x\u001b[31m\u0007' });
  expect(text).not.toContain('\u001b');
  expect(text).not.toContain('\u0007');
  expect(text.split('\n')).toHaveLength(3);
});

test('of a long line the part around the place is shown', () => {
  const sourceLine = `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`;
  const [, line, carets] = formatProblem({ ...base, column: 5001, sourceLine, length: 4 }).split('\n');
  expect(line!.length).toBe(122);
  expect(line!.slice(carets!.indexOf('^'), carets!.lastIndexOf('^') + 1)).toBe('HERE');
});

test('carets stay under the line, whatever the column and length', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), fc.nat(400), fc.nat(500), (sourceLine, at, length) => {
      const column = Math.min(at, sourceLine.length) + 1;
      const [, line, carets] = formatProblem({ ...base, column, sourceLine, length }).split('\n');
      expect(carets).toMatch(/\^/);
      expect(carets!.length).toBeLessThanOrEqual(Math.max(line!.length, carets!.indexOf('^') + 1));
    }),
  );
});

test('problems sort by file, line and column, and an error carries them all', () => {
  const at = (file: string, line: number, column: number): Problem => ({ ...base, file, line, column });
  const sorted = [at('a', 1, 1), at('a', 2, 1), at('a', 2, 9), at('a', 10, 1), at('b', 1, 1)];
  expect(sortProblems([...sorted].reverse())).toEqual(sorted);
  const error = new MappingError([...sorted].reverse());
  expect(error.problems).toEqual(sorted);
  expect(error.message.split('\n').map((line) => line.slice(0, 6))).toEqual([
    'a:1:1:',
    'a:2:1:',
    'a:2:9:',
    'a:10:1',
    'b:1:1:',
  ]);
});
