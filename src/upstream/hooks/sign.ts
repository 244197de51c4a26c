/** Signs what is sent to others, by the Standard Webhooks: they verify it with libraries that are there, or a few lines. */
import { createHmac } from 'node:crypto';

/**
 * @param secret as it is, or `whsec_` and the Base64 of the key
 * @param id of the delivery: a repetition has the same
 * @param now epoch milliseconds
 * @returns headers
 */
export function signDelivery(
  secret: string,
  id: string,
  now: number,
  body: string,
): Readonly<Record<string, string>> {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;
  const time = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` };
}
