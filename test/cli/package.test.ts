/** What users install: they get the ranges of the dependencies, without the lock file and without overrides. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './harness.js';

interface Locked {
  readonly dev?: boolean;
  readonly engines?: { readonly node?: string };
}

const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const manifest = read('package.json') as { engines: { node: string }; overrides?: Record<string, unknown> };
const lock = read('package-lock.json') as { packages: Record<string, Locked> };
const installed = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);

it('needs no override', () => {
  const names = installed.map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(names).toContain('koa');
  expect(Object.keys(manifest.overrides ?? {}).filter((name) => names.includes(name))).toEqual([]);
});

it('needs no newer Node than it says', () => {
  const oldest = Number(/\d+/.exec(manifest.engines.node)![0]);
  const newer = installed.filter(([, { engines }]) => {
    const alternatives = (engines?.node ?? '*').split('||').map((each) => Number(/\d+/.exec(each)?.[0] ?? 0));
    return Math.min(...alternatives) > oldest;
  });
  expect(newer.map(([path]) => path)).toEqual([]);
});
