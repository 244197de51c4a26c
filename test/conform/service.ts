/** This project's own service over the demo shop, with keys and the wire to it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fetchWire } from '../../src/cli/conform-wire.js';
import { type RunningService, runService } from '../../src/cli/run-service.js';
import { type ServerUnderTest, serverUnderTest, type Wire } from '../../src/conform/server.js';
import { createCatalogue } from '../../src/demo/catalog.js';
import { createDemoSchema } from '../../src/demo/schema.js';
import { createSigner, generateKeyPair, type Signer } from '../../src/wix/jwt/sign.js';
import { unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith } from '../cli/harness.js';
import { startUpstream } from '../upstreams/harness.js';

const demo = fileURLToPath(new URL('../../mappings/demo/', import.meta.url));

/** The mapping of the demo; its brands have their products too, so that there is a field of each kind. */
function demoWithProductsOfBrands(): ReturnType<typeof directoryWith> {
  const files = Object.fromEntries(
    readdirSync(demo).map((name) => [name, readFileSync(demo + name, 'utf8')]),
  );
  const products =
    '  products: { type: MULTI_REFERENCE, collection: products, through: { reverse: brand } }\n';
  return directoryWith({
    ...files,
    'brands.yaml': files['brands.yaml']!.replace('fields:\n', `fields:\n${products}`),
  });
}

export const appId = '11111111-2222-4333-8444-555555555555';

export interface DemoService {
  readonly url: string;
  readonly privateKey: string;
  readonly signer: Signer;
  readonly wire: Wire;
  /** The service as the kit sees it, perhaps behind something that changes its answers. */
  under(wire?: Wire, url?: string): ServerUnderTest;
  stop(): Promise<void>;
}

export async function startDemoService(): Promise<DemoService> {
  const { products, ...others } = createCatalogue();
  // Each rule reads them anew: there are as many as the rules need to see a difference.
  const shop = createDemoSchema({ ...others, products: products.slice(0, 60) }, Date.now);
  const upstream = await startUpstream(shop);
  const mappings = demoWithProductsOfBrands();
  const keys = await generateKeyPair('ES256');
  const service: RunningService = await runService({
    world: systemWorld,
    mappingsDirectory: mappings.path,
    environment: { UPSTREAM_URL: upstream.url, WIX_APP_ID: appId, WIX_PUBLIC_KEY: keys.publicKey },
    program: 'program',
    host: '127.0.0.1',
    port: 0,
    observe: unobserved,
  });
  await service.app.started;
  const signer = createSigner({ world: systemWorld, privateKey: keys.privateKey, audience: appId });
  const other = await generateKeyPair('ES256');
  const stranger = createSigner({ world: systemWorld, privateKey: other.privateKey, audience: appId });
  const own = fetchWire(new URL(service.url), systemWorld);
  return {
    url: service.url,
    privateKey: keys.privateKey,
    signer,
    wire: own,
    under: (wire = own, url = service.url) =>
      serverUnderTest({ url: new URL(url), world: systemWorld, audience: appId, signer, stranger, wire }),
    async stop() {
      await service.stop(0);
      await upstream.close();
      mappings.remove();
    },
  };
}
