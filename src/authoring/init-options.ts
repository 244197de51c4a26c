/** What `init` works with. */
import type { GraphQLSchema } from 'graphql';
import type { Dialect } from '../styles/vocabulary.js';
import type { UpstreamClient } from '../upstream/transport/client.js';
import type { Signal } from '../world/signal.js';
import type { World } from '../world/world.js';
import type { Constant } from './propose/constants.js';
import type { GivenHeaders } from './write/headers.js';
import type { KeptUpstream } from './write/kept-upstream.js';

export interface InitOptions {
  readonly world: World;
  readonly schema: GraphQLSchema;
  /** undefined: offline, from a saved schema. */
  readonly client: UpstreamClient | undefined;
  readonly url: string | undefined;
  /** As it stands in the file; undefined: a variable does. */
  readonly writtenUrl: string | undefined;
  readonly headers: GivenHeaders;
  readonly directory: string;
  /** Name of the upstream: upstreams/<name>.yaml. undefined: upstream.yaml. */
  readonly name: string | undefined;
  readonly dialect: Dialect | undefined;
  /** The upstream file that is there already and stays. */
  readonly kept: KeptUpstream | undefined;
  readonly writes: boolean;
  readonly probe: boolean;
  readonly force: boolean;
  readonly only: readonly string[] | undefined;
  readonly exclude: readonly string[] | undefined;
  /** Constant arguments of all lists that take them. */
  readonly set: readonly Constant[];
  /** Type or list field → path of the id. */
  readonly ids: ReadonlyMap<string, string>;
  /** New fields and types go into the files that are there. */
  readonly update: boolean;
  /** Nothing is written. */
  readonly dryRun: boolean;
  /** Told what is under way. */
  readonly progress: (text: string) => void;
  readonly signal: Signal;
}
