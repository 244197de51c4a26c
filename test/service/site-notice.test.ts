import { describe, expect, it } from 'vitest';
import { createSiteNotices, type NoticeRequest } from '../../src/service/site-notice.js';
import { verifyDelivery } from '../../src/upstream/hooks/verify.js';
import type { Observation } from '../../src/world/observation.js';
import { simulateWorld } from '../world/simulated-world.js';

const site = { invalidate: 'https://site.example/_functions/invalidate', secret: 'whsec_c2VjcmV0LWtleQ==' };

function start(...answers: readonly (number | 'none')[]) {
  const world = simulateWorld(1);
  const begin = world.now();
  const left = [...answers];
  const sent: (NoticeRequest & { readonly at: number; readonly collections: readonly string[] })[] = [];
  const told: Observation[] = [];
  const state = { takes: 100 };
  const notices = createSiteNotices(
    world,
    async (request) => {
      const { collections } = JSON.parse(request.body) as { collections: string[] };
      sent.push({ ...request, at: world.now() - begin, collections });
      await world.sleep(state.takes);
      const answer = left.shift() ?? 200;
      if (answer === 'none') throw new Error('no answer');
      return answer;
    },
    (each) => void told.push(each),
  );
  const moments = () => sent.map(({ at, collections }) => `${at} ${collections.join(' ')}`);
  return { world, notices, sent, told, state, moments };
}

describe('a site', () => {
  it('is told of many changes together, when there was none for a second', async () => {
    const { world, notices, moments, told } = start();
    notices.changed(site, ['products']);
    await world.pass(900);
    notices.changed(site, ['brands', 'products']);
    await world.pass(5000);
    expect(moments()).toEqual(['1900 brands products']);
    expect(told).toEqual([{ kind: 'site told', collections: ['products', 'brands'], reason: undefined }]);
    expect(world.waiting()).toBe(0);
  });

  it('is told after ten seconds at the latest, while changes go on', async () => {
    const { world, notices, moments } = start();
    for (let count = 0; count < 40; count++) {
      notices.changed(site, [`c${count % 2}`]);
      await world.pass(500);
    }
    await world.pass(5000);
    expect(moments()[0]).toBe('10000 c0 c1');
    expect(moments()).toHaveLength(2);
  });

  it('has one notice at a time; what changes meanwhile is told after it', async () => {
    const { world, notices, moments, state } = start();
    state.takes = 5000;
    notices.changed(site, ['products']);
    await world.pass(2000);
    notices.changed(site, ['brands']);
    await world.pass(20_000);
    expect(moments()).toHaveLength(2);
    expect(moments()[0]).toBe('1000 products');
    expect(moments()[1]).toMatch(/ brands$/);
    expect(Number(moments()[1]!.split(' ')[0])).toBeGreaterThanOrEqual(6000);
  });

  it('that does not take it is told three times, with one id, and then it is given up', async () => {
    const { world, notices, sent, told } = start(500, 'none', 503, 200);
    notices.changed(site, ['products']);
    await world.pass(60_000);
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(told).toEqual([
      { kind: 'site told', collections: ['products'], reason: 'it answered with status 503' },
    ]);
    notices.changed(site, ['brands']);
    await world.pass(5000);
    expect(told.at(-1)).toMatchObject({ collections: ['brands'], reason: undefined });
  });

  it('can verify who tells it', async () => {
    const { world, notices, sent } = start();
    notices.changed(site, ['products']);
    await world.pass(2000);
    const { headers, body } = sent[0]!;
    const delivery = { method: 'POST', path: '/', headers, body: Buffer.from(body) };
    expect(verifyDelivery('standard', site.secret, delivery, world.now())).toBe(headers['webhook-id']);
    expect(verifyDelivery('standard', 'whsec_b3RoZXI=', delivery, world.now())).toBeUndefined();
  });

  it('is told what waits still when the service stops', async () => {
    const { world, notices, moments } = start();
    notices.changed(site, ['products']);
    await world.run(notices.close());
    expect(moments()).toEqual(['0 products']);
    expect(world.waiting()).toBe(0);
  });
});
