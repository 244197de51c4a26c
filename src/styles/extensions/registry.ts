/**
 * All extensions by name. To add one, import it and put it into the table of its kind.
 */
import type { IdCodec, PageLoop, RequestHook, SearchLanguage, VersionSource } from './extension.js';
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

interface Extensions {
  searchLanguage: SearchLanguage;
  idCodec: IdCodec;
  requestHook: RequestHookFactory;
  pageLoop: PageLoop;
  versionSource: VersionSource;
}
export type ExtensionKind = keyof Extensions;

const tables: { readonly [Kind in ExtensionKind]: ReadonlyMap<string, Extensions[Kind]> } = {
  searchLanguage: languages,
  idCodec: idCodecs,
  requestHook: requestHooks,
  pageLoop: loops,
  versionSource: versions,
};

/** The extension of this kind and name; undefined: there is none (extensionNames gives those to suggest). */
export function findExtension<Kind extends ExtensionKind>(
  kind: Kind,
  name: string,
): Extensions[Kind] | undefined {
  return tables[kind].get(name);
}

/** Names of all extensions of a kind, sorted. */
export function extensionNames(kind: ExtensionKind): string[] {
  return [...tables[kind].keys()].sort();
}

function byName<Named extends { readonly name: string }>(
  extensions: readonly Named[],
): ReadonlyMap<string, Named> {
  return new Map(extensions.map((each) => [each.name, each]));
}
