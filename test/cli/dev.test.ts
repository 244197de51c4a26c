/** `dev`, as the built program: a working day in a folder of its own. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDemoUpstream } from '../../src/demo/upstream.js';
import { cli, directoryWith, ensureBuilt, root, start, until } from './harness.js';
import { inside } from './inside.js';

let upstream: Awaited<ReturnType<typeof startDemoUpstream>>;
beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
});
afterAll(() => upstream?.close());

const read = (name: string): string => readFileSync(join(root, 'mappings/demo', name), 'utf8');

it('reads .env, makes keys, prints a query that is answered, shows a problem at its place and its end, and ends', async () => {
  const folder = directoryWith({
    '.env': `UPSTREAM_URL=${upstream.url}\nPORT=0\n`,
    'mappings/upstream.yaml': read('upstream.yaml'),
    'mappings/brands.yaml': read('brands.yaml'),
  });
  const where = { cwd: folder.path };
  const service = start(['dev', '--mappings', 'mappings'], where);
  try {
    const line = await until(() => service.stdout().match(/^ {2}\S.* query (brands .*)$/m)?.[1]);
    expect(service.stdout()).toContain('Made development keys in .wix-keys');
    const [, shown] = /The console is at (http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}\/)$/m.exec(service.stdout())!;
    const page = await fetch(`${shown}collections`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('>brands</a>')]);
    const answered = await cli(['query', ...line.split(' ')], where);
    expect(answered).toMatchObject({ code: 0, stdout: expect.stringContaining('5 items, 10 in all') });
    await until(() =>
      /QueryDataItems brands {2}200 {2}[\d.]+ ms {2}upstreamRequests=1/.test(service.stdout())
        ? true
        : undefined,
    );

    const file = join(folder.path, 'mappings/brands.yaml');
    writeFileSync(file, read('brands.yaml').replace('country: country', 'country: contry'));
    await until(() =>
      /brands\.yaml:11:12: .*\n.*country: contry\n +\^+\n/.test(service.stdout()) ? true : undefined,
    );
    // The last good state serves on.
    expect((await cli(['query', ...line.split(' ')], where)).code).toBe(0);
    writeFileSync(file, read('brands.yaml'));
    await until(() => (service.stdout().includes('mapping problem is gone') ? true : undefined));
  } finally {
    expect(await service.stop('SIGINT')).toBe(0);
    folder.remove();
  }
});

it('ends with its terminal', async () => {
  const folder = directoryWith({
    'mappings/upstream.yaml': read('upstream.yaml'),
    'mappings/brands.yaml': read('brands.yaml'),
  });
  const environment = { UPSTREAM_URL: upstream.url, PORT: '0' };
  const service = start(['dev', '--mappings', 'mappings', '--no-open'], { cwd: folder.path, environment });
  await until(() => (service.stdout().includes('Ctrl-C ends it.') ? true : undefined));
  service.tell('SIGHUP');
  await until(() => (service.stdout().includes('stopping') ? true : undefined));
  expect(await service.stop('SIGCONT')).toBe(0);
  folder.remove();
});

it('opens the console in the browser where that is wanted, and only there', async () => {
  const folder = directoryWith({
    'mappings/upstream.yaml': read('upstream.yaml'),
    'mappings/brands.yaml': read('brands.yaml'),
  });
  const opened = join(folder.path, 'opened');
  // Stands in the place of the platform's own command.
  for (const name of ['xdg-open', 'open'])
    writeFileSync(join(folder.path, name), `#!/bin/sh\necho "$1" > '${opened}'\n`, { mode: 0o755 });
  const environment = { UPSTREAM_URL: upstream.url, PORT: '0', PATH: `${folder.path}:${process.env.PATH}` };
  for (const [option, isOpened] of [
    ['--open', true],
    ['--no-open', false],
  ] as const) {
    const service = start(['dev', '--mappings', 'mappings', option], { cwd: folder.path, environment });
    const shown = await until(() => service.stdout().match(/The console is at (\S+)/)?.[1]);
    if (isOpened)
      expect(await until(() => (existsSync(opened) && readFileSync(opened, 'utf8')) || undefined)).toBe(
        `${shown}\n`,
      );
    expect(await service.stop('SIGINT')).toBe(0);
    expect(existsSync(opened)).toBe(isOpened);
    rmSync(opened, { force: true });
  }
  folder.remove();
});

it('the console is refused where many sites are served, with what to do instead', async () => {
  const environment = { UPSTREAM_URL: upstream.url, PORT: '0', ADMIN_PORT: 'off' };
  for (const [args, more] of [
    [['serve', '--console', '--host', '127.0.0.1', '--tenants', 'sites'], {}],
    [['dev', '--tenants', 'sites'], {}],
    [['dev'], { TENANTS: 'sites' }],
  ] as const) {
    const refused = await inside(args, { environment: { ...environment, ...more } });
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/many sites.*--mappings.*UPSTREAM_URL/),
    ]);
  }
});

it('serve has the console only where it is asked for, and only for this machine', async () => {
  const environment = { UPSTREAM_URL: upstream.url, PORT: '0', ADMIN_PORT: 'off' };
  const refused = await cli(['serve', '--console'], { environment });
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining('give --host 127.0.0.1 with --console'),
  ]);
  for (const args of [['serve', '--console', '--host', '127.0.0.1'], ['dev']]) {
    const inProduction = await cli(args, { environment: { ...environment, NODE_ENV: 'production' } });
    expect([inProduction.code, inProduction.stderr]).toEqual([
      2,
      expect.stringContaining('NODE_ENV is production'),
    ]);
  }
});

it('without mapping files it says how to write the first', async () => {
  const folder = directoryWith({ 'mappings/readme.txt': '' });
  const ended = await cli(['dev', '--port', '0', '--mappings', 'mappings'], { cwd: folder.path });
  expect([ended.code, ended.stderr]).toEqual([
    1,
    expect.stringContaining('init "$UPSTREAM_URL" --out mappings'),
  ]);
  folder.remove();
});
