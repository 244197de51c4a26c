/** What users install: one program that holds the packages that it is made of, so that nothing is installed beside it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { packagesHeld } from '../build/held.js';
import { ensureBuilt, root } from './harness.js';

interface Locked {
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly engines?: { readonly node?: string };
}

const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const manifest = read('package.json') as { engines: { node: string } };
const lock = read('package-lock.json') as { packages: Record<string, Locked> };

beforeAll(ensureBuilt);

it('brings no package along', () => {
  const installed = Object.entries(lock.packages).filter(
    ([path, { dev, peer }]) => path !== '' && !dev && !peer,
  );
  expect(installed.map(([path]) => path)).toEqual([]);
});

it('holds no package that needs a newer Node than it says', () => {
  const oldest = Number(/\d+/.exec(manifest.engines.node)![0]);
  const named = packagesHeld().map((name) => `node_modules/${name}`);
  expect(named).toContain('node_modules/koa');
  const newer = named.filter((path) => {
    const node = lock.packages[path]?.engines?.node ?? '*';
    const alternatives = node.split('||').map((each) => Number(/\d+/.exec(each)?.[0] ?? 0));
    return Math.min(...alternatives) > oldest;
  });
  expect(newer).toEqual([]);
});
