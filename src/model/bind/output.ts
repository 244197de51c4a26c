/** Output paths against the schema: what they select, and what type the value at the end has. */
import {
  doTypesOverlap,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { didYouMean } from '../../mapping/suggest.js';
import type { Json } from '../../styles/vocabulary.js';
import type { SelectionArgument, SelectionStep } from '../../upstream/document/selection.js';
import type { Step } from './paths.js';

export interface OutputPath {
  /** Fields to select, one step each; for an object value its leaf members follow in `members`. */
  readonly selection: readonly SelectionStep[];
  readonly typeName: string;
  readonly leafKind: 'scalar' | 'enum' | 'object';
  readonly enumValues: readonly string[] | undefined;
  readonly isList: boolean;
  /** Whether the value can be missing, by the schema. */
  readonly nullable: boolean;
  /** Whether an object on the way to the value can be missing. */
  readonly parentNullable: boolean;
  /** Whether the last field itself can be null. */
  readonly leafNullable: boolean;
  /** Names of the leaf members of an object value, all of which are selected. */
  readonly members: readonly string[];
}

export interface OutputProblem {
  readonly message: string;
  /** The name in the path that is wrong. */
  readonly within: string;
  /** Its step. */
  readonly index: number;
  readonly help?: string;
  /** The path is right and leads to an object, of which nothing can be shown as it is. */
  readonly object?: OutputObject;
}

/** Where an object is, whatever can be shown of it. */
export type OutputObject = Pick<OutputPath, 'selection' | 'typeName' | 'isList'>;

type Arguments = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/**
 * Resolves a path of fields in the schema: what is selected, the type that it ends at, and where null can come
 * from.
 * @param typeName the type that the path starts at
 * @param stepArguments arguments of fields on the way, by name
 */
export function bindOutput(
  schema: GraphQLSchema,
  typeName: string,
  steps: readonly Step[],
  stepArguments: Arguments,
): OutputPath | OutputProblem {
  let type: GraphQLOutputType | undefined = schema.getType(typeName) as GraphQLOutputType | undefined;
  let on: string | undefined;
  let nullable = false;
  let parentNullable = false;
  let leafNullable = false;
  let isList = false;
  const selection: SelectionStep[] = [];
  for (const [index, step] of steps.entries()) {
    const owner: unknown = type && getNamedType(type);
    const following = steps[index + 1];
    switch (step.kind) {
      case 'field': {
        if (isUnionType(owner) && step.name !== '__typename') {
          return {
            message: `${owner.name} is a union; say which type is meant`,
            within: step.name,
            index,
            help: `one of ${owner
              .getTypes()
              .map((each) => `(${each.name}).${step.name}`)
              .join(', ')}`,
          };
        }
        if (!isObjectType(owner) && !isInterfaceType(owner)) {
          return { message: `${String(owner)} has no fields`, within: step.name, index };
        }
        const field: GraphQLField<unknown, unknown> | undefined = owner.getFields()[step.name];
        if (!field) {
          const help = didYouMean(step.name, Object.keys(owner.getFields()));
          return {
            message: `the upstream type ${owner.name} has no field "${step.name}"`,
            within: step.name,
            index,
            ...(help ? { help } : {}),
          };
        }
        const found = selectionArguments(field, stepArguments[step.name]);
        if ('message' in found) return { ...found, within: step.name, index };
        selection.push({
          name: step.name,
          ...(on === undefined ? {} : { on }),
          ...(found.length > 0 ? { arguments: found } : {}),
        });
        on = undefined;
        type = field.type;
        parentNullable = nullable;
        leafNullable = !isNonNullType(type);
        if (leafNullable) nullable = true;
        const list = isListType(getNullableType(type));
        if (list && following && following.kind !== 'each' && following.kind !== 'index') {
          return {
            message: `"${step.name}" is a list`,
            within: step.name,
            index,
            help: `write ${step.name}[] for all of its elements, or ${step.name}.0 for the first`,
          };
        }
        if (!list && (following?.kind === 'each' || following?.kind === 'index')) {
          return { message: `"${step.name}" is not a list`, within: step.name, index };
        }
        if (list && !following) isList = true;
        break;
      }
      case 'index':
      case 'each': {
        const list: unknown = type && getNullableType(type);
        if (!isListType(list))
          return {
            message: 'there is no list here',
            within: step.kind === 'each' ? '[]' : String(step.index),
            index,
          };
        type = list.ofType as GraphQLOutputType;
        if (step.kind === 'each') isList = true;
        else nullable = true;
        break;
      }
      case 'type': {
        const narrowed = schema.getType(step.name);
        if (!isObjectType(narrowed) && !isInterfaceType(narrowed)) {
          const names = isAbstractType(owner) ? schema.getPossibleTypes(owner).map((each) => each.name) : [];
          const known = names.length > 0 ? `one of ${names.slice(0, 30).join(', ')}` : undefined;
          const help = didYouMean(step.name, names) ?? known;
          return {
            message: `there is no type "${step.name}"`,
            within: step.name,
            index,
            ...(help ? { help } : {}),
          };
        }
        if (isCompositeType(owner) && !doTypesOverlap(schema, owner, narrowed)) {
          return { message: `${owner.name} is never a ${narrowed.name}`, within: step.name, index };
        }
        on = step.name;
        nullable = true;
        type = narrowed;
      }
    }
  }
  if (!type) return { message: `there is no type "${typeName}"`, within: typeName, index: 0 };
  const named = getNamedType(type);
  const common = { selection, typeName: named.name, isList, nullable, parentNullable, leafNullable };
  if (isLeafType(named)) {
    const enumValues = isEnumType(named) ? named.getValues().map((each) => each.name) : undefined;
    return { ...common, leafKind: enumValues ? 'enum' : 'scalar', enumValues, members: [] };
  }
  const members =
    isObjectType(named) || isInterfaceType(named) ? leafMembers(Object.values(named.getFields())) : [];
  if (members.length === 0) {
    return {
      message: `${named.name} has no plain values of its own; name a field of it`,
      within: lastName(steps),
      index: steps.length - 1,
      object: common,
    };
  }
  return { ...common, leafKind: 'object', enumValues: undefined, members };
}

function lastName(steps: readonly Step[]): string {
  const last = steps.filter((step) => step.kind === 'field').at(-1);
  return last?.kind === 'field' ? last.name : '';
}

function leafMembers(fields: readonly GraphQLField<unknown, unknown>[]): string[] {
  return fields
    .filter(
      (field) =>
        isLeafType(getNamedType(field.type)) &&
        !field.args.some(isRequiredArgument) &&
        // Introspection says null where a file says nothing.
        (field.deprecationReason ?? null) === null,
    )
    .map((field) => field.name);
}

/** Constant arguments of one step of an output path. */
function selectionArguments(
  field: GraphQLField<unknown, unknown>,
  values: Readonly<Record<string, Json>> | undefined,
): SelectionArgument[] | { message: string; help?: string } {
  const found: SelectionArgument[] = [];
  for (const [name, value] of Object.entries(values ?? {})) {
    const argument = field.args.find((each) => each.name === name);
    if (!argument) {
      const help = didYouMean(
        name,
        field.args.map((each) => each.name),
      );
      return { message: `"${field.name}" has no argument "${name}"`, ...(help ? { help } : {}) };
    }
    found.push({ name, type: String(argument.type), value });
  }
  const missing = field.args.find((each) => isRequiredArgument(each) && values?.[each.name] === undefined);
  if (missing) {
    return {
      message: `"${field.name}" needs the argument "${missing.name}"`,
      help: `add arguments: { ${field.name}: { ${missing.name}: … } } (${String(missing.type)})`,
    };
  }
  return found;
}
