/** Names and addresses by which a machine reaches itself alone. */

/** @param host without brackets around an address of IPv6 */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
