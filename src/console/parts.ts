/** What the console is made of. It has nothing of its own: it asks and shows what the service and the commands ask and show. */
import type { App } from '../app/app.js';
import type { Service } from '../service/service.js';
import type { Metadata } from '../wix/protocol.js';
import type { World } from '../world/world.js';
import type { Caller } from './caller.js';
import type { SavedProof } from './claims/saved-proof.js';
import type { RequestLog } from './log/request-log.js';

export interface ConsoleParts {
  readonly world: World;
  readonly app: App;
  /** The one that answers signed requests. */
  readonly service: Service;
  readonly log: RequestLog;
  readonly namespace: string | undefined;
  /** Address of the service. */
  readonly url: string;
  /** How the program was called, for command lines to copy. */
  readonly program: string;
  /** Directory of the mapping files, as it was given. */
  readonly mappings: string;
  /** Directory of the keys that sign requests; undefined: the usual one. */
  readonly keys: string | undefined;
  /** What a signed request would tell of the caller. @throws Error that says what is wrong with the options */
  readonly metadataOf: (caller: Caller) => Metadata;
  /** What `prove` found the last time, of each collection. */
  readonly proofs: () => readonly SavedProof[];
}
