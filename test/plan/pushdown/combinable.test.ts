/** Which of many conditions are sent together: as if one after another were tried, and not in the time that this takes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { combinable } from '../../../src/plan/pushdown/combinable.js';
import { translateFilter } from '../../../src/plan/pushdown/translate.js';
import { and, compare, type Predicate } from '../../../src/styles/predicate.js';
import { parseFilter } from '../../../src/wix/filter/parse.js';
import { boundDialects } from '../products-mapping.js';

const leaves = (condition: Predicate): readonly Extract<Predicate, { kind: 'compare' }>[] =>
  condition.kind === 'and'
    ? condition.conditions.flatMap(leaves)
    : condition.kind === 'compare'
      ? [condition]
      : [];

/** A style that can say only one thing of a field, never a negative value, and at most so many things. */
const says =
  (most: number) =>
  (condition: Predicate): boolean => {
    const said = leaves(condition);
    const names = new Set(said.map(({ field }) => field.path[0]));
    return names.size === said.length && said.length <= most && said.every(({ value }) => Number(value) >= 0);
  };

it('is what one after another would give', () => {
  const each = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.integer({ min: -1, max: 3 }));
  fc.assert(
    fc.property(fc.array(each, { maxLength: 20 }), fc.integer({ min: 1, max: 6 }), (pairs, most) => {
      const renders = says(most);
      const conditions = pairs.map(([name, value]) => compare({ path: [name], kind: 'number' }, 'eq', value));
      const taken: Predicate[] = [];
      for (const condition of conditions) if (renders(and([...taken, condition]))) taken.push(condition);
      expect([...combinable(conditions, renders)]).toEqual(taken);
    }),
  );
});

it('renders a filter of many conditions few times', () => {
  const model = boundDialects.hasura().model('products');
  const count = 1000;
  const filter = parseFilter({
    $and: Array.from({ length: count }, (_, index) => ({ title: { $contains: `kiwi ${index}` } })),
  });
  let rendered = 0;
  const { pushed } = translateFilter(filter, {
    ...model,
    list: {
      ...model.list,
      filter: {
        ...model.list.filter!,
        render(condition, fields) {
          rendered += leaves(condition).length;
          return model.list.filter!.render(condition, fields);
        },
      },
    },
  });
  expect(pushed.kind === 'condition' && leaves(pushed.condition).length).toBe(count);
  expect(rendered).toBeLessThan(10 * count);
});
