/** An API of notes in folders, in memory, that knows nothing of who asks: whose a row is stands in its columns. */

import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { UpstreamClient } from '../../src/upstream/transport/client.js';
import type { Json } from '../../src/wix/json.js';
import { answerDocument } from '../upstreams/documents.js';

export interface NoteRow {
  readonly id: string;
  text: string;
  size: number;
  owner: string | null;
  shop: string;
  open: boolean;
  folder: string | null;
  /** Other folders that it stands in; absent: none. */
  also?: readonly string[];
}
export interface FolderRow {
  readonly id: string;
  name: string;
  pins: readonly string[];
  owner: string | null;
  shop: string;
  open: boolean;
}
/** A note of shop s1 in folder f1. @param owner a member */
export function noteRow(id: string, owner: string, open: boolean): NoteRow {
  return { id, text: id, size: 1, owner, shop: 's1', open, folder: 'f1' };
}

export interface NotesRows {
  readonly notes: Map<string, NoteRow>;
  readonly folders: Map<string, FolderRow>;
}

const typeDefs = `
  input Text { eq: String in: [String!] ne: String isNull: Boolean }
  input Id { eq: ID in: [ID!] ne: ID isNull: Boolean }
  input Flag { eq: Boolean ne: Boolean }
  input NoteWhere { id: Id text: Text owner: Text shop: Text open: Flag folder: Id AND: [NoteWhere!] OR: [NoteWhere!] NOT: NoteWhere }
  input FolderWhere { id: Id name: Text owner: Text shop: Text open: Flag AND: [FolderWhere!] OR: [FolderWhere!] NOT: FolderWhere }
  type Note { id: ID! text: String! size: Int! owner: String shop: String! open: Boolean! folder: ID inside: Folder also: [ID!]! }
  type Folder { id: ID! name: String! pins: [ID!]! owner: String shop: String! open: Boolean! held: NotePage! }
  type NotePage { items: [Note!]! total: Int! }
  type FolderPage { items: [Folder!]! total: Int! }
  type Query {
    notes(where: NoteWhere, limit: Int, offset: Int): NotePage!
    folders(where: FolderWhere, limit: Int, offset: Int): FolderPage!
  }
  input NoteInput { text: String size: Int owner: String shop: String open: Boolean folder: ID also: [ID!] }
  input FolderInput { name: String pins: [ID!] owner: String shop: String open: Boolean }
  type Mutation {
    createNote(input: NoteInput!): Note
    updateNote(id: ID!, input: NoteInput!): Note
    deleteNote(id: ID!): Note
    updateFolder(id: ID!, input: FolderInput!): Folder
  }`;

type Where = { readonly [key: string]: unknown };

function matches(row: Where, where: Where): boolean {
  return Object.entries(where).every(([key, wanted]) => {
    if (wanted === null || wanted === undefined) return true;
    if (key === 'AND') return (wanted as readonly Where[]).every((each) => matches(row, each));
    if (key === 'OR') return (wanted as readonly Where[]).some((each) => matches(row, each));
    if (key === 'NOT') return !matches(row, wanted as Where);
    const value = row[key] ?? null;
    return Object.entries(wanted as Where).every(([operator, operand]) => {
      if (operator === 'eq') return value === operand;
      if (operator === 'ne') return value !== operand;
      if (operator === 'in') return (operand as readonly unknown[]).includes(value);
      return (value === null) === operand;
    });
  });
}

interface Page {
  readonly where?: Where | null;
  readonly limit?: number | null;
  readonly offset?: number | null;
}

const list =
  (rows: () => ReadonlyMap<string, object>) =>
  (_: unknown, { where, limit, offset }: Page) => {
    const found = [...rows().values()].filter((row) => matches(row as Where, where ?? {}));
    return { items: found.slice(offset ?? 0, (offset ?? 0) + (limit ?? 100)), total: found.length };
  };

/** @param served its maps are what the API holds now */
export function notesSchema(served: { rows: NotesRows }): GraphQLSchema {
  let made = 0;
  const notes = () => served.rows.notes;
  return makeExecutableSchema({
    typeDefs,
    resolvers: {
      Folder: {
        held: ({ id }: FolderRow) => {
          const items = [...notes().values()].filter(({ folder }) => folder === id);
          return { items, total: items.length };
        },
      },
      Note: {
        inside: ({ folder }: NoteRow) => served.rows.folders.get(folder ?? '') ?? null,
        also: ({ also }: NoteRow) => also ?? [],
      },
      Query: { notes: list(notes), folders: list(() => served.rows.folders) },
      Mutation: {
        createNote(_: unknown, { input }: { readonly input: Partial<NoteRow> }) {
          made += 1;
          const row: NoteRow = {
            text: '',
            size: 0,
            owner: null,
            shop: 'none',
            open: false,
            folder: null,
            ...input,
            id: `n-new-${made}`,
          };
          notes().set(row.id, row);
          return row;
        },
        updateNote(_: unknown, { id, input }: { readonly id: string; readonly input: Partial<NoteRow> }) {
          const row = notes().get(id);
          return row && Object.assign(row, input);
        },
        updateFolder(_: unknown, { id, input }: { readonly id: string; readonly input: Partial<FolderRow> }) {
          const row = served.rows.folders.get(id);
          return row && Object.assign(row, input);
        },
        deleteNote(_: unknown, { id }: { readonly id: string }) {
          const row = notes().get(id);
          notes().delete(id);
          return row;
        },
      },
    },
  });
}

/** Asks the schema in this process. */
export function directClient(schema: GraphQLSchema, asked: () => void): UpstreamClient {
  return {
    async request({ text }, variables) {
      asked();
      const { data, errors } = await answerDocument({ schema, source: text, variableValues: variables });
      if (!data) throw new Error(String(errors?.[0]));
      const plain = JSON.parse(JSON.stringify({ data, errors: errors ?? [] })) as {
        data: object;
        errors: [];
      };
      return { ...plain, data: plain.data as never, bytes: 0, extensions: {} };
    },
    shown: 'http://localhost/graphql',
    close: () => Promise.resolve(),
  };
}

export const notesStyle: Record<string, Json> = {
  dialect: 'plain',
  defaults: {
    rows: 'items',
    count: 'total',
    page: { size: 'limit', offset: 'offset', max: 100 },
    filter: {
      style: 'operators',
      at: 'where',
      operators: {
        any: { eq: { eq: '$value' }, ne: { send: { ne: '$value' }, nulls: 'kept' } },
        text: { in: { in: '$value' }, isNull: { isNull: true } },
        id: { in: { in: '$value' }, isNull: { isNull: true } },
      },
      and: { AND: '$all' },
      or: { OR: '$all' },
      not: { NOT: '$one' },
      notLogic: 'two-valued',
      nesting: 'nested',
    },
  },
};
