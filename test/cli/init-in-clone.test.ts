/** `init` beside the demo's files, as in a clone of the project: it writes files of its own and leaves those alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, directoryWith, ensureBuilt, root } from './harness.js';

const demo = join(root, 'mappings/demo');
const files = Object.fromEntries(
  readdirSync(demo).map((name) => [`mappings/demo/${name}`, readFileSync(join(demo, name), 'utf8')]),
);
const clone = directoryWith({
  ...files,
  'api.graphql': `type Query { things(limit: Int, offset: Int): [Thing!]! }
    type Thing { id: ID! name: String }`,
});
beforeAll(ensureBuilt, 120_000);
afterAll(() => clone.remove());

test('the files of init and those of the demo do not meet', async () => {
  const options = {
    cwd: clone.path,
    environment: { MAPPINGS_DIR: '', UPSTREAM_URL: 'http://127.0.0.1:9/graphql' },
  };
  const ran = await cli(['init', '--schema', 'api.graphql'], options);
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  const written = readdirSync(join(clone.path, 'mappings'));
  expect(written).toEqual(expect.arrayContaining(['demo', 'things.yaml', 'upstream.yaml']));
  for (const [name, text] of Object.entries(files))
    expect(readFileSync(join(clone.path, name), 'utf8')).toBe(text);
  expect(readdirSync(join(clone.path, 'mappings/demo')).sort()).toEqual(readdirSync(demo).sort());

  const checked = await cli(['check'], options);
  expect(checked.stdout).toMatch(/^things\b/m);
  expect(checked.stdout + checked.stderr).not.toContain('mappings/demo');
  expect(checked.stdout).not.toMatch(/^products\b/m);
}, 120_000);
