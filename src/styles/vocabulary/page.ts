/** How list fields page, and where the number of rows comes from. */
import * as z from 'zod';
import { template } from './template.js';

export const pageStyle = z
  .strictObject({
    size: z.string().optional().describe('Argument address of the page size'),
    offset: z.string().optional().describe('Argument address of the number of rows to skip'),
    page: z.string().optional().describe('Argument address of the page number'),
    base: z.number().int().optional().describe('Number of the first page. Default 1'),
    unit: z
      .enum(['pages', 'rows'])
      .optional()
      .describe(
        'What the argument of the page number counts. rows: those before the page, always a multiple of the size. Default pages',
      ),
    cursor: z.string().optional().describe('Argument address of the cursor or token'),
    next: z.string().optional().describe('Result path of the next cursor'),
    more: z.string().optional().describe('Result path of the flag that says whether there are more rows'),
    pages: z.string().optional().describe('Result path of the number of pages'),
    max: z.number().int().positive().optional().describe('Largest page that the upstream gives'),
    fixed: z.number().int().positive().optional().describe('Page size where no argument sets it'),
    offsetMax: z.number().int().positive().optional().describe('Largest offset that the upstream allows'),
    sparse: z.boolean().optional().describe('A short or empty page is not the end (AppSync)'),
    loop: z
      .string()
      .optional()
      .describe(
        'Name of a page loop (an extension): strict (default), sparse, until-empty (every page but an empty one has a cursor)',
      ),
  })
  .describe('How the list field pages. Without members: the whole list comes at once');
export type PageStyle = z.infer<typeof pageStyle>;

/** A layer over a paging; null takes a member away that an earlier layer names, where this list does not heed it. */
export const pageOverrides = pageStyle.extend({
  offset: pageStyle.shape.offset.unwrap().nullable().optional(),
  page: pageStyle.shape.page.unwrap().nullable().optional(),
  cursor: pageStyle.shape.cursor.unwrap().nullable().optional(),
  more: pageStyle.shape.more.unwrap().nullable().optional(),
});

export const countStyle = z
  .strictObject({
    path: z.string().describe('Result path of the number'),
    field: z
      .string()
      .optional()
      .describe("Sibling root field that counts; without it the number is in the list field's own result"),
    arguments: z.record(z.string(), template).optional().describe('Constant arguments of the sibling field'),
    filter: z
      .string()
      .nullable()
      .optional()
      .describe(
        'Argument address of the filter on the sibling field. Default: as on the list. null: it counts everything',
      ),
    cap: z.number().int().positive().optional().describe('Numbers from here on are not to be trusted'),
    exact: z.boolean().optional().describe('false: an estimate, never used for answers'),
    precision: z.string().optional().describe('Result path of a text that must be EXACT'),
  })
  .describe('Where the number of matching rows comes from');
export type CountStyle = z.infer<typeof countStyle>;
