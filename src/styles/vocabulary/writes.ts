/** How an API writes: its mutations, how their answers read, and what may be done when an answer is lost. */
import * as z from 'zod';
import { template } from './template.js';

const failureRule = z
  .strictObject({
    code: z
      .string()
      .optional()
      .describe('extensions.code of the error, or the like of it; * stands for any text'),
    text: z.string().optional().describe('A part of the message, in any case; * stands for any text'),
    type: z.string().optional().describe('Name of the type of the error in the payload'),
    means: z
      .enum(['exists', 'notFound', 'invalid', 'conflict', 'pending'])
      .describe(
        'exists: ITEM_ALREADY_EXISTS; notFound: ITEM_NOT_FOUND; invalid: VALIDATION_ERROR; conflict: the item was changed by somebody else; pending: an earlier attempt with the same key is still under way',
      ),
    field: z.string().optional().describe('Field in Wix that the error is about'),
  })
  .describe('What an error of the API means. All that is given must fit; the first rule that fits counts');
export type FailureRule = z.infer<typeof failureRule>;

const identify = z
  .union([
    z.enum(['clientId', 'none']),
    z.strictObject({ key: z.string().describe('Field in Wix whose value no two items share, e.g. sku') }),
    z.strictObject({
      idempotency: z.union([
        z.strictObject({ header: z.string() }),
        z.strictObject({ argument: z.string() }),
        z.strictObject({ directive: z.string(), argument: z.string() }),
      ]),
    }),
  ])
  .describe(
    'How a new item can be recognised when the answer of its insert is lost. clientId: the id comes from here; key: a field that is unique; idempotency: the API does a request with the same key once; none (default): the outcome stays unknown',
  );
export type Identify = z.infer<typeof identify>;

const resolve = z
  .strictObject({
    within: z
      .string()
      .regex(/^\d+(ms|s)$/, 'write a number with ms or s, e.g. 2s')
      .optional()
      .describe(
        'After this time what the API received is visible, or will never be. Absent: nothing is known, and what is not seen stays unknown',
      ),
    tries: z.number().int().positive().max(20).optional().describe('How often it is looked at. Default 3'),
  })
  .describe('How a write whose answer was lost is looked for');

const batch = z
  .union([
    z.literal('none'),
    z.strictObject({
      aliases: z.number().int().positive().max(100).describe('Most mutations in one document'),
      document: z
        .enum(['independent', 'stops', 'transaction'])
        .describe(
          'independent: each mutation runs for itself; stops: after one that fails the others do not run, and those before it stay; transaction: one that fails undoes all',
        ),
    }),
  ])
  .describe('Whether several mutations go in one document. Default none: one by one');

const stamp = z
  .enum(['api', 'written', 'virtual'])
  .describe(
    'api: the API keeps it, and what Wix sends is passed over; written: it is sent; virtual: the API has no such field',
  );

/** What holds for all mutations of an API: stands in a dialect, in upstream.yaml, or beside the mutations of a collection. */
export const writeFacts = {
  identify: identify.optional(),
  resolve: resolve.optional(),
  missing: z
    .enum(['clear', 'merge'])
    .optional()
    .describe(
      'What an update does with fields that the item has not got. clear (default): takes their values away, as Wix means it; merge: leaves them',
    ),
  clear: z
    .enum(['null', 'ignored', 'refused'])
    .optional()
    .describe(
      'What the API does with an explicit null: it takes the value away (null, the default), passes it over, or refuses it',
    ),
  batch: batch.optional(),
  failures: z
    .array(failureRule)
    .optional()
    .describe('What errors mean. The rules of the collection come first'),
  system: z
    .strictObject({
      _createdDate: stamp.optional(),
      _updatedDate: stamp.optional(),
      _owner: stamp.optional(),
    })
    .optional()
    .describe(
      'Who keeps the dates and the owner. Default: api where the field is mapped (for _owner: written), else virtual',
    ),
} as const;

