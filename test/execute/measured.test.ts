/** What is measured of a plan: it changes no answer, and what it tells adds up to what was sent and given. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMeasure, type Measure } from '../../src/execute/measure.js';
import type { ExplainedNode } from '../../src/explain/explanation.js';
import { parseCount, parseQuery } from '../../src/wix/requests.js';
import { systemWorld } from '../../src/world/system-world.js';
import { imitationCases } from '../laws/imitation-mappings.js';
import { itemsOf, samplesOf } from '../laws/products.js';
import { filters, queries } from '../oracle/arbitrary.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';

const rows = makeRows(60, 11);

// One that pages by offset and one that pages by cursor.
describe.each(imitationCases.filter(({ name }) => ['hasura', 'shopify'].includes(name)))(
  '$name',
  (dialect) => {
    const fields = samplesOf(itemsOf(rows, dialect.keys, dialect), dialect.keys);
    let server: ProductUpstream;
    let rig: Rig;
    beforeAll(async () => {
      server = await dialect.start(rows);
      rig = await startRig(server.url, dialect.upstream, [dialect.mapping as never]);
    });
    afterAll(async () => {
      await rig?.close();
      await server?.close();
    });

    const watched = () => {
      let sent = 0;
      const measure = createMeasure(systemWorld);
      const observed = {
        ...context(),
        measure,
        observe: ({ kind }: { readonly kind: string }) => {
          if (kind === 'call sent') sent += 1;
        },
      };
      return { measure, observed, sent: () => sent };
    };
    const treeOf = (kind: 'query' | 'count', measure: Measure): ExplainedNode =>
      rig.engine.explainRun(kind, measure)!.plan;

    test('queries', async () => {
      await fc.assert(
        fc.asyncProperty(queries(fields), fc.boolean(), async ({ filter, sort, ...page }, total) => {
          const request = parseQuery({
            collectionId: 'products',
            query: { filter, sort, paging: page },
            returnTotalCount: total,
          });
          const plain = await rig.engine.query(rig.model('products'), request, context());
          const { measure, observed, sent } = watched();
          expect(await rig.engine.query(rig.model('products'), request, observed)).toEqual(plain);
          const tree = treeOf('query', measure);
          expect(tree.ran!.requests).toBe(sent());
          expect(tree.inputs[0]!.ran?.rows ?? 0).toBe(plain.items.length);
          holds(tree);
        }),
        { numRuns: 30 },
      );
    });

    test('counts', async () => {
      await fc.assert(
        fc.asyncProperty(filters(fields), async (filter) => {
          const request = parseCount({ collectionId: 'products', filter });
          const plain = await rig.engine.count(rig.model('products'), request, context());
          const { measure, observed, sent } = watched();
          expect(await rig.engine.count(rig.model('products'), request, observed)).toEqual(plain);
          const tree = treeOf('count', measure);
          expect(tree.ran!.requests).toBe(sent());
          holds(tree);
        }),
        { numRuns: 15 },
      );
    });
  },
);

/** A node took at least what each of its inputs took; one whose inputs ran ran too. */
function holds({ node, inputs, ran }: ExplainedNode): void {
  for (const each of inputs) {
    if (each.ran) {
      expect(ran, node).toBeDefined();
      expect(ran!.requests, node).toBeGreaterThanOrEqual(each.ran.requests);
      expect(ran!.milliseconds, node).toBeGreaterThanOrEqual(each.ran.milliseconds);
    }
    holds(each);
  }
}
