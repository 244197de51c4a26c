/** A dialect: a named preset of styles. */
import * as z from 'zod';
import { aggregateStyle, getStyle } from './access.js';
import { listStyle } from './list.js';
import { scalarTable } from './scalars.js';
import { template } from './template.js';
import { writeStyles } from './writes.js';

/** How detection recognises a dialect. All given tests must hold; the one with the highest score wins. */
export const fingerprint = z.strictObject({
  types: z.array(z.string()).optional().describe('Globs; each must match some type name'),
  queryFields: z.array(z.string()).optional().describe('Globs; each must match some root field'),
  listArguments: z.array(z.string()).optional().describe('Arguments that the list field has'),
  typeFields: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe('Type glob → fields or input members that one such type has'),
  scalars: z.array(z.string()).optional(),
  absentTypes: z.array(z.string()).optional(),
  score: z.number(),
});
export type Fingerprint = z.infer<typeof fingerprint>;

/**
 * Where a claim about what an API does was read or seen: the address of its documentation, or "seen with" the product and
 * its version. What has no source is tried by `init` like that of an API that nobody described.
 */
export const claimSources = z.strictObject({
  filter: z
    .string()
    .optional()
    .describe('That operators mean what the table says; only "seen with" spares trials'),
  sort: z
    .string()
    .optional()
    .describe('That sorts and several keys are heeded; only "seen with" spares trials'),
  nulls: z.string().optional().describe('Where rows without a value stand, if the templates do not say it'),
  ties: z.string().optional().describe('sort.unique'),
  writes: z
    .string()
    .optional()
    .describe(
      'What errors of writes mean, what one mutation of a document does to the others, and what a null does',
    ),
  text: z.string().optional().describe('Which letters are folded, and how texts are ordered'),
  nodes: z.string().optional().describe('limits.nodes'),
});

export const dialect = z.strictObject({
  name: z.string(),
  title: z.string(),
  match: z.array(fingerprint).describe('Alternatives'),
  list: listStyle.optional().describe('Style of list fields'),
  get: getStyle.optional(),
  aggregate: aggregateStyle.optional(),
  writes: writeStyles.optional(),
  alternatives: z
    .strictObject({
      list: z.array(listStyle).optional(),
      get: z.array(getStyle).optional(),
      writes: z.array(writeStyles).optional(),
    })
    .optional()
    .describe(
      'Other spellings that the same product generates (versions, plugins). The first whose fields and arguments the schema has is taken; one of list is laid over the list of the dialect, the others stand for themselves',
    ),
  scalars: scalarTable.optional(),
  ids: z.array(z.string()).optional().describe('Names of the id field, best first'),
  naturalKeys: z
    .array(z.string())
    .optional()
    .describe(
      'Fields of the API whose values no two items share, in each type that has a getter by them: what a new item is recognised by',
    ),
  flat: z
    .array(z.string())
    .optional()
    .describe(
      'Objects whose values stand in filters and sorts under their own names, beside those of the item',
    ),
  arguments: z
    .record(z.string(), template)
    .optional()
    .describe('Constant arguments that the list field usually wants'),
  limits: z
    .strictObject({
      page: z.number().optional(),
      ids: z.number().optional(),
      concurrency: z.number().optional(),
      nodes: z
        .number()
        .optional()
        .describe('Most objects that a request may ask for: rows, and those of the lists inside them'),
    })
    .optional(),
  auth: z.strictObject({ header: z.string(), value: z.string(), note: z.string().optional() }).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  sources: claimSources.optional(),
  notes: z.array(z.string()).optional().describe('Sentences for the documentation page: limits and traps'),
  example: z
    .strictObject({ type: z.string(), list: z.string(), fields: z.record(z.string(), z.string()) })
    .optional(),
});
export type Dialect = z.infer<typeof dialect>;
