/** What a scalar's values are, where its name does not say it. */
import * as z from 'zod';

export const scalarWords = [
  'dateTime',
  'epochSeconds',
  'epochMilliseconds',
  'day',
  'json',
  'number',
  'text',
] as const;
export type ScalarWord = (typeof scalarWords)[number];

/** Members that a field and a scalar share. */
export const valueMembers = {
  scalar: z
    .enum(scalarWords)
    .optional()
    .describe(
      'What the values are, whatever the GraphQL type is called: dateTime (ISO 8601) · epochSeconds, epochMilliseconds (numbers, or texts of numbers, since 1970) · day (2024-01-15) · json (an object or a list; a String holds it as a text) · number · text',
    ),
  format: z
    .string()
    .optional()
    .describe(
      'How texts write a day, a time, or both, in UTC: DD/MM/YYYY, D MMM YYYY, HH:mm:ss, YYYYMMDD[T]HHmm. Parts: YYYY MMMM MMM MM M DD D HH H hh h mm ss SSS A',
    ),
  none: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(1)
    .optional()
    .describe('Values that mean that there is none, e.g. ["N/A", "00/00/0000"]'),
};

/** A text is { scalar: text }. */
export const scalarEntry = z.union([z.enum(scalarWords), z.strictObject(valueMembers)]);
export type ScalarEntry = z.infer<typeof scalarEntry>;

export const scalarTable = z
  .record(z.string(), scalarEntry)
  .describe('What the values of scalars are, by the name of the scalar, e.g. Date: epochMilliseconds');
