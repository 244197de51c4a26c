/** The lint rule that keeps clocks, timers and chance out of src, outside the World. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { directoryWith, root } from '../cli/harness.js';

const refused = [
  'export const a = Date.now();',
  'export const a = { now: Date.now };',
  'export const a = new Date();',
  'export const { now } = Date;',
  'export const a = Math.random();',
  'export const a = performance.now();',
  'export const a = setTimeout(() => undefined, 1);',
  'export const a = setInterval(() => undefined, 1);',
  'export const a = setImmediate(() => undefined);',
  'export const a = crypto.randomUUID();',
  'export const a = globalThis.setTimeout;',
  'export const a = AbortSignal.timeout(5);',
  'export const a = process.hrtime.bigint();',
  "import { setTimeout as sleep } from 'node:timers/promises';\nexport const a = sleep(1);",
  "import { randomUUID } from 'node:crypto';\nexport const a = randomUUID();",
  "import { systemWorld } from '../world/system-world.js';\nexport const a = systemWorld.now();",
].map((code, index): [string, string] => [code, `src/execute/refused-${index}.ts`]);

const allowed: readonly (readonly [path: string, code: string])[] = [
  [
    'src/execute/hash.ts',
    "import { createHash } from 'node:crypto';\nexport const a = createHash('sha256');",
  ],
  [
    'src/execute/dates.ts',
    "export const a = new Date(5).getTime() + Date.parse('2026-01-01') + Math.max(1, 2);",
  ],
  ['src/world/system-world.ts', 'export const a = Date.now() + Math.random();'],
  [
    'src/cli.ts',
    "import { systemWorld } from './world/system-world.js';\nexport const a = systemWorld.now();",
  ],
  ['test/world/example.ts', 'export const a = Date.now();'],
];

/** One run of the linter over all of them, with this repository's configuration. */
let output = '';
let folder: ReturnType<typeof directoryWith>;
beforeAll(() => {
  const configuration = ['biome.json', 'lint/world.grit'].map((path) => [
    path,
    readFileSync(join(root, path), 'utf8').replace(/"\$schema": .*,/, ''),
  ]);
  const files = [...configuration, ...refused.map(([code, path]) => [path, code]), ...allowed];
  folder = directoryWith(Object.fromEntries(files));
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const run = spawnSync(process.execPath, [biome, 'lint', '--max-diagnostics=none', '--colors=off'], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  output = run.stdout + run.stderr;
});
afterAll(() => folder.remove());

it.each(refused)('refuses %s', (_code, path) => {
  expect(output).toMatch(new RegExp(`${path}:[0-9:]+ (plugin|lint/style/noRestricted)`));
});

it.each(allowed)('lets pass %s', (path) => {
  expect(output).not.toContain(`${path}:`);
});
