/** The rules hold for this project's own service, and each is broken by a server that is wrong in just that. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConformOptions, conform } from '../../src/conform/conform.js';
import { allRules } from '../../src/conform/rules/index.js';
import type { Mutant } from './mutants.js';
import { envelopeMutants } from './mutants-of-envelopes.js';
import { figureMutants } from './mutants-of-figures.js';
import { filterMutants } from './mutants-of-filters.js';
import { itemMutants } from './mutants-of-items.js';
import { listMutants } from './mutants-of-lists.js';
import { serverMutants } from './mutants-of-servers.js';
import { writeMutants } from './mutants-of-writes.js';
import { type DemoService, startDemoService } from './service.js';

const mutants: Readonly<Record<string, Mutant>> = {
  ...envelopeMutants,
  ...serverMutants,
  ...itemMutants,
  ...filterMutants,
  ...listMutants,
  ...figureMutants,
  ...writeMutants,
};

let service: DemoService;
beforeAll(async () => {
  service = await startDemoService();
});
afterAll(() => service?.stop());

const options = (change: Partial<ConformOptions>): ConformOptions => ({
  rules: allRules,
  collections: ['products'],
  items: 1000,
  writes: undefined,
  questions: 4,
  seed: 1,
  failures: 1,
  progress: () => undefined,
  ...change,
});

it('the own service keeps every rule, and none is left out', async () => {
  const found = await conform(
    service.under(),
    options({ collections: ['products', 'brands'], questions: 2, writes: 'products' }),
  );
  expect(found.unread).toEqual([]);
  expect(
    found.results.flatMap(({ rule, failures }) => failures.map((each) => ({ rule: rule.id, ...each }))),
  ).toEqual([]);
  const asked = new Set(found.results.filter((each) => each.questions > 0).map(({ rule }) => rule.id));
  // The service is on this machine.
  expect(allRules.map(({ id }) => id).filter((id) => !asked.has(id))).toEqual(['deployment.tls']);
});

describe('wrong servers', () => {
  it('there is one for each rule', () => {
    expect(Object.keys(mutants).sort()).toEqual(allRules.map(({ id }) => id).sort());
  });

  it.each(allRules.map((rule) => [rule.id, rule] as const))('%s', async (id, rule) => {
    const wire = mutants[id]!(service.wire, service.signer);
    const url = id === 'deployment.tls' ? 'http://adapter.example.com' : undefined;
    const writes = rule.scope === 'writes' ? 'products' : undefined;
    const collections = [id.startsWith('reference.many') ? 'brands' : 'products'];
    const found = await conform(
      service.under(wire, url),
      options({ rules: [rule], collections, writes, questions: 8 }),
    );
    const failures = found.results.flatMap((each) => each.failures);
    expect(failures.length).toBeGreaterThan(0);
    for (const { exchange, expected } of failures) {
      expect(expected).not.toBe('');
      expect(exchange.path).toMatch(/^\//);
    }
  });
});
