/** Tenant files: each site for itself, and each fault at its place. */
import { afterEach, expect, test } from 'vitest';
import { formatProblem } from '../../src/mapping/problem.js';
import { readTenants } from '../../src/mapping/read-tenants.js';
import { directoryWith } from '../cli/harness.js';

const removing: (() => void)[] = [];
afterEach(() => {
  for (const remove of removing.splice(0)) remove();
});

function read(files: Record<string, string>, at = 'tenants.yaml', environment: Record<string, string> = {}) {
  const { path, remove } = directoryWith(files);
  removing.push(remove);
  const { problems, ...rest } = readTenants(`${path}/${at}`, environment);
  const text = problems.map(formatProblem).join('\n').replaceAll(path, '');
  return { ...rest, path, problems: text };
}

const many = `version: 1
tenants:
  one: { url: "https://one.example/graphql", headers: { authorization: "Bearer \${ONE}" } }
  two: { url: "https://two.example/graphql", headers: { authorization: "Bearer \${TWO}" } }
  three: { url: nowhere }
  four: { url: "https://four.example/", limits: { pages: none } }
  five: { adress: "https://five.example/", gateway: { concurrency: 4 } }
  six:
    url: https://six.example/
    mappings: other
    limits: { page: 5 }
lookup: { url: "https://lookup.example/", hosts: [] }
`;

test('one file: sites at fault take no others away', () => {
  const { sites, broken, unread, lookup, problems, path } = read({ 'tenants.yaml': many }, 'tenants.yaml', {
    ONE: 'first-secret',
  });
  expect([...sites.keys()]).toEqual(['one']);
  expect([...broken]).toEqual(['two', 'three', 'four', 'five', 'six']);
  expect([...unread]).toEqual([]);
  expect(lookup).toBeUndefined();
  expect(sites.get('one')!.value.headers).toEqual({ authorization: 'Bearer first-secret' });
  expect(sites.get('one')!.source.problemAt(['headers'], 'x').line).toBe(3);
  expect(problems).toMatchSnapshot();
  expect(path).not.toBe('');
});

test('a folder: a file for each site, and one for the lookup', () => {
  const { sites, lookup, unread, problems, path } = read(
    {
      'tenants/a.yaml': 'version: 1\ninstance: one\nurl: https://one.example/\nmappings: ../shop\n',
      'tenants/b.yaml': 'version: 1\ninstance: one\nurl: https://other.example/\n',
      'tenants/c.yaml': 'version: 1\nurl: https://third.example/\n',
      'tenants/d.yaml': '- a list',
      'tenants/lookup.yaml':
        'version: 1\nlookup:\n  url: https://lookup.example/\n  hosts: ["*.example.com"]\n  private: [10.0.0.0/8]\n  folders: { shop: ../shop }\n  query: "query($instance: ID!) { site(id: $instance) { url } }"\n',
      'tenants/.hidden.yaml': ':',
    },
    'tenants',
  );
  expect([...sites.values()].map(({ instance, folder }) => [instance, folder?.replace(path, '')])).toEqual([
    ['one', '/shop'],
  ]);
  expect([...lookup!.folders].map(([name, folder]) => [name, folder.replace(path, '')])).toEqual([
    ['shop', '/shop'],
  ]);
  expect([...unread].map((each) => each.replace(path, ''))).toEqual(['/tenants/c.yaml', '/tenants/d.yaml']);
  expect(problems).toMatchSnapshot();
});

test.each([
  ['nothing there', {}, 'tenants'],
  ['an empty folder', { 'tenants/readme.md': '' }, 'tenants'],
  ['no sites', { 'tenants.yaml': 'version: 1\n' }, 'tenants.yaml'],
  ['a list of sites', { 'tenants.yaml': 'version: 1\ntenants: [one]\n' }, 'tenants.yaml'],
  ['another version', { 'tenants.yaml': 'version: 2\ntenants: {}\nsites: {}\n' }, 'tenants.yaml'],
])('%s', (_, files, at) => {
  const { sites, problems } = read(files as Record<string, string>, at);
  expect(sites.size).toBe(0);
  expect(problems).toMatchSnapshot();
});

test.each([
  ['headers: { host: other.example }', 3, 'header host is set by the adapter itself'],
  ['headers: { x-a: "a\\nb" }', 3, 'line breaks'],
  ['headers: { x-a: $identity.bogus }', 3, 'unknown slot $identity.bogus'],
  ['oauth2: { tokenUrl: nope, clientId: a, clientSecret: b }', 3, 'not a valid absolute URL'],
  [
    'upstreams: { blog: { url: "https://b.example/", headers: { "bad name": x } } }',
    3,
    'not a valid header name',
  ],
])('what cannot be asked is a fault of the file: %s', (line, at, message) => {
  const { sites, broken, problems } = read({
    'tenants.yaml': `version: 1\ntenants:\n  one: { url: "https://one.example/", ${line} }\n`,
  });
  expect([...sites.keys(), ...broken]).toEqual(['one']);
  expect(broken.size).toBe(1);
  expect(problems).toMatch(new RegExp(`tenants\\.yaml:${at}:\\d+: `));
  expect(problems).toContain(message);
});

test.each([
  'hosts: ["https://a.example/x"]',
  'hosts: ["*"]',
  'hosts: [a.example], private: [10.0.0.0/99]',
  'hosts: [a.example], headers: { host: b }',
])('a lookup that says %s is none', (line) => {
  const { lookup, problems } = read({
    'tenants.yaml': `version: 1\nlookup: { url: "https://lookup.example/", ${line} }\n`,
  });
  expect(lookup).toBeUndefined();
  expect(problems).toMatch(/tenants\.yaml:2:\d+: /);
});
