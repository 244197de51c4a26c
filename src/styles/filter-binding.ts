/** What is known of a list field's filter once its style is bound to the schema. */

import type { GraphQLInputType } from 'graphql';
import type { ArgumentPath } from '../upstream/document/argument-path.js';
import type { OperatorMeaning } from './extensions/extension.js';
import type { Predicate, PredicateField } from './predicate.js';
import type { Renderer } from './template.js';
import type { FilterStyle, Json, OperatorTable, UpstreamOperator, ValueKind } from './vocabulary.js';

export interface BoundOperator {
  /** Spells the condition from the slots of field and operand; absent in search languages, whose compiler does it. */
  readonly render?: Renderer;
  readonly meaning: OperatorMeaning;
  /** It is a whole condition, wherever the field's own filter stands. */
  readonly whole?: true;
  /** Input types of the places where the operand stands. */
  readonly operand?: readonly GraphQLInputType[];
  /** Whether the upstream's input takes this operand; undefined: any. */
  readonly accepts?: (value: Json) => boolean;
}

export interface FilterableField {
  readonly field: PredicateField;
  readonly operators: ReadonlyMap<UpstreamOperator, BoundOperator>;
}

export interface FilterBinding {
  readonly style: FilterStyle;
  readonly address: ArgumentPath;
  /** Whether the list has what the template of a conjunction names; members beside each other need none. */
  readonly and: boolean;
  readonly or: boolean;
  readonly not: boolean;
  readonly notLogic: 'two-valued' | 'three-valued' | 'unknown';
  /** Operators of the field at a filter path, or undefined when the upstream cannot filter on it. */
  fieldAt(path: readonly string[], kind: ValueKind): FilterableField | undefined;
  /** Operators that belong to one field: whole conditions at the address of the filter. Those that do not fit are left out. */
  ownOperators(name: string, table: OperatorTable): ReadonlyMap<UpstreamOperator, BoundOperator>;
  /** What can be named where the path ends; undefined when it leads nowhere. */
  namesAt(path: readonly string[]): readonly string[] | undefined;
  /** Value for the address, or undefined when the style cannot say this combination. */
  render(condition: Predicate, fields: FieldLookup): Json | undefined;
}

/** Finds the bound operators of a condition's field again when it is rendered. */
export type FieldLookup = (field: PredicateField) => FilterableField | undefined;
