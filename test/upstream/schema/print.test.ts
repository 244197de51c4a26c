import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';
import { expect, test } from 'vitest';
import { parseSchema } from '../../../src/upstream/schema/load.js';
import { printSchemaFile } from '../../../src/upstream/schema/print.js';

const text = `"""The "shop" """
schema {
  query: Root
}

directive @b(options: Options) on FIELD

"""Says

much"""
directive @tag(name: String!) repeatable on OBJECT

type Product implements Node {
  """Not sorted: title comes first"""
  title: String
  id: ID!
}

enum Options {
  ZULU
  ALPHA @deprecated(reason: "old")
}

interface Node {
  id: ID!
}

type Root {
  products(first: Int = 10, by: Where): [Product!]!
}

input Where @oneOf {
  id: ID
  title: String
}

scalar Url @specifiedBy(url: "https://url.example")

type Mutation {
  notARoot: Url
}
`;

test('types by name, members in their order, all else kept', () => {
  const schema = buildSchema(text);
  const printed = printSchemaFile(schema);
  expect(printed).toMatchInlineSnapshot(`
    """"The "shop" """
    schema {
      query: Root
    }

    directive @b(options: Options) on FIELD

    """
    Says

    much
    """
    directive @tag(name: String!) repeatable on OBJECT

    type Mutation {
      notARoot: Url
    }

    interface Node {
      id: ID!
    }

    enum Options {
      ZULU
      ALPHA @deprecated(reason: "old")
    }

    type Product implements Node {
      """Not sorted: title comes first"""
      title: String
      id: ID!
    }

    type Root {
      products(first: Int = 10, by: Where): [Product!]!
    }

    scalar Url @specifiedBy(url: "https://url.example")

    input Where @oneOf {
      id: ID
      title: String
    }
    "
  `);
  const again = parseSchema(printed);
  expect([...findBreakingChanges(schema, again), ...findDangerousChanges(schema, again)]).toEqual([]);
  expect(printSchemaFile(again)).toBe(printed);
});

test('the same schema in another order gives the same file; common names need no schema definition', () => {
  const a = printSchemaFile(buildSchema('type Query { a: A } type A { b: B } type B { c: Int }'));
  const b = printSchemaFile(buildSchema('type B { c: Int } type A { b: B } type Query { a: A }'));
  expect(a).toBe(b);
  expect(a).toBe('type A {\n  b: B\n}\n\ntype B {\n  c: Int\n}\n\ntype Query {\n  a: A\n}\n');
});
