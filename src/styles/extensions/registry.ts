/**
 * All hatches by name. To add one, import it and put it into the table of its kind.
 */
import type { IdCodec, PageLoop, RequestHook, SearchLanguage, VersionSource } from './hatch.js';
import { base64url, gitlabGid, relayBase64, shopifyGid } from './id-codecs/global-id.js';
import { pageLoops } from './page-loops/page-loops.js';
import { awsSigV4 } from './request-hooks/aws-sigv4.js';
import type { HookContext } from './request-hooks/context.js';
import { prismicRef } from './request-hooks/prismic-ref.js';
import { searchLanguages } from './search/index.js';
import { versionSources } from './version-sources.js';

/** Request hooks keep tokens and read the environment, so each client makes its own. */
export type RequestHookFactory = (context: HookContext) => RequestHook;

const languages = byName<SearchLanguage>(searchLanguages);
const idCodecs = byName<IdCodec>([relayBase64, shopifyGid, gitlabGid, base64url]);
const loops = byName<PageLoop>(pageLoops);
const versions = byName<VersionSource>(versionSources);
const requestHooks: ReadonlyMap<string, RequestHookFactory> = new Map([
  ['aws-sigv4', awsSigV4],
  ['prismic-ref', prismicRef],
]);

interface Hatches {
  searchLanguage: SearchLanguage;
  idCodec: IdCodec;
  requestHook: RequestHookFactory;
  pageLoop: PageLoop;
  versionSource: VersionSource;
}
export type HatchKind = keyof Hatches;

const tables: { readonly [Kind in HatchKind]: ReadonlyMap<string, Hatches[Kind]> } = {
  searchLanguage: languages,
  idCodec: idCodecs,
  requestHook: requestHooks,
  pageLoop: loops,
  versionSource: versions,
};

/** The hatch of this kind and name; undefined: there is none (hatchNames gives those to suggest). */
export function findHatch<Kind extends HatchKind>(kind: Kind, name: string): Hatches[Kind] | undefined {
  return tables[kind].get(name);
}

/** Names of all hatches of a kind, sorted. */
export function hatchNames(kind: HatchKind): string[] {
  return [...tables[kind].keys()].sort();
}

function byName<Hatch extends { readonly name: string }>(
  hatches: readonly Hatch[],
): ReadonlyMap<string, Hatch> {
  return new Map(hatches.map((each) => [each.name, each]));
}
