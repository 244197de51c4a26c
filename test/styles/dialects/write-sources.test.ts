/** What a dialect says of writes beyond their spelling decides what is sent and told: each claim has a source. */
import { expect, it } from 'vitest';
import { dialects } from '../../../src/styles/dialects/index.js';

const claiming = dialects.filter(({ writes }) => {
  const { identify, clear, batch, failures } = writes ?? {};
  return [identify, clear, batch, failures].some((each) => each !== undefined);
});

it('there are some', () => {
  expect(claiming.map(({ name }) => name)).toContain('postgraphile4');
});

it.each(claiming.map((each) => [each.name, each] as const))('%s names its source', (_, { sources }) => {
  expect(sources?.writes).toMatch(/^(https:\/\/|seen with \S+.* \d+(\.\d+)+ )/);
});

it('no dialect sends several mutations in one document without saying what one does to the others', () => {
  for (const { writes } of claiming)
    if (typeof writes?.batch === 'object' && writes.batch.document === 'transaction')
      expect(writes.batch.aliases).toBe(1);
});
