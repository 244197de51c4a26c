/** A list of posts whose API heeds what its schema offers, but for the faults that a test gives it. */
import { parse, visit } from 'graphql';
import type { Gateway } from '../init/serve-graphql.js';

export interface Post {
  readonly id: string;
  readonly views: number;
  readonly likes: number | null;
  readonly open: boolean;
  readonly name: string | null;
}

export const posts: readonly Post[] = Array.from({ length: 40 }, (_, index) => ({
  id: `p${index}`,
  views: (index * 17) % 40,
  likes: index % 7 === 3 ? null : (index * 7) % 9,
  open: index % 3 === 0,
  name: index % 5 === 4 ? null : `name${index % 6}`,
}));

export const postTypes = `
  type Post { id: ID!, views: Int!, likes: Int, open: Boolean!, name: String }
  input IntFilter { eq: Int, gt: Int, gte: Int, lt: Int, lte: Int, in: [Int!], isNull: Boolean }
  input BooleanFilter { eq: Boolean, in: [Boolean!] }
  input TextFilter { eq: String, contains: String, startsWith: String, isNull: Boolean }
  input PostFilter { views: IntFilter, likes: IntFilter, open: BooleanFilter, name: TextFilter }
  input PostOrder { id: Direction, views: Direction, likes: Direction }
  enum Direction { ASC DESC }
  type Page { items: [Post!]!, totalCount: Int! }
  type Query { posts(filter: PostFilter, orderBy: [PostOrder!], limit: Int = 20, offset: Int = 0): Page! }`;

export type Field = keyof Post;
export interface Faults {
  /** Whether a condition is heeded. Default: each is. */
  readonly heeds?: (field: Field, operator: string, operand: unknown) => boolean;
  /** The keys that count, of those that were sent. Default: all. */
  readonly order?: (keys: readonly Key[]) => readonly Key[];
}
export interface Key {
  readonly field: Field;
  readonly descending: boolean;
}

interface Asked {
  readonly filter?: { readonly [K in Field]?: Readonly<Record<string, unknown>> } | null;
  readonly orderBy?: readonly { readonly [K in Field]?: 'ASC' | 'DESC' }[];
  readonly limit: number;
  readonly offset: number;
}

type Value = Post[Field];

function fits(value: Value, operator: string, operand: unknown): boolean {
  const text = String(operand);
  switch (operator) {
    case 'isNull':
      return (value === null) === operand;
    case 'in':
      return (operand as readonly unknown[]).includes(value);
    case 'eq':
      return value === operand;
    case 'contains':
      return typeof value === 'string' && value.includes(text);
    case 'startsWith':
      return typeof value === 'string' && value.startsWith(text);
  }
  if (typeof value !== 'number') return false;
  const number = Number(operand);
  if (operator.startsWith('gt')) return value > number || (operator === 'gte' && value === number);
  return value < number || (operator === 'lte' && value === number);
}

export function postsApi({ heeds = () => true, order = (keys) => keys }: Faults) {
  return {
    posts({ filter, orderBy, limit, offset }: Asked) {
      const found = posts.filter((post) =>
        Object.entries(filter ?? {}).every(([field, operators]) =>
          Object.entries(operators ?? {}).every(
            ([operator, operand]) =>
              !heeds(field as Field, operator, operand) || fits(post[field as Field], operator, operand),
          ),
        ),
      );
      const sent = (orderBy ?? []).flatMap((each) =>
        Object.entries(each).map(
          ([field, way]): Key => ({ field: field as Field, descending: way === 'DESC' }),
        ),
      );
      const keys = order(sent);
      const sorted = [...found].sort((a, b) => {
        for (const { field, descending } of keys) {
          const sign = compare(a[field], b[field]);
          if (sign !== 0) return descending ? -sign : sign;
        }
        return 0;
      });
      return { items: sorted.slice(offset, offset + limit), totalCount: found.length };
    },
  };
}

function compare(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Refuses documents with more aliases, as graphql-armor does. */
export function atMostAliases(most: number): Gateway {
  return (query) => {
    let aliases = 0;
    visit(parse(query), {
      Field: (node) => {
        if (node.alias) aliases += 1;
      },
    });
    return aliases > most
      ? {
          status: 400,
          body: {
            errors: [{ message: `Syntax Error: Aliases limit of ${most} exceeded, found ${aliases}.` }],
          },
        }
      : undefined;
  };
}

/** Ids of the posts that a test lets through, in the order of ids. */
export function idsWhere(test: (post: Post) => boolean): readonly string[] {
  return posts
    .filter(test)
    .map(({ id }) => id)
    .sort();
}
