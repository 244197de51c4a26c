import type { IdCodec } from '../extension.js';

/** An id of the upstream that is not of the form its codec is for; the row cannot be shown under a guessed one. */
export class IdCodecError extends Error {
  override readonly name = 'IdCodecError';
}

/** `Type:id` (what Wix sees) ↔ its Base64 form (Relay, graphene, Saleor, WPGraphQL). */
export const relayBase64: IdCodec = codec(
  'relay-base64',
  (id) => (/^[^:]+:./su.test(id) ? Buffer.from(id, 'utf8').toString('base64') : undefined),
  (raw) => Buffer.from(raw, 'base64').toString('utf8'),
);

/** `Product:1` ↔ `gid://shopify/Product/1`. */
export const shopifyGid: IdCodec = gid('shopify');

/** `Ci::Pipeline:1` ↔ `gid://gitlab/Ci::Pipeline/1`. */
export const gitlabGid: IdCodec = gid('gitlab');

/**
 * Any text ↔ its base64url form, which is what Wix sees: letters, digits, `-` and `_`. For ids with `/`, `?`, `#` or `%`,
 * which the site's client puts raw into an address.
 */
export const base64url: IdCodec = codec(
  'base64url',
  (id) => {
    const raw = Buffer.from(id, 'base64url').toString('utf8');
    return raw !== '' && Buffer.from(raw, 'utf8').toString('base64url') === id ? raw : undefined;
  },
  (raw) => Buffer.from(raw, 'utf8').toString('base64url'),
);

function gid(application: string): IdCodec {
  return codec(
    `${application}-gid`,
    (id) => {
      const [, type, local] = /^(\w+(?:::\w+)*):([^:].*)$/su.exec(id) ?? [];
      return type && local ? `gid://${application}/${type}/${local}` : undefined;
    },
    (raw) => raw.replace(/^gid:\/\/\w+\//, '').replace('/', ':'),
  );
}

function codec(
  name: string,
  encode: (id: string) => string | undefined,
  split: (raw: string) => string,
): IdCodec {
  return Object.freeze({
    name,
    encode,
    decode(raw) {
      const id = typeof raw === 'string' ? split(raw) : '';
      // Another spelling of the same id would be encoded differently, and then no longer be found.
      if (encode(id) !== raw)
        throw new IdCodecError(`${name}: ${JSON.stringify(raw)} is not an id of this form`);
      return id;
    },
  } satisfies IdCodec);
}
