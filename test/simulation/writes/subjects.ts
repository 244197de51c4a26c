/** What is simulated: each of the eight styles of writes with each way to recognise a new item, bound once. */
import type { GraphQLSchema } from 'graphql';
import { createReaders, type Readers } from '../../../src/execute/readers.js';
import type { CollectionModel } from '../../../src/model/model.js';
import { createOperationBuilder, type OperationBuilder } from '../../../src/upstream/document/operation.js';
import { bindRig } from '../../rig.js';
import type { Json } from '../../upstreams/data.js';
import { createShelf, type Shelf } from '../../upstreams/writes/shelf.js';
import { shelfMapping, shelfSchema, shelfUpstreamMapping } from '../../upstreams/writes/start.js';
import { type WriteStyleCase, writeStyleCases } from '../../upstreams/writes/styles.js';
import { type KeyedCalls, withKeys } from './keys.js';

export const identities = ['clientId', 'key', 'idempotency', 'none'] as const;
export type Identity = (typeof identities)[number];

/** Milliseconds of one Wix request, and within which a late effect is seen where the mapping says so. */
export const deadline = 8000;
export const within = 600;

export interface Subject {
  /** Number of the style, name of the identity, and whether `resolve.within` is declared. */
  readonly style: number;
  readonly identity: Identity;
  readonly resolves: boolean;
  readonly name: string;
  readonly model: CollectionModel;
  readonly operations: OperationBuilder;
  readonly readers: Readers;
  readonly schema: GraphQLSchema;
  /** The API makes the ids. */
  readonly ownIds: boolean;
  /** What the resolvers work on; each history puts its own there. */
  readonly stage: Stage;
}

/** Where the resolvers of a schema find the state of the history that is played. */
export interface Stage {
  shelf: Shelf;
  keys: KeyedCalls;
  /** Header of the request that is carried out. */
  header: string | undefined;
}

const known = new Map<string, Subject>();
/** APIs, by their name; those of most subjects of a style are the same. */
const apis = new Map<string, BoundApi>();

interface BoundApi {
  readonly api: WriteStyleCase;
  readonly schema: GraphQLSchema;
  readonly stage: Stage;
}

function apiOf(style: number, keyed: 'header' | 'directive' | 'argument' | undefined): BoundApi {
  const name = `${style} ${keyed ?? ''}`;
  let found = apis.get(name);
  if (!found) {
    const given = inserting(writeStyleCases[style]!);
    const stage: Stage = { shelf: createShelf(), keys: new Map(), header: undefined };
    // Roots that are never null stop a document at the first failure.
    const stops = (batches[style] as { document?: string } | undefined)?.document === 'stops';
    const sdl = stops
      ? given.sdl.replaceAll(': Book ', ': Book! ').replace('): Book }', '): Book! }')
      : given.sdl;
    const api = withKeys({ ...given, sdl }, keyed, stage);
    found = { api, schema: shelfSchema(api, () => stage.shelf), stage };
    apis.set(name, found);
  }
  return found;
}

export function subjectOf(style: number, identity: Identity, resolves: boolean): Subject {
  const name = `${style} ${identity}${resolves ? ' resolves' : ''}`;
  let subject = known.get(name);
  if (!subject) {
    subject = bindSubject(style, identity, resolves, name);
    known.set(name, subject);
  }
  return subject;
}

export const styleCount = writeStyleCases.length;

/** Which mutations go together in a document, by style; the others are sent alone, or as lists. */
const batches: Readonly<Record<number, Json>> = {
  0: { aliases: 3, document: 'independent' },
  1: { aliases: 3, document: 'stops' },
  3: { aliases: 3, document: 'stops' },
  5: { aliases: 3, document: 'independent' },
};

function bindSubject(style: number, identity: Identity, resolves: boolean, name: string): Subject {
  const place = (['header', 'directive', 'argument'] as const)[style % 3]!;
  const { api, schema, stage } = apiOf(style, identity === 'idempotency' ? place : undefined);
  const { ownIds = false } = api;
  const byClient = identity === 'clientId' || (!ownIds && identity !== 'idempotency');
  const writes = {
    ...api.writes,
    truncate: true,
    identify: {
      clientId: 'clientId',
      key: { key: 'isbn' },
      idempotency: {
        idempotency: {
          header: { header: 'Idempotency-Key' },
          directive: { directive: 'idempotent', argument: 'key' },
          argument: { argument: 'clientKey' },
        }[place],
      },
      none: 'none',
    }[identity],
    ...(batches[style] === undefined ? {} : { batch: batches[style] }),
    ...(resolves ? { resolve: { within: `${within}ms`, tries: 3 } } : {}),
  };
  const { fields, ...mapping } = shelfMapping({ ...api, writes: writes as never }) as unknown as {
    fields: Record<string, Json>;
  };
  const few = Object.fromEntries(
    ['title', 'isbn', 'price', 'stock', 'label'].map((key) => [key, fields[key]!]),
  );
  const rig = bindRig(
    'http://books.example/graphql',
    schema,
    { shown: 'books', request: () => Promise.reject(new Error('not asked')), close: async () => undefined },
    { ...shelfUpstreamMapping, limits: { deadline, concurrency: 4 } } as never,
    [{ ...mapping, fields: few } as never],
  );
  return {
    style,
    identity,
    resolves,
    name,
    model: rig.model('books'),
    operations: createOperationBuilder(),
    readers: createReaders(),
    schema,
    ownIds: !byClient,
    stage,
  };
}

/** The style with an insert, where it has none: of members that are set one by one, as its updates are. */
function inserting(style: WriteStyleCase): WriteStyleCase {
  if (style.writes.insert !== undefined) return style;
  const insert = { mutation: 'createBook', arguments: { draft: '$item' } };
  const { createBook } = style.mutations;
  return {
    ...style,
    sdl: `input Draft { id: ID changeTitle: SetText setIsbn: SetText setPrice: SetAmount setStock: SetNumber }
      ${style.sdl.replace('draft: BookInput!', 'draft: Draft!')}`,
    mutations: {
      ...style.mutations,
      createBook: (shelf, { draft }: { draft: Readonly<Record<string, unknown>> }, info) => {
        const members = Object.entries(draft).map(([name, value]) =>
          name === 'id'
            ? [name, value]
            : [name.replace(/^(?:set|change)/, '').toLowerCase(), (value as { value: unknown }).value],
        );
        return createBook!(shelf, { draft: Object.fromEntries(members) } as never, info);
      },
    },
    writes: { ...style.writes, insert },
  };
}
