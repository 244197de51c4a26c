/** The service over an imitated API, asked as Wix asks it: by signed requests over HTTP. */
import { startServer } from '../../../src/server/server.js';
import { createService } from '../../../src/service/service.js';
import { createSigner, generateKeyPair } from '../../../src/wix/jwt/sign.js';
import { createVerifier, parseCredentials } from '../../../src/wix/jwt/verify.js';
import type { Observation } from '../../../src/world/observation.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { startRig } from '../../rig.js';
import type { Json } from '../data.js';
import type { UpstreamOptions } from '../harness.js';
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
  ask(path: string, request: Json): Promise<{ readonly status: number; readonly body: never }>;
  insert(...items: readonly Json[]): Promise<readonly WriteResult[]>;
  update(...items: readonly Json[]): Promise<readonly WriteResult[]>;
  remove(...itemIds: readonly string[]): Promise<readonly WriteResult[]>;
  query(): Promise<readonly { readonly [key: string]: Json }[]>;
  close(): Promise<void>;
}

const audience = 'app-1';

export async function startWriting(
  style: WriteStyleCase,
  options: UpstreamOptions & {
    readonly mapping?: (mapping: Record<string, never>) => Record<string, never>;
  } = {},
): Promise<WritingService> {
  const upstream = await startShelf(style, options);
  const mapping = shelfMapping(style);
  const rig = await startRig(upstream.url, shelfUpstreamMapping as never, [
    options.mapping?.(mapping) ?? mapping,
  ]);
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const signer = createSigner({ world: systemWorld, privateKey, audience });
  const verifier = await createVerifier(
    parseCredentials({ WIX_APP_ID: audience, WIX_PUBLIC_KEY: publicKey }),
    {
      world: systemWorld,
    },
  );
  const catalog = {
    collections: rig.models,
    pending: new Set<string>(),
    problems: [],
    withdrawn: [],
    gateways: [],
    ready: true,
    reasons: [],
    started: Promise.resolve(),
  };
  const observed: Observation[] = [];
  const server = await startServer({
    world: systemWorld,
    catalog,
    service: createService({ catalog, engine: rig.engine }),
    verifier,
    observe: (each) => observed.push(each),
    metrics: { contentType: 'text/plain', text: async () => '' },
    host: '127.0.0.1',
    port: 0,
  });
  const ask: WritingService['ask'] = async (path, request) => {
    const body = await signer.sign(request as never);
    const answer = await fetch(`${server.url}${path}`, { method: 'POST', body });
    return { status: answer.status, body: (await answer.json()) as never };
  };
  const results = async (path: string, request: Json): Promise<readonly WriteResult[]> => {
    const { status, body } = await ask(path, request);
    if (status !== 200) throw new Error(`status ${status}: ${JSON.stringify(body)}`);
    return (body as { results: readonly WriteResult[] }).results;
  };
  upstream.reset();
  return {
    upstream,
    observed,
    url: server.url,
    privateKey,
    appId: audience,
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
      await server.stop(0);
      await rig.close();
      await upstream.close();
    },
  };
}
