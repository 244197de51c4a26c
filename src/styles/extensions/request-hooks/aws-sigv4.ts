import { createHash, createHmac } from 'node:crypto';
import { TransportConfigError } from '../../../upstream/transport/address.js';
import type { RequestHook } from '../hatch.js';
import type { HookContext } from './context.js';

export interface SigningRequest {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  /** Headers to sign beside host and x-amz-date; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

/**
 * Signs requests to AWS AppSync (AWS Signature Version 4) with the keys in AWS_ACCESS_KEY_ID,
 * AWS_SECRET_ACCESS_KEY and, for temporary ones, AWS_SESSION_TOKEN. The region comes from the endpoint's
 * host name, for own domains from AWS_REGION.
 * @throws {TransportConfigError} at once when a variable is missing
 */
export function awsSigV4({ environment, world }: HookContext): RequestHook {
  const variable = (name: string): string => {
    const value = environment[name];
    if (!value) throw new TransportConfigError(`request hook aws-sigv4 needs ${name} in the environment`);
    return value;
  };
  const accessKeyId = variable('AWS_ACCESS_KEY_ID');
  const secretAccessKey = variable('AWS_SECRET_ACCESS_KEY');
  const session = environment.AWS_SESSION_TOKEN;
  return {
    name: 'aws-sigv4',
    secrets({ authorization = '' }) {
      const signature = /Signature=([0-9a-f]+)/.exec(authorization)?.[1];
      return [accessKeyId, secretAccessKey, session, signature].filter((each) => each !== undefined);
    },
    async prepare({ url, body, headers }) {
      const inHost = /\.appsync-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(new URL(url).hostname)?.[1];
      const region = inHost ?? environment.AWS_REGION ?? variable('AWS_DEFAULT_REGION');
      const signed = {
        'content-type': headers['content-type'] ?? 'application/json',
        ...(session ? { 'x-amz-security-token': session } : {}),
      };
      const added = signV4(
        { method: 'POST', url, body, headers: signed },
        { accessKeyId, secretAccessKey, region, service: 'appsync' },
        new Date(world.now()),
      );
      return { ...signed, ...added };
    },
  };
}

/** The headers `x-amz-date` and `authorization` for a request (AWS Signature Version 4, header form). */
export function signV4(
  request: SigningRequest,
  keys: SigningKeys,
  date: Date,
): { readonly 'x-amz-date': string; readonly authorization: string } {
  const url = new URL(request.url);
  const time = date.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const headers = Object.entries({ ...request.headers, host: url.host, 'x-amz-date': time })
    .map(([name, value]) => [name, value.trim().replace(/ +/g, ' ')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const names = headers.map(([name]) => name).join(';');
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const canonical = [
    request.method,
    // Every service but S3 signs the path encoded once more than it is sent.
    url.pathname.split('/').map(encode).join('/'),
    query,
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    hash(request.body),
  ].join('\n');
  const scope = `${day}/${keys.region}/${keys.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n');
  const key = [day, keys.region, keys.service, 'aws4_request'].reduce<string | Buffer>(
    (previous, part) => hmac(previous, part),
    `AWS4${keys.secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString('hex');
  return {
    'x-amz-date': time,
    authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
