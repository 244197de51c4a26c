import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { dialectNamed } from '../../src/styles/dialects/index.js';
import { bindFilter } from '../../src/styles/filter.js';
import { createKnownOperators, namesNoField } from '../../src/styles/known-operators.js';
import { conditionSlots } from '../../src/styles/template.js';
import type { FilterStyle } from '../../src/styles/vocabulary.js';
import { isMissing, locate } from '../../src/upstream/document/location.js';

const schema = buildSchema(`
  input String_comparison_exp { _eq: String, _neq: String, _gt: String, _in: [String!], _is_null: Boolean }
  input Int_comparison_exp { _eq: Int, _gt: Int, _in: [Int!] }
  input items_bool_exp { name: String_comparison_exp, note: String_comparison_exp, size: Int_comparison_exp, _and: [items_bool_exp!] }
  type items { name: String, note: String, size: Int }
  type Query { items(where: items_bool_exp): [items!]!, others(where: items_bool_exp): [items!]! }
`);
const hasura = dialectNamed('hasura')!.list!.filter!;

function bind(style: FilterStyle, list: string, known = createKnownOperators()) {
  const location = locate(schema, list);
  if (isMissing(location)) throw new Error('no such list');
  const bound = bindFilter(style, location, undefined, [], known);
  if ('message' in bound) throw new Error(bound.message);
  return bound;
}

/** What a condition on the field becomes, by operator. */
function spelled(binding: ReturnType<typeof bind>, name: string, kind: 'text' | 'number') {
  const operators = binding.fieldAt([name], kind)!.operators;
  return [...operators].map(([operator, { render, meaning, operand }]) => [
    operator,
    render!(conditionSlots(name, 'x')),
    meaning,
    operand?.map(String),
  ]);
}

describe('operators of an input type', () => {
  it('are held once for all fields and lists that have it', () => {
    const known = createKnownOperators();
    const [items, others] = [bind(hasura, 'items', known), bind(hasura, 'others', known)];
    const of = (binding: typeof items, name: string) => binding.fieldAt([name], 'text')!.operators;
    expect(of(items, 'note')).toBe(of(items, 'name'));
    expect(of(others, 'name')).toBe(of(items, 'name'));
    expect(of(items, 'size')).not.toBe(of(items, 'name'));
    expect(items.fieldAt(['name'], 'number')!.operators).not.toBe(of(items, 'name'));
  });

  it('are those that each field has for itself', () => {
    const known = createKnownOperators();
    for (const [name, kind] of [
      ['note', 'text'],
      ['name', 'text'],
      ['size', 'number'],
      ['name', 'number'],
    ] as const)
      expect(spelled(bind(hasura, 'items', known), name, kind)).toEqual(
        spelled(bind(hasura, 'items'), name, kind),
      );
  });

  it('are others where a mapping changes their table', () => {
    const known = createKnownOperators();
    const changed = { ...hasura, operators: { ...hasura.operators, text: { eq: { _neq: '$value' } } } };
    bind(hasura, 'items', known).fieldAt(['name'], 'text');
    const found = spelled(bind(changed as FilterStyle, 'items', known), 'name', 'text');
    expect(found.find(([operator]) => operator === 'eq')?.[1]).toEqual({ name: { _neq: 'x' } });
  });

  it('are the own ones of each field where a template names it', () => {
    const style: FilterStyle = {
      style: 'operators',
      at: 'where',
      operators: { any: { eq: { _eq: '$FIELD' } } },
    };
    expect(namesNoField(style.operators, 'text')).toBe(false);
    const binding = bind(style, 'items');
    const rendered = ['name', 'note'].map((name) =>
      [...binding.fieldAt([name], 'text')!.operators.values()][0]!.render!(conditionSlots(name, 1)),
    );
    expect(rendered).toEqual([{ name: { _eq: 'NAME' } }, { note: { _eq: 'NOTE' } }]);
  });
});