/** One mutation; slots $id, $ids, $item (all written fields), $items, $actions, $version. */
const mutationMembers = {
  mutation: z.string().describe('Field of the Mutation type; dots for a path'),
  arguments: z
    .record(z.string(), template)
    .describe(
      'Arguments. $item is the item as an input, "...": $item its members; $items and $ids are lists; $actions is a list of the changes',
    ),
  result: z.string().optional().describe('Result path of the written item, or of their list'),
  errors: z
    .string()
    .optional()
    .describe('Result path of the list of user errors, or (TypeName) of the errors in a result union'),
  flag: z.string().optional().describe('Result path of a boolean: false says that nothing was done'),
  count: z.string().optional().describe('Result path of the number of items that were written'),
  empty: z
    .enum(['exists', 'notFound', 'done', 'unknown'])
    .optional()
    .describe(
      'What an answer without item and error means. Default: unknown for insert, notFound for update and remove',
    ),
} as const;

const afterStyle = z
  .strictObject({ ...mutationMembers })
  .describe('A mutation that follows, e.g. one that publishes; slot $id');

export const writeStyle = z
  .strictObject({
    ...mutationMembers,
    version: z
      .string()
      .optional()
      .describe(
        'Name of a version source (an extension) for $version, where the API demands the version that is changed',
      ),
    value: template
      .optional()
      .describe('Template of each written field\'s value inside $item, e.g. {"set": "$value"} (Prisma)'),
    actions: z
      .array(z.string())
      .optional()
      .describe(
        'Where $actions are told by their names: that of the action for a field, e.g. ["set$Field", "change$Field"] (commercetools). Its input holds the value under the name of the field; the first that the API has is taken',
      ),
    bulk: z
      .strictObject({
        max: z
          .number()
          .int()
          .positive()
          .max(1000)
          .optional()
          .describe('Most items of one request. Default 100'),
        atomic: z
          .literal(true)
          .describe('One item that fails undoes all of the request: they are then written one by one'),
      })
      .optional()
      .describe('$items or $ids takes several at once. Without it such lists hold one'),
    upsert: z
      .literal(true)
      .optional()
      .describe(
        'The mutation makes items that are absent and changes those that are there: it is looked first',
      ),
    after: afterStyle.optional(),
  })
  .describe('One declared mutation');
export type WriteStyle = z.infer<typeof writeStyle>;

export const writeStyles = z.strictObject({
  ...writeFacts,
  insert: writeStyle.optional(),
  update: writeStyle.optional(),
  remove: writeStyle.optional(),
  truncate: z
    .union([z.literal(true), writeStyle])
    .optional()
    .describe('true: all items may be removed, by remove; or the mutation that removes all'),
});
export type WriteStyles = z.infer<typeof writeStyles>;

const pairMutation = z
  .strictObject({
    ...mutationMembers,
    arguments: z
      .record(z.string(), template)
      .describe('Arguments, with $id and $referenced; a list takes one: [{ id: $referenced }]'),
    result: z.string().optional().describe('Result path of the item that refers'),
    empty: mutationMembers.empty.describe(
      'What an answer without item and error means. Default: unknown, and then it is looked whether the reference is there',
    ),
  })
  .describe(
    'A mutation about one pair of items; slots $id (the item that refers) and $referenced (the other one)',
  );

export const referenceWrites = z
  .union([
    z.literal('items'),
    z.strictObject({ add: pairMutation.optional(), remove: pairMutation.optional() }),
  ])
  .describe(
    'MULTI_REFERENCE: how references are made and taken away. add and remove: by mutations of their own. items: by the mutations of the collection that holds the ids (its writes): a join item is inserted or removed, the reverse REFERENCE is set or cleared, a list of ids is written whole. Default: not at all',
  );
export type ReferenceWritesStyle = z.infer<typeof referenceWrites>;
export type PairMutationStyle = z.infer<typeof pairMutation>;

/** Where a field stands in the inputs of mutations. */
export const fieldInput = z
  .union([
    z.literal(false),
    z.string(),
    z
      .strictObject({
        send: template.describe('Members of the input, with $value'),
        clear: template.optional().describe('Members that take the value away'),
      })
      .describe('Members with and without a value'),
  ])
  .describe(
    'Where the value stands in $item: a path of members (categoryId), { send: { category: { connect: { id: $value } } }, clear: … }, or false: never written. Default: its path',
  );
export type FieldInput = z.infer<typeof fieldInput>;
