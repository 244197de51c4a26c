/** How list fields filter, and what their operators mean. */
import * as z from 'zod';
import { type Json, template } from './template.js';

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
  inputs: z
    .array(z.string())
    .min(1)
    .optional()
    .describe(
      'Globs of names of the field\'s filter input; only those fields have the operator, e.g. ["*NullableFilter"] for null tests that others refuse',
    ),
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

const meanings: ReadonlyMap<string, readonly unknown[]> = new Map([
  ['match', ['exact', 'superset']],
  ['case', ['sensitive', 'insensitive', 'unknown']],
  ['nulls', ['dropped', 'kept', 'unknown']],
]);

/** A template is any JSON, so a spec with a slip in it must not pass for one: its meaning would be sent upstream. */
function isMeantAsSpec(entry: Json): boolean {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return false;
  return (
    'send' in entry ||
    Object.entries(entry).some(([key, value]) => meanings.get(key)?.includes(value) ?? false)
  );
}

/** `null` in an overriding layer takes an operator away. A bare template is `{ send: template }`. */
export const operatorEntry = z.union([
  operatorSpec,
  // Without abort the union would show this issue alone, and not what is wrong with the spec.
  template.refine((entry) => !isMeantAsSpec(entry), {
    abort: true,
    message: 'this is neither a template nor send with its meaning',
  }),
]);
export const operatorTable = z.partialRecord(z.enum(upstreamOperators), operatorEntry);
export type OperatorTable = z.infer<typeof operatorTable>;

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
    language: z.string().optional().describe('search: name of the compiler (an extension), e.g. shopify'),
    fields: z
      .record(z.string(), z.union([z.string(), z.literal(false)]))
      .optional()
      .describe(
        'Filter names of fields where they differ from the output path, e.g. {"sys.id": "sys.id"} or {"dims.w": "dims__w"}; false: the schema offers a filter that the API refuses',
      ),
    misread: z
      .array(z.string())
      .optional()
      .describe(
        'Texts that the API takes for something else, as globs in any case, e.g. ["true", "null", "$NOW*"]; conditions on them are worked out here',
      ),
    searchable: z
      .array(z.string())
      .optional()
      .describe('search: fields that the language can filter on, with their kinds, e.g. "vendor:text"'),
  })
  .describe('How the list field filters');
export type FilterStyle = z.infer<typeof filterStyle>;
