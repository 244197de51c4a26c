/** Signatures as their makers document them, and every way in which one is not right. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type HookDelivery,
  type HookSignature,
  hookSignatures,
  verifyDelivery,
} from '../../../src/upstream/hooks/verify.js';

interface Signed extends HookDelivery {
  readonly headers: Readonly<Record<string, string>>;
}

interface Example {
  readonly secret: string;
  readonly now: number;
  readonly id: string;
  readonly delivery: Signed;
  /** The header that holds the signature. */
  readonly signedBy: string;
}

const post = (body: string, headers: Record<string, string>, path = '/hooks/shop'): Signed => ({
  method: 'POST',
  path,
  headers,
  body: Buffer.from(body),
});

/** Those of Contentful, Sanity and the Standard Webhooks are examples of their own tools and pages. */
const examples: Readonly<Record<HookSignature, Example>> = {
  shopify: {
    secret: 'hush',
    now: 0,
    id: 'b54557e4',
    signedBy: 'x-shopify-hmac-sha256',
    delivery: post('{"id":788032119674292922}', {
      'x-shopify-hmac-sha256': createHmac('sha256', 'hush')
        .update('{"id":788032119674292922}')
        .digest('base64'),
      'x-shopify-topic': 'products/update',
      'x-shopify-webhook-id': 'b54557e4',
    }),
  },
  contentful: {
    secret: `${'a'.repeat(32)}${'b'.repeat(32)}`,
    now: 1_767_225_600_000,
    id: '8dec81505760a10b542fbc36d3aa0a772b11f759eca7b2351daaf5bba8c7c6f1',
    signedBy: 'x-contentful-signature',
    delivery: post(
      '{"sys":{"id":"5KsDBWseXY6QegucYAoacS","type":"Entry"},"fields":{"title":{"en-US":"Hello, World!"}}}',
      {
        'content-type': 'application/vnd.contentful.management.v1+json',
        'x-contentful-topic': 'ContentManagement.Entry.publish',
        'x-contentful-signature': '8dec81505760a10b542fbc36d3aa0a772b11f759eca7b2351daaf5bba8c7c6f1',
        'x-contentful-signed-headers':
          'content-type,x-contentful-signed-headers,x-contentful-timestamp,x-contentful-topic',
        'x-contentful-timestamp': '1767225600000',
      },
      '/trigger/SW5zdGFuY2VGbG93Q29uZmlnOjE=',
    ),
  },
  sanity: {
    secret: 'test',
    now: 1_633_519_811_129,
    id: 'tLa470fx7qkLLEcMOcEUFuBbRSkGujyskxrNXcoh0N0',
    signedBy: 'sanity-webhook-signature',
    delivery: post('{"_id":"resume"}', {
      'sanity-webhook-signature': 't=1633519811129,v1=tLa470fx7qkLLEcMOcEUFuBbRSkGujyskxrNXcoh0N0',
    }),
  },
  standard: {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    now: 1_614_265_330_000,
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    signedBy: 'webhook-signature',
    delivery: post('{"test": 2432232314}', {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    }),
  },
  bearer: {
    secret: 'a-long-secret',
    now: 0,
    id: 'delivery-1',
    signedBy: 'authorization',
    delivery: post('{}', { authorization: 'Bearer a-long-secret', 'idempotency-key': 'delivery-1' }),
  },
};

const verify = (
  kind: HookSignature,
  changes: Partial<Signed> = {},
  secret = examples[kind].secret,
  later = 0,
) => verifyDelivery(kind, secret, { ...examples[kind].delivery, ...changes }, examples[kind].now + later);

const timed: readonly HookSignature[] = ['contentful', 'sanity', 'standard'];

describe.each(hookSignatures)('%s', (kind) => {
  const { delivery, signedBy, id } = examples[kind];

  it('takes the example of its maker, and tells its id', () => expect(verify(kind)).toBe(id));

  it('refuses another secret, and none', () => {
    expect(verify(kind, {}, 'whsec_b3RoZXI=')).toBeUndefined();
    expect(verify(kind, {}, '')).toBeUndefined();
    expect(verify(kind, {}, 'whsec_')).toBeUndefined();
  });

  it('refuses a delivery without the signature', () => {
    const { [signedBy]: _, ...headers } = delivery.headers;
    expect(verify(kind, { headers })).toBeUndefined();
    expect(verify(kind, { headers: { ...headers, [signedBy]: '' } })).toBeUndefined();
  });

  it('property: refuses any other signature', () => {
    const right = delivery.headers[signedBy]!;
    fc.assert(
      fc.property(fc.nat(right.length - 1), fc.constantFrom('0', 'A', 'z', '_'), (at, letter) => {
        // The time of a signature may be any; its digits are changed below.
        fc.pre(right[at] !== letter);
        const changed = right.slice(0, at) + letter + right.slice(at + 1);
        expect(verify(kind, { headers: { ...delivery.headers, [signedBy]: changed } })).toBeUndefined();
      }),
    );
  });

  it.runIf(kind !== 'bearer')('refuses another body', () => {
    expect(verify(kind, { body: Buffer.from('{}') })).toBeUndefined();
    expect(verify(kind, { body: Buffer.concat([delivery.body, Buffer.from(' ')]) })).toBeUndefined();
  });

  it.runIf(timed.includes(kind))('refuses one of more than five minutes ago, or to come', () => {
    expect(verify(kind, {}, undefined, 300_000)).toBe(id);
    expect(verify(kind, {}, undefined, 300_001)).toBeUndefined();
    expect(verify(kind, {}, undefined, -300_001)).toBeUndefined();
  });
});

it('Contentful: another path, method or signed header is refused, and a time that is not signed', () => {
  const { headers } = examples.contentful.delivery;
  expect(verify('contentful', { path: '/hooks/other' })).toBeUndefined();
  expect(verify('contentful', { method: 'PUT' })).toBeUndefined();
  expect(verify('contentful', { headers: { ...headers, 'x-contentful-topic': 'x' } })).toBeUndefined();
  const untimed = { ...headers, 'x-contentful-signed-headers': 'content-type' };
  const text = `POST\n/hooks/shop\ncontent-type:${headers['content-type']}\n{}`;
  const signature = createHmac('sha256', examples.contentful.secret).update(text).digest('hex');
  const body = Buffer.from('{}');
  expect(
    verify('contentful', {
      path: '/hooks/shop',
      body,
      headers: { ...untimed, 'x-contentful-signature': signature },
    }),
  ).toBeUndefined();
});

it('Standard Webhooks: one of several signatures is enough, while a secret is replaced', () => {
  const { headers } = examples.standard.delivery;
  const several = `v1,AAAA ${headers['webhook-signature']} v2,BBBB`;
  expect(verify('standard', { headers: { ...headers, 'webhook-signature': several } })).toBe(
    examples.standard.id,
  );
  expect(verify('standard', { headers: { ...headers, 'webhook-timestamp': 'soon' } })).toBeUndefined();
});
