/** What a request hook is made from. */
export interface HookContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Clock in epoch milliseconds. */
  readonly now?: (() => number) | undefined;
}
