/** Addresses that a client of HTTP can ask. */

/** @returns undefined for what is no whole address that begins with http:// or https:// */
export function httpAddress(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
