/** What `check` says of a field is what happens: each state is held against requests that are really sent. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ability } from '../../src/explain/abilities.js';
import { probeOperands } from '../../src/plan/pushdown/exactness.js';
import { type FilterOperator, filterOperators } from '../../src/wix/filter/tree.js';
import { parseCount, parseQuery } from '../../src/wix/requests.js';
import { imitationCases } from '../laws/imitation-mappings.js';
import { context, type Rig, startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { ProductUpstream } from '../upstreams/engine/start.js';

const rows = makeRows(40, 5);
const isFilter = (operation: string): operation is FilterOperator =>
  (filterOperators as readonly string[]).includes(operation);

describe.each(imitationCases.map((each) => [each.name, each] as const))(
  '%s',
  (_name, { start, upstream, mapping }) => {
    let server: ProductUpstream;
    let rig: Rig;
    let denying: Rig;
    beforeAll(async () => {
      server = await start(rows);
      rig = await startRig(server.url, upstream, [mapping as never]);
      denying = await startRig(server.url, upstream, [{ ...(mapping as object), local: 'deny' } as never]);
    });
    afterAll(async () => {
      await rig?.close();
      await denying?.close();
      await server?.close();
    });

    const abilities = (from: Rig): readonly Ability[] => from.engine.abilities(from.model('products'));
    const query = (filter: object, sort: readonly object[] = []) =>
      parseQuery({ collectionId: 'products', query: { filter, sort, paging: { limit: 2 } } });

    test('a filter that is done there reads no more rows than the page has', () => {
      const model = rig.model('products');
      for (const { field, operation, state, partly } of abilities(rig)) {
        if (!isFilter(operation) || operation === 'matches' || partly) continue;
        const operands = probeOperands(model.fields.get(field)!.type, operation).filter(
          (each) => each !== null,
        );
        const accesses = operands.map((operand) => {
          const request = query({ [field]: { [`$${operation}`]: operand } });
          return rig.engine.explain(model, 'query', request).access;
        });
        if (state === 'there') expect(accesses, `${field} ${operation}`).not.toContain('scan');
        else expect(accesses, `${field} ${operation}`).toContain('scan');
      }
    });

    test('an item by its id, and the number of items, are there only where no list is read for them', async () => {
      const model = rig.model('products');
      const [count, byId] = rig.engine.listAbilities(model);
      const { items } = await rig.engine.query(model, query({}), context());
      const { access, pushed } = rig.engine.explain(model, 'query', query({ _id: items[0]!._id }));
      expect(byId!.state).toBe(access !== 'scan' ? 'there' : pushed.filter ? 'narrowed' : 'here');
      server.reset();
      const counting = parseCount({ collectionId: 'products' });
      await rig.engine.count(model, counting, context());
      const rowsRead = rig.engine.explain(model, 'count', counting).plan.inputs[0]!.node === 'count here';
      expect(count!.state).toBe(rowsRead ? 'here' : 'there');
      if (!rowsRead) expect(server.requests).toHaveLength(1);
    });

    test('texts are never said to be sorted there, where their order is not known', () => {
      const model = rig.model('products');
      const sorted = abilities(rig).filter(
        ({ operation, state }) => operation === 'ascending' && state === 'there',
      );
      for (const { field } of sorted) {
        const { source } = model.fields.get(field)!;
        expect(source.kind === 'path' && source.codec.order === 'text' && model.list.textOrder).not.toBe(
          'unknown',
        );
        const plan = rig.engine.explain(model, 'query', query({}, [{ fieldName: field, order: 'ASC' }]));
        expect(plan.access).toBe('page');
      }
    });

    test('local: deny makes a refusal of what would be narrowed or done here, and nothing else', async () => {
      const key = ({ field, operation }: Ability): string => `${field} ${operation}`;
      const aggregates = new Set(['group', 'min', 'max', 'sum', 'average']);
      const kept = (all: readonly Ability[]) => all.filter(({ operation }) => !aggregates.has(operation));
      const inexact = kept(abilities(rig)).filter(({ state }) => state !== 'there');
      const refused = kept(abilities(denying)).filter(({ state }) => state === 'refused');
      expect(new Set(refused.map(key))).toEqual(new Set(inexact.map(key)));
      expect(kept(abilities(denying)).map(({ state }) => state)).not.toContain('here');
      for (const { reason } of refused) expect(reason).not.toBe('');
      const model = denying.model('products');
      const described = denying.engine.describe(model);
      for (const { key: field, capabilities } of described.fields) {
        const own = refused.filter((each) => each.field === field).map(({ operation }) => operation);
        if (own.includes('contains')) expect(capabilities!.queryOperators).not.toContain('CONTAINS');
        if (own.includes('ascending')) expect(capabilities!.sortable).toBe(false);
      }
      const sort = refused.find(({ operation }) => operation === 'descending');
      if (sort)
        await expect(
          denying.engine.query(model, query({}, [{ fieldName: sort.field, order: 'DESC' }]), context()),
        ).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
    });
  },
);
