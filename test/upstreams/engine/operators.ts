/** Filters of the form `{field: {operator: operand}, AND: […]}`, evaluated in three-valued logic. */
import type { Field } from './fields.js';
import { and3, not3, or3, type Truth } from './sql.js';
import type { Entry } from './table.js';

export type FilterObject = { readonly [member: string]: unknown };

export interface OperatorLanguage {
  readonly fields: readonly Field[];
  readonly and?: string;
  readonly or?: string;
  readonly not?: string;
  /** What `or: []` is. Default false. */
  readonly emptyOr?: boolean;
  readonly compare: (
    operator: string,
    operand: unknown,
    field: Field,
    entry: Entry,
    siblings: FilterObject,
  ) => Truth;
  /** Members that are neither combinators nor fields, e.g. relations. */
  readonly other?: (member: string, value: unknown, entry: Entry) => Truth;
}

/** Absent members restrict nothing; so do null combinators. */
export function evaluateObject(where: FilterObject, entry: Entry, language: OperatorLanguage): Truth {
  const each = (value: unknown): Truth[] =>
    (Array.isArray(value) ? value : [value]).map((one) =>
      evaluateObject((one ?? {}) as FilterObject, entry, language),
    );
  return and3(
    Object.entries(where).map(([member, value]): Truth => {
      if (value === undefined) return true;
      if (member === language.and) return value === null ? true : and3(each(value));
      if (member === language.or) {
        if (value === null) return true;
        return (value as unknown[]).length === 0 ? (language.emptyOr ?? false) : or3(each(value));
      }
      if (member === language.not) return value === null ? true : and3(each(value).map(not3));
      const field = language.fields.find((known) => known.name === member);
      if (field) return compareField(field, value as FilterObject, entry, language);
      if (!language.other) throw new Error(`Unknown field "${member}"`);
      return language.other(member, value, entry);
    }),
  );
}

function compareField(
  field: Field,
  operators: FilterObject | null,
  entry: Entry,
  language: OperatorLanguage,
): Truth {
  if (typeof operators !== 'object' || operators === null || Array.isArray(operators)) {
    return language.compare('', operators, field, entry, {});
  }
  return and3(
    Object.entries(operators).map(([operator, operand]) =>
      language.compare(operator, operand, field, entry, operators),
    ),
  );
}
