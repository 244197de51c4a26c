/** `hooks` of upstream.yaml: what the API tells of its changes, and which collections they concern. */
import * as z from 'zod';
import { hookSignatures } from '../upstream/hooks/verify.js';

const hook = z.strictObject({
  signature: z
    .enum(hookSignatures)
    .describe(
      'How deliveries are signed; standard: Standard Webhooks; bearer: the secret in the Authorization header',
    ),
  secret: z.string().describe('Secret of the signature; write ${NAME} to take it from the environment'),
  topic: z
    .union([
      z.strictObject({ header: z.string().describe('Name of the header that holds the topic') }),
      z.strictObject({ body: z.string().describe('Path of the topic in the JSON body, e.g. event.type') }),
    ])
    .optional()
    .describe(
      'Where the topic of a delivery stands. Default: x-shopify-topic, x-contentful-topic, _type of the body (sanity), else type of the body',
    ),
  topics: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .describe('Topic → collections whose kept answers end; * stands for any characters'),
});
export type HookMapping = z.infer<typeof hook>;

export const hooks = z
  .record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "a hook's name has letters, digits, _ and - only"),
    hook,
  )
  .describe('Webhooks of the API by name: POST /hooks/<name>');
