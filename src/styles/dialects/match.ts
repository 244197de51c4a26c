/** Recognises the dialect of an upstream by its schema (fingerprints in Dialect.match). */
import {
  type GraphQLField,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
} from 'graphql';
import type { Dialect, Fingerprint } from '../vocabulary.js';

export interface DialectMatch {
  readonly dialect: Dialect;
  /** The fingerprint's score; comparable between dialects only. */
  readonly score: number;
}

/** The dialect with the best fingerprint that holds for the schema; the earlier one of two equals. */
export function matchDialect(schema: GraphQLSchema, dialects: readonly Dialect[]): DialectMatch | undefined {
  const facts = schemaFacts(schema);
  let best: DialectMatch | undefined;
  for (const dialect of dialects) {
    for (const fingerprint of dialect.match) {
      if (fingerprint.score > (best?.score ?? 0) && holds(fingerprint, facts)) {
        best = { dialect, score: fingerprint.score };
      }
    }
  }
  return best;
}

interface SchemaFacts {
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  readonly scalars: ReadonlySet<string>;
  readonly queryFields: readonly string[];
  /** Arguments of every field that could be a list: root fields, and fields of the objects they give. */
  readonly arguments: readonly ReadonlySet<string>[];
}

function schemaFacts(schema: GraphQLSchema): SchemaFacts {
  const types = new Map<string, ReadonlySet<string>>();
  const scalars = new Set<string>();
  const query = schema.getQueryType();
  for (const [name, type] of Object.entries(schema.getTypeMap())) {
    if (name.startsWith('__')) continue;
    if (isScalarType(type)) scalars.add(name);
    const members = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
    // The root has another name in some APIs (query_root, QueryRoot); fingerprints call it Query.
    types.set(type === query ? 'Query' : name, new Set(members ? Object.keys(type.getFields()) : []));
  }
  const rootFields = Object.values(query?.getFields() ?? {});
  return {
    types,
    scalars,
    queryFields: rootFields.map((field) => field.name),
    arguments: [...rootFields, ...nestedFields(rootFields)].map(
      (field) => new Set(field.args.map((argument) => argument.name)),
    ),
  };
}

/** Fields one level below root fields that want no argument: namespaces such as `site` or `viewer`. */
function nestedFields(
  rootFields: readonly GraphQLField<unknown, unknown>[],
): readonly GraphQLField<unknown, unknown>[] {
  return rootFields.flatMap((field) => {
    const type = 'ofType' in field.type ? field.type.ofType : field.type;
    return field.args.length === 0 && isObjectType(type) ? Object.values(type.getFields()) : [];
  });
}

function holds(fingerprint: Fingerprint, facts: SchemaFacts): boolean {
  const typeNames = [...facts.types.keys()];
  return (
    (fingerprint.types ?? []).every((glob) => typeNames.some(globMatcher(glob))) &&
    !(fingerprint.absentTypes ?? []).some((glob) => typeNames.some(globMatcher(glob))) &&
    (fingerprint.queryFields ?? []).every((glob) => facts.queryFields.some(globMatcher(glob))) &&
    (fingerprint.scalars ?? []).every((name) => facts.scalars.has(name)) &&
    hasArguments(fingerprint.listArguments ?? [], facts) &&
    Object.entries(fingerprint.typeFields ?? {}).every(([glob, fields]) =>
      [...facts.types].some(
        ([name, members]) => globMatcher(glob)(name) && fields.every((field) => members.has(field)),
      ),
    )
  );
}

function hasArguments(names: readonly string[], facts: SchemaFacts): boolean {
  return names.length === 0 || facts.arguments.some((given) => names.every((name) => given.has(name)));
}

/** `*` stands for any characters, also none. */
function globMatcher(glob: string): (name: string) => boolean {
  const [first = '', ...rest] = glob.split('*');
  if (rest.length === 0) return (name) => name === glob;
  const last = rest.pop() ?? '';
  return (name) => {
    if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
      return false;
    let from = first.length;
    for (const part of rest) {
      const found = name.indexOf(part, from);
      if (found < 0) return false;
      from = found + part.length;
    }
    return from <= name.length - last.length;
  };
}
