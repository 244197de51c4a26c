/**
 * The shape of the two kinds of mapping files. These zod schemas are the only definition: they validate the
 * files, give the TypeScript types, and are printed as JSON Schema for editors (schemas/*.schema.json).
 */
import * as z from 'zod';
import {
  aggregateStyle,
  fieldInput,
  getStyle,
  listOverrides,
  operatorTable,
  referenceWrites,
  scalarTable,
  template,
  through,
  valueMembers,
  writeFacts,
  writeStyles,
} from '../styles/vocabulary.js';
import { fieldTypes, roles } from '../wix/protocol.js';
import { cache, cacheCheck } from './cache.js';
import { duration } from './duration.js';
import { gateway } from './gateway.js';
import { hooks } from './hooks.js';
import { allow, whereFor } from './identity.js';
import { limits } from './limits.js';
import { site } from './site.js';

const version = z.literal(1).describe('Version of the mapping format');
const local = z
  .enum(['allow', 'deny'])
  .describe(
    'deny: only what the upstream does exactly is offered to Wix; allow (default): the rest is worked out here within the limits',
  );

const idMapping = z.strictObject({
  path: z.string().describe('Path of the id in the upstream object'),
  codec: z
    .string()
    .optional()
    .describe('Name of an id codec (an extension), e.g. shopify-gid: short ids in Wix, global ids upstream'),
  operators: operatorTable
    .optional()
    .describe('Operators of the id alone, as in fields: { in: { ids: $value } }'),
});
export type IdMapping = z.infer<typeof idMapping>;

export type Limits = z.infer<typeof limits>;

const argumentValues = z
  .record(z.string(), template)
  .describe(
    'Constant arguments. $language, $instance, $identity.type, $identity.memberId, … take values from the verified Wix request, and { language: { en: EN, otherwise: EN } } one for its language',
  );

export const headers = z
  .record(z.string(), z.string())
  .describe(
    'HTTP headers. ${NAME} takes a value from the environment, $identity.memberId and the like from the verified Wix request',
  );

export const oauth2 = z
  .strictObject({
    tokenUrl: z.string().describe('Address that gives tokens'),
    clientId: z.string().describe('Client id, as the token service knows it'),
    clientSecret: z.string().describe('Client secret; write ${NAME} to take it from the environment'),
    scope: z.string().optional().describe('Scopes to ask for, separated by spaces'),
    audience: z.string().optional().describe('Audience to ask for, where the token service wants one'),
    style: z.enum(['basic', 'body']).optional().describe('Where client id and secret go. Default basic'),
  })
  .describe('OAuth2 client credentials; the token is fetched, kept and refreshed before it expires');

export const upstreamMapping = z
  .strictObject({
    version,
    url: z.string().describe('Address of the GraphQL endpoint; UPSTREAM_URL in the environment overrides it'),
    headers: headers.optional(),
    oauth2: oauth2.optional(),
    request: z
      .string()
      .optional()
      .describe('Name of a request hook (an extension) that signs or changes each request'),
    introspection: z
      .strictObject({
        headers: headers.optional(),
        enabled: z.boolean().optional(),
        every: duration
          .optional()
          .describe('How often a running service looks at the schema again, e.g. 10m. Default 1h'),
      })
      .optional()
      .describe('Other headers for introspection; enabled: false uses only the saved schema'),
    schema: z
      .string()
      .optional()
      .describe(
        'Saved schema, SDL (.graphql) or introspection result (.json), relative to this file; used when the endpoint cannot be introspected',
      ),
    dialect: z
      .string()
      .optional()
      .describe('Name of a preset that says how this API spells things and what they mean'),
    defaults: listOverrides
      .optional()
      .describe('Style of all list fields of this upstream, over the dialect'),
    scalars: scalarTable.optional(),
    get: getStyle.optional(),
    aggregate: aggregateStyle.optional(),
    writes: z
      .strictObject(writeFacts)
      .optional()
      .describe('What holds for the writes of all collections of this upstream, over the dialect'),
    limits: limits.optional(),
    gateway: gateway.optional(),
    hooks: hooks.optional(),
    cacheCheck: cacheCheck.optional(),
    site: site.optional(),
    local: local.optional(),
  })
  .describe('How to reach the upstream GraphQL API');
export type UpstreamMapping = z.infer<typeof upstreamMapping>;

