/** `prove --resume`: many small proofs find what one large one finds, and ask no question twice. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { directoryWith, root } from './harness.js';
import { inside } from './inside.js';

let upstream: DemoUpstream;
let directory: ReturnType<typeof directoryWith>;
const demo = join(root, 'mappings/demo');
beforeAll(async () => {
  upstream = await startDemoUpstream();
  directory = directoryWith(
    Object.fromEntries(
      readdirSync(demo).map((name) => {
        const text = readFileSync(join(demo, name), 'utf8');
        // Two false claims: one that is asked early, and one late.
        return [
          name,
          text
            .replace('ascending: { $field: ASC }', 'ascending: { $field: DESC }')
            .replace('contains: { send: { contains: $value }', 'contains: { send: { startsWith: $value }'),
        ];
      }),
    ),
  );
});
afterAll(() => {
  directory?.remove();
  return upstream?.close();
});

const prove = async (...more: string[]) => {
  const { stdout, stderr } = await inside(
    ['prove', 'brands', '--mappings', directory.path, '--json', ...more],
    { environment: { UPSTREAM_URL: upstream.url } },
  );
  return { ...JSON.parse(stdout).proofs[0], stderr };
};

it('in pieces', async () => {
  const whole = await prove('--requests', '1000');
  expect(whole).toMatchObject({ unasked: 0 });
  const claims = ({ faults }: { faults: { claim: string; line: number }[] }) =>
    faults.map(({ claim, line }) => `${claim} ${line}`).sort();
  expect(claims(whole).length).toBeGreaterThan(1);
  expect((await prove('--requests', '1000', '--resume')).stderr).toContain('brands: nothing to go on with');

  let last = await prove('--requests', '30');
  expect(last.unasked).toBeGreaterThan(5);
  for (let pieces = 0; last.unasked > 0; pieces += 1) {
    expect(pieces).toBeLessThan(12);
    const next = await prove('--requests', '30', '--resume');
    expect(next.questions + next.unasked).toBe(whole.questions);
    expect(next.questions).toBeGreaterThan(last.questions);
    last = next;
  }
  expect(claims(last)).toEqual(claims(whole));
});
