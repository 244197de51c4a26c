/** The collections that can be served now, as the service sees them. */

import type { GatewayState } from '../gateway/gateway.js';
import type { Problem } from '../mapping/problem.js';
import type { CollectionModel } from '../model/model.js';

export interface UpstreamState extends GatewayState {
  /** Name in the mapping. */
  readonly upstream: string;
}

export interface Catalog {
  /** Number of the generation that serves: 1 at the start, one more with each reload. */
  readonly generationNumber: number;
  /** By id, in the order of their files. Grows while upstreams that were out of reach come up. */
  readonly collections: ReadonlyMap<string, CollectionModel>;
  /** Collections whose upstream has not told its schema yet. */
  readonly pending: ReadonlySet<string>;
  /** Collections that are not served although their file is there, and that have rules, as far as can be read: nobody knows who may refer to their items. */
  readonly rulesUnknown: ReadonlySet<string>;
  /** Collections whose file or upstream broke, and whose last good state serves on. */
  readonly kept: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  /** Claims of mappings and dialects that rows have shown to be false: place, what came, and what helps. */
  readonly withdrawn: readonly string[];
  /** How each API is asked at this moment. */
  readonly gateways: readonly UpstreamState[];
  /** Everything that can be bound is bound, and that is at least one collection. */
  readonly ready: boolean;
  /** Why it is not ready; empty when it is. */
  readonly reasons: readonly string[];
  /** Settles when every upstream has been asked once, with whatever result. Never rejects. */
  readonly started: Promise<void>;
  /** Where one service serves many sites; no name of one. */
  readonly tenants?: TenantsState;
}

export interface TenantsState {
  /** Sites that files name and that can be used. */
  readonly known: number;
  /** Sites in use. */
  readonly open: number;
  /** Sites that files name and that cannot be used, or are served as they were before their file broke. */
  readonly broken: number;
  /** Whether a lookup is asked for others. */
  readonly lookup: boolean;
}
