/** The rows of an imitated database, with every column ready to be compared. */
import { type Category, type Json, type Row, statuses } from '../data.js';

/**
 * Kinds of columns. `instant` cells are microseconds since 1970, `enum` cells are ordinals as in PostgreSQL,
 * `bigint` cells are bigints; the others are what they look like.
 */
export type Kind =
  | 'text'
  | 'id'
  | 'int'
  | 'float'
  | 'decimal'
  | 'bigint'
  | 'boolean'
  | 'enum'
  | 'instant'
  | 'date'
  | 'time';
export type Cell = string | number | bigint | boolean | null;

export interface Entry {
  readonly position: number;
  readonly cells: Readonly<Record<string, Cell>>;
  readonly tags: readonly string[] | null;
  readonly meta: Json | null;
  readonly status: string | null;
  readonly category: Entry | null;
}

export interface Tables {
  readonly products: readonly Entry[];
  readonly categories: readonly Entry[];
}

/** Product columns by their own names; `idNumber` and `statusText` are the other readings of `id` and `status`. */
export const productKinds: Readonly<Record<string, Kind>> = {
  id: 'id',
  title: 'text',
  sku: 'text',
  price: 'decimal',
  quantity: 'int',
  rating: 'float',
  big: 'bigint',
  active: 'boolean',
  status: 'enum',
  createdAt: 'instant',
  releasedOn: 'date',
  opensAt: 'time',
  imageUrl: 'text',
};

/**
 * @param microseconds adds up to 999 µs to each date-time, as a database with finer clocks has them
 */
export function createTables(rows: readonly Row[], microseconds = false): Tables {
  const categories = new Map<string, Entry>();
  const products = rows.map((row, position): Entry => {
    const category =
      row.category === null
        ? null
        : (categories.get(row.category.id) ?? categoryEntry(row.category, categories.size));
    if (category !== null && row.category !== null) categories.set(row.category.id, category);
    const extra = microseconds ? (position * 137) % 1000 : 0;
    return {
      position,
      tags: row.tags,
      meta: row.meta,
      status: row.status,
      category,
      cells: {
        id: row.id,
        idNumber: Number(row.id),
        title: row.title,
        sku: row.sku,
        price: row.price,
        quantity: row.quantity,
        rating: row.rating,
        big: BigInt(row.big),
        active: row.active,
        status: row.status === null ? null : statuses.indexOf(row.status),
        statusText: row.status,
        createdAt: row.createdAt === null ? null : Date.parse(row.createdAt) * 1000 + extra,
        releasedOn: row.releasedOn,
        opensAt: row.opensAt,
        imageUrl: row.imageUrl,
        categoryId: row.category === null ? null : row.category.id,
        categoryIdNumber: row.category === null ? null : Number(row.category.id),
      },
    };
  });
  return {
    products,
    categories: [...categories.values()].sort((a, b) => Number(a.cells.id) - Number(b.cells.id)),
  };
}

function categoryEntry(category: Category, position: number): Entry {
  const cells = { id: category.id, idNumber: Number(category.id), name: category.name };
  return { position, cells, tags: null, meta: null, status: null, category: null };
}

/** An operand as a cell of its kind. Throws where the database could not read the value. */
export function operandOf(kind: Kind, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'int':
    case 'float':
    case 'decimal': {
      const number = typeof value === 'number' ? value : Number(String(value).trim() || Number.NaN);
      if (Number.isNaN(number)) throw new Error(`invalid input syntax for type numeric: "${value}"`);
      return number;
    }
    case 'bigint':
      return BigInt(value as string | number);
    case 'enum': {
      const ordinal = statuses.indexOf(value as (typeof statuses)[number]);
      if (ordinal < 0) throw new Error(`invalid input value for enum: "${value}"`);
      return ordinal;
    }
    case 'instant':
      return microsecondsOf(String(value));
    case 'date':
      return String(value).slice(0, 10);
    case 'time':
      return String(value)
        .replace(/^\d\d:\d\d$/, '$&:00')
        .replace(/\.0+$/, '');
    case 'boolean':
      return value === true;
    default:
      return String(value);
  }
}

/** Microseconds since 1970 of an ISO 8601 text; text without a zone is UTC. */
export function microsecondsOf(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(text);
  if (!match) throw new Error(`invalid input syntax for type timestamp: "${text}"`);
  const [, date, time = '00:00:00', fraction = '', zone = 'Z'] = match;
  const seconds = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(seconds)) throw new Error(`date/time field value out of range: "${text}"`);
  return seconds * 1000 + Math.round(Number(`0${fraction || '.0'}`) * 1_000_000);
}

/** `2020-01-02T03:04:05.678Z`: three digits, what is finer is cut off. */
export function isoMilliseconds(cell: Cell): string | null {
  return cell === null ? null : new Date(Math.floor(Number(cell) / 1000)).toISOString();
}

/** PostgreSQL's JSON form: `2020-01-02T03:04:05.678901+00:00`, zeros at the end of the fraction left out. */
export function isoPostgres(cell: Cell): string | null {
  if (cell === null) return null;
  const micros = Number(cell);
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = String(micros - seconds * 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return `${whole}${fraction ? `.${fraction}` : ''}+00:00`;
}
