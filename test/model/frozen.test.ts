/**
 * A bound model is frozen data: nothing in it can be written, it holds no client, no cache and no node of a mapping file, and
 * its functions are those named here. Over the models of every imitated API; and serving leaves them as they were.
 */
import { isType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOfSchema } from '../../src/model/freeze.js';
import type { CollectionModel } from '../../src/model/model.js';
import { parseQuery } from '../../src/wix/requests.js';
import type { DialectCase } from '../laws/dialect-case.js';
import { dialectCases } from '../laws/dialect-mappings.js';
import { imitationCases } from '../laws/imitation-mappings.js';
import { variantCases } from '../laws/variant-mappings.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';

/** Compiled at binding, each a pure function of its arguments. `*` is any key or element. */
const functions = [
  // Codecs: upstream value to Wix value and back, and Wix operand to upstream constraint.
  'fields.*.source.codec.decode',
  'fields.*.source.codec.encode',
  'fields.*.source.codec.equality',
  'fields.*.source.codec.bound',
  'fields.*.source.codec.element.decode',
  'fields.*.source.codec.element.encode',
  'fields.*.source.codec.element.equality',
  'fields.*.source.codec.element.bound',
  // Reads a value out of a row; makes one of other fields' values.
  'fields.*.source.read',
  'fields.*.source.evaluate',
  // Spells a condition.
  'fields.*.filter.operators.*.render',
  // Whether an operand is one that the input takes.
  'fields.*.filter.operators.*.accepts',
  // A filter or sort style, bound: which fields it has, and rendering into variables.
  'list.filter.fieldAt',
  'list.filter.namesAt',
  'list.filter.ownOperators',
  'list.filter.render',
  'list.sort.canSort',
  'list.sort.namesAt',
  'list.sort.nullsOf',
  'list.sort.render',
  // An extension: how the pages of a cursor end.
  'list.page.loop.next',
];

interface Findings {
  readonly unfrozen: string[];
  /** Instances of classes: a client, a cache, a node of YAML would be one. */
  readonly instances: string[];
  readonly functions: Set<string>;
}

function look(value: unknown, path: string, found: Findings, seen: Set<unknown>): void {
  if (typeof value === 'function') found.functions.add(path);
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (isOfSchema(value)) return;
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  if (value instanceof Map || value instanceof Set) {
    // Keys may be objects themselves.
    for (const [key, each] of value.entries()) {
      look(key, below('*'), found, seen);
      look(each, below('*'), found, seen);
    }
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null)
    found.instances.push(path);
  if (!Object.isFrozen(value)) found.unfrozen.push(path);
  for (const [key, each] of Object.entries(value))
    look(each, below(Array.isArray(value) ? '*' : key), found, seen);
}

/** The model as text: data as it is, functions and types of the schema as numbers of their own. */
function printed(model: CollectionModel): string {
  const numbers = new Map<unknown, number>();
  return JSON.stringify(model, (_, value: unknown) => {
    if (value instanceof Map || value instanceof Set) return [...value.entries()];
    const opaque =
      typeof value === 'function' || (typeof value === 'object' && value !== null && isType(value));
    if (!opaque) return value;
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    return `#${numbers.get(value)}`;
  });
}

const cases: readonly DialectCase[] = [...dialectCases, ...imitationCases, ...variantCases];
const used = new Set<string>();

describe.each(cases)('$name', ({ start, upstream, mapping }) => {
  let server: ProductUpstream;
  let rig: Rig;
  beforeAll(async () => {
    server = await start(makeRows(12, 7));
    rig = await startRig(server.url, upstream, [mapping as never]);
  });
  afterAll(async () => {
    await rig?.close();
    await server?.close();
  });

  test('is frozen, and its functions are known', () => {
    const found: Findings = { unfrozen: [], instances: [], functions: new Set() };
    look(rig.model('products'), '', found, new Set());
    for (const each of found.functions) used.add(each);
    expect(found.unfrozen).toEqual([]);
    expect(found.instances).toEqual([]);
    expect([...found.functions].filter((each) => !functions.includes(each))).toEqual([]);
  });

  test('is the same after it has served', async () => {
    const model = rig.model('products');
    const before = printed(model);
    const [key] = [...model.fields.keys()].filter((each) => each !== '_id');
    for (const order of ['ASC', 'DESC']) {
      const query = {
        filter: { [key!]: { $ne: null } },
        sort: [{ fieldName: key, order }],
        paging: { limit: 5 },
      };
      const request = parseQuery({ collectionId: 'products', query, returnTotalCount: true });
      await rig.engine.query(model, request, context());
    }
    expect(printed(model)).toBe(before);
  });
});

test('each function of the list is in some model, but templates, which these have not', () => {
  expect(functions.filter((each) => !used.has(each))).toEqual(['fields.*.source.evaluate']);
});
