/** deploy/Dockerfile without a container engine: the files that it copies are there, and the program runs with nothing else. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { ensureBuilt, root, run } from '../cli/harness.js';

const lines = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8')
  .split('\n')
  .filter((line) => /^[A-Z]/.test(line));
const stages = lines.reduce<string[][]>((found, line) => {
  if (line.startsWith('FROM ')) found.push([]);
  found.at(-1)!.push(line);
  return found;
}, []);
const json = (start: string): readonly string[] =>
  JSON.parse(lines.find((line) => line.startsWith(start))!.slice(start.length));

/** Sources of COPY lines, of one stage, from the folder of the build. */
const copied = (stage: readonly string[]): readonly string[] =>
  stage
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(' ').slice(1, -1));

beforeAll(ensureBuilt);

it('.dockerignore lets through what is copied, and nothing else', () => {
  const [, first, ...others] = readFileSync(join(root, '.dockerignore'), 'utf8').trim().split('\n');
  expect(first).toBe('*');
  const wanted = new Set(stages.flatMap(copied).map((path) => path.replace('./', '')));
  expect(others.map((line) => line.replace(/^!/, '')).sort()).toEqual([...wanted].sort());
  for (const path of wanted) expect(existsSync(join(root, path)), path).toBe(true);
});

it('the program runs with what is in the image, as its command and its health check say', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    for (const path of copied(stages[1]!)) cpSync(join(root, path), join(folder, path));
    const fromBuild = stages[1]!
      .filter((line) => line.includes('--from=build'))
      .map((line) => line.split(' ').at(-1));
    expect(fromBuild).toEqual(['./dist']);
    cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
    const [program, ...args] = [...json('ENTRYPOINT '), ...json('CMD ')];
    expect([program, ...args]).toEqual(['node', 'dist/cli.js', 'serve']);
    const { code, stdout } = await run(process.execPath, [...args, '--help'], { cwd: folder });
    expect([code, stdout]).toEqual([0, expect.stringContaining('Usage:')]);
    const [, ...health] = json(lines.find((line) => line.startsWith('HEALTHCHECK '))!.split('[')[0]!);
    const { code: sick } = await run(process.execPath, health, { environment: { PORT: '1' } });
    expect(sick).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('nobody in it is root, and its Node is one that the program takes', () => {
  expect(stages.at(-1)!.find((line) => line.startsWith('USER '))).toMatch(/^USER [1-9]\d*$/);
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(engines.node).toBe('>=20.19');
  for (const [from] of stages) expect(from).toMatch(/^FROM node:20-slim( AS \w+)?$/);
});
