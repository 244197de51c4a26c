/** Strapi's filters, as the SQL that its query engine sends to SQLite. */
import { and3, collations, compare3, foldAscii, in3, like3, not3, or3, type Truth } from './engine/sql.js';
import { type Cell, type Entry, operandOf } from './engine/table.js';
import { categoryAttributes, idAttributes, type StrapiAttribute } from './strapi.schema.js';

export type StrapiFilters = { readonly [member: string]: unknown };

/**
 * @param entry null: the joined relation has no row, so every column is null
 */
export function evaluate(
  filters: StrapiFilters,
  entry: Entry | null,
  attributes: readonly StrapiAttribute[],
): Truth {
  const inner = (each: unknown): Truth => evaluate((each ?? {}) as StrapiFilters, entry, attributes);
  return and3(
    Object.entries(filters).map(([member, value]): Truth => {
      const list = (value ?? []) as unknown[];
      if (member === 'and') return and3(list.map(inner));
      // An empty group adds nothing to the query.
      if (member === 'or') return list.length === 0 ? true : or3(list.map(inner));
      if (member === 'not')
        return Object.keys((value ?? {}) as object).length === 0 ? true : not3(inner(value));
      if (member === 'category')
        return evaluate((value ?? {}) as StrapiFilters, entry?.category ?? null, categoryAttributes);
      const attribute = [...idAttributes, ...attributes].find(
        (each) => each.name === member,
      ) as StrapiAttribute;
      return compareAttribute(attribute, (value ?? {}) as StrapiFilters, entry);
    }),
  );
}

function compareAttribute(attribute: StrapiAttribute, operators: StrapiFilters, entry: Entry | null): Truth {
  const cell = entry === null ? null : attribute.stored(entry);
  const operand = (value: unknown): Cell => {
    if (value === null) return null;
    if (attribute.kind === 'json') return JSON.stringify(value);
    return attribute.kind === 'instant'
      ? Math.floor(Number(operandOf('instant', value)) / 1000)
      : operandOf(attribute.kind, value);
  };
  return and3(
    Object.entries(operators).map(([operator, value]): Truth => {
      if (operator === 'not') return not3(compareAttribute(attribute, (value ?? {}) as StrapiFilters, entry));
      return compareStored(operator, value, cell, operand);
    }),
  );
}

function compareStored(
  operator: string,
  value: unknown,
  cell: Cell,
  operand: (value: unknown) => Cell,
): Truth {
  const collation = collations.codePoint;
  // SQLite's LIKE ignores the case of ASCII letters whether asked or not, and Strapi escapes no wildcard.
  const like = (pattern: string): Truth => like3(cell, pattern, { fold: foldAscii, escape: false });
  const many = (): Cell[] => (Array.isArray(value) ? value : [value]).map(operand);
  switch (operator) {
    case 'eq':
      return value === null ? cell === null : compare3('eq', cell, operand(value), collation);
    case 'ne':
      return value === null ? cell !== null : compare3('ne', cell, operand(value), collation);
    case 'eqi':
      return value === null ? cell === null : like(`${value}`);
    case 'nei':
      return value === null ? cell !== null : not3(like(`${value}`));
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compare3(operator, cell, operand(value), collation);
    case 'in':
      return in3(cell, many(), collation);
    case 'notIn':
      return not3(in3(cell, many(), collation));
    case 'between': {
      const [low = null, high = null] = many();
      return and3([compare3('gte', cell, low, collation), compare3('lte', cell, high, collation)]);
    }
    case 'null':
      return value ? cell === null : cell !== null;
    case 'notNull':
      return value ? cell !== null : cell === null;
    case 'startsWith':
      return like(`${value}%`);
    case 'endsWith':
      return like(`%${value}`);
    case 'contains':
    case 'containsi':
      return like(`%${value}%`);
    case 'notContains':
    case 'notContainsi':
      return not3(like(`%${value}%`));
    default:
      throw new Error(`Undefined attribute level operator $${operator}`);
  }
}
