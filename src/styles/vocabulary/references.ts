/** How the items of a MULTI_REFERENCE are found. */
import * as z from 'zod';

export const through = z
  .strictObject({
    reverse: z
      .string()
      .optional()
      .describe('Key of the REFERENCE field of that collection which refers back to this one'),
    join: z
      .strictObject({
        collection: z
          .string()
          .describe('Id of the collection whose items join one of these with one of those'),
        from: z.string().describe('Key of its REFERENCE field that refers to this collection'),
        to: z.string().describe('Key of its REFERENCE field that refers to the other one'),
      })
      .optional()
      .describe('A collection of pairs'),
    argument: z
      .union([
        z.string(),
        z.strictObject({
          list: z
            .string()
            .describe(
              'Root field that lists them: reviewsByProduct. Its answers have the form of those of the collection itself',
            ),
          name: z.string().describe('Its argument that takes the id of the item that refers to them'),
        }),
      ])
      .optional()
      .describe(
        'The list of that collection takes the id of the item that refers to it: productId; or another list field does',
      ),
    list: z
      .union([
        z.string(),
        z.strictObject({
          path: z
            .string()
            .describe('Path of the related objects in a row: tags, tags.nodes, productTags[].tag'),
          total: z
            .string()
            .optional()
            .describe('Path in a row of the number of all of them: tags.totalCount'),
          more: z
            .string()
            .optional()
            .describe(
              'Path in a row of the flag that says that there are more, or of the cursor that is null where there are none: tags.pageInfo.hasNextPage, tags.nextToken',
            ),
          max: z
            .number()
            .int()
            .positive()
            .optional()
            .describe('Most objects that come in one row; as many are not taken for all'),
          size: z
            .string()
            .optional()
            .describe(
              'Argument of a field of the path that takes the number of objects: first, options.limit',
            ),
          filter: z
            .string()
            .optional()
            .describe(
              'Argument of a field of the path that takes the filter of an include, as the list of that collection takes it: where',
            ),
          sort: z
            .string()
            .optional()
            .describe(
              'Argument of a field of the path that takes the order, as the list of that collection takes it: orderBy',
            ),
        }),
      ])
      .optional()
      .describe('The related objects in the rows themselves; a text is { path: text }'),
    order: z
      .string()
      .optional()
      .describe(
        'Key of the field that says when a reference was made, in the collection of reverse, join or list. Default _createdDate where it is mapped, else the order of the API',
      ),
  })
  .describe(
    'MULTI_REFERENCE: how its items are found, where no path leads to their ids. One of reverse, join, argument and list; beside list a second one completes what the API cuts',
  );
export type ThroughStyle = z.infer<typeof through>;
