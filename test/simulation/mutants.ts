/**
 * `npm run mutants`: the simulator against wrong versions of our own code, each in a copy of the sources. Each must be noticed within
 * 1000 seeds; says within how many.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, mutants } from './mutant-list.js';

const root = join(import.meta.dirname, '../..');
const most = 1000;
const wanted = process.argv[2];
const work = mkdtempSync(join(tmpdir(), 'mutants-'));
const survivors: string[] = [];

try {
  for (const name of ['src', 'test']) cpSync(join(root, name), join(work, name), { recursive: true });
  for (const name of ['package.json', 'tsconfig.json']) cpSync(join(root, name), join(work, name));
  symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
  console.info('| wrong version | noticed by | seed |\n|---|---|---|');
  for (const mutant of mutants) {
    if (wanted !== undefined && !mutant.name.includes(wanted)) continue;
    const { by, seed } = run(mutant);
    console.info(`| ${mutant.name} | ${by} | ${seed} |`);
    // What does not run at all was not noticed by an invariant.
    if (!by.startsWith('W')) survivors.push(mutant.name);
  }
} finally {
  rmSync(work, { recursive: true });
}
if (survivors.length > 0) {
  console.error(`not noticed within ${most} seeds: ${survivors.join('; ')}`);
  process.exitCode = 1;
}

function run({ file, text, instead }: Mutant): { readonly by: string; readonly seed: string } {
  const path = join(work, 'src', file);
  const original = readFileSync(path, 'utf8');
  if (original.split(text).length !== 2) throw new Error(`${file} does not hold once: ${text}`);
  mkdirSync(join(work, 'src'), { recursive: true });
  writeFileSync(
    path,
    original.replace(text, () => instead),
  );
  try {
    const { stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'test/simulation/simulate.ts', '--quiet', '--count', String(most)],
      { cwd: work, encoding: 'utf8', timeout: 600_000 },
    );
    const found = /^seed (\d+): (\w+)/m.exec(stderr);
    if (found) return { by: found[2]!, seed: found[1]! };
    if (stderr.trim() !== '') return { by: `an error: ${stderr.trim().split('\n').at(-1)}`, seed: '' };
    return { by: 'nothing', seed: `${most}` };
  } finally {
    writeFileSync(path, original);
  }
}
