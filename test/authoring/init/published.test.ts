/**
 * `init` over whole schemas of products, offline: what it writes binds. SCHEMAS_DIR names a folder of them (SDL); without
 * it nothing is tried.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../../src/app/app.js';
import { formatProblem } from '../../../src/mapping/problem.js';
import { unobserved } from '../../../src/world/observation.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { createFolder } from './folder.js';

const directory = process.env.SCHEMAS_DIR ?? '';
const schemas =
  directory !== '' && existsSync(directory)
    ? readdirSync(directory).filter((name) => name.endsWith('.graphql'))
    : ['no SCHEMAS_DIR'];
/** Products whose mutations are known well enough that most collections must have them. */
const writable = /^(hasura|postgraphile|strapi|keystone|payload|saleor|shopify-admin)/;

describe.skipIf(schemas[0] === 'no SCHEMAS_DIR').each(schemas)('%s', (name) => {
  test.each([false, true])('binds, writes: %s', async (writes) => {
    const folder = createFolder();
    try {
      const ran = await folder.init(undefined, { schema: join(directory, name), writes });
      expect(ran.exitCode, ran.output).toBe(0);
      const app = createApp({
        world: systemWorld,
        mappingsDirectory: folder.path,
        environment: { UPSTREAM_URL: 'http://127.0.0.1:9/' },
        observe: unobserved,
        prefer: 'saved',
        retry: 'never',
      });
      await app.started;
      await app.close();
      const errors = app.problems.filter((each) => each.severity === 'error').map(formatProblem);
      // The only thing that a person has to say before it works.
      expect(errors.filter((each) => !each.includes('waits for a value'))).toEqual([]);
      expect(app.collections.size).toBeGreaterThan(0);
      if (writes && writable.test(name)) {
        const written = [...app.collections.values()].filter((model) => model.writes !== undefined);
        expect(written.length).toBeGreaterThan(app.collections.size / 4);
      }
    } finally {
      folder.remove();
    }
  });
});
