/** One way to filter that an argument of a list field shows. */
import type { FilterStyle } from '../../styles/vocabulary.js';

export interface FilterFinding {
  /**
   * What a person calls it: `operator-object@where`, `suffix@where`, `flat-args`, `string-dsl?@query`, …; joined by `+`
   * where one object has members of both kinds.
   */
  readonly label: string;
  readonly at: string;
  /** null: recognised, but its language or its fields are not visible in the schema. */
  readonly style: FilterStyle | null;
  readonly score: number;
  /** Name of the input type, to find counters that take the same filter. */
  readonly typeName: string | undefined;
  readonly why: string;
}
