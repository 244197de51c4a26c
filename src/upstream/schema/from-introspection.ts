import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { refuseDeepType, tooDeep } from './depth.js';
import { type Root, repair } from './repair.js';
import { SchemaError } from './schema-error.js';

const repairsKey = 'wixAdapterRepairs';

/** What was wrong with the introspection result of a schema and was left out or changed; a sentence for each part. */
export function repairsOf(schema: GraphQLSchema): readonly string[] {
  const repairs = schema.extensions[repairsKey];
  return Array.isArray(repairs) ? (repairs as readonly string[]) : [];
}

/**
 * A schema from an introspection result, without validating it: an upstream's schema is a fact, and large ones
 * take seconds to validate. What makes it no schema is left out (see repair, repairsOf).
 * @throws {SchemaError} incomplete, invalid
 */
export function buildFromIntrospection(json: IntrospectionQuery): GraphQLSchema {
  const { __schema: root } = json;
  if (!Array.isArray(root?.types)) throw new SchemaError('invalid', 'the introspection result has no types');
  if (!root.queryType?.name) throw new SchemaError('invalid', 'the schema has no query type');
  try {
    const { root, repairs } = repair(complete(json));
    const schema = buildClientSchema({ __schema: root } as unknown as IntrospectionQuery, {
      assumeValid: true,
    });
    if (Object.keys(schema.getQueryType()?.getFields() ?? {}).length === 0)
      throw new Error('no field of its query type can be used');
    if (repairs.length > 0)
      schema.extensions = { ...schema.extensions, [repairsKey]: Object.freeze(repairs) };
    return schema;
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
function complete(json: IntrospectionQuery): Root {
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
  return { ...root, types, directives } as unknown as Root;
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
