/**
 * The vocabulary in which dialects (src/upstream/dialects) and mapping files (`list`, `get`, …) say how one
 * GraphQL API expresses lists, paging, filters, sorts, counts and aggregates. One zod schema gives the
 * TypeScript types, the validation of mapping files, and the JSON Schema for editors.
 *
 * Templates. Wherever a value is called a template it is plain JSON whose strings may hold slots:
 *
 *   $field      the field's upstream name         $FIELD   the name in CONSTANT_CASE
 *   $Field      the name with a capital first     $value   the encoded operand (alone: any JSON; inside a text: its text)
 *   $text       the operand as a text, whatever its type (Magento wants numbers as texts)
 *   $like       operand text with \ % _ escaped by \        $regex   operand text with regex characters escaped
 *   $glob       operand text with * ? [ ] { } \ escaped     $id, $ids  an id or a list of ids (get)
 *   $all        the list of rendered conditions (and, or)   $one       one rendered condition (not)
 *   $list       the list field's own name, $List the same with a capital first (sibling fields)
 *   $type       the item type's name with a small first letter (Product: product), $Type with a capital first
 *
 * In `get`, `writes` and the aggregates' `count`, $field is the id field. A slot is read by the longest name that fits
 * (`$ids` before `$id`, `$fieldSum` is $field and "Sum").
 * A member named `...` holds an object whose members take its place: {"id": "$id", "...": "$item"}.
 *
 * Slots stand in values and in member names. Values never become document text: templates are rendered into
 * the variables of a fixed document.
 *
 * Argument addresses: `where` (argument), `options.filter` (member of an input), `Page/perPage` (argument of
 * an earlier step of the list's field path). The empty address means the arguments themselves.
 * Result paths: `totalCount`, `pageInfo.endCursor`, relative to the list field's value; a leading `../` starts at
 * the step before the list field.
 */
import { z } from 'zod';

/** Every slot that a template may hold, without the dollar sign. */
export const templateSlots = [
  'field',
  'FIELD',
  'Field',
  'value',
  'text',
  'like',
  'regex',
  'glob',
  'id',
  'ids',
  'all',
  'one',
  'list',
  'List',
  'type',
  'Type',
  'item',
  'items',
  'version',
] as const;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export const template: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(template), z.record(z.string(), template)]),
);

/** What the planner can ask of an upstream. Canonical names; the spelling is the dialect's. */
export const upstreamOperators = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'nin',
  'contains',
  'startsWith',
  'endsWith',
  'notContains',
  'notStartsWith',
  'notEndsWith',
  'isNull',
  'notNull',
  'has',
  'hasSome',
  'hasAll',
  'isEmptyList',
] as const;
export type UpstreamOperator = (typeof upstreamOperators)[number];

/** Kinds of fields that an API may treat differently in filters. `any` is the fallback of all of them. */
export const valueKinds = [
  'any',
  'text',
  'id',
  'number',
  'date',
  'time',
  'boolean',
  'enum',
  'list',
  'json',
] as const;
export type ValueKind = (typeof valueKinds)[number];

const operatorSpelling = z.strictObject({
  send: template.describe('Template of the condition, as the style reads it'),
  match: z
    .enum(['exact', 'superset'])
    .optional()
    .describe(
      'exact (default): just the rows that the canonical operator means; superset: at least those, checked again here',
    ),
  case: z
    .enum(['sensitive', 'insensitive', 'unknown'])
    .optional()
    .describe(
      'How text compares. Default: sensitive for eq, ne, in, nin, has…; unknown for contains, startsWith, endsWith',
    ),
  nulls: z
    .enum(['dropped', 'kept', 'unknown'])
    .optional()
    .describe('ne, nin, not…: what happens to rows without a value. Default dropped (SQL)'),
  max: z.number().int().positive().optional().describe('Longest list that one condition may carry'),
  unsafe: z
    .string()
    .optional()
    .describe(
      'Characters that the upstream may read as wildcards and that nothing escapes: an operand that holds one of them is not sent, e.g. "\\%_"',
    ),
});

export const operatorSpec = operatorSpelling
  .extend({
    otherwise: operatorSpelling
      .optional()
      .describe(
        "What is sent to fields whose filter input the first does not fit, e.g. without Prisma's mode",
      ),
  })
  .describe('One operator: how it is sent and what it means');
export type OperatorSpec = z.infer<typeof operatorSpec>;

/** `null` in an overriding layer takes an operator away. A bare template is `{ send: template }`. */
export const operatorEntry = z.union([operatorSpec, template]);
const operatorTable = z.partialRecord(z.enum(upstreamOperators), operatorEntry);

export const filterStyle = z
  .strictObject({
    style: z
      .enum(['operators', 'suffixes', 'equality', 'predicates', 'search', 'templates'])
      .describe(
        'operators: {field: {eq: v}}, templates stand under the field · suffixes: {field_gt: v}, templates are the suffix texts · ' +
          'equality: {field: v} · predicates: a list of {field, operator, value}, templates are whole list elements · ' +
          'search: one text in a query language, see language · templates: each template is a whole condition object',
      ),
    at: z
      .string()
      .describe('Argument address of the filter; empty: the arguments of the list field themselves'),
    operators: z
      .partialRecord(z.enum(valueKinds), operatorTable)
      .optional()
      .describe('Operators per kind of field'),
    and: template
      .nullable()
      .optional()
      .describe('Template of a conjunction, e.g. {"_and": "$all"}. Sibling members are always a conjunction'),
    or: template.nullable().optional().describe('Template of a disjunction'),
    not: template
      .nullable()
      .optional()
      .describe('Template of a negation, with $one (or $all for a list of one)'),
    notLogic: z
      .enum(['two-valued', 'three-valued', 'unknown'])
      .optional()
      .describe('What the negation does with rows without a value. Default three-valued (SQL)'),
    nesting: z
      .enum(['nested', 'joined', 'none'])
      .optional()
      .describe(
        'How a filter reaches a field of a related object: nested objects (default), names joined by nestingSeparator, not at all',
      ),
    nestingSeparator: z.string().optional(),
    language: z.string().optional().describe('search: name of the compiler (a hatch), e.g. shopify'),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .describe(
        'Filter names of fields where they differ from the output path, e.g. {"sys.id": "sys.id"} or {"dims.w": "dims__w"}',
      ),
    searchable: z
      .array(z.string())
      .optional()
      .describe('search: fields that the language can filter on, with their kinds, e.g. "vendor:text"'),
  })
  .describe('How the list field filters');
