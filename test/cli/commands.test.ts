import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import {
  appId,
  type Caller,
  cli,
  createCaller,
  directoryWith,
  ensureBuilt,
  type RunningService,
  root,
  run,
  serve,
  start,
  until,
} from './harness.js';

let upstream: DemoUpstream;
let caller: Caller;
let service: RunningService;
const work = directoryWith({});
const keyFile = join(work.path, 'key.pem');

beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
  caller = await createCaller();
  writeFileSync(keyFile, caller.privateKey);
  service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url });
});
afterAll(async () => {
  await service?.stop();
  await upstream?.close();
  work.remove();
});

describe('usage', () => {
  it.each(['serve', 'demo', 'check', 'prove', 'explain', 'query', 'token', 'pull'])(
    '%s --help',
    async (command) => {
      const ended = await cli([command, '--help']);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(ended.stdout).toContain(`wix-graphql-adapter ${command}`);
    },
  );

  it.each([
    [[]],
    [['nothing']],
    [['explain']],
    [['query', 'products', '--limit', 'many']],
    [['query', 'a', '--count', '--distinct', 'b']],
    [['token', '--operation', 'qurey']],
    [['query', 'products', '--url', 'ftp://127.0.0.1/']],
    [['query', 'products', '--request', '{}', '--limit', '1']],
    [['explain', 'products', '--request', '{}', '--total']],
    [['query', 'products', '--count', '--sort', 'price']],
    [['query', 'products', '--distinct', 'price', '--fields', 'price']],
    [['query', 'products', '--aggregate', '{}']],
    [['explain', 'products', '--filter', '{']],
  ])('%j is wrong usage', async (args) => {
    const ended = await cli(args, { cwd: work.path, environment: { UPSTREAM_URL: upstream.url } });
    expect(ended.code).toBe(2);
    expect(ended.stderr).not.toBe('');
  });

  it('names the options that would be ignored', async () => {
    const ended = await cli(['query', 'products', '--count', '--sort', 'price', '--limit', '1']);
    expect(ended).toMatchObject({ code: 2, stderr: '--count takes no --sort, --limit\n' });
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(await cli(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  it('is executable', () => {
    expect(statSync(join(root, 'dist', 'cli.js')).mode & 0o111).not.toBe(0);
    expect(readFileSync(join(root, 'dist', 'cli.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});

describe('token', () => {
  it('makes keys when there are none, for the user alone', async () => {
    const keys = join(work.path, 'keys');
    const first = await cli(['token', '--collection', 'products', '--keys', keys]);
    const second = await cli(
      ['token', '--operation', 'count', '--collection', 'products', '--request', '-', '--keys', keys],
      { input: '{"filter":{"stock":0}}' },
    );
    expect(first.code).toBe(0);
    expect(first.stderr).toContain('WIX_PUBLIC_KEY');
    expect(second.stderr).toBe('');
    expect(statSync(join(keys, 'private.pem')).mode & 0o077).toBe(0);
    const claims = decodeJwt(second.stdout.trim());
    expect(claims).toMatchObject({
      iss: 'wix.com',
      aud: readFileSync(join(keys, 'app-id'), 'utf8').trim(),
      data: { request: { collectionId: 'products', filter: { stock: 0 } } },
    });
    expect(decodeProtectedHeader(second.stdout.trim()).alg).toBe('ES256');
  });

  it('signs with a given key', async () => {
    const ended = await cli([
      'token',
      '--operation',
      'collections/get',
      '--private-key',
      keyFile,
      '--app-id',
      appId,
    ]);
    const response = await fetch(`${service.url}/v3/collections/get`, { method: 'POST', body: ended.stdout });
    expect(response.status).toBe(200);
  });
});

describe('query', () => {
  const query = (...args: string[]) =>
    cli(['query', ...args, '--url', service.url, '--private-key', keyFile, '--app-id', appId]);

  it('shows items as a table', async () => {
    const ended = await query(
      'brands',
      '--filter',
      '{"founded":{"$lt":1960}}',
      '--sort',
      '-founded',
      '--fields',
      'title,founded',
      '--total',
    );
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatchInlineSnapshot(`
      "_id  title        founded
      ---  -----------  -------
      b4   Straßenwerk  1953
      b5   東雲工房         1921
      2 items, 2 in all
      "
    `);
  });

  it('shows the answer as it came', async () => {
    const ended = await query('brands', '--count', '--raw');
    expect(ended.stdout).toBe('{"totalCount":10}\n');
  });

  it.each([
    [['products', '--distinct', 'condition', '--sort', '-condition'], 'Used\nRefurbished\nNew\n'],
    [['brands', '--count', '--filter', '{"founded":{"$exists":false}}'], '1\n'],
    [['brands', '--filter', '{"title":"none such"}'], 'No items.\n'],
    [
      [
        'categories',
        '--aggregate',
        '{"groupingFields":["parent"],"operations":[{"resultFieldName":"n","itemCount":{}}]}',
        '--sort',
        'parent',
      ],
      'parent  n\n------  -\n        4\nc1      2\nc4      2\n3 items\n',
    ],
  ])('%j', async (args, expected) => {
    const ended = await query(...args);
    expect(ended).toMatchObject({ code: 0, stdout: expected });
  });

  it('shows errors with what is wrong', async () => {
    const ended = await query('brands', '--filter', '{"titel":"x"}');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('VALIDATION_ERROR (HTTP 400)');
    expect(ended.stderr).toContain('did you mean "title"?');
  });

  it('says when something else answers', async () => {
    const ended = await cli(
      ['query', 'brands', '--url', upstream.url, '--private-key', keyFile, '--app-id', appId],
      {},
    );
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/is not this service \(HTTP \d+\)/);
  });

  it('says that --keys is a directory', async () => {
    const ended = await cli(['query', 'brands', '--url', service.url, '--keys', keyFile]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/--keys: .* is not a directory.*--private-key/);
  });

  it('says when there is no service', async () => {
    const ended = await cli([
      'query',
      'brands',
      '--url',
      'http://127.0.0.1:9',
      '--private-key',
      keyFile,
      '--app-id',
      appId,
    ]);
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No service answers at http://127.0.0.1:9'),
    });
  });
});

describe('explain', () => {
  const explain = (...args: string[]) =>
    cli(['explain', ...args], { environment: { UPSTREAM_URL: upstream.url } });

  it('shows what is sent, without sending it', async () => {
    const ended = await explain('products', '--filter', '{"title":{"$contains":"lamp"}}', '--sort', '-price');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('"contains": "lamp"');
    expect(ended.stdout).toContain('price.amount descending');
  });

  it('says why something is done here', async () => {
    const ended = await explain('products', '--sort', 'condition', '--json');
    const explanation = JSON.parse(ended.stdout);
    expect(explanation).toMatchObject({
      access: 'scan',
      reasons: [{ path: 'condition', position: expect.stringMatching(/^products\.yaml:\d+:\d+$/) }],
    });
  });

  it.each([
    [['nothing'], 'There is no collection "nothing"'],
    [['products', '--filter', '{"stock":{"$gt":1,"x":2}}'], 'VALIDATION_ERROR'],
    [['products', '--cursor', 'zzz'], 'VALIDATION_ERROR'],
  ])('%j', async (args, expected) => {
    const ended = await explain(...args);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(expected) });
  });
});

describe('explain --fields', () => {
  it('names what the collection has not got', async () => {
    const ended = await cli(['explain', 'products', '--fields', 'title,prise,_createdDate'], {
      environment: { UPSTREAM_URL: upstream.url },
    });
    expect(ended.code).toBe(0);
    expect(ended.stderr).toBe(
      'The collection products has no field "prise"; the answer leaves it out; did you mean "price"?\n',
    );
  });
});

describe('check', () => {
  const demo = (name: string) => readFileSync(join(root, 'mappings/demo', name), 'utf8');
  const check = (directory: string, ...args: string[]) =>
    cli(['check', '--mappings', directory, ...args], { environment: { UPSTREAM_URL: upstream.url } });

  it.each([[[]], [['--live']]])('finds nothing wrong with the demo %j', async (args) => {
    const ended = await check(join(root, 'mappings/demo'), ...args);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^collection +upstream/);
    expect(ended.stdout).toMatch(/\n3 collections, 0 problems\n$/);
  });

  it('says that the environment replaces the address of the file, where it is another one', async () => {
    const directory = directoryWith({
      'upstream.yaml': demo('upstream.yaml').replace('${UPSTREAM_URL}', 'http://127.0.0.1:9/graphql'),
      'brands.yaml': demo('brands.yaml'),
    });
    const ended = await check(directory.path);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain(`UPSTREAM_URL replaces url of ${directory.path}/upstream.yaml\n`);
    const service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url }, [
      '--mappings',
      directory.path,
    ]);
    await until(() => service.lines().find((line) => String(line.msg).startsWith('UPSTREAM_URL replaces')));
    await service.stop();
    directory.remove();
  });

  it('prints each problem with its place', async () => {
    const directory = directoryWith({
      'upstream.yaml': demo('upstream.yaml'),
      'brands.yaml': demo('brands.yaml')
        .replace('title: name', 'title: nmae')
        .replace('founded: founded', 'founded: [1]'),
      'categories.yaml': demo('categories.yaml').replace('slug: slug', 'slug: slugg'),
    });
    const ended = await check(directory.path);
    expect(ended.code).toBe(1);
    const places = ended.stdout.split('\n').filter((line) => /^\S+:\d+:\d+: \S/.test(line));
    expect(places.map((line) => line.slice(directory.path.length + 1).replace(/: .*/, ''))).toEqual([
      'brands.yaml:12:12',
      'categories.yaml:11:9',
    ]);
    expect(ended.stdout).toContain('did you mean "slug"?');
    directory.remove();
  });

  it('warns of references that lead nowhere', async () => {
    const directory = directoryWith({
      'upstream.yaml': demo('upstream.yaml'),
      'products.yaml': demo('products.yaml'),
    });
    const ended = await check(directory.path);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('no file of this directory has the collection "brands"');
    expect(ended.stdout).toMatch(/1 collection, 0 problems, 2 warnings\n$/);
    directory.remove();
  });

  it('says that the API cannot be reached, at the line of its address', async () => {
    const ended = await cli(['check'], { environment: { UPSTREAM_URL: 'http://127.0.0.1:9/graphql' } });
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/^\S+mappings\/demo\/upstream\.yaml:\d+:\d+: .*127\.0\.0\.1:9/);
  });

  it('warns when the saved schema is no schema', async () => {
    const directory = directoryWith({
      'upstream.yaml': demo('upstream.yaml').replace('defaults:', 'schema: schema.graphql\ndefaults:'),
      'brands.yaml': demo('brands.yaml'),
      'schema.graphql': 'type Query { brands: [Brand }',
    });
    const ended = await check(directory.path);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^\S+schema\.graphql:1:29: .* instead: /);
    directory.remove();
  });

  it.each([
    ['missing', {}, /^\S+upstream\.yaml:6:9: .*there is no such file/],
    ['a directory', { 'schema.graphql/a.txt': '' }, /^\S+upstream\.yaml:6:9: .*cannot be read/],
    ['broken', { 'schema.graphql': 'type Query {\n  brands: [Brand }' }, /^\S+schema\.graphql:2:18: /],
  ])('says that the saved schema is %s at its own place', async (_, files, expected) => {
    const directory = directoryWith({
      'upstream.yaml': demo('upstream.yaml').replace('defaults:', 'schema: schema.graphql\ndefaults:'),
      'brands.yaml': demo('brands.yaml'),
      ...files,
    });
    const ended = await cli(['check', '--mappings', directory.path], {
      environment: { UPSTREAM_URL: 'http://127.0.0.1:9/graphql' },
    });
    expect(ended.code).toBe(1);
    expect(ended.stdout.split('\n').filter((line) => /^\S+:\d+:\d+: /.test(line))).toEqual(
      expect.arrayContaining([expect.stringMatching(expected), expect.stringMatching(/127\.0\.0\.1:9/)]),
    );
    directory.remove();
  });

  it('says which dialect was meant', async () => {
    const directory = directoryWith({
      'upstream.yaml': 'version: 1\nurl: https://api.example.com/graphql\ndialect: hasurra\n',
      'brands.yaml': demo('brands.yaml'),
    });
    const ended = await check(directory.path);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(
      /upstream\.yaml:3:10: no dialect is called "hasurra"\n.*\n.*\n +did you mean "hasura"\?/,
    );
    directory.remove();
  });

  it('finds what only the data show', async () => {
    const directory = directoryWith({
      'upstream.yaml': demo('upstream.yaml').replace(
        'count: totalCount',
        'count: { path: totalCount, filter: null }',
      ),
      'brands.yaml': demo('brands.yaml').replace('id: id', 'id: country'),
    });
    const ended = await check(directory.path, '--live');
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/brands\.yaml:\d+:\d+: /);
    directory.remove();
  });

  it('finds a getter that wants another id than the list gives', async () => {
    const directory = directoryWith({
      'upstream.yaml': demo('upstream.yaml'),
      'brands.yaml': demo('brands.yaml').replace('id: id\n', 'id: name\n'),
    });
    const ended = await check(directory.path, '--live');
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/brands\.yaml:7:1: get gives nothing for the id ".+", which the list has/);
    directory.remove();
  });
});

