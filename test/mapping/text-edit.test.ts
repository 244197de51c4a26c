import { expect, test } from 'vitest';
import { commentedLines } from '../../src/mapping/text-edit.js';

test.each([
  ['lines behind a sign at their place', '  a:\n    b: 1', '  ', '  # a:\n  #   b: 1'],
  ['at the beginning of the line', 'a: 1\n b: 2', '', '# a: 1\n#  b: 2'],
  ['empty lines stay empty', '  a:\n\n  b:\n   \n', '  ', '  # a:\n\n  # b:\n   \n'],
  ['other blanks stay behind the sign', '\ta: 1', '  ', '  # \ta: 1'],
  ['line ends of Windows stay', 'a: 1\r\n\r\nb: 2\r', '', '# a: 1\r\n\r\n# b: 2\r'],
])('%s', (_, text, indent, commented) => {
  expect(commentedLines(text, indent)).toBe(commented);
});
