/** What the environment fills into a mapping file is told nowhere, wherever in the file it stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { createApp } from '../../src/app/app.js';
import { check } from '../../src/cli/check.js';
import { createDemoSchema } from '../../src/demo/schema.js';
import { formatProblem } from '../../src/mapping/problem.js';
import type { Json } from '../../src/styles/vocabulary.js';
import type { Observation } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith, root } from '../cli/harness.js';

const demo = (name: string): Json => parse(readFileSync(join(root, 'mappings/demo', name), 'utf8')) as Json;

/** With every member that the demo leaves out. */
const files = {
  'upstream.yaml': {
    ...(demo('upstream.yaml') as object),
    url: 'http://127.0.0.1:9/graphql',
    dialect: 'hasura',
    request: 'aws-sigv4',
    schema: 'saved.graphql',
    headers: { authorization: 'Bearer abc', 'x-role': 'reader' },
    introspection: { headers: { 'x-role': 'admin' } },
    oauth2: {
      tokenUrl: 'http://127.0.0.1:9/token',
      clientId: 'a',
      clientSecret: 'b',
      scope: 'c',
      audience: 'd',
      style: 'basic',
    },
    scalars: { Money: 'number' },
  } as Json,
  'products.yaml': {
    ...(demo('products.yaml') as object),
    upstream: 'default',
    list: {
      field: 'products',
      arguments: { search: 'lamp' },
      rows: 'items',
      count: { path: 'totalCount', exact: true },
    },
    where: { available: { $eq: true }, title: { $contains: 'lamp' } },
    permissions: { read: 'ANYONE' },
    writes: { insert: { mutation: 'createProduct', arguments: { input: '$item' } } },
    limits: { deadline: 100 },
  } as Json,
  'brands.yaml': demo('brands.yaml'),
};
type Name = keyof typeof files;

/** Paths of every text of a value. */
function texts(
  value: Json,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value === 'string') return [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) =>
    texts(each as Json, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function replaced(value: Json, [step, ...rest]: readonly (string | number)[], text: string): Json {
  if (step === undefined) return text;
  const entries = Object.entries(value as object).map(([key, each]) => [
    key,
    key === String(step) ? replaced(each as Json, rest, text) : each,
  ]);
  return (Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries)) as Json;
}

const places = (Object.keys(files) as Name[]).flatMap((name) =>
  texts(files[name])
    // The id of a collection is told to Wix: it is nobody's secret.
    .filter((path) => path.join('.') !== 'collection')
    .map((path) => ({ name, path })),
);

/** Without upstream.yaml's own faults, so that collections are bound too. */
const sound = { dialect: undefined, request: undefined, oauth2: undefined, scalars: undefined };

const schema = printSchema(createDemoSchema());

/** Everything that is told of the files: problems, reasons, observations, and what `check` prints. */
async function told(written: Readonly<Record<string, Json>>, environment: Readonly<Record<string, string>>) {
  const directory = directoryWith({
    ...Object.fromEntries(Object.entries(written).map(([name, value]) => [name, stringify(value)])),
    'saved.graphql': schema,
  });
  const observations: Observation[] = [];
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: directory.path,
    environment,
    observe: (each) => void observations.push(each),
    prefer: 'saved',
    retry: 'never',
  });
  await app.started;
  const lines = [...app.problems.map(formatProblem), ...app.reasons, JSON.stringify(observations)];
  await app.close();
  await check({ mappings: directory.path }, {
    world: systemWorld,
    environment,
    print: (text: string) => void lines.push(text),
    progress: () => undefined,
    terminal: false,
    setExitCode: () => undefined,
  } as never);
  directory.remove();
  return lines.join('\n');
}

const canary = fc.oneof(
  fc.constantFrom(
    'Canary7Q',
    'Canary7Q.items',
    'a.Canary7Q',
    '"Canary7Q"\n',
    'http://Canary7Q/x',
    '$Canary7Q',
    'Canary7Q x',
    '{Canary7Q}',
    'Canary7Q(a: 1)[]',
  ),
  fc.string({ maxLength: 8 }).map((rest) => `Canary7Q${rest}`),
);
const template = fc.constantFrom('${TOK}', 'a.${TOK}', '${TOK}.b', 'x${TOK}y', '${TOK}[]');

test('what the environment filled in appears in nothing that is told, whatever member holds it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places),
      canary,
      template,
      fc.boolean(),
      async ({ name, path }, value, written, whole) => {
        const all = { ...files, [name]: replaced(files[name], path, written) };
        const text = await told(
          whole || name === 'upstream.yaml'
            ? all
            : {
                ...all,
                'upstream.yaml': { ...(all['upstream.yaml'] as object), ...sound } as unknown as Json,
              },
          { TOK: value, AWS_ACCESS_KEY_ID: 'k', AWS_SECRET_ACCESS_KEY: 's' },
        );
        expect(text).not.toMatch(/canary7q/i);
      },
    ),
    { numRuns: 150 },
  );
});

test('each member once', async () => {
  for (const { name, path } of places) {
    const all = { ...files, [name]: replaced(files[name], path, '${TOK}') };
    const upstream = {
      ...(all['upstream.yaml'] as object),
      ...(path[0] === 'dialect' ? {} : sound),
    } as unknown as Json;
    const text = await told({ ...all, 'upstream.yaml': upstream }, { TOK: 'Canary7Q' });
    expect(text, `${name}: ${path.join('.')}`).not.toMatch(/canary7q/i);
  }
});

test('the reference stands where the value would', async () => {
  const text = await told(
    { ...files, 'upstream.yaml': replaced(files['upstream.yaml'], ['dialect'], '${TOK}') },
    { TOK: 'Canary7Q', AWS_ACCESS_KEY_ID: 'k', AWS_SECRET_ACCESS_KEY: 's' },
  );
  expect(text).toContain('no dialect is called "${TOK}"');
});
