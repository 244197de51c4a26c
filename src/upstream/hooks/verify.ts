/** Who sent a webhook: the signatures of APIs that tell of changes, each over the bytes as they came. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const hookSignatures = ['shopify', 'contentful', 'sanity', 'standard', 'bearer'] as const;
export type HookSignature = (typeof hookSignatures)[number];

/** A request to a hook, as it came. */
export interface HookDelivery {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Milliseconds that the time of a signature may differ from now: as the Standard Webhooks have it. */
const tolerance = 300_000;

/**
 * @param now epoch milliseconds
 * @returns what tells this delivery from others, a repetition having the same; undefined: it is not signed with this secret, or too long ago
 */
export function verifyDelivery(
  signature: HookSignature,
  secret: string,
  delivery: HookDelivery,
  now: number,
): string | undefined {
  const header = (name: string): string | undefined => {
    const value = delivery.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const { body } = delivery;
  // Anybody can sign with no secret.
  if (secret === '') return undefined;
  switch (signature) {
    case 'shopify': {
      // https://shopify.dev/docs/apps/build/webhooks/subscribe/https: Base64 of the HMAC of the body.
      const right = hmac(secret, body).toString('base64');
      return isSame(right, header('x-shopify-hmac-sha256'))
        ? (header('x-shopify-webhook-id') ?? right)
        : undefined;
    }
    case 'contentful': {
      // Request verification of the App Framework: method, path, the headers that are named, and body, a line each.
      const time = header('x-contentful-timestamp');
      const names = header('x-contentful-signed-headers')?.split(',') ?? [];
      // A time that is not signed could be anybody's.
      if (!isRecent(Number(time), now) || !names.includes('x-contentful-timestamp')) return undefined;
      const signed = names.map((name) => `${name}:${header(name)?.trim() ?? ''}`).join(';');
      const start = Buffer.from(`${delivery.method}\n${delivery.path}\n${signed}\n`);
      const right = hmac(secret, start, body).toString('hex');
      return isSame(right, header('x-contentful-signature')) ? right : undefined;
    }
    case 'sanity': {
      // @sanity/webhook: t=<milliseconds>,v1=<Base64url of the HMAC of time and body>.
      const [, time = '', given] =
        /^t=(\d{1,15}),\s*v1=([\w-]+)$/.exec(header('sanity-webhook-signature') ?? '') ?? [];
      if (!isRecent(Number(time || 'none'), now)) return undefined;
      const right = hmac(secret, Buffer.from(`${time}.`), body).toString('base64url');
      return isSame(right, given) ? (header('idempotency-key') ?? right) : undefined;
    }
    case 'standard': {
      // https://www.standardwebhooks.com: several signatures while a secret is replaced.
      const [id = '', time = ''] = [header('webhook-id'), header('webhook-timestamp')];
      if (id === '' || !/^\d{1,12}$/.test(time) || !isRecent(Number(time) * 1000, now)) return undefined;
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      if (key.length === 0) return undefined;
      const right = `v1,${hmac(key, Buffer.from(`${id}.${time}.`), body).toString('base64')}`;
      const given = (header('webhook-signature') ?? '').split(' ').slice(0, 10);
      return given.filter((each) => isSame(right, each)).length > 0 ? id : undefined;
    }
    case 'bearer':
      return isSame(`Bearer ${secret}`, header('authorization'))
        ? (header('idempotency-key') ?? header('webhook-id') ?? '')
        : undefined;
  }
}

function hmac(secret: string | Buffer, ...parts: readonly Buffer[]): Buffer {
  const sum = createHmac('sha256', secret);
  for (const each of parts) sum.update(each);
  return sum.digest();
}

function isRecent(time: number, now: number): boolean {
  return Math.abs(now - time) <= tolerance;
}

/** In a time that depends on neither text: digests have one length. */
function isSame(right: string, given: string | undefined): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(right), digest(given ?? '')) && given !== undefined;
}
