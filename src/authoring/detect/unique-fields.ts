/** Fields of an item whose values no two items share, besides its id: what the schema says of them in so many words. */
import { type GraphQLSchema, isEnumType, isInputObjectType } from 'graphql';
import type { DetectedList } from './detected.js';
import { argumentsOf, inputObjectOf, isLeafType, membersOf, type SchemaField, shapeOf } from './shape.js';

/**
 * Names of such fields, in the order of the schema.
 * @param insert name of the mutation that makes items
 * @param known names that the dialect knows to be unique in all types that are got by them
 */
export function uniqueFields(
  { entity, keys, get, writes }: DetectedList,
  insert: string,
  schema: GraphQLSchema,
  known: readonly string[],
): readonly string[] {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  const roots = schema.getQueryType()?.getFields() ?? {};
  const id = keys[0]?.name ?? 'id';
  const asking = [
    ...(get === undefined ? [] : [roots[get.field ?? '']]),
    ...[writes.update, writes.remove].map((write) => write && mutations[write.mutation]),
  ].filter((each) => each !== undefined);
  const getters = Object.values(roots).filter((each) => {
    const { named, lists } = shapeOf(each.type);
    return named === entity.type && lists === 0 && each.args.some(({ name }) => name === id || name === 'id');
  });
  const found = [
    ...constrained(mutations[insert]),
    ...asking.flatMap(uniquelyAsked),
    ...getters
      .flatMap((each) => argumentsOf(each).map(({ name }) => name))
      .filter((name) => known.includes(name)),
  ];
  return [...new Set(found)].filter((name) => name !== id && entity.fields.has(name));
}

/** Hasura: an insert can name a constraint, and each constraint describes its columns. */
function constrained(insert: SchemaField | undefined): readonly string[] {
  return (insert ? argumentsOf(insert) : []).flatMap(({ type }) => {
    const conflict = inputObjectOf(type);
    const constraint = conflict && membersOf(conflict).find(({ name }) => name === 'constraint');
    const named = constraint && shapeOf(constraint.type).named;
    if (!isEnumType(named)) return [];
    return named.getValues().flatMap(({ description }) => {
      const columns = /on columns? (.*)$/.exec(description ?? '')?.[1]?.match(/[^",\s]+/g) ?? [];
      return columns.length === 1 ? columns : [];
    });
  });
}

/** Keystone, Prisma, Hygraph, Contember: plain members of an input that names one item; conditions are objects. */
function uniquelyAsked(field: SchemaField): readonly string[] {
  return argumentsOf(field).flatMap(({ type }) => {
    const { named } = shapeOf(type);
    if (!isInputObjectType(named) || !/(WhereUnique|UniqueWhere)/.test(named.name)) return [];
    return membersOf(named).flatMap((each) => (isLeafType(shapeOf(each.type).named) ? [each.name] : []));
  });
}
