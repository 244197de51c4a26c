/** Objects without an identity of their own (money, pictures, search-engine texts): which of their values are worth a field. */
import type { GraphQLNamedType } from 'graphql';
import { isIdentified } from '../detect/row-element.js';
import { fieldsOf, isLeafType, requiredArguments, type SchemaField, shapeOf } from '../detect/shape.js';

export interface NestedValue {
  /** Path from the object, e.g. `amount`, `gross.amount`. */
  readonly path: string;
  /** What is put behind the key of the object: empty for its main value. */
  readonly suffix: string;
  readonly field: SchemaField;
}

const amounts = ['amount', 'value', 'centAmount'];
const pictures = ['url', 'src', 'originalSrc', 'transformedSrc', 'sourceUrl', 'publicUrl', 'path'];
const manyLeaves = 8;

/** Values of an object, main one first. Objects that are entities or hold too much give none. */
export function nestedValues(type: GraphQLNamedType, depth: number): readonly NestedValue[] {
  const leaves = fieldsOf(type).filter(usable);
  const named = (names: readonly string[]): SchemaField | undefined =>
    leaves.find((field) => names.includes(field.name));
  const amount = named(amounts);
  const currency = leaves.find((field) => /^currency(_?code)?$/i.test(field.name));
  if (amount && currency) {
    return [main(amount), { path: currency.name, suffix: 'currency', field: currency }];
  }
  // A counter says one thing: Count { count precision }.
  const count = named(['count']);
  if (count && leaves.length <= 2) return [main(count)];
  const picture = named(pictures);
  if (picture && isPicture(type, leaves)) return [main(picture)];
  if (isIdentified(type)) return [];
  if (leaves.length > 0 && leaves.length <= manyLeaves) {
    return leaves.map((field) => ({ path: field.name, suffix: field.name, field }));
  }
  if (depth <= 0 || leaves.length > manyLeaves) return [];
  // Money in money: TaxedMoney { gross { amount } }, PriceRange { minVariantPrice { amount } }.
  return fieldsOf(type)
    .filter(
      (field) =>
        !field.args.length && shapeOf(field.type).lists === 0 && !isLeafType(shapeOf(field.type).named),
    )
    .slice(0, 4)
    .flatMap((field) => {
      const [first] = nestedValues(shapeOf(field.type).named, depth - 1);
      return first?.suffix === ''
        ? [{ path: `${field.name}.${first.path}`, suffix: field.name, field: first.field }]
        : [];
    });
}

function main(field: SchemaField): NestedValue {
  return { path: field.name, suffix: '', field };
}

function usable(field: SchemaField): boolean {
  const { named, lists } = shapeOf(field.type);
  return (
    lists === 0 && isLeafType(named) && requiredArguments(field).length === 0 && !field.name.startsWith('__')
  );
}

export function isPicture(type: GraphQLNamedType, leaves: readonly SchemaField[] = fieldsOf(type)): boolean {
  const names = new Set(leaves.map((field) => field.name.toLowerCase()));
  const sized = names.has('width') || names.has('height') || names.has('alt') || names.has('alttext');
  return (
    sized ||
    /(image|photo|picture|asset|media|file)$/i.test(type.name.replace(/(entity|type|url|response)$/i, ''))
  );
}

/** The value that stands for an element of a list of small objects: `tags[].name`. */
export function labelField(type: GraphQLNamedType): SchemaField | undefined {
  const leaves = fieldsOf(type).filter(usable);
  // Values without their keys say nothing: [{key value}].
  if (leaves.some((each) => each.name === 'key')) return undefined;
  for (const name of ['name', 'title', 'label', 'value', 'tag', 'text']) {
    const field = leaves.find((each) => each.name === name);
    if (field) return field;
  }
  return undefined;
}
