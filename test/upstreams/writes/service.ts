/** The service over an imitated API, asked as Wix asks it: by signed requests over HTTP. */
import type { Observation } from '../../../src/world/observation.js';
import { startRig } from '../../rig.js';
import type { Json } from '../data.js';
import type { UpstreamOptions } from '../harness.js';
import { type SignedService, serveSigned } from './serve-signed.js';
import { type ShelfUpstream, shelfMapping, shelfUpstreamMapping, startShelf } from './start.js';
import type { WriteStyleCase } from './styles.js';

export interface WriteResult {
  readonly item?: { readonly [key: string]: Json };
  readonly error?: { readonly errorCode: string; readonly errorMessage: string; readonly data?: Json };
}

export interface WritingService {
  readonly upstream: ShelfUpstream;
  readonly observed: readonly Observation[];
  /** Address of the service, and what signs for it. */
  readonly url: string;
  readonly privateKey: string;
  readonly appId: string;
  readonly ask: SignedService['ask'];
  insert(...items: readonly Json[]): Promise<readonly WriteResult[]>;
  update(...items: readonly Json[]): Promise<readonly WriteResult[]>;
  remove(...itemIds: readonly string[]): Promise<readonly WriteResult[]>;
  query(): Promise<readonly { readonly [key: string]: Json }[]>;
  close(): Promise<void>;
}

export async function startWriting(
  style: WriteStyleCase,
  options: UpstreamOptions & {
    readonly mapping?: (mapping: Record<string, never>) => Record<string, never>;
    /** Members of upstream.yaml beside the usual ones. */
    readonly more?: Readonly<Record<string, Json>>;
  } = {},
): Promise<WritingService> {
  const upstream = await startShelf(style, options);
  const mapping = shelfMapping(style);
  const rig = await startRig(upstream.url, { ...shelfUpstreamMapping, ...options.more } as never, [
    options.mapping?.(mapping) ?? mapping,
  ]);
  const served = await serveSigned(rig);
  const { ask } = served;
  const results = async (path: string, request: Json): Promise<readonly WriteResult[]> => {
    const { status, body } = await ask(path, request);
    if (status !== 200) throw new Error(`status ${status}: ${JSON.stringify(body)}`);
    return (body as { results: readonly WriteResult[] }).results;
  };
  upstream.reset();
  return {
    upstream,
    observed: served.observed,
    url: served.url,
    privateKey: served.privateKey,
    appId: served.appId,
    ask,
    insert: (...items) => results('/v3/items/insert', { collectionId: 'books', items }),
    update: (...items) => results('/v3/items/update', { collectionId: 'books', items }),
    remove: (...itemIds) => results('/v3/items/remove', { collectionId: 'books', itemIds }),
    async query() {
      const { body } = await ask('/v3/items/query', {
        collectionId: 'books',
        query: { paging: { limit: 1000 } },
      });
      return (body as { items: never }).items;
    },
    async close() {
      await served.close();
      await upstream.close();
    },
  };
}
