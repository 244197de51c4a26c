/** How a list field works: all parts of its style. */
import * as z from 'zod';
import { filterStyle } from './filter.js';
import { countStyle, pageOverrides, pageStyle } from './page.js';
import { sortStyle } from './sort.js';

export const textSemantics = z.strictObject({
  folding: z
    .enum(['javascript', 'unicode', 'ascii', 'unknown'])
    .optional()
    .describe(
      'Which letters a case-insensitive operator folds: as String.toLowerCase does; other Unicode rules; A-Z only. Default unknown: only letters on which all foldings agree are trusted',
    ),
  order: z
    .enum(['utf16', 'unknown'])
    .optional()
    .describe(
      'utf16: text sorts and compares by code unit, as Wix demands. Default unknown: text order is worked out here',
    ),
});
export const dateSemantics = z.strictObject({
  precision: z
    .enum(['second', 'millisecond', 'finer'])
    .optional()
    .describe(
      'Finest step that stored date-times can have. Default finer: equality is sent as a range of one millisecond',
    ),
});

export const numberSemantics = z.strictObject({
  wire: z
    .enum(['string', 'number'])
    .optional()
    .describe(
      'How operands of decimal and 64-bit scalars are written in variables. Default: as most servers of that scalar take them',
    ),
});

export const listStyle = z
  .strictObject({
    rows: z
      .string()
      .optional()
      .describe(
        'Where the rows are in the result: "" (the field is the list), "items", "nodes", "edges[].node", "data[]"',
      ),
    envelope: z
      .string()
      .optional()
      .describe('Output path prefix that filter and sort names leave out, e.g. attributes (Strapi 4)'),
    count: z.union([countStyle, z.string()]).nullable().optional().describe('A text is { path: text }'),
    page: pageStyle.nullable().optional(),
    filter: filterStyle.nullable().optional(),
    sort: sortStyle.nullable().optional(),
    text: textSemantics.optional(),
    dates: dateSemantics.optional(),
    numbers: numberSemantics.optional(),
    nulls: z
      .enum(['refuse', 'skip'])
      .optional()
      .describe(
        'Rows that come as null. refuse (default): the answer is refused. skip: they are items that the API hides, and are left out of items, places and totals; what the API itself counts and where it begins a page is then not used, since it counts them',
      ),
    ids: z
      .enum(['opaque', 'integer', 'uuid'])
      .optional()
      .describe(
        'integer, uuid: ids have that form, and other texts are never sent for a value of type ID: some servers answer them with an error. Default opaque',
      ),
  })
  .describe('How a list field works');
export type ListStyle = z.infer<typeof listStyle>;

/** A layer over a style: any part of it may be said alone, e.g. only where missing values sort. */
export const listOverrides = listStyle.extend({
  page: pageOverrides.nullable().optional(),
  filter: filterStyle.partial().nullable().optional(),
  sort: sortStyle.partial().nullable().optional(),
});
export type ListOverrides = z.infer<typeof listOverrides>;
