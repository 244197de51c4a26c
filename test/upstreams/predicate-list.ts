/** An imitation of an entity query with a list of predicates, as Drupal's GraphQL 3 has it. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { databases } from './engine/database.js';
import { byId, type Field, fields, outputLines, resolversOf } from './engine/fields.js';
import { takePage } from './engine/pages.js';
import { and3, type Comparison, compare3, in3, like3, not3, or3, orderBy, type Truth } from './engine/sql.js';
import {
  type ProductOptions,
  type ProductUpstream,
  type Source,
  serveProducts,
  tieSeed,
} from './engine/start.js';
import type { Cell, Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';

interface Rule {
  readonly field: string;
  readonly value?: readonly (string | null)[] | null;
  readonly operator?: string | null;
  readonly enabled?: boolean | null;
}
interface Filter {
  readonly rules?: readonly (Rule | null)[] | null;
  readonly groups?: readonly (Filter | null)[] | null;
  readonly conjunction?: 'AND' | 'OR' | null;
}
interface ListArguments {
  readonly filter?: Filter | null;
  readonly sort?: readonly ({ field: string; direction?: 'ASC' | 'DESC' | null } | null)[] | null;
  readonly limit: number;
  readonly offset: number;
}

const own: readonly Field[] = [
  fields.id,
  fields.title,
  fields.sku,
  fields.price,
  fields.quantity,
  fields.rating,
  { ...fields.active, operand: (value) => (value === null ? null : value === '1' || value === 'true') },
  fields.statusText,
  fields.createdAt,
  fields.releasedOn,
  fields.opensAt,
];
const outputs = {
  id: 'ID',
  text: 'String',
  decimal: 'Float',
  int: 'Int',
  float: 'Float',
  boolean: 'Boolean',
  instant: 'String',
  date: 'String',
  time: 'String',
} as const;
const database = databases.mysql;

/**
 * @expected
 * - a filter is a list of rules `{field, operator, value: [text]}`, joined by one conjunction, with nested groups; all operands are texts.
 * - MySQL: `EQUAL`, `IN` and `LIKE` ignore case and accents; three-valued logic: `NOT_EQUAL`, `NOT_IN`, `NOT_LIKE` drop missing values.
 * - `LIKE` takes a pattern with `%`, `_` and `\`; an unknown field is an error; without operator: EQUAL, or IN for several values.
 * - nulls sort first ascending; ties in any order; limit 10 by default.
 */
export function startPredicateList(
  rows: readonly Row[],
  options: ProductOptions = {},
): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildPredicateListSchema(source, options));
}

export function buildPredicateListSchema(source: Source, options: ProductOptions = {}): GraphQLSchema {
  const list = (args: ListArguments, context: UpstreamContext): object => {
    for (const rule of rulesOf(args.filter ?? {})) known(rule.field);
    const matching = source().products.filter((entry) => evaluate(args.filter ?? {}, entry) === true);
    const keys = (args.sort ?? []).flatMap((each) => {
      if (each === null) return [];
      const descending = each.direction === 'DESC';
      return [{ cell: known(each.field).cell, descending, nullsFirst: !descending }];
    });
    const sorted = orderBy(matching, keys, database.collation, tieSeed(options, context));
    return {
      count: sorted.length,
      entities: takePage(sorted, args.offset, args.limit, 'offset', options, context).entries,
    };
  };
  return makeExecutableSchema({
    typeDefs: predicateListTypeDefs,
    resolvers: {
      Query: {
        productQuery: (_: unknown, args: ListArguments, context: UpstreamContext) => list(args, context),
        productById: (_: unknown, { id }: { id: string }) => byId(source().products, id),
      },
      Product: {
        ...resolversOf([...own, fields.bigText, fields.tags, fields.imageUrl]),
        category: (entry: Entry) => entry.category,
      },
      Category: resolversOf([fields.id, fields.name]),
    } as never,
  });
}

function known(name: string): Field {
  const field = own.find((each) => each.name === name);
  if (!field) throw new GraphQLError(`'${name}' not found`);
  return field;
}

const rulesOf = (filter: Filter): Rule[] => [
  ...(filter.rules ?? []).flatMap((each) => each ?? []),
  ...(filter.groups ?? []).flatMap((each) => rulesOf(each ?? {})),
];

function evaluate(filter: Filter, entry: Entry): Truth {
  const truths = [
    ...(filter.rules ?? []).flatMap((rule) => (rule && rule.enabled !== false ? [test(rule, entry)] : [])),
    ...(filter.groups ?? []).map((group) => evaluate(group ?? {}, entry)),
  ];
  if (truths.length === 0) return true;
  return filter.conjunction === 'OR' ? or3(truths) : and3(truths);
}

const comparisons: Readonly<Record<string, Comparison>> = {
  EQUAL: 'eq',
  NOT_EQUAL: 'ne',
  SMALLER_THAN: 'lt',
  SMALLER_THAN_OR_EQUAL: 'lte',
  GREATER_THAN: 'gt',
  GREATER_THAN_OR_EQUAL: 'gte',
};

function test(rule: Rule, entry: Entry): Truth {
  const field = known(rule.field);
  const cell = field.cell(entry);
  const values: Cell[] = (rule.value ?? []).map((each) => field.operand(each));
  const [first = null, second = null] = values;
  const operator = rule.operator ?? (values.length > 1 ? 'IN' : 'EQUAL');
  const comparison = comparisons[operator];
  if (comparison) return compare3(comparison, cell, first, database.collation);
  const between = (): Truth =>
    and3([
      compare3('gte', cell, first, database.collation),
      compare3('lte', cell, second, database.collation),
    ]);
  switch (operator) {
    case 'IN':
      return in3(cell, values, database.collation);
    case 'NOT_IN':
      return not3(in3(cell, values, database.collation));
    case 'LIKE':
      return like3(cell, String(rule.value?.[0]), database.like);
    case 'NOT_LIKE':
      return not3(like3(cell, String(rule.value?.[0]), database.like));
    case 'BETWEEN':
      return between();
    case 'NOT_BETWEEN':
      return not3(between());
    case 'IS_NULL':
      return cell === null;
    default:
      return cell !== null;
  }
}

const predicateListTypeDefs = `
  enum QueryConjunction { AND OR }
  enum QueryOperator { ${Object.keys(comparisons).join(' ')} IN NOT_IN LIKE NOT_LIKE BETWEEN NOT_BETWEEN IS_NULL IS_NOT_NULL }
  enum SortOrder { ASC DESC }
  input EntityQueryRuleInput { field: String! value: [String] operator: QueryOperator enabled: Boolean }
  input EntityQueryFilterInput { conjunction: QueryConjunction rules: [EntityQueryRuleInput] groups: [EntityQueryFilterInput] }
  input EntityQuerySortInput { field: String! direction: SortOrder }
  type Category { id: ID! name: String! }
  type Product { ${outputLines(own, outputs)} big: String! tags: [String] imageUrl: String category: Category }
  type EntityQueryResult { count: Int! entities: [Product] }
  type Query {
    productQuery(limit: Int! = 10, offset: Int! = 0, filter: EntityQueryFilterInput, sort: [EntityQuerySortInput]): EntityQueryResult!
    productById(id: ID!): Product
  }`;
