import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { refuseDeepType, tooDeep } from './depth.js';
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
    if (error instanceof SchemaError) throw error;
    // Values of arguments are texts that the builder parses.
    if (error instanceof RangeError) throw tooDeep();
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
    if (type.kind !== 'INPUT_OBJECT') return type;
    const inputFields = (type.inputFields ?? []) as Member[];
    for (const each of inputFields) refuseDeepType(each?.type);
    return { ...type, inputFields };
  });
  const directives = withArguments(root.directives);
  return { __schema: { ...root, types, directives } } as unknown as IntrospectionQuery;
}

interface Member {
  readonly type?: unknown;
  readonly args?: readonly Member[] | null;
}

function withArguments(list: unknown): Member[] {
  return ((list ?? []) as Member[]).map((each) => {
    refuseDeepType(each?.type);
    for (const argument of each?.args ?? []) refuseDeepType(argument?.type);
    return each.args ? each : { ...each, args: [] };
  });
}
