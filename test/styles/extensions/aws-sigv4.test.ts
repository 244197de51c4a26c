import { expect, test } from 'vitest';
import { awsSigV4, signV4 } from '../../../src/styles/extensions/request-hooks/aws-sigv4.js';
import { systemWorld } from '../../../src/world/system-world.js';

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
])('published vector %s', (_, method, path, headers, body, signature) => {
  const url = `https://example.amazonaws.com${path}`;
  const signed = signV4({ method, url, body, headers }, keys, date);
  expect(signed['x-amz-date']).toBe('20150830T123600Z');
  const names = [...Object.keys(headers), 'host', 'x-amz-date'].sort().join(';');
  expect(signed.authorization).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${names}, Signature=${signature}`,
  );
});

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
