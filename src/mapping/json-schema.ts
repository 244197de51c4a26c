/** The zod schemas of mapping files as JSON Schema (draft 7: what yaml-language-server reads), for editors. */
import * as z from 'zod';
import { dialects } from '../styles/dialects/index.js';
import { collectionMapping, upstreamMapping } from './schema.js';
import { tenantFile, tenantsFile } from './tenants.js';

export type JsonSchema = { readonly [key: string]: unknown };

function print(schema: z.ZodType, title: string): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', reused: 'inline' });
  return { $schema, title, ...rest };
}

/** What `check` refuses by the shape of the file alone, and zod's types do not say. Never more than `check` does. */
function tightened(schema: JsonSchema): JsonSchema {
  const properties = { ...(schema.properties as Readonly<Record<string, JsonSchema>>) };
  for (const name of ['id', 'type', 'list', 'upstream']) properties[name] = notEmpty(properties[name]!);
  const fields = properties.fields!;
  const branches = (fields.additionalProperties as { readonly anyOf: readonly JsonSchema[] }).anyOf;
  properties.fields = {
    ...fields,
    propertyNames: { ...(fields.propertyNames as object), not: { const: '_id' } },
    additionalProperties: {
      anyOf: branches.map((branch) =>
        branch.type === 'object' ? { ...branch, ...fieldRules } : notEmpty(branch),
      ),
    },
  };
  return { ...schema, properties };
}

/** The text, or the text among the alternatives, has at least one character. */
function notEmpty(part: JsonSchema): JsonSchema {
  if (part.type === 'string') return { ...part, minLength: 1 };
  const branches = part.anyOf as readonly JsonSchema[] | undefined;
  return branches ? { ...part, anyOf: branches.map(notEmpty) } : part;
}

/** Editors suggest the dialects; another name is for `check` to refuse. */
function withDialects(schema: JsonSchema): JsonSchema {
  const properties = schema.properties as Readonly<Record<string, JsonSchema>>;
  const names = dialects.map(({ name }) => name);
  const { type, ...dialect } = properties.dialect!;
  return {
    ...schema,
    properties: { ...properties, dialect: { ...dialect, anyOf: [{ enum: names }, { type }] } },
  };
}

const referenceTypes = { enum: ['REFERENCE', 'MULTI_REFERENCE'] };
/** A template wins over a path, and what belongs to the path is then not looked at. */
const fieldRules: JsonSchema = {
  anyOf: [{ required: ['path'] }, { required: ['template'] }],
  if: { required: ['template'] },
  else: {
    properties: { path: { minLength: 1 } },
    if: { properties: { type: referenceTypes }, required: ['type'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ['collection'] },
    else: { not: { required: ['collection'] } },
    allOf: [
      {
        if: {
          properties: { type: { const: 'NUMBER' } },
          required: ['type'],
          not: { required: ['values'] },
        },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { properties: { scale: { not: { const: 0 } } } },
      },
    ],
  },
};

/** Without `$id`, so that a file works from any place: a package, a repository, a copy. */
export function mappingJsonSchemas(): Readonly<
  Record<'upstream' | 'collection' | 'tenant' | 'tenants', JsonSchema>
> {
  return {
    upstream: withDialects(print(upstreamMapping, 'Upstream of the Wix GraphQL adapter')),
    collection: tightened(print(collectionMapping, 'Collection of the Wix GraphQL adapter')),
    tenant: print(tenantFile, 'Site of the Wix GraphQL adapter'),
    tenants: print(tenantsFile, 'Sites of the Wix GraphQL adapter'),
  };
}

/** The text of the schema's file, as `npm run schemas` writes it. */
export function jsonSchemaText(schema: JsonSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
