/** A small API, mapped by `init` and served untouched: what its file says, and what comes of requests. */
import { parseCount, parseQuery } from '../../../src/wix/requests.js';
import { unobserved } from '../../../src/world/observation.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { createFolder, serveFolder } from './folder.js';
import { type Gateway, type Served, serveGraphql } from './serve-graphql.js';

export interface SmallApi {
  /** Text of the mapping file. */
  readonly text: string;
  /** Documents that `init` sent. */
  readonly probes: number;
  /** What came of `check --live` of the untouched file. */
  checkLive(): Promise<string>;
  /** Ids of the items, or the message of the refusal. */
  ids(query?: Readonly<Record<string, unknown>>): Promise<readonly unknown[] | string>;
  /** The count, or the message of the refusal. */
  count(filter?: Readonly<Record<string, unknown>>): Promise<number | string>;
  close(): Promise<void>;
}

/** @param afterInit runs between `init` and serving */
export async function mapSmallApi(
  collection: string,
  types: string,
  root: Readonly<Record<string, unknown>>,
  afterInit: () => void = () => undefined,
  gateway?: Gateway,
): Promise<SmallApi> {
  const upstream: Served = await serveGraphql(types, root, gateway);
  const folder = createFolder();
  const ran = await folder.init(upstream.url);
  const text = folder.files()[`${collection}.yaml`];
  if (text === undefined) throw new Error(ran.output);
  const probes = upstream.asked.length;
  afterInit();
  const served = await serveFolder(folder.path);
  const model = served.app.collections.get(collection)!;
  const context = () => ({
    world: systemWorld,
    requestId: undefined,
    scope: {},
    signal: new AbortController().signal,
    deadline: Date.now() + 10_000,
    observe: unobserved,
  });
  const refusal = (error: unknown): string => (error as Error).message;
  return {
    text,
    probes,
    checkLive: async () => (await folder.checkLive()).output,
    async ids(query = {}) {
      const request = parseQuery({
        collectionId: collection,
        query: { paging: { limit: 1000, offset: 0 }, ...query },
      });
      return served.engine
        .query(model, request, context())
        .then(({ items }) => items.map((item) => item._id), refusal);
    },
    async count(filter = {}) {
      return served.engine
        .count(model, parseCount({ collectionId: collection, filter }), context())
        .then(({ totalCount }) => totalCount, refusal);
    },
    async close() {
      await served.close();
      folder.remove();
      await upstream.close();
    },
  };
}
