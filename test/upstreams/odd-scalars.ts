/**
 * An imitation of a home-grown API whose scalars do not say by their names what they hold: `Date` counts milliseconds,
 * texts hold days, moments and "N/A", `Money` is an object.
 */
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { startUpstream, type Upstream } from './harness.js';

export interface Thing {
  readonly id: string;
  readonly title: string | null;
  readonly madeAt: number | null;
  readonly joined: string | null;
  readonly seen: string | null;
  readonly score: number;
  readonly note: string;
  readonly price: { readonly amount: string; readonly currency: string } | null;
}

const columns = ['id', 'title', 'madeAt', 'joined', 'seen', 'score', 'note'] as const;
type Column = (typeof columns)[number];

const typeDefs = `
  scalar Date
  scalar Money
  enum Order { ASC DESC }
  type Thing { id: ID! title: String madeAt: Date joined: String seen: String score: Int! note: String! price: Money }
  type Things { items: [Thing!]! total: Int! }
  input IdFilter { eq: ID ne: ID in: [ID!] nin: [ID!] }
  input TextFilter { eq: String ne: String in: [String!] nin: [String!] lt: String lte: String gt: String gte: String contains: String isNull: Boolean }
  input DateFilter { eq: Date ne: Date in: [Date!] nin: [Date!] lt: Date lte: Date gt: Date gte: Date isNull: Boolean }
  input IntFilter { eq: Int ne: Int in: [Int!] nin: [Int!] lt: Int lte: Int gt: Int gte: Int isNull: Boolean }
  input Where { id: IdFilter title: TextFilter madeAt: DateFilter joined: TextFilter seen: TextFilter score: IntFilter note: TextFilter
    and: [Where!] or: [Where!] not: Where }
  input Sort { id: Order title: Order madeAt: Order joined: Order seen: Order score: Order note: Order }
  type Query { things(where: Where, sort: [Sort!], limit: Int, offset: Int): Things! }`;

/** Its style, as a mapping would say it. */
export const oddScalarsStyle = {
  rows: 'items',
  count: 'total',
  page: { size: 'limit', offset: 'offset', max: 100 },
  filter: {
    style: 'operators',
    at: 'where',
    operators: {
      any: {
        eq: { eq: '$value' },
        ne: { ne: '$value' },
        in: { in: '$value' },
        nin: { nin: '$value' },
        lt: { lt: '$value' },
        lte: { lte: '$value' },
        gt: { gt: '$value' },
        gte: { gte: '$value' },
        isNull: { isNull: true },
        notNull: { isNull: false },
      },
      text: { contains: { send: { contains: '$value' }, case: 'sensitive' } },
    },
    and: { and: '$all' },
    or: { or: '$all' },
    not: { not: '$one' },
  },
  sort: {
    at: 'sort',
    list: true,
    ascending: { $field: 'ASC' },
    descending: { $field: 'DESC' },
    nulls: 'lowest',
  },
} as const;

type Cell = string | number | null;
type Where = { readonly [name: string]: unknown };
/** true, false, or unknown where a value is missing, as in SQL. */
type Truth = boolean | null;

export function buildOddScalars(things: readonly Thing[]): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs,
    resolvers: {
      Query: {
        things: (_: unknown, { where, sort = [], limit = 100, offset = 0 }: Arguments) => {
          const found = things.filter((thing) => !where || holds(where, thing) === true);
          const sorted = [...found].sort((a, b) => byKeys(a, b, sort ?? []));
          return { items: sorted.slice(offset, offset + limit), total: found.length };
        },
      },
    },
  });
}

export function startOddScalars(things: readonly Thing[]): Promise<Upstream> {
  return startUpstream(buildOddScalars(things));
}

interface Arguments {
  readonly where?: Where | null;
  readonly sort?: readonly Partial<Record<Column, 'ASC' | 'DESC'>>[] | null;
  readonly limit?: number;
  readonly offset?: number;
}

function holds(where: Where, thing: Thing): Truth {
  return every(
    Object.entries(where).map(([name, condition]): Truth => {
      if (name === 'and') return every((condition as Where[]).map((each) => holds(each, thing)));
      if (name === 'or') return not(every((condition as Where[]).map((each) => not(holds(each, thing)))));
      if (name === 'not') return not(holds(condition as Where, thing));
      const cell = thing[name as Column];
      return every(
        Object.entries(condition as Where).map(([operator, operand]) => compare(operator, cell, operand)),
      );
    }),
  );
}

function compare(operator: string, cell: Cell, operand: unknown): Truth {
  if (operator === 'isNull') return (cell === null) === operand;
  if (cell === null || operand === null) return null;
  switch (operator) {
    case 'eq':
      return cell === operand;
    case 'ne':
      return cell !== operand;
    case 'in':
      return (operand as Cell[]).includes(cell);
    case 'nin':
      return !(operand as Cell[]).includes(cell);
    case 'contains':
      return String(cell).includes(String(operand));
    case 'lt':
      return cell < (operand as typeof cell);
    case 'lte':
      return cell <= (operand as typeof cell);
    case 'gt':
      return cell > (operand as typeof cell);
    default:
      return cell >= (operand as typeof cell);
  }
}

function every(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function byKeys(a: Thing, b: Thing, sort: NonNullable<Arguments['sort']>): number {
  for (const key of sort)
    for (const [name, direction] of Object.entries(key)) {
      const [left, right] = [a[name as Column], b[name as Column]];
      const order = rank(left, right);
      if (order !== 0) return direction === 'ASC' ? order : -order;
    }
  return 0;
}

function rank(a: Cell, b: Cell): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return a < b ? -1 : a > b ? 1 : 0;
}
