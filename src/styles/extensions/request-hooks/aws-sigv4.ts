import { AwsV4Signer } from 'aws4fetch';
import { TransportConfigError } from '../../../upstream/transport/address.js';
import type { RequestHook } from '../extension.js';
import type { HookContext } from './context.js';

/**
 * Signs requests to AWS AppSync (AWS Signature Version 4) with the keys in AWS_ACCESS_KEY_ID,
 * AWS_SECRET_ACCESS_KEY and, for temporary ones, AWS_SESSION_TOKEN. The region comes from the endpoint's
 * host name, for own domains from AWS_REGION.
 * @throws {TransportConfigError} at once when a variable is missing or holds what no header can carry
 */
export function awsSigV4({ environment, world }: HookContext): RequestHook {
  const variable = (name: string): string => {
    const value = environment[name];
    if (!value) throw new TransportConfigError(`request hook aws-sigv4 needs ${name} in the environment`);
    return value;
  };
  const accessKeyId = inHeader('AWS_ACCESS_KEY_ID', variable('AWS_ACCESS_KEY_ID'));
  const secretAccessKey = variable('AWS_SECRET_ACCESS_KEY');
  const session =
    environment.AWS_SESSION_TOKEN && inHeader('AWS_SESSION_TOKEN', environment.AWS_SESSION_TOKEN);
  /** Keys derived from the secret: one for each day and region. Deriving them takes longer than signing. */
  const derived = new Map<string, ArrayBuffer>();
  return {
    name: 'aws-sigv4',
    secrets({ authorization = '' }) {
      const signature = /Signature=([0-9a-f]+)/.exec(authorization)?.[1];
      return [accessKeyId, secretAccessKey, session, signature].filter((each) => each !== undefined);
    },
    async prepare({ url, body, headers }) {
      const inHost = /\.appsync-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(new URL(url).hostname)?.[1];
      const region = inHost ?? environment.AWS_REGION ?? variable('AWS_DEFAULT_REGION');
      if (derived.size > mostDerived) derived.clear();
      const signer = new AwsV4Signer({
        method: 'POST',
        url,
        body,
        headers: { 'content-type': headers['content-type'] ?? 'application/json' },
        accessKeyId,
        secretAccessKey,
        ...(session ? { sessionToken: session } : {}),
        service: 'appsync',
        region,
        cache: derived,
        datetime: basicFormat(world.now()),
        // Else the content type is left out of the signature.
        allHeaders: true,
      });
      const signed = await signer.sign();
      return Object.fromEntries(signed.headers.entries());
    },
  };
}

function inHeader(name: string, value: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new TransportConfigError(`request hook aws-sigv4: ${name} holds characters that no header can carry`);
}

/** Derived keys that are kept; each day brings a new one. */
const mostDerived = 4;

/** ISO 8601 in its basic format, to the second, in UTC: `20150830T123600Z`. */
function basicFormat(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
