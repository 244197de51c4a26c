/** Operators that fields have by the type of their input: fields of one type have the same, so they are worked out once. */
import type { GraphQLInputType } from 'graphql';
import { onceForEach } from '../once-for-each.js';
import type { BoundOperator } from './filter-binding.js';
import type { FilterStyle, OperatorTable, UpstreamOperator, ValueKind } from './vocabulary.js';

export type Operators = ReadonlyMap<UpstreamOperator, BoundOperator>;

export interface KnownOperators {
  /**
   * Operators of a field whose own filter is an input of this type.
   * @param make works them out where they are not known; it must depend on nothing else
   */
  of(type: GraphQLInputType, style: FilterStyle, kind: ValueKind, make: () => Operators): Operators;
}

interface Entry {
  readonly any: OperatorTable | undefined;
  readonly own: OperatorTable | undefined;
  readonly operators: Operators;
}

/** For one schema: collections of one API share it while they are bound. */
export function createKnownOperators(): KnownOperators {
  const known = new WeakMap<GraphQLInputType, Entry[]>();
  return {
    of(type, { operators: tables }, kind, make) {
      // Tables that a mapping changes are objects of their own.
      const any = tables?.any;
      const own = tables?.[kind];
      const entries = known.get(type) ?? [];
      const found = entries.find((each) => each.any === any && each.own === own);
      if (found) return found.operators;
      const operators = make();
      known.set(type, [...entries, { any, own, operators }]);
      return operators;
    },
  };
}

/** Whether the table's templates say the same for every field: none of them has the field's name in it. */
export function namesNoField(tables: FilterStyle['operators'], kind: ValueKind): boolean {
  return ![tables?.any, tables?.[kind]].some((table) => table && hasName(table));
}

/** Tables of dialects are those of many lists. */
const hasName = onceForEach((table: OperatorTable) => /\$field|\$Field|\$FIELD/.test(JSON.stringify(table)));