describe('pull', () => {
  it('refuses a schema that the mappings do not fit, and keeps the old one', async () => {
    const old = 'type Query { brands: [Brand] } type Brand { id: ID! gone: String }';
    const directory = directoryWith({
      'upstream.yaml': readFileSync(join(root, 'mappings/demo', 'upstream.yaml'), 'utf8').replace(
        'defaults:',
        'schema: schema.graphql\ndefaults:',
      ),
      'brands.yaml': readFileSync(join(root, 'mappings/demo', 'brands.yaml'), 'utf8').replace(
        'country: country',
        'gone: gone',
      ),
      'schema.graphql': old,
    });
    const file = join(directory.path, 'schema.graphql');
    const args = ['pull', '--mappings', directory.path];
    const environment = { UPSTREAM_URL: upstream.url };
    const refused = await cli(args, { environment });
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/brands\.yaml:11:9: /);
    expect(refused.stdout).toContain('not replaced');
    expect(readFileSync(file, 'utf8')).toBe(old);
    await cli([...args, '--force'], { environment });
    expect(readFileSync(file, 'utf8')).toContain('type Brand {');
    expect((await cli([...args, '--force'], { environment })).stdout).toContain('unchanged');
    directory.remove();
  });
});

describe('pull, where the schema is to be saved', () => {
  const files = (schema: string) => ({
    'upstream.yaml': readFileSync(join(root, 'mappings/demo', 'upstream.yaml'), 'utf8').replace(
      'defaults:',
      `schema: ${schema}\ndefaults:`,
    ),
    'brands.yaml': readFileSync(join(root, 'mappings/demo', 'brands.yaml'), 'utf8'),
  });
  const pull = async (schema: string) => {
    const directory = directoryWith(files(schema));
    const environment = { UPSTREAM_URL: upstream.url };
    const ended = await cli(['pull', '--mappings', directory.path], { environment });
    const saved = join(directory.path, schema);
    const text = existsSync(saved) && statSync(saved).isFile() ? readFileSync(saved, 'utf8') : undefined;
    directory.remove();
    return { ended, text };
  };

  it('makes the folder', async () => {
    const { ended, text } = await pull('sub/shop.graphql');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(text).toContain('type Brand {');
  });

  it('writes an introspection result into a .json file', async () => {
    const { ended, text } = await pull('shop.json');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(text!)).toHaveProperty('__schema.queryType.name', 'Query');
  });

  it.each([
    ['.', 'this is a directory'],
    ['brands.yaml', 'a mapping file cannot hold the schema too'],
    ['upstream.yaml/schema.graphql', 'cannot be saved here'],
  ])('%s is refused, at its line', async (schema, message) => {
    const { ended, text } = await pull(schema);
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    expect(ended.stdout).toMatch(new RegExp(`upstream\\.yaml:\\d+:9: [^\\n]*${message}`));
    if (schema === 'brands.yaml') expect(text).toBe(files(schema)['brands.yaml']);
  });
});

