import { AwsV4Signer } from 'aws4fetch';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { awsSigV4 } from '../../../src/styles/extensions/request-hooks/aws-sigv4.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { authorization } from './signature.js';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey, region: 'us-east-1', service: 'service' };
const date = new Date('2015-08-30T12:36:00Z');

/** Vectors of the "AWS Signature Version 4 test suite" that AWS published. */
test.each<[string, string, string, Record<string, string>, string, string]>([
  ['get-vanilla', 'GET', '/', {}, '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['post-vanilla', 'POST', '/', {}, '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    {},
    '',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-header-value-trim',
    'GET',
    '/',
    { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' },
    '',
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
  [
    'post-x-www-form-urlencoded',
    'POST',
    '/',
    { 'content-type': 'application/x-www-form-urlencoded' },
    'Param1=value1',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
  [
    'get-slashes',
    'GET',
    '//example//',
    {},
    '',
    '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
  ],
])(
  'published vector %s, by the package and by the description',
  async (_, method, path, headers, body, signature) => {
    const url = `https://example.amazonaws.com${path}`;
    const names = [...Object.keys(headers), 'host', 'x-amz-date'].sort().join(';');
    const expected = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${names}, Signature=${signature}`;
    expect(authorization({ method, url, body, headers }, keys, date)).toBe(expected);
    const signer = new AwsV4Signer({
      ...keys,
      method,
      url,
      body,
      headers,
      datetime: '20150830T123600Z',
      allHeaders: true,
    });
    expect((await signer.sign()).headers.get('authorization')).toBe(expected);
  },
);

const environment = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: secretAccessKey };

test('the hook signs for the region in the host name and adds the session token', async () => {
  const hook = awsSigV4({
    environment: { ...environment, AWS_SESSION_TOKEN: 'session' },
    world: { ...systemWorld, now: () => date.getTime() },
  });
  const headers = await hook.prepare({
    url: 'https://abc.appsync-api.eu-west-1.amazonaws.com/graphql',
    body: '{}',
    headers: { 'content-type': 'application/json', 'x-request-id': '1' },
  });
  expect(headers).toMatchObject({ 'x-amz-security-token': 'session', 'x-amz-date': '20150830T123600Z' });
  expect(headers.authorization).toMatch(
    /Credential=AKIDEXAMPLE\/20150830\/eu-west-1\/appsync\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
  );
});

test('an own domain takes the region from the environment, or says what is missing', async () => {
  const request = { url: 'https://api.example.com/graphql', body: '{}', headers: {} };
  const hook = awsSigV4({ world: systemWorld, environment: { ...environment, AWS_REGION: 'ap-south-1' } });
  expect((await hook.prepare(request)).authorization).toContain('/ap-south-1/appsync/');
  await expect(awsSigV4({ world: systemWorld, environment }).prepare(request)).rejects.toThrow(
    /AWS_DEFAULT_REGION/,
  );
  expect(() => awsSigV4({ world: systemWorld, environment: {} })).toThrow(/needs AWS_ACCESS_KEY_ID/);
});

test('the signature is the one of the description, whatever the day, endpoint, body and content type', async () => {
  const day = 24 * 3600 * 1000;
  let now = 0;
  const world = { ...systemWorld, now: () => now };
  const hook = awsSigV4({ environment: { ...environment, AWS_SESSION_TOKEN: 'se/ss+ion=' }, world });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('eu-west-1', 'us-east-2', 'ap-south-1'),
      fc.webPath(),
      fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 3 }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('application/json', 'application/json;  charset=utf-8'),
      fc.nat(20_000),
      async (region, path, query, body, type, days) => {
        now = days * day + 12_345;
        const url = `https://a.appsync-api.${region}.amazonaws.com/x${path}?${new URLSearchParams(query)}`;
        const headers = await hook.prepare({ url, body, headers: { 'content-type': type } });
        const signed = { 'content-type': type, 'x-amz-security-token': 'se/ss+ion=' };
        expect(headers.authorization).toBe(
          authorization(
            { method: 'POST', url, body, headers: signed },
            { accessKeyId: 'AKIDEXAMPLE', secretAccessKey, region, service: 'appsync' },
            new Date(now),
          ),
        );
        expect(hook.secrets?.(headers)).toContain(headers.authorization!.slice(-64));
      },
    ),
  );
});

test('a variable that no header can carry is refused at once, without its value', () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SESSION_TOKEN']) {
    const make = () => awsSigV4({ world: systemWorld, environment: { ...environment, [name]: 'abc\ndef' } });
    expect(make).toThrow(`request hook aws-sigv4: ${name} holds characters that no header can carry`);
  }
});
