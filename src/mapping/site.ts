/** `site` of upstream.yaml: the Wix site that is told of changes. */
import * as z from 'zod';

export const site = z
  .strictObject({
    invalidate: z
      .string()
      .regex(/^https?:\/\/\S+$/, 'write an address that begins with https://')
      .describe(
        'Address of the site that is asked to forget its rendered pages: https://…/_functions/invalidate',
      ),
    secret: z.string().min(1).describe('Signs what is sent; write ${NAME} to take it from the environment'),
  })
  .describe('The Wix site that is told when items were changed here, or a hook told of it');
export type SiteMapping = z.infer<typeof site>;
