/**
 * The shape of tenant files: sites that one service serves, told apart by the instance id of the verified request. These zod schemas
 * validate the files and the answers of a lookup, and are printed as JSON Schema for editors.
 */
import * as z from 'zod';
import { duration } from './duration.js';
import { gateway } from './gateway.js';
import { limits } from './limits.js';
import { headers, oauth2 } from './schema.js';

const ownLimits = limits
  .pick({ scan: true, pages: true, bytes: true, deadline: true, work: true })
  .describe("Budget of one request of this site, where it is less than the mapping's");

const access = {
  url: z.string().describe('Address of the GraphQL endpoint of this site'),
  headers: headers.optional(),
  oauth2: oauth2.optional(),
};

const site = {
  ...access,
  mappings: z
    .string()
    .optional()
    .describe('Folder of mapping files, relative to this file. Default: that of the service (MAPPINGS_DIR)'),
  upstreams: z
    .record(z.string(), z.strictObject(access))
    .optional()
    .describe('Of mapping folders with upstreams/<name>.yaml: the same for each of them, by name'),
  limits: ownLimits.optional(),
  gateway: gateway.optional(),
};

export const tenant = z.strictObject(site).describe('One site');
export type Tenant = z.infer<typeof tenant>;

const version = z.literal(1).describe('Version of the format');

export const tenantFile = z
  .strictObject({
    version,
    instance: z.string().min(1).max(256).describe('Instance id of the app on the site'),
    ...site,
  })
  .describe('One site: a file of the folder of tenants');

const times = z.strictObject({
  fresh: duration.describe('So long an answer holds'),
  stale: duration
    .optional()
    .describe('So long after that it still holds, while it is asked for anew. Default 0s'),
  onError: duration.optional().describe('So long after fresh it holds where the lookup fails. Default 0s'),
});

export const lookup = z
  .strictObject({
    url: z.string().describe('Address that is asked, by POST, with {"instance": "…"}'),
    headers: headers.optional(),
    query: z
      .string()
      .optional()
      .describe('A GraphQL query instead, with the variable $instance; its one root field is the answer'),
    hosts: z
      .array(
        z.string().regex(/^(\*\.)?[\w.:-]+$/, {
          error: 'must be a host: api.example.com, or *.example.com for all below it',
        }),
      )
      .min(1)
      .describe('Hosts that answers may name: api.example.com, or *.example.com for all below it'),
    private: z
      .array(z.string().min(1))
      .optional()
      .describe('Private addresses that may be connected to, e.g. 10.1.0.0/16. Default: none'),
    folders: z
      .record(z.string(), z.string())
      .optional()
      .describe('Folders of mapping files, relative to this file, by the names that answers use'),
    cache: times.optional().describe('How long answers hold. Default: fresh 5m, stale 1h, onError 1d'),
  })
  .describe('Where sites are asked for that no file names');
export type LookupMapping = z.infer<typeof lookup>;

/** Of the file that holds many sites. Each site is checked for itself, so that one at fault takes no other away. */
export const tenantsFile = z
  .strictObject({
    version,
    tenants: z.record(z.string(), tenant).optional().describe('Sites by the instance id of the app'),
    lookup: lookup.optional(),
  })
  .describe('Many sites, or a lookup, or both');

const headerList = z.array(z.strictObject({ name: z.string(), value: z.string() }));

/** What a lookup answers of a site. */
export const lookedUp = z.object({
  url: z.string(),
  headers: z.union([z.record(z.string(), z.string()), headerList]).nullish(),
  mappings: z.string().nullish(),
  limits: ownLimits.nullish(),
  gateway: gateway.nullish(),
});
