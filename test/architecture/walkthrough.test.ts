/** The request that ARCHITECTURE.md walks through: its trees, its document and its variables are those of explain. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { expect, test } from 'vitest';
import type { ExplainedNode } from '../../src/explain/explain.js';
import type { Json } from '../../src/wix/json.js';
import { parseQuery } from '../../src/wix/requests.js';
import { bindRig } from '../rig.js';
import { root } from './sources.js';

const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

const schema = makeExecutableSchema({
  typeDefs: `
    scalar Decimal
    enum Direction { ASC DESC }
    type Money { amount: Decimal! }
    type Product { id: ID! name: String! price: Money! }
    type Products { items: [Product!]! totalCount: Int! }
    input TextFilter { contains: String }
    input DecimalFilter { lt: Decimal }
    input MoneyFilter { amount: DecimalFilter }
    input ProductFilter { name: TextFilter price: MoneyFilter }
    input MoneyOrder { amount: Direction }
    input ProductOrder { id: Direction price: MoneyOrder }
    type Query {
      products(where: ProductFilter, orderBy: [ProductOrder!], limit: Int, offset: Int): Products!
    }`,
});

/** @param contains how the upstream's `contains` treats case */
function explained(contains: 'insensitive' | 'unknown') {
  const deaf = {
    request: () => Promise.reject(new Error('deaf')),
    shown: '',
    close: () => Promise.resolve(),
  };
  const text = { contains: { send: { contains: '$value' }, case: contains } };
  const defaults: Json = {
    rows: 'items',
    count: 'totalCount',
    page: { size: 'limit', offset: 'offset' },
    numbers: { wire: 'string' },
    filter: { style: 'operators', at: 'where', operators: { text, number: { lt: { lt: '$value' } } } },
    sort: { at: 'orderBy', list: true, ascending: { $field: 'ASC' }, descending: { $field: 'DESC' } },
  };
  const fields = { title: 'name', price: { path: 'price.amount', type: 'NUMBER' } };
  const mapping = { collection: 'products', type: 'Product', id: 'id', list: 'products', fields };
  const { engine, model } = bindRig('http://localhost/graphql', schema, deaf, { defaults }, [mapping]);
  const json = [...page.matchAll(/```json\n([\s\S]*?)```/g)].find(([, each]) =>
    each!.includes('collectionId'),
  );
  return engine.explain(model('products'), 'query', parseQuery(JSON.parse(json![1]!)));
}

function drawn({ node, inputs }: ExplainedNode, indent = ''): string {
  return [`${indent}${node}\n`, ...inputs.map((each) => drawn(each, `${indent}  `))].join('');
}

test('the tree, the document and the variables', () => {
  const { plan, document, variables, requests } = explained('insensitive');
  expect(page).toContain(`\`\`\`\n${drawn(plan)}\`\`\``);
  expect(requests).toBe('1');
  const blocks = [...page.matchAll(/```(?:graphql|json)\n\s*([\s\S]*?)```/g)].map(([, each]) => each!);
  const squeezed = blocks.map((each) => each.replace(/\s+/g, ' ').trim());
  expect(squeezed).toContain(document);
  const values = squeezed.filter((each) => each.startsWith('{')).map((each) => JSON.parse(each) as unknown);
  expect(values).toContainEqual(variables);
});

test('the tree where the upstream compares case in its own way', () => {
  const { plan } = explained('unknown');
  expect(page).toContain(`\`\`\`\n${drawn(plan)}\`\`\``);
});
