/** Headers as given on the command line: sent as they are, written as variables, so that no secret is in a file. */
import { variableName } from './variables.js';

export interface GivenHeaders {
  /** As sent. */
  readonly real: Readonly<Record<string, string>>;
  /** As written: `${UPSTREAM_AUTHORIZATION}` for authorization. */
  readonly written: Readonly<Record<string, string>>;
  /** Names of the variables. */
  readonly variables: readonly string[];
}

/**
 * @param upstream name of the upstream that they are for; undefined: the default one
 * @returns the header that cannot be read, when there is one; its value is not shown
 */
export function parseHeaders(
  given: readonly string[],
  upstream: string | undefined,
): GivenHeaders | { readonly wrong: string } {
  const real: Record<string, string> = {};
  const written: Record<string, string> = {};
  const variables: string[] = [];
  for (const text of given) {
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    const value = text.slice(colon + 1).trim();
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name) || value === '')
      return { wrong: colon > 0 ? name : 'a header without a colon' };
    const variable = variableName(upstream, name);
    real[name] = value;
    written[name] = `\${${variable}}`;
    variables.push(variable);
  }
  return { real, written, variables };
}
