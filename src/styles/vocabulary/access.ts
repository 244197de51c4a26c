/** Items by id, and aggregates. */
import * as z from 'zod';
import { valueKinds } from './filter.js';
import { template } from './template.js';

export const getStyle = z
  .strictObject({
    field: z
      .string()
      .optional()
      .describe('Root field that gives one item by id; $list, $type and $Type may be used in a dialect'),
    arguments: z
      .record(z.string(), template)
      .optional()
      .describe('e.g. {"id": "$id"}, {"where": {"id": "$id"}}'),
    row: z.string().optional().describe('Result path of the item, e.g. data'),
    many: z
      .strictObject({
        field: z.string(),
        arguments: z.record(z.string(), template).describe('e.g. {"ids": "$ids"}'),
        rows: z.string().optional(),
        max: z.number().int().positive().optional(),
      })
      .optional()
      .describe('Root field that gives several items by ids'),
    missing: z
      .enum(['null', 'error'])
      .optional()
      .describe('What an absent id gives: null (default), or an error that means not found'),
  })
  .describe('How one item is read by its id');
export type GetStyle = z.infer<typeof getStyle>;

export const aggregateStyle = z
  .strictObject({
    field: z
      .string()
      .optional()
      .describe("Sibling root field; without it the aggregates are in the list field's own result"),
    filter: z
      .string()
      .nullable()
      .optional()
      .describe('Argument address of the filter. Default: as on the list'),
    path: z.string().optional().describe('Result path of the object that holds the functions'),
    functions: z
      .strictObject({
        count: z.string().optional().describe('Result path of the number of rows'),
        sum: z.string().optional().describe('Result path template, e.g. sum.$field, $field.sum, $fieldSum'),
        average: z.string().optional(),
        min: z.string().optional(),
        max: z.string().optional(),
      })
      .describe('Result paths below path'),
    kinds: z
      .array(z.enum(valueKinds))
      .optional()
      .describe('Kinds of fields for which min and max mean what Wix means. Default number and date'),
    groups: z
      .strictObject({
        field: z.string().optional().describe('Sibling root field of the grouped form'),
        path: z.string().describe('Result path of the list of groups'),
        by: z.string().describe('Argument address (on the last step of path or field) of the keys'),
        key: template.describe('Template of one key, e.g. "$FIELD"'),
        read: z.string().describe('Result path of a key inside a group, e.g. keys[] or $field'),
      })
      .optional(),
  })
  .describe('How the upstream aggregates');
export type AggregateStyle = z.infer<typeof aggregateStyle>;
