/** Sites in use: opened once, closed when nobody asks, and never under somebody's hands. */
import { expect, test } from 'vitest';
import type { OpenSite } from '../../src/app/tenants/open-site.js';
import { createSitesInUse } from '../../src/app/tenants/sites.js';
import { systemWorld } from '../../src/world/system-world.js';
import type { World } from '../../src/world/world.js';

function start(idle: number, world: World = systemWorld) {
  const closed: string[] = [];
  let opened = 0;
  const sites = createSitesInUse(world, idle);
  const hold = (name: string, version = 1) =>
    sites.hold(name, [version], () => {
      opened += 1;
      return { close: async () => void closed.push(`${name} ${version}`) } as unknown as OpenSite;
    });
  return { sites, hold, closed, opened: () => opened };
}

test('a site that nobody asks is closed', async () => {
  const { sites, hold, closed, opened } = start(40);
  const held = hold('a');
  hold('b').release();
  hold('b').release();
  expect(opened()).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 120));
  // One that is worked for stays.
  expect(closed).toEqual(['b 1']);
  held.release();
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(closed).toEqual(['b 1', 'a 1']);
  await sites.close();
});

test('one that is another now is opened anew; the old one is closed when its last request has ended', async () => {
  const { sites, hold, closed } = start(60_000);
  const old = hold('a', 1);
  const now = hold('a', 2);
  expect(now.site).not.toBe(old.site);
  expect(closed).toEqual([]);
  old.release();
  expect(closed).toEqual(['a 1']);
  sites.drop((name) => name === 'a');
  expect(closed).toEqual(['a 1']);
  now.release();
  now.release();
  expect(closed).toEqual(['a 1', 'a 2']);
  await sites.close();
});

test('those that were asked longest ago are closed first', async () => {
  const { sites, hold, closed } = start(60_000);
  for (let n = 0; n < 510; n++) hold(`site ${n}`).release();
  expect(closed.length).toBeGreaterThanOrEqual(9);
  expect(closed.slice(0, 3)).toEqual(['site 0 1', 'site 1 1', 'site 2 1']);
  expect([...sites.open].length).toBeLessThanOrEqual(501);
  await sites.close();
});

test('however many there are, one timer is enough for them', async () => {
  let timers = 0;
  const world: World = {
    ...systemWorld,
    timer(milliseconds, callback) {
      timers += 1;
      const cancel = systemWorld.timer(milliseconds, callback);
      return () => {
        timers -= 1;
        cancel();
      };
    },
  };
  const { sites, hold } = start(60_000, world);
  for (let n = 0; n < 600; n++) hold(`site ${n}`).release();
  expect(timers).toBe(1);
  await sites.close();
  expect(timers).toBe(0);
});