export const fieldMapping = z
  .strictObject({
    path: z
      .string()
      .optional()
      .describe(
        'Path in the upstream object: price.amount, images.0.url, tags[].name, media.(MediaImage).image.url',
      ),
    type: z.enum(fieldTypes).optional().describe('Wix field type. Default: inferred from the GraphQL type'),
    displayName: z
      .string()
      .optional()
      .describe('Name of the field in the CMS. Default: the words of its key, e.g. Page Count for pageCount'),
    description: z.string().optional().describe('Help text of the field in the CMS'),
    arguments: z
      .record(z.string(), argumentValues)
      .optional()
      .describe('Arguments of steps of the path, by step name'),
    values: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe('Upstream value → Wix value, one to one'),
    ...valueMembers,
    scale: z.number().optional().describe('Wix value = upstream value × scale, e.g. 0.01 for cents'),
    default: template.optional().describe('Wix value where the upstream has none'),
    template: z
      .string()
      .optional()
      .describe('Text made of other fields of this file: "{brand} {title}". Read-only'),
    collection: z
      .string()
      .optional()
      .describe('REFERENCE, MULTI_REFERENCE: the collection that is referred to'),
    include: z.string().optional().describe('Path of the related object itself, for included references'),
    through: through.optional(),
    writes: referenceWrites.optional(),
    inexact: z
      .enum(['refuse', 'text', 'round'])
      .optional()
      .describe('NUMBER: what to do with a number that a double cannot hold exactly. Default refuse'),
    filter: z
      .union([z.string(), z.literal(false)])
      .optional()
      .describe('Name of the field in the upstream filter; false: never filter on it upstream'),
    sort: z
      .union([z.string(), z.literal(false)])
      .optional()
      .describe('Name of the field in the upstream sort; false: never sort on it upstream'),
    direction: z
      .enum(['ascending', 'descending'])
      .optional()
      .describe('The only direction in which the upstream sorts on it. Default: those that its sort has'),
    hidden: z
      .boolean()
      .optional()
      .describe('true: for where and templates of this file only; Wix never sees the field'),
    operators: operatorTable
      .optional()
      .describe(
        'Operators of this field alone, as whole conditions: { gte: { minPrice: $value } }. Their members stand at list.filter.at, or are arguments of the list where it has no filter',
      ),
    kind: z
      .enum(['text', 'id', 'number', 'date', 'time', 'boolean', 'enum', 'list', 'json'])
      .optional()
      .describe('Which operator table of the style applies. Default: from the GraphQL type'),
    input: fieldInput.optional(),
    local: local.optional(),
  })
  .describe('One field of the collection');
export type FieldMapping = z.infer<typeof fieldMapping>;

export const collectionMapping = z
  .strictObject({
    version,
    collection: z
      .string()
      .regex(
        /^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/,
        "a collection's id has letters, digits, _ and - only, does not start with -, and is 1 to 128 long",
      )
      .describe('Id of the collection in Wix'),
    displayName: z.string().optional().describe('Name of the collection in the CMS. Default: its id'),
    upstream: z
      .string()
      .optional()
      .describe('Name of the upstream: upstreams/<name>.yaml. Default: upstream.yaml'),
    type: z.string().describe('GraphQL type behind an item'),
    list: z
      .union([
        z.string(),
        listOverrides.extend({
          field: z.string().describe('Root field that lists the items; dots for a path: site.products'),
          arguments: argumentValues.optional(),
          path: z
            .record(z.string(), argumentValues)
            .optional()
            .describe('Arguments of earlier steps of field, by step name'),
        }),
      ])
      .describe(
        'The list field; a text is { field: text }. What is left out comes from upstream.yaml and the dialect',
      ),
    get: z
      .union([getStyle, z.literal(false)])
      .optional()
      .describe('How one item is read by its id; false: through the list'),
    aggregate: z
      .union([aggregateStyle, z.literal(false)])
      .optional()
      .describe('How the upstream aggregates; false: never use its aggregates'),
    id: z.union([z.string(), idMapping]).describe('Path of the unique id; it becomes _id'),
    where: z
      .record(z.string(), template)
      .optional()
      .describe(
        "Filter in Wix's filter language that always applies. A value may be a fact of the verified request: $instance, $identity.memberId, …",
      ),
    allow: allow.optional(),
    whereFor: whereFor.optional(),
    fields: z
      .record(
        z
          .string()
          .regex(
            /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/,
            "a field's key has letters, digits, _ and - only, starts with a letter or _, and is 1 to 128 long",
          ),
        z.union([z.string(), fieldMapping]),
      )
      .describe('Wix key → path, or { path, type, … }'),
    permissions: z
      .strictObject({
        read: z.enum(roles).optional().describe('Who may read items. Default ANYONE'),
        insert: z.enum(roles).optional().describe('Who may add items. Default ADMIN'),
        update: z.enum(roles).optional().describe('Who may change items. Default ADMIN'),
        remove: z.enum(roles).optional().describe('Who may remove items. Default ADMIN'),
      })
      .optional()
      .describe('Lowest role for each operation. Default: read ANYONE, the rest ADMIN'),
    writes: writeStyles
      .optional()
      .describe('Declared mutations; without them Wix is told that the collection is read-only'),
    paging: z.enum(['OFFSET', 'CURSOR']).optional().describe('pagingMode that Wix is told. Default OFFSET'),
    limits: limits.optional(),
    local: local.optional(),
    cache: cache.optional(),
  })
  .describe('One collection');
export type CollectionMapping = z.infer<typeof collectionMapping>;
