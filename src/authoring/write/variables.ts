/** Names of the variables that an upstream file refers to. Each upstream has its own, so that none sends another's secret. */

/**
 * `x-api-key` → `UPSTREAM_X_API_KEY`, for the upstream blog `BLOG_X_API_KEY`.
 * @param upstream undefined: the default one
 */
export function variableName(upstream: string | undefined, what: string): string {
  return `${prefix(upstream)}_${what}`.toUpperCase().replace(/-/g, '_');
}

/** A text with variables of the default upstream, as dialects have them, with those of this upstream. */
export function withOwnVariables(upstream: string | undefined, text: string): string {
  return text.replace(/\$\{UPSTREAM_(\w+)/g, (_, what: string) => `\${${variableName(upstream, what)}`);
}

/** No variable begins with a digit, and an upstream called upstream is not the default one. */
function prefix(upstream: string | undefined): string {
  if (upstream === undefined) return 'upstream';
  return /^(\d|upstream$)/i.test(upstream) ? `upstream_${upstream}` : upstream;
}
