/**
 * A JSON Schema for one collection file of one API, for editors: what any collection file may say, and for paths, types, lists and
 * arguments the names that this API has. It only suggests names; `check` says which are wrong.
 */
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import type { JsonSchema } from '../../mapping/json-schema.js';
import type { CollectionMapping } from '../../mapping/schema.js';

/** Objects inside objects whose members are named. */
const deepest = 3;
const mostPaths = 500;

/** Beside it stands the schema of all collection files, collection.schema.json. */
export function collectionJsonSchema(
  schema: GraphQLSchema,
  { type, list }: Pick<CollectionMapping, 'type' | 'list'>,
): JsonSchema {
  const root = schema.getQueryType()?.getFields() ?? {};
  const field = typeof list === 'string' ? list : list.field;
  const paths = pathsOf(schema.getType(type));
  const lists = suggest(Object.keys(root));
  const types = Object.values(schema.getTypeMap())
    .filter((each) => (isObjectType(each) || isInterfaceType(each)) && !each.name.startsWith('__'))
    .map(({ name }) => name);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Collection of ${type} of the Wix GraphQL adapter`,
    allOf: [{ $ref: 'collection.schema.json' }],
    properties: {
      type: suggest(types),
      list: {
        anyOf: [
          lists,
          { type: 'object', properties: { field: lists, arguments: argumentsOf(schema, field) } },
        ],
      },
      id: { anyOf: [suggest(paths), { type: 'object', properties: { path: suggest(paths) } }] },
      fields: {
        additionalProperties: {
          anyOf: [suggest(paths), { type: 'object', properties: { path: suggest(paths) } }],
        },
      },
    },
  };
}

/** These texts, or any other. */
function suggest(values: readonly string[]): JsonSchema {
  return values.length === 0 ? { type: 'string' } : { anyOf: [{ enum: values }, { type: 'string' }] };
}

function argumentsOf(schema: GraphQLSchema, list: string): JsonSchema {
  let owner: unknown = schema.getQueryType();
  const steps = list.split('.');
  for (const [index, name] of steps.entries()) {
    const field = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields()[name] : undefined;
    if (field && index === steps.length - 1)
      return {
        type: 'object',
        properties: Object.fromEntries(
          field.args.map((each): [string, JsonSchema] => {
            const named = getNamedType(each.type);
            const about = `${String(each.type)}${each.description ? `: ${each.description}` : ''}`;
            const values = isEnumType(named) ? named.getValues().map(({ name }) => name) : [];
            // A constant may also be taken from the request.
            return [
              each.name,
              { description: about, ...(values.length > 0 ? { anyOf: [{ enum: values }, {}] } : {}) },
            ];
          }),
        ),
      };
    owner = field && getNamedType(field.type);
  }
  return { type: 'object' };
}

/** Paths to plain values below a type, as mapping files write them, those near the item first. */
export function pathsOf(type: GraphQLNamedType | undefined): readonly string[] {
  const found: string[] = [];
  let level: readonly Place[] = type ? [{ path: '', type }] : [];
  for (let depth = 0; depth <= deepest && found.length < mostPaths; depth += 1) {
    const next: Place[] = [];
    for (const place of level) {
      for (const { path, type: inner } of below(place)) {
        if (isLeafType(inner)) found.push(path);
        else next.push({ path, type: inner });
      }
    }
    level = next;
  }
  return found.slice(0, mostPaths);
}

interface Place {
  /** '' for the item itself. */
  readonly path: string;
  readonly type: GraphQLNamedType;
}

function below({ path, type }: Place): readonly Place[] {
  const joined = (step: string): string => (path === '' ? step : `${path}.${step}`);
  if (isUnionType(type))
    return type.getTypes().map((each) => ({ path: joined(`(${each.name})`), type: each }));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields())
    .filter((field) => !field.args.some(isRequiredArgument))
    .map((field) => {
      const inner = getNamedType(field.type);
      const plain = isNonNullType(field.type) ? field.type.ofType : field.type;
      // A list of values may be named as it is; through one of objects the path goes on.
      const each = isListType(plain) && !isLeafType(inner) ? '[]' : '';
      return { path: joined(`${field.name}${each}`), type: inner };
    });
}
