/** How list fields sort. */
import * as z from 'zod';
import { template } from './template.js';

export const sortStyle = z
  .strictObject({
    at: z
      .string()
      .describe('Argument address of the sort; empty: the template gives arguments of the list field'),
    list: z.boolean().optional().describe('The argument takes a list of keys. Default false: one key'),
    max: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('Most keys that one request may carry. Default: 1 without list, unlimited with it'),
    ascending: template.describe(
      'Template of one key, e.g. "$FIELD_ASC", {"$field": "asc"}, {"field": "$FIELD", "direction": "ASC"}, "$field:asc", {"sortKey": "$FIELD", "reverse": false}',
    ),
    descending: template.nullable().optional(),
    nulls: z
      .enum(['lowest', 'highest', 'first', 'last', 'mixed', 'unknown'])
      .optional()
      .describe(
        'Where rows without a value stand with these templates: lowest = first ascending, last descending (what Wix wants); highest the reverse; first/last always; mixed: rows without a value disorder those that have one, even where a filter leaves them out, so fields that can be missing are never sorted there. Default unknown',
      ),
    otherwise: z
      .strictObject({
        ascending: template,
        descending: template.nullable().optional(),
        nulls: z.enum(['lowest', 'highest', 'first', 'last', 'mixed', 'unknown']).optional(),
      })
      .optional()
      .describe(
        "Templates for fields whose sort input the first do not fit, e.g. Prisma's {sort, nulls} of fields that can be null",
      ),
    join: z.string().optional().describe('All keys go into one text, joined by this'),
    chain: z
      .string()
      .optional()
      .describe('Keys are a linked list: the next key stands in this member of the one before'),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .describe('Sort names of fields where they differ from the output path'),
    unique: z
      .boolean()
      .optional()
      .describe(
        'The upstream itself breaks ties (Relay cursors do). Default false: the id is appended where it is sortable',
      ),
    nesting: z.enum(['nested', 'joined', 'none']).optional(),
    nestingSeparator: z.string().optional(),
  })
  .describe('How the list field sorts');
export type SortStyle = z.infer<typeof sortStyle>;
