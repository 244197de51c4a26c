import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { SchemaError } from './schema-error.js';

/**
 * A schema from an introspection result, without validating it: an upstream's schema is a fact, and large ones
 * take seconds to validate.
 * @throws {SchemaError} incomplete, invalid
 */
export function buildFromIntrospection(json: IntrospectionQuery): GraphQLSchema {
  const { __schema: root } = json;
  if (!Array.isArray(root?.types)) throw new SchemaError('invalid', 'the introspection result has no types');
  if (!root.queryType?.name) throw new SchemaError('invalid', 'the schema has no query type');
  try {
    return buildClientSchema(complete(json), { assumeValid: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/deeper than introspection|Unknown type reference/i.test(message)) {
      throw new SchemaError(
        'incomplete',
        'the introspection result was cut: types are nested deeper than it shows. Save it again with at least 7 levels of ofType',
      );
    }
    throw new SchemaError('incomplete', `the introspection result is not complete: ${message.slice(0, 300)}`);
  }
}

/** Fills in lists that some servers and savers leave out or make null, for which graphql-js would refuse all. */
function complete(json: IntrospectionQuery): IntrospectionQuery {
  const root = json.__schema;
  type Draft = { kind: string; [member: string]: unknown };
  const types = (root.types as unknown as Draft[]).map((type) => {
    if (type.kind === 'OBJECT' || type.kind === 'INTERFACE') {
      return { ...type, interfaces: type.interfaces ?? [], fields: withArguments(type.fields) };
    }
    return type.kind === 'INPUT_OBJECT' ? { ...type, inputFields: type.inputFields ?? [] } : type;
  });
  const directives = withArguments(root.directives);
  return { __schema: { ...root, types, directives } } as unknown as IntrospectionQuery;
}

function withArguments(list: unknown): unknown[] {
  return ((list ?? []) as { args?: unknown }[]).map((each) => (each.args ? each : { ...each, args: [] }));
}
