/** A case: one request, what was asked of the API for it, and what was answered. Kept as a file, so that it can be carried out again without the API. */
import { stringify } from 'yaml';
import * as z from 'zod';
import type { Json } from '../../json.js';
import { parseYaml } from '../../mapping/parse-yaml.js';
import { MappingError } from '../../mapping/problem.js';
import { readText } from '../../mapping/read-text.js';
import type { SourceFile } from '../../mapping/source.js';
import { validate } from '../../mapping/validate.js';
import { failureKinds, type GraphqlError } from '../../upstream/transport/failure.js';
import { type OperationName, operations } from '../../wix/operations.js';
import { CliError } from '../cli-error.js';

const json: z.ZodType<Json> = z.json() as z.ZodType<Json>;
const object = z.record(z.string(), json);

const errors: z.ZodType<readonly GraphqlError[]> = z.array(
  z.strictObject({
    message: z.string(),
    path: z.exactOptional(z.array(z.union([z.string(), z.number()]))),
    code: z.exactOptional(z.string()),
  }),
);

const failure = z.strictObject({
  kind: z.enum(failureKinds),
  message: z.string(),
  status: z.number().optional(),
  delivered: z.enum(['no', 'unknown', 'yes']),
  ran: z.boolean(),
  errors: errors.optional(),
});

const exchange = z.strictObject({
  upstream: z.string().describe('its name in the mapping files'),
  document: z.string(),
  variables: object,
  answer: z
    .strictObject({ data: object, errors: errors.optional(), extensions: object.optional() })
    .optional(),
  failure: failure.optional(),
});

const caseSchema = z.strictObject({
  version: z.literal(1),
  operation: z.enum(operations.map(({ name }) => name) as [OperationName, ...OperationName[]]),
  at: z.iso.datetime().describe('when it was recorded; it is carried out again at that time'),
  caller: object.describe('what the request says of who asks, and in which language'),
  request: object,
  exchanges: z.array(exchange),
  answer: object.optional(),
  refused: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});

export type RecordedCall = z.infer<typeof exchange>;
export type Case = z.infer<typeof caseSchema>;

export interface LocatedCase {
  readonly source: SourceFile;
  readonly value: Case;
}

const head = `# A recorded request. \`wix-graphql-adapter test\` carries it out again, without the API, and says what differs.\n`;

export function caseText(value: Case): string {
  return head + stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** @throws CliError with each problem at its place */
export function readCase(file: string): LocatedCase {
  const read = readText(file);
  if ('unreadable' in read) throw new CliError(1, `${file}:1:1: ${read.unreadable.message}`);
  return parseCase(file, read.text);
}

/** @throws CliError with each problem at its place */
export function parseCase(file: string, text: string): LocatedCase {
  const { source, value, problems: syntax } = parseYaml(file, text);
  if (syntax.length > 0) throw new CliError(1, new MappingError(syntax).message);
  const checked = validate(caseSchema, value ?? null, source);
  if (checked.value === undefined) throw new CliError(1, new MappingError(checked.problems).message);
  return { source, value: checked.value };
}
