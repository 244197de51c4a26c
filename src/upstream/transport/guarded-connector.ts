/**
 * Connections to addresses that somebody else named: to hosts that are allowed, and to public addresses only, unless others are
 * named. What a name leads to is looked at when the connection is made, so that nobody can change it in between.
 */
import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { TransportConfigError } from './address.js';

export interface AddressPolicy {
  /** `api.example.com`, or `*.example.com` for all names below it. */
  readonly hosts: readonly string[];
  /** Addresses and ranges (`10.1.0.0/16`) that are not public, and may be connected to all the same. */
  readonly private: readonly string[];
}

/** @throws {TransportConfigError} for a range that is none */
export function createAddressGuard({ hosts, private: named }: AddressPolicy) {
  const allowed = rangesOf(named);
  const isPermitted = (address: string): boolean =>
    contains(allowed, address) || (isIP(address) !== 0 && !contains(notPublic, address));
  const isAllowedHost = (host: string): boolean =>
    hosts.some((each) => each === host || (each.startsWith('*.') && host.endsWith(each.slice(1))));
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const refused = addresses.find(({ address }) => !isPermitted(address));
      if (refused) return callback(notAllowed(), []);
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      callback(null, first!.address, first!.family);
    });
  };
  const connect = buildConnector({ lookup, timeout: 10_000 } as Parameters<typeof buildConnector>[0]);
  return {
    /** Why nobody is asked there; undefined: it is allowed, as far as its name tells. */
    fault(url: string): string | undefined {
      const { hostname, protocol } = new URL(url);
      if (protocol !== 'https:' && protocol !== 'http:') return 'the address is neither https nor http';
      const host = bare(hostname);
      if (!isAllowedHost(host)) return 'the host is not among lookup.hosts';
      return isIP(host) !== 0 && !isPermitted(host)
        ? 'the address is private and not among lookup.private'
        : undefined;
    },
    connector: ((options, callback) => {
      const host = bare(options.hostname);
      // An address is not looked up.
      if (isIP(host) !== 0 && !isPermitted(host)) return callback(notAllowed(), null);
      return connect(options, callback);
    }) as buildConnector.connector,
  };
}

export type AddressGuard = ReturnType<typeof createAddressGuard>;

/** IPv6 addresses stand in brackets in an address. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

function notAllowed(): NodeJS.ErrnoException {
  return Object.assign(new Error('the host leads to an address that is not allowed'), { code: 'EACCES' });
}

function rangesOf(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', length] = text.split('/');
    // The list itself looks whether it is one.
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    try {
      if (length === undefined) list.addAddress(address, family);
      else list.addSubnet(address, Number(length), family);
    } catch {
      throw new TransportConfigError(`"${text}" is neither an address nor a range such as 10.1.0.0/16`);
    }
  }
  return list;
}

/** An address of IPv4 inside one of IPv6 (`::ffff:…`) is in the ranges of IPv4 that it is in (`net.BlockList`). */
function contains(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** RFC 6890 and its successors: everything that is not reached over the public network. */
const notPublic = rangesOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  // Addresses of IPv4 inside those of IPv6, in their other forms.
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16',
  '2001::/23',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]);
