import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Environment, substitute } from '../../src/mapping/environment.js';
import { parseYaml } from '../../src/mapping/parse-yaml.js';
import { formatProblem } from '../../src/mapping/problem.js';
import type { Json } from '../../src/styles/vocabulary.js';

function run(
  text: string,
  environment: Environment = {},
): { value: Json; missing: readonly string[]; printed: string } {
  const { source, value } = parseYaml('upstream.yaml', text);
  const { value: result, missing, problems } = substitute(value!, environment, source);
  return { value: result, missing, printed: problems.map(formatProblem).join('\n') };
}

test.each<[string, string, Environment, Json]>([
  ['a whole value', 'a: ${A}', { A: 'x' }, { a: 'x' }],
  ['a part of a value', 'a: Bearer ${A}.${B}', { A: 'x', B: 'y' }, { a: 'Bearer x.y' }],
  ['in lists and objects', 'a: ["${A}", { b: "${A}" }]', { A: 'x' }, { a: ['x', { b: 'x' }] }],
  ['a fallback', 'a: ${A:-http://x:1/}', {}, { a: 'http://x:1/' }],
  ['a fallback for an empty variable', 'a: ${A:-b}', { A: '' }, { a: 'b' }],
  ['an empty fallback', 'a: ${A:-}', {}, { a: '' }],
  ['no fallback where the variable is set', 'a: ${A:-b}', { A: 'x' }, { a: 'x' }],
  ['the escape', 'a: $${A} ${A}', { A: 'x' }, { a: '${A} x' }],
  [
    'slots of later stages stay',
    'a: $language $identity.memberId {b} $',
    {},
    { a: '$language $identity.memberId {b} $' },
  ],
  ['keys stay', '"${A}": 1', {}, { '${A}': 1 }],
  ['one pass only', 'a: ${A}', { A: '${B}', B: 'x' }, { a: '${B}' }],
  ['a variable adds no YAML', 'a: ${A}', { A: 'x\nb: 1 # "' }, { a: 'x\nb: 1 # "' }],
  ['a variable stays text', 'a: ${A}', { A: '5' }, { a: '5' }],
  ['replacement patterns are text', 'a: ${A}', { A: "$& $1 $$ $'" }, { a: "$& $1 $$ $'" }],
])('%s', (_, text, environment, expected) => {
  expect(run(text, environment)).toEqual({ value: expected, missing: [], printed: '' });
});

test('missing variables are named once and shown at each place', () => {
  const { missing, printed } = run('url: ${U}/x\nheaders:\n  a: Bearer ${T} ${U}\n  b: "${E}"', { E: '' });
  expect(missing).toEqual(['U', 'T', 'E']);
  expect(printed).toMatchInlineSnapshot(`
    "upstream.yaml:1:6: the variable U is not set
      url: \${U}/x
           ^^^^
      set U in the environment, or give a fallback: \${U:-text}
    upstream.yaml:3:13: the variable T is not set
        a: Bearer \${T} \${U}
                  ^^^^
      set T in the environment, or give a fallback: \${T:-text}
    upstream.yaml:3:18: the variable U is not set
        a: Bearer \${T} \${U}
                       ^^^^
      set U in the environment, or give a fallback: \${U:-text}
    upstream.yaml:4:7: the variable E is empty
        b: "\${E}"
            ^^^^
      set E in the environment, or give a fallback: \${E:-text}"
  `);
});

test('members of Object.prototype are not variables', () => {
  expect(run('a: ${constructor}').missing).toEqual(['constructor']);
});

test('what is no reference is refused', () => {
  expect(run('a: ${my name}\nb: x ${A').printed).toMatchInlineSnapshot(`
    "upstream.yaml:1:4: this is not a reference to a variable
      a: \${my name}
         ^^^^^^^^^^
      write \${NAME} or \${NAME:-text}; a literal \${ is written $\${
    upstream.yaml:2:6: this is not a reference to a variable
      b: x \${A
           ^^^
      write \${NAME} or \${NAME:-text}; a literal \${ is written $\${"
  `);
});

test('a variable that holds a slot is refused, without its value', () => {
  const { printed } = run('a: ${PASSWORD}', { PASSWORD: 'hunter$language2 $language' });
  expect(printed).toMatchInlineSnapshot(`
    "upstream.yaml:1:4: the value of PASSWORD holds a $… slot
      a: \${PASSWORD}
         ^^^^^^^^^^^
      slots such as $language must stand in this file itself"
  `);
  expect(printed).not.toContain('hunter');
});

test('each value comes out as it is, with its variables replaced, and no secret in a problem', () => {
  const secret = fc
    .string({ minLength: 12, maxLength: 20 })
    .map((text) => `s3cr3t${text.replace(/\$/g, '')}`);
  const part = fc.oneof(
    fc.constantFrom(
      { text: '${S}', set: true },
      { text: '${GONE}', set: false },
      { text: ' - ', set: false },
    ),
  );
  fc.assert(
    fc.property(secret, fc.array(part, { maxLength: 5 }), (value, parts) => {
      const text = parts.map((one) => one.text).join('');
      const { value: result, printed } = run(`a: ${JSON.stringify(text)}`, { S: value });
      const expected = text.split('${S}').join(value).split('${GONE}').join('');
      expect(result).toEqual({ a: expected });
      expect(printed).not.toContain('s3cr3t');
    }),
  );
});
