/** The entity's fields under camel-case names, from which the smaller imitations choose. */
import { type Cell, type Entry, isoMilliseconds, type Kind, operandOf } from './table.js';

export interface Field {
  readonly name: string;
  readonly kind: Kind | 'list' | 'json';
  readonly nullable: boolean;
  /** What the database compares; null for lists and JSON. */
  readonly cell: (entry: Entry) => Cell;
  /** What the API answers. */
  readonly show: (entry: Entry) => unknown;
  /** An operand of a filter as a cell. */
  readonly operand: (value: unknown) => Cell;
}

function field(name: string, kind: Field['kind'], nullable = true, cellName = name): Field {
  const cell = (entry: Entry): Cell => entry.cells[cellName] ?? null;
  const scalar = kind === 'list' || kind === 'json' ? 'text' : kind;
  return { name, kind, nullable, cell, show: cell, operand: (value) => operandOf(scalar, value) };
}

/**
 * Date-times answer with milliseconds and `Z`, bigints as digits, decimals as numbers, statuses as their names. Change
 * single members with {@link Field} literals where a dialect differs.
 */
export const fields = {
  id: field('id', 'id', false),
  idNumber: field('id', 'int', false, 'idNumber'),
  title: field('title', 'text'),
  sku: field('sku', 'text', false),
  price: field('price', 'decimal'),
  quantity: field('quantity', 'int'),
  rating: field('rating', 'float'),
  big: { ...field('big', 'bigint', false), show: (entry: Entry) => String(entry.cells.big) },
  bigText: bigText(),
  active: field('active', 'boolean'),
  status: { ...field('status', 'enum'), show: (entry: Entry) => entry.status },
  statusText: field('status', 'text', true, 'statusText'),
  createdAt: {
    ...field('createdAt', 'instant'),
    show: (entry: Entry) => isoMilliseconds(entry.cells.createdAt ?? null),
  },
  releasedOn: field('releasedOn', 'date'),
  opensAt: field('opensAt', 'time'),
  imageUrl: field('imageUrl', 'text'),
  tags: { ...field('tags', 'list'), show: (entry: Entry) => entry.tags },
  meta: { ...field('meta', 'json'), show: (entry: Entry) => entry.meta },
  name: field('name', 'text', false),
} satisfies Record<string, Field>;

function bigText(): Field {
  const cell = (entry: Entry): Cell => String(entry.cells.big);
  return { ...field('big', 'text', false), cell, show: cell };
}

/** Resolvers of the fields. */
export const resolversOf = (chosen: readonly Field[]): Record<string, unknown> =>
  Object.fromEntries(chosen.map((each) => [each.name, each.show]));

/** SDL lines `name: Type`, with `!` where the column is never null. */
export function outputLines(
  chosen: readonly Field[],
  types: Readonly<Partial<Record<Field['kind'], string>>>,
): string {
  return chosen.map((each) => `${each.name}: ${types[each.kind]}${each.nullable ? '' : '!'}`).join('\n    ');
}

export const byId = (entries: readonly Entry[], id: unknown): Entry | null =>
  entries.find((entry) => entry.cells.id === String(id)) ?? null;

export function fieldNamed(chosen: readonly Field[], name: string): Field {
  const found = chosen.find((each) => each.name === name);
  if (!found) throw new Error(`Unknown field "${name}"`);
  return found;
}
