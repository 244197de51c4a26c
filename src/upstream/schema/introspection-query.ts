import { getIntrospectionQuery, type IntrospectionOptions } from 'graphql';
import { type PreparedDocument, prepareDocument } from '../transport/document.js';

/** Asks which members of the introspection types the server knows; all of them are in every version of the standard. */
export const probeDocument: PreparedDocument = prepareDocument(`query Probe {
  schema: __type(name: "__Schema") { ...Members }
  type: __type(name: "__Type") { ...Members }
  field: __type(name: "__Field") { ...Members }
  inputValue: __type(name: "__InputValue") { ...Members }
  directive: __type(name: "__Directive") { ...Members }
}
fragment Members on __Type { fields { name args { name } } }`);

/** What a server's introspection supports beyond the standard of 2018. */
export interface IntrospectionSupport {
  readonly specifiedByUrl: boolean;
  readonly isOneOf: boolean;
  readonly isRepeatable: boolean;
  readonly schemaDescription: boolean;
  /** Deprecated arguments and input members are listed only by servers whose __InputValue.isDeprecated exists. */
  readonly inputDeprecation: boolean;
}

export const basicSupport: IntrospectionSupport = Object.freeze({
  specifiedByUrl: false,
  isOneOf: false,
  isRepeatable: false,
  schemaDescription: false,
  inputDeprecation: false,
});

/** Reads the probe's answer; what cannot be read counts as unsupported. */
export function readProbe(data: Readonly<Record<string, unknown>>): IntrospectionSupport {
  const has = (type: string, field: string, argument?: string): boolean => {
    const found = members(data[type]).find((each) => each.name === field);
    return found !== undefined && (argument === undefined || found.arguments.includes(argument));
  };
  return {
    specifiedByUrl: has('type', 'specifiedByURL'),
    isOneOf: has('type', 'isOneOf'),
    isRepeatable: has('directive', 'isRepeatable'),
    schemaDescription: has('schema', 'description'),
    inputDeprecation:
      has('inputValue', 'isDeprecated') &&
      has('inputValue', 'deprecationReason') &&
      has('type', 'inputFields', 'includeDeprecated') &&
      has('field', 'args', 'includeDeprecated') &&
      has('directive', 'args', 'includeDeprecated'),
  };
}

/** The question for the whole schema. `depth` is the number of ofType levels: [[T!]!]! needs five. */
export function schemaDocument(
  support: IntrospectionSupport,
  depth: number,
  descriptions: boolean,
): PreparedDocument {
  const options: IntrospectionOptions = {
    descriptions,
    specifiedByUrl: support.specifiedByUrl,
    oneOf: support.isOneOf,
    directiveIsRepeatable: support.isRepeatable,
    schemaDescription: support.schemaDescription,
    inputValueDeprecation: support.inputDeprecation,
    typeDepth: depth,
  };
  return prepareDocument(getIntrospectionQuery(options));
}

interface Member {
  readonly name: string;
  readonly arguments: readonly string[];
}

function members(type: unknown): Member[] {
  const { fields } = (type ?? {}) as { fields?: unknown };
  if (!Array.isArray(fields)) return [];
  return (fields as { name?: unknown; args?: unknown }[]).map(({ name, args }) => ({
    name: String(name),
    arguments: Array.isArray(args) ? (args as { name?: unknown }[]).map((each) => String(each.name)) : [],
  }));
}
