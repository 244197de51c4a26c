/** The service over bound collections, asked as Wix asks it: by signed requests over HTTP. */
import { startServer } from '../../../src/server/server.js';
import type { Keeping } from '../../../src/service/keeping.js';
import { createService } from '../../../src/service/service.js';
import { createSigner, generateKeyPair } from '../../../src/wix/jwt/sign.js';
import { createVerifier, parseCredentials } from '../../../src/wix/jwt/verify.js';
import type { Metadata } from '../../../src/wix/protocol.js';
import type { Observation } from '../../../src/world/observation.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { readyCatalog } from '../../ready-catalog.js';
import type { Rig } from '../../rig.js';
import type { Json } from '../data.js';

export interface SignedService {
  readonly observed: readonly Observation[];
  /** Address of the service, and what signs for it. */
  readonly url: string;
  readonly privateKey: string;
  readonly appId: string;
  /** @param metadata of the request; default: none */
  ask(
    path: string,
    request: Json,
    metadata?: Metadata,
  ): Promise<{ readonly status: number; readonly body: never }>;
  close(): Promise<void>;
}

const audience = 'app-1';

/** @param keeping of answers, for collections with `cache`; absent: none is kept */
export async function serveSigned(rig: Rig, keeping?: Keeping): Promise<SignedService> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const signer = createSigner({ world: systemWorld, privateKey, audience });
  const verifier = await createVerifier(
    parseCredentials({ WIX_APP_ID: audience, WIX_PUBLIC_KEY: publicKey }),
    {
      world: systemWorld,
    },
  );
  const catalog = readyCatalog(rig.models);
  const observed: Observation[] = [];
  const server = await startServer({
    world: systemWorld,
    catalog,
    service: createService({ catalog, engine: () => rig.engine, keeping }),
    verifier,
    observe: (each) => observed.push(each),
    admin: { metrics: { contentType: 'text/plain', text: async () => '' } },
    host: '127.0.0.1',
    port: 0,
  });
  const ask: SignedService['ask'] = async (path, request, metadata = {}) => {
    const body = await signer.sign(request as never, metadata);
    const answer = await fetch(`${server.url}${path}`, { method: 'POST', body });
    return { status: answer.status, body: (await answer.json()) as never };
  };
  return {
    observed,
    url: server.url,
    privateKey,
    appId: audience,
    ask,
    async close() {
      await server.stop(0);
      await rig.close();
    },
  };
}