describe('a reader that leaves', () => {
  it.each([
    'check --fields --mappings mappings/demo | true',
    'explain products --mappings mappings/demo | true',
    'check --mappings none 2>&1 | true',
  ])('%s ends quietly', async (command) => {
    const ended = await run('sh', ['-c', `"$0" dist/cli.js ${command}`, process.execPath], {
      environment: { UPSTREAM_URL: upstream.url },
    });
    expect(ended.stderr).toBe('');
  });
});

describe('demo', () => {
  it('shows a signed insert and a signed query that finds it, and ends', async () => {
    const ended = await cli(['demo', '--once'], { cwd: work.path });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('Answer (HTTP 200)');
    expect(ended.stdout.match(/Answer \(HTTP 200\)/g)).toHaveLength(2);
    expect(ended.stdout).toContain('"total": 9');
    expect(ended.stdout.slice(ended.stdout.lastIndexOf('_id '))).toContain('demo-lamp  Paper Desk Lamp');
  });

  it('runs on, its commands work, and Ctrl-C removes the keys', async () => {
    const demo = start(['demo'], { cwd: work.path });
    const query = await until(() => demo.stdout().match(/query products (--count.*)\n/)?.[1]);
    const [, url, keys] = /--url (\S+) --keys (\S+)/.exec(query)!;
    await until(() => (demo.stdout().includes('Ctrl-C') ? true : undefined));
    const counted = await cli(['query', 'products', '--count', '--url', url!, '--keys', keys!]);
    expect(counted).toEqual({ code: 0, stdout: '301\n', stderr: '' });
    const access = ['--url', url!, '--keys', keys!];
    const removed = await cli(['remove', 'products', 'demo-lamp', ...access]);
    expect(removed).toMatchObject({ code: 0, stdout: expect.stringContaining('"Paper Desk Lamp"') });
    expect((await cli(['query', 'products', '--count', ...access])).stdout).toBe('300\n');
    expect(await demo.stop('SIGINT')).toBe(0);
    expect(existsSync(keys!)).toBe(false);
  });
});