export type FilterStyle = z.infer<typeof filterStyle>;

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
      .enum(['lowest', 'highest', 'first', 'last', 'unknown'])
      .optional()
      .describe(
        'Where rows without a value stand with these templates: lowest = first ascending, last descending (what Wix wants); highest the reverse; first/last always. Default unknown',
      ),
    otherwise: z
      .strictObject({
        ascending: template,
        descending: template.nullable().optional(),
        nulls: z.enum(['lowest', 'highest', 'first', 'last', 'unknown']).optional(),
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

export const pageStyle = z
  .strictObject({
    size: z.string().optional().describe('Argument address of the page size'),
    offset: z.string().optional().describe('Argument address of the number of rows to skip'),
    page: z.string().optional().describe('Argument address of the page number'),
    base: z.number().int().optional().describe('Number of the first page. Default 1'),
    cursor: z.string().optional().describe('Argument address of the cursor or token'),
    next: z.string().optional().describe('Result path of the next cursor'),
    more: z.string().optional().describe('Result path of the flag that says whether there are more rows'),
    pages: z.string().optional().describe('Result path of the number of pages'),
    edgeCursor: z.string().optional().describe("Result path of each row's own cursor, e.g. edges[].cursor"),
    max: z.number().int().positive().optional().describe('Largest page that the upstream gives'),
    fixed: z.number().int().positive().optional().describe('Page size where no argument sets it'),
    offsetMax: z.number().int().positive().optional().describe('Largest offset that the upstream allows'),
    sparse: z.boolean().optional().describe('A short or empty page is not the end (AppSync)'),
    loop: z
      .string()
      .optional()
      .describe(
        'Name of a page loop (a hatch): strict (default), sparse, until-empty (every page but an empty one has a cursor)',
      ),
    exclusive: z.boolean().optional().describe('offset and cursor may not be sent together. Default true'),
  })
  .describe('How the list field pages. Without members: the whole list comes at once');
export type PageStyle = z.infer<typeof pageStyle>;

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
    ids: z
      .enum(['opaque', 'integer', 'uuid'])
      .optional()
      .describe(
        'integer, uuid: values of type ID have that form, and other texts are never sent: some servers answer them with an error. Default opaque',
      ),
  })
  .describe('How a list field works');
export type ListStyle = z.infer<typeof listStyle>;

/** A layer over a style: any part of it may be said alone, e.g. only where missing values sort. */
export const listOverrides = listStyle.extend({
  filter: filterStyle.partial().nullable().optional(),
  sort: sortStyle.partial().nullable().optional(),
});
export type ListOverrides = z.infer<typeof listOverrides>;

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
        list: z.boolean().optional(),
        read: z.string().describe('Result path of a key inside a group, e.g. keys[] or $field'),
        having: z.boolean().optional(),
      })
      .optional(),
  })
  .describe('How the upstream aggregates');
export type AggregateStyle = z.infer<typeof aggregateStyle>;

/** How writes are spelled; slots $id, $item (all written fields), $items, $ids, $version. */
export const writeStyle = z
  .strictObject({
    mutation: z.string(),
    arguments: z.record(z.string(), template),
    result: z.string().optional().describe('Result path of the written item'),
    errors: z.string().optional().describe('Result path of the list of user errors'),
    version: z
      .string()
      .optional()
      .describe(
        'Name of a version source (a hatch) for $version, where the API demands the version that is changed',
      ),
    value: template
      .optional()
      .describe('Template of each written field\'s value inside $item, e.g. {"set": "$value"} (Prisma)'),
  })
  .describe('One declared mutation');
export type WriteStyle = z.infer<typeof writeStyle>;
export const writeStyles = z.strictObject({
  insert: writeStyle.optional(),
  update: writeStyle.optional(),
  remove: writeStyle.optional(),
});
export type WriteStyles = z.infer<typeof writeStyles>;

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
  ids: z.array(z.string()).optional().describe('Names of the id field, best first'),
  arguments: z
    .record(z.string(), template)
    .optional()
    .describe('Constant arguments that the list field usually wants'),
  limits: z
    .strictObject({
      page: z.number().optional(),
      depth: z.number().optional(),
      cost: z.number().optional(),
      ids: z.number().optional(),
      concurrency: z.number().optional(),
    })
    .optional(),
  auth: z.strictObject({ header: z.string(), value: z.string(), note: z.string().optional() }).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  notes: z.array(z.string()).optional().describe('Sentences for the documentation page: limits and traps'),
  example: z
    .strictObject({ type: z.string(), list: z.string(), fields: z.record(z.string(), z.string()) })
    .optional(),
});
export type Dialect = z.infer<typeof dialect>;
