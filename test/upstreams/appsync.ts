/** An imitation of AWS AppSync over DynamoDB, as Amplify generates it. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { byId, type Field, fields, outputLines, resolversOf } from './engine/fields.js';
import { evaluateObject, type FilterObject, type OperatorLanguage } from './engine/operators.js';
import { takePage } from './engine/pages.js';
import { decodeCursor, encodeCursor } from './engine/relay.js';
import { type Comparison, collations, compare3 } from './engine/sql.js';
import { type ProductOptions, type ProductUpstream, type Source, serveProducts } from './engine/start.js';
import type { Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';

interface ListArguments {
  readonly filter?: FilterObject | null;
  readonly limit?: number | null;
  readonly nextToken?: string | null;
}

/** DynamoDB holds dates and times as the texts that they were given as. */
const own: readonly Field[] = [
  fields.id,
  fields.title,
  fields.sku,
  fields.price,
  fields.quantity,
  fields.rating,
  fields.bigText,
  fields.active,
  fields.statusText,
  {
    ...fields.createdAt,
    kind: 'text',
    cell: (entry) => fields.createdAt.show(entry) as string | null,
    operand: fields.title.operand,
  },
  { ...fields.releasedOn, kind: 'text', operand: fields.title.operand },
  { ...fields.opensAt, kind: 'text', operand: fields.title.operand },
  fields.tags,
];
const inputs = {
  id: 'ID',
  text: 'String',
  decimal: 'Float',
  int: 'Int',
  float: 'Float',
  boolean: 'Boolean',
  list: 'String',
} as const;
const outputs = { ...inputs, list: '[String]' } as const;

/**
 * @expected
 * - `limit` counts the rows that are scanned, the filter comes after it: pages may be short or empty while `nextToken` is set.
 * - two-valued logic: `ne`, `notContains` and `not` keep rows without the attribute; other operators are false for them.
 * - `contains` is case-sensitive and literal, on a list it is membership; `between` includes both ends; no `in`, no null operand.
 * - no sort, no count; the order of rows is that of hashes, but stable. Limit 100 by default, 1000 at most.
 * - dates are texts and compare as such; AWSJSON is a text of JSON.
 */
export function startAppsync(rows: readonly Row[], options: ProductOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildAppsyncSchema(source, options));
}

export function buildAppsyncSchema(source: Source, options: ProductOptions = {}): GraphQLSchema {
  const list = ({ filter, limit, nextToken }: ListArguments, context: UpstreamContext): object => {
    const size = limit ?? 100;
    if (size > 1000 || size < 1)
      throw new GraphQLError('Limit must be between 1 and 1000', {
        extensions: { errorType: 'DynamoDB:ValidationException' },
      });
    const scan = [...source().products].sort((left, right) => hash(left) - hash(right));
    const from = nextToken ? decodeCursor('scan', nextToken) : 0;
    const page = takePage(scan, from, size, 'cursor', options, context);
    return {
      items: page.entries.filter(
        (entry) => entry === null || evaluateObject(filter ?? {}, entry, language) === true,
      ),
      nextToken: page.more ? encodeCursor('scan', page.next) : null,
    };
  };
  return makeExecutableSchema({
    typeDefs: appsyncTypeDefs,
    resolvers: {
      Query: {
        listProducts: (_: unknown, args: ListArguments, context: UpstreamContext) => list(args, context),
        getProduct: (_: unknown, { id }: { id: string }) => byId(source().products, id),
        getCategory: (_: unknown, { id }: { id: string }) => byId(source().categories, id),
      },
      Product: {
        ...resolversOf(own),
        imageUrl: fields.imageUrl.show,
        meta: (entry: Entry) => (entry.meta === null ? null : JSON.stringify(entry.meta)),
        category: (entry: Entry) => entry.category,
      },
      Category: resolversOf([fields.id, fields.name]),
    } as never,
  });
}

const hash = (entry: Entry): number => Math.imul(Number(entry.cells.id), 0x85ebca6b) >>> 0;

const language: OperatorLanguage = {
  fields: own,
  and: 'and',
  or: 'or',
  not: 'not',
  compare: (operator, operand, field, entry) =>
    field.kind === 'list'
      ? compareTags(operator, operand, entry.tags)
      : compare(operator, operand, field, entry),
};

function compare(operator: string, operand: unknown, field: Field, entry: Entry): boolean {
  if (operand === null)
    throw new GraphQLError('One or more parameter values were invalid: NULL is not comparable');
  const cell = field.cell(entry);
  const test = (comparison: Comparison, value: unknown): boolean =>
    compare3(comparison, cell, field.operand(value), collations.codePoint) === true;
  const has = (): boolean => cell !== null && String(cell).includes(String(operand));
  switch (operator) {
    case 'ne':
      return !test('eq', operand);
    case 'le':
      return test('lte', operand);
    case 'ge':
      return test('gte', operand);
    case 'contains':
      return has();
    case 'notContains':
      return !has();
    case 'beginsWith':
      return cell !== null && String(cell).startsWith(String(operand));
    case 'between': {
      const [low, high] = operand as unknown[];
      return test('gte', low) && test('lte', high);
    }
    case 'attributeExists':
      return (cell !== null) === operand;
    default:
      return test(operator as Comparison, operand);
  }
}

function compareTags(operator: string, operand: unknown, tags: readonly string[] | null): boolean {
  if (operator === 'attributeExists') return (tags !== null) === operand;
  if (operator === 'contains') return tags?.includes(operand as string) ?? false;
  if (operator === 'notContains') return !tags?.includes(operand as string);
  return operator === 'ne';
}

const range = (type: string): string =>
  `ne: ${type} eq: ${type} le: ${type} lt: ${type} ge: ${type} gt: ${type} between: [${type}]`;
const text = (type: string): string =>
  `${range(type)} contains: ${type} notContains: ${type} beginsWith: ${type} attributeExists: Boolean`;

const appsyncTypeDefs = `
  scalar AWSDate scalar AWSDateTime scalar AWSJSON scalar AWSTime scalar AWSURL
  type Category { id: ID! name: String! }
  type Product {
    ${outputLines(own, outputs)
      .replace('createdAt: String', 'createdAt: AWSDateTime')
      .replace('releasedOn: String', 'releasedOn: AWSDate')
      .replace('opensAt: String', 'opensAt: AWSTime')}
    imageUrl: AWSURL
    meta: AWSJSON
    category: Category
  }
  type ModelProductConnection { items: [Product]! nextToken: String }
  input ModelIDInput { ${text('ID')} }
  input ModelStringInput { ${text('String')} }
  input ModelIntInput { ${range('Int')} attributeExists: Boolean }
  input ModelFloatInput { ${range('Float')} attributeExists: Boolean }
  input ModelBooleanInput { ne: Boolean eq: Boolean attributeExists: Boolean }
  input ModelProductFilterInput {
    ${own.map((field) => `${field.name}: Model${inputs[field.kind as keyof typeof inputs]}Input`).join('\n    ')}
    and: [ModelProductFilterInput] or: [ModelProductFilterInput] not: ModelProductFilterInput
  }
  type Query {
    getProduct(id: ID!): Product
    listProducts(filter: ModelProductFilterInput, limit: Int, nextToken: String): ModelProductConnection
    getCategory(id: ID!): Category
  }`;
