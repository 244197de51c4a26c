import type { World } from '../../../world/world.js';

/** What a request hook is made from. */
export interface HookContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly world: World;
}
