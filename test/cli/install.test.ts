/**
 * The package as it is published, in an empty folder: the first command of README.md works there, with nothing beside it.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { calledAs } from '../../src/cli/called-as.js';
import { serveGraphql } from '../authoring/init/serve-graphql.js';
import { directoryWith, type Ended, ensureBuilt, inherited, root, run } from './harness.js';

const empty = directoryWith({});
const packed = directoryWith({});
const modules = join(empty.path, 'node_modules');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string;
  bin: Record<string, string>;
};

beforeAll(async () => {
  await ensureBuilt();
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--ignore-scripts', '--silent', '--pack-destination', packed.path],
    { cwd: root },
  );
  const own = join(modules, manifest.name);
  mkdirSync(own, { recursive: true });
  await promisify(execFile)('tar', [
    '-xzf',
    join(packed.path, stdout.trim()),
    '-C',
    own,
    '--strip-components=1',
  ]);
  mkdirSync(join(modules, '.bin'));
  symlinkSync(join('..', manifest.name, manifest.bin[manifest.name]!), join(modules, '.bin', manifest.name));
});
afterAll(() => {
  empty.remove();
  packed.remove();
});

/** As npx runs it. */
const npx = (args: readonly string[]): Promise<Ended> =>
  run(process.execPath, [join(modules, '.bin', manifest.name), ...args], {
    cwd: empty.path,
    environment: { ...(inherited() as Record<string, string>), MAPPINGS_DIR: '' },
  });

it('the first command of README.md gives what it shows', async () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, command] = /```sh\n(.*)\n```/.exec(readme)!;
  const [called, name, ...args] = command!.split(' ');
  expect([called, name]).toEqual(['npx', manifest.name]);
  const ended = await npx(args);
  expect(ended.stderr).toBe('');
  expect(ended.code).toBe(0);
  const [, table] = /```text\n(_id [\s\S]*?)```/.exec(readme)!;
  expect(ended.stdout).toContain(table);
});

it('init and check work there, and say what to run next as npx does', async () => {
  const api = await serveGraphql('type Thing { id: ID!, name: String! } type Query { things: [Thing!]! }', {
    things: () => [{ id: '1', name: 'One' }],
  });
  const written = await npx(['init', api.url]);
  expect(written.code).toBe(0);
  expect(written.stdout).toContain('next: npx wix-graphql-adapter check --mappings mappings');
  const checked = await npx(['check']);
  await api.close();
  expect(checked.code).toBe(0);
  expect(checked.stdout).toContain('1 collection, 0 problems');
});

it.each([
  ['/home/me/site/node_modules/.bin/wix-graphql-adapter', 'npx wix-graphql-adapter'],
  ['/usr/local/bin/wix-graphql-adapter', 'wix-graphql-adapter'],
  ['/home/me/adapter/dist/cli.js', 'node dist/cli.js'],
  [undefined, 'wix-graphql-adapter'],
])('%s is called %s', (script, shown) => {
  expect(calledAs(script, '/home/me/adapter')).toBe(shown);
});
