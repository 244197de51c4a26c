/** Nothing is named falsely: proofs over imitated APIs, whose mappings are right. All of them with PROVE_ALL=1. */
import { afterEach, expect, test } from 'vitest';
import { prove } from '../../../src/authoring/prove/prove.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { dialectCases } from '../../laws/dialect-mappings.js';
import { imitationCases } from '../../laws/imitation-mappings.js';
import { type Rig, startRig } from '../../rig.js';
import { makeRows } from '../../upstreams/data.js';
import type { ProductUpstream } from '../../upstreams/engine/start.js';

let rig: Rig | undefined;
let server: ProductUpstream | undefined;
afterEach(async () => {
  await rig?.close();
  await server?.close();
});

/** Of each way of filtering, paging and sorting one; all where the environment asks for them. */
const usual = ['contentful', 'keystone', 'shopify', 'vendure', 'relayOnly', 'strapi5', 'postgraphile'];
const cases = [...imitationCases, ...dialectCases].filter(
  ({ name }) => process.env.PROVE_ALL !== undefined || usual.includes(name),
);

test.each(cases)('$name', async ({ start, upstream, mapping }) => {
  server = await start(makeRows(90, 11));
  rig = await startRig(server.url, upstream, [mapping as never]);
  const { access } = rig;
  const collection = () => undefined;
  const signal = new AbortController().signal;
  const proof = await prove(rig.model('products'), {
    world: systemWorld,
    upstream: access,
    collection,
    signal,
    requests: 200,
  });
  expect(proof.faults).toEqual([]);
  expect(proof.items).toBe(90);
  expect(proof.questions).toBeGreaterThan(3);
});
