/** What is remembered of orders: bounded in bytes and in time. */
import { expect, test } from 'vitest';
import { createKeptOrders, mostKept } from '../../src/execute/kept-orders.js';
import { systemWorld } from '../../src/world/system-world.js';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id of some length ${index}`);

test('the orders that were asked longest ago are forgotten first', () => {
  const orders = createKeptOrders(systemWorld);
  for (let index = 0; index < 40; index += 1) {
    orders.set(`query ${index}`, ids(5000));
    expect(orders.get('query 0')).toHaveLength(5000);
  }
  expect(orders.get('query 1')).toBeUndefined();
  expect(orders.get('query 39')).toHaveLength(5000);
});

test('a longer one is not kept', () => {
  const orders = createKeptOrders(systemWorld);
  orders.set('query', ids(mostKept + 1));
  expect(orders.get('query')).toBeUndefined();
});

test('after a minute it is not known any more', () => {
  let time = 0;
  const orders = createKeptOrders({ monotonic: () => time });
  orders.set('query', ids(3));
  time = 59_000;
  expect(orders.get('query')).toHaveLength(3);
  time = 61_000;
  expect(orders.get('query')).toBeUndefined();
});
