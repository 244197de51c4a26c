/** The demo API's own scalars. */
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

interface ScalarRules<Internal> {
  readonly name: string;
  readonly serialize: (value: Internal) => string;
  /** undefined: not a value of the scalar. */
  readonly parse: (value: unknown) => Internal | undefined;
}

function scalar<Internal>({ name, serialize, parse }: ScalarRules<Internal>): GraphQLScalarType {
  const read = (value: unknown): Internal => {
    const parsed = parse(value);
    if (parsed === undefined) throw new GraphQLError(`${name} cannot represent ${JSON.stringify(value)}`);
    return parsed;
  };
  return new GraphQLScalarType({
    name,
    serialize: (value) => serialize(value as Internal),
    parseValue: read,
    parseLiteral: (node: ValueNode) =>
      read(
        node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT
          ? node.value
          : undefined,
      ),
  });
}

export const scalars = {
  Decimal: scalar<number>({
    name: 'Decimal',
    serialize: (value) => value.toFixed(2),
    parse: (value) => (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(String(value)) ? Number(value) : undefined),
  }),
  Date: scalar<string>({
    name: 'Date',
    serialize: (value) => value,
    parse: (value) => (/^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : undefined),
  }),
  DateTime: scalar<string>({
    name: 'DateTime',
    serialize: (value) => value,
    parse: (value) => {
      const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
      return Number.isNaN(time) ? undefined : new Date(time).toISOString();
    },
  }),
};
