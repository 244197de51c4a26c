/**
 * An imitation of an API that hides items the caller may not see: such a row is null in its place, is counted, and has an
 * error beside it or none (GitHub, Contentful). One set of rows behind four ways of paging.
 */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';

export interface Note {
  readonly id: string;
  readonly n: number;
  readonly hidden: boolean;
}

/** What the answer says of a hidden row. */
export type Silence = 'nothing' | 'forbidden' | 'broken';

const typeDefs = `
  enum Order { ASC DESC }
  type Note { id: ID! n: Int! }
  type Sure { id: ID! }
  type Notes { items: [Note] total: Int! }
  type Edge { node: Note }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Connection { edges: [Edge!]! pageInfo: PageInfo! totalCount: Int! }
  input IntFilter { eq: Int in: [Int!] gte: Int lt: Int }
  input IdFilter { eq: ID in: [ID!] }
  input Where { n: IntFilter id: IdFilter }
  input Sort { n: Order id: Order }
  type Query {
    byOffset(where: Where, sort: [Sort!], limit: Int, offset: Int): Notes!
    byPage(where: Where, sort: [Sort!], size: Int, page: Int): Notes!
    byCursor(where: Where, sort: [Sort!], first: Int, after: String): Connection!
    whole(where: Where, sort: [Sort!]): [Note]!
    sure: [Sure!]!
  }`;

interface Arguments {
  readonly where?: Readonly<Record<'n' | 'id', Readonly<Record<string, unknown>> | undefined>> | null;
  readonly sort?: readonly Readonly<Record<string, 'ASC' | 'DESC'>>[] | null;
}

/** @param most rows that a page has at most */
export function buildHiddenRows(notes: readonly Note[], silence: Silence, most = 20): GraphQLSchema {
  const shown = (note: Note): Note | Error | null => {
    if (!note.hidden) return note;
    if (silence === 'nothing') return null;
    return silence === 'broken'
      ? new Error('the database is away')
      : new GraphQLError('Resource protected by the organization', { extensions: { code: 'FORBIDDEN' } });
  };
  const notesPage = (given: Arguments, offset: number, limit: number) => {
    const found = select(notes, given);
    return { items: found.slice(offset, offset + Math.min(limit, most)).map(shown), total: found.length };
  };
  return makeExecutableSchema({
    typeDefs,
    resolvers: {
      Query: {
        byOffset: (_: unknown, { limit = 10, offset = 0, ...given }: Arguments & Record<string, number>) =>
          notesPage(given as Arguments, offset!, limit!),
        byPage: (_: unknown, { size = 10, page = 1, ...given }: Arguments & Record<string, number>) =>
          notesPage(given as Arguments, (page! - 1) * Math.min(size!, most), size!),
        byCursor: (_: unknown, given: Arguments & { first?: number; after?: string }) => {
          const found = select(notes, given);
          const start = given.after ? Number(given.after) : 0;
          const end = Math.min(found.length, start + Math.min(given.first ?? 10, most));
          return {
            edges: found.slice(start, end).map((note) => ({ node: () => shown(note) })),
            pageInfo: { hasNextPage: end < found.length, endCursor: String(end) },
            totalCount: found.length,
          };
        },
        whole: (_: unknown, given: Arguments) => select(notes, given).map(shown),
      },
    },
  });
}

function select(notes: readonly Note[], { where, sort }: Arguments): readonly Note[] {
  const kept = notes.filter((note) =>
    (['n', 'id'] as const).every((name) =>
      Object.entries(where?.[name] ?? {}).every(([operator, operand]) => {
        const value = note[name];
        if (operator === 'eq') return value === operand;
        if (operator === 'in') return (operand as unknown[]).includes(value);
        return operator === 'gte' ? Number(value) >= Number(operand) : Number(value) < Number(operand);
      }),
    ),
  );
  const keys = (sort ?? []).flatMap((key) => Object.entries(key));
  return [...kept].sort((a, b) => {
    for (const [name, order] of keys) {
      const [left, right] = [a[name as 'n' | 'id'], b[name as 'n' | 'id']];
      if (left !== right) return left < right === (order === 'ASC') ? -1 : 1;
    }
    return 0;
  });
}
