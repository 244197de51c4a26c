/**
 * What dialects mean, turned round, one meaning at a time, over the imitated APIs: `prove` names it, or it is harmless, since no random
 * request is answered wrongly by it. Of one API here, of all with PROVE_ALL=1 (about ten minutes).
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prove } from '../../../src/authoring/prove/prove.js';
import { AdapterError } from '../../../src/wix/errors.js';
import { parseQuery } from '../../../src/wix/requests.js';
import { systemWorld } from '../../../src/world/system-world.js';
import type { DialectCase } from '../../laws/dialect-case.js';
import { dialectCases } from '../../laws/dialect-mappings.js';
import { imitationCases } from '../../laws/imitation-mappings.js';
import { itemsOf, rowsWithOddTitles, samplesOf, typesOf } from '../../laws/products.js';
import { queries } from '../../oracle/arbitrary.js';
import { difference, naiveQuery } from '../../oracle/naive.js';
import type { Item } from '../../oracle/values.js';
import { context, type Rig, startRig } from '../../rig.js';
import { type Mutant, mutantsOf } from './mutants.js';

const usual = ['prisma'];
const cases = [...imitationCases, ...dialectCases].filter(
  ({ name }) => process.env.PROVE_ALL !== undefined || usual.includes(name),
);
const rows = rowsWithOddTitles();

type Fate = 'found' | 'harmless' | 'lost' | 'refused';

async function fateOf(each: DialectCase, { mapping, cap }: Mutant): Promise<Fate> {
  const server = await each.start(rows, cap === undefined ? {} : { cap });
  const rigs: Rig[] = [];
  const rig = async (): Promise<Rig> => {
    rigs.push(await startRig(server.url, each.upstream, [mapping as never]));
    return rigs.at(-1)!;
  };
  try {
    // What `check` refuses is no claim.
    const bound = await rig().catch(() => undefined);
    if (!bound) return 'refused';
    const proof = await prove(bound.model('products'), {
      world: systemWorld,
      upstream: bound.access,
      collection: () => undefined,
      signal: new AbortController().signal,
      requests: 200,
    });
    if (proof.faults.length > 0) return 'found';
    return (await isWrong(each, await rig())) ? 'lost' : 'harmless';
  } finally {
    for (const one of rigs) await one.close();
    await server.close();
  }
}

/** Whether one of many random requests is answered wrongly, or not at all. */
async function isWrong(each: DialectCase, { engine, model }: Rig): Promise<boolean> {
  const items = itemsOf(rows, each.keys, each);
  const types = typesOf(each.keys);
  for (const { filter, sort, ...page } of fc.sample(queries(samplesOf(items, each.keys)), {
    numRuns: 60,
    seed: 7,
  })) {
    const request = parseQuery({
      collectionId: 'products',
      query: { filter, sort, paging: page },
      returnTotalCount: true,
    });
    try {
      const answer = await engine.query(model('products'), request, context());
      if (difference(answer.items as Item[], naiveQuery(items, { filter, sort, ...page }, types)) !== null)
        return true;
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      if (error.status >= 500) return true;
    }
  }
  return false;
}

test('at least 95 of 100 are found', async () => {
  const fates = new Map<string, Fate>();
  for (const each of cases)
    for (const mutant of mutantsOf(each)) fates.set(mutant.name, await fateOf(each, mutant));
  const named = (fate: Fate): readonly string[] =>
    [...fates].flatMap(([name, each]) => (each === fate ? [name] : []));
  const [found, lost] = [named('found').length, named('lost')];
  expect(found).toBeGreaterThan(0);
  expect(found / (found + lost.length), `${found} found, lost:\n${lost.join('\n')}`).toBeGreaterThanOrEqual(
    0.95,
  );
}, 3_600_000);
