/** What may stand between a request and the network. */

/** Changes or signs a request before it is sent (AppSync SigV4, Prismic refs). */
export interface RequestHook {
  readonly name: string;
  /** Default POST. GET sends query and variables in the URL, for upstreams that take nothing else (Prismic). */
  readonly method?: 'GET' | 'POST';
  /** Gives headers to add or replace. `body` is empty for GET. */
  prepare(request: {
    readonly url: string;
    readonly body: string;
    readonly headers: Readonly<Record<string, string>>;
  }): Promise<Readonly<Record<string, string>>>;
  /** Texts that no message may hold, in these headers that it made or anywhere. */
  secrets?(headers: Readonly<Record<string, string>>): readonly string[];
}
