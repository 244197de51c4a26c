/** Fields of a bound collection are objects of one hidden class: one of its own for each took a tenth of what a collection keeps. */
import { setFlagsFromString } from 'node:v8';
import { expect, test } from 'vitest';
import { startRig } from '../rig.js';
import { oddScalarsStyle, startOddScalars } from '../upstreams/odd-scalars.js';

setFlagsFromString('--allow-natives-syntax');
const haveSameMap = new Function('one', 'other', 'return %HaveSameMap(one, other)') as (
  one: object,
  other: object,
) => boolean;
setFlagsFromString('--no-allow-natives-syntax');

test('fields, and what is known of their filters, share a hidden class', async () => {
  const server = await startOddScalars([]);
  const upstream = { defaults: oddScalarsStyle, scalars: { Date: 'epochMilliseconds', Money: 'json' } };
  // So many that V8 makes the later ones in its quick way.
  const names = Array.from({ length: 60 }, (_, index) => `field${index}`);
  const mapping = {
    collection: 'things',
    type: 'Thing',
    id: 'id',
    list: 'things',
    fields: Object.fromEntries(names.map((name) => [name, 'title'])),
  };
  const rig = await startRig(server.url, upstream as never, [mapping as never]);
  try {
    const [first, ...others] = names.slice(-10).map((name) => rig.model('things').fields.get(name)!);
    for (const each of others) {
      expect(haveSameMap(first!, each), each.key).toBe(true);
      expect(haveSameMap(first!.filter!, each.filter!), each.key).toBe(true);
    }
  } finally {
    await rig.close();
    await server.close();
  }
});
