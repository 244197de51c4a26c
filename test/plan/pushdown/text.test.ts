/** Which part of a searched text is sent, by what the upstream does with case. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Folding, planText, type TextOperator } from '../../../src/plan/pushdown/text.js';
import { foldCase } from '../../../src/wix/filter/fold.js';
import { nastyTexts } from '../../upstreams/data.js';

type Row = readonly [operator: TextOperator, operand: string, folding: Folding, plan: string | undefined];

/** The plan as `operator text`, with `~` where the rows are checked again. */
const rows: readonly Row[] = [
  ['contains', 'red', 'unknown', 'contains red'],
  ['contains', '12-3', 'unknown', 'contains 12-3'],
  ['contains', 'red item', 'unknown', 'contains red item ~'],
  ['contains', 'red item', 'ascii', 'contains red item'],
  ['contains', 'red item', 'unicode', 'contains red item ~'],
  ['contains', 'red item', 'javascript', 'contains red item'],
  ['endsWith', 'taxi', 'ascii', 'contains tax ~'],
  ['startsWith', 'taxi', 'ascii', 'startsWith tax ~'],
  ['endsWith', 'taxi', 'javascript', 'endsWith taxi'],
  ['contains', 'kiosk', 'ascii', 'contains ios ~'],
  ['contains', 'kiosk', 'unicode', 'contains kiosk ~'],
  ['startsWith', 'kiosk', 'ascii', 'contains ios ~'],
  ['contains', 'k', 'unknown', undefined],
  ['contains', 'café au lait', 'ascii', 'contains  au lait ~'],
  ['startsWith', 'café', 'ascii', 'startsWith caf ~'],
  ['endsWith', 'café', 'ascii', 'contains caf ~'],
  ['endsWith', 'élan', 'ascii', 'endsWith lan ~'],
  ['contains', 'café', 'unicode', 'contains café'],
  ['contains', 'İ', 'unicode', undefined],
  ['contains', 'ΟΔΟΣ', 'unicode', 'contains ΟΔΟ ~'],
  ['contains', 'ΟΔΟΣ', 'javascript', 'contains ΟΔΟΣ ~'],
  ['contains', '東京', 'unknown', 'contains 東京'],
];

describe('planText', () => {
  test.each(rows)('%s %j over %s folding', (operator, operand, folding, expected) => {
    const plan = planText(operator, operand, 'insensitive', folding);
    expect(plan && `${plan.operator} ${plan.text}${plan.exact ? '' : ' ~'}`).toBe(expected);
  });

  test('of an operator that respects case only what has no case is sent', () => {
    expect(planText('contains', 'ab 12-34 cd', 'sensitive', 'unknown')).toEqual({
      operator: 'contains',
      text: ' 12-34 ',
      exact: false,
    });
    expect(planText('contains', 'abc', 'unknown', 'unknown')).toBeUndefined();
    expect(planText('contains', '007', 'sensitive', 'unknown')?.exact).toBe(true);
  });

  test('what may be read as a wildcard is not sent', () => {
    expect(planText('startsWith', '50% off', 'insensitive', 'ascii', '%_')).toEqual({
      operator: 'startsWith',
      text: '50',
      exact: false,
    });
  });

  // What upstreams of each folding do with a text before they compare, as far as they are known.
  const lower = (text: string): string => text.toLowerCase();
  const byLetter = (text: string): string =>
    [...text].map((each) => (each.toLowerCase().length === each.length ? each.toLowerCase() : each)).join('');
  const upstreams: readonly [Folding, string, (text: string) => string][] = [
    ['ascii', 'A-Z only', (text) => text.replace(/[A-Z]/g, lower)],
    ['unicode', 'letter by letter, İ becomes i', (text) => byLetter(text.replaceAll('İ', 'i'))],
    ['javascript', 'toLowerCase', foldCase],
    ['unknown', 'A-Z only', (text) => text.replace(/[A-Z]/g, lower)],
    ['unknown', 'letter by letter', byLetter],
    ['unknown', 'toLowerCase', foldCase],
    ['unknown', 'capital İ becomes i', (text) => byLetter(text.replaceAll('İ', 'i'))],
  ];
  const finds: Record<TextOperator, (text: string, part: string) => boolean> = {
    contains: (text, part) => text.includes(part),
    startsWith: (text, part) => text.startsWith(part),
    endsWith: (text, part) => text.endsWith(part),
  };
  const texts = fc.oneof(
    fc.constantFrom(...nastyTexts),
    fc.string({ unit: fc.constantFrom(...'iIİıkK\u212aσςΣéÉe\u0307\u0301sSſßẞaA1 -'), maxLength: 5 }),
  );
  test.each(upstreams)('%s (%s): no row is missed, and exact means exact', (folding, _, fold) => {
    fc.assert(
      fc.property(
        fc.constantFrom<TextOperator>('contains', 'startsWith', 'endsWith'),
        texts,
        texts,
        fc.nat(4),
        (operator, text, other, length) => {
          const part = length === 0 ? other : [...text].slice(length % 2, length + (length % 2)).join('');
          if (part === '') return;
          const plan = planText(operator, part, 'insensitive', folding);
          if (plan === undefined) return;
          const wix = finds[operator](foldCase(text), foldCase(part));
          const upstream = finds[plan.operator](fold(text), fold(plan.text));
          if (wix) expect(upstream).toBe(true);
          if (plan.exact) expect(upstream).toBe(wix);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
