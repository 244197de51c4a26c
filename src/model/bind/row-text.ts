/** The text of a row between its values, as a server writes it that answers in the order of the selection. */

export interface ValueText {
  /** The text from the value before, or from the row's beginning. */
  readonly before: string;
  /** The same without the ends of objects. */
  readonly keys: string;
  /** Keys that lead to it, and how many of those it has in common with the value before. */
  readonly depth: number;
  readonly shared: number;
  /** Indexes of the cells that are read of the value. */
  readonly cells: readonly number[];
  /** The value holds all that the cells are read of: its key in the row. undefined: it is the value of the one cell. */
  readonly whole: string | undefined;
  /** What stands there where an object that begins with this value is null; the outermost object first. */
  readonly absent: readonly {
    readonly keys: string;
    readonly depth: number;
    /** Index of the first value behind the object. */
    readonly next: number;
  }[];
}

/** The values of a row, in the order in which a server writes them that answers in the order of the selection. */
export type RowText = readonly ValueText[];

interface Placed {
  readonly place: readonly string[];
  readonly plain: boolean;
}

interface Value {
  readonly place: readonly string[];
  readonly cells: number[];
  readonly whole: string | undefined;
}

/**
 * @param cells in the order in which they are selected
 * @param space what stands behind each colon and comma
 * @returns undefined: two cells are read of one value
 */
export function rowTextOf(cells: readonly Placed[], space: '' | ' '): RowText | undefined {
  const values = valuesOf(cells);
  if (!values) return undefined;
  const keysOf = (place: readonly string[], shared: number, isFirst: boolean): string =>
    (isFirst ? '{' : `,${space}`) +
    place
      .slice(shared)
      .map((name) => `${JSON.stringify(name)}:${space}`)
      .join('{');
  return values.map(({ place, cells: own, whole }, index) => {
    const last = values[index - 1]?.place;
    const shared = sharedBy(last, place);
    const keys = keysOf(place, shared, last === undefined);
    const absent = objectsFrom(values, index).map(({ length, next }) => ({
      keys: `${keysOf(place.slice(0, length), shared, last === undefined)}null`,
      depth: length,
      next,
    }));
    const closed = last === undefined ? 0 : last.length - 1 - shared;
    return {
      before: '}'.repeat(closed) + keys,
      keys,
      depth: place.length,
      shared,
      cells: own,
      whole,
      absent,
    };
  });
}

/** Keys of objects that both values are in. */
function sharedBy(one: readonly string[] | undefined, other: readonly string[]): number {
  let shared = 0;
  while (one && shared < Math.min(one.length, other.length) - 1 && one[shared] === other[shared]) shared += 1;
  return shared;
}

/** The objects that begin with a value, the outermost first: how many keys lead to each, and the first value behind it. */
function objectsFrom(values: readonly Value[], index: number): readonly { length: number; next: number }[] {
  const { place } = values[index]!;
  const isIn = (value: Value | undefined, length: number): boolean =>
    value !== undefined && value.place.length > length && sharedBy(value.place, place) >= length;
  return place.slice(1).flatMap((_, level) => {
    const length = level + 1;
    if (isIn(values[index - 1], length)) return [];
    let next = index + 1;
    while (isIn(values[next], length)) next += 1;
    return [{ length, next }];
  });
}

/** What is selected, in the order of its first mention. */
function valuesOf(cells: readonly Placed[]): readonly Value[] | undefined {
  const found: Value[] = [];
  const add = (own: readonly number[], level: number): boolean => {
    const names = [...new Set(own.map((index) => cells[index]!.place[level]!))];
    for (const name of names) {
      const below = own.filter((index) => cells[index]!.place[level] === name);
      const place = cells[below[0]!]!.place.slice(0, level + 1);
      const ends = below.filter((index) => cells[index]!.place.length === level + 1);
      const plain = below.every((index) => cells[index]!.plain);
      // Only a key of the row itself can be read as a whole: a row of nothing else stands for it.
      if (level === 0 && (!plain || ends.length > 0) && !(plain && below.length === 1))
        found.push({ place, cells: below, whole: name });
      else if (ends.length === 0) {
        if (!add(below, level + 1)) return false;
      } else if (below.length === 1) found.push({ place, cells: below, whole: undefined });
      else return false;
    }
    return true;
  };
  return add([...cells.keys()], 0) && found.length > 0 ? found : undefined;
}
