/** Adds hits of one conversion of a source file to another, whose places may begin a little elsewhere. */

interface Place {
  readonly start: { readonly line: number; readonly column: number };
}

/** What Istanbul keeps of a file: places, and how often each was reached. */
export interface FileHits {
  readonly path: string;
  readonly statementMap: Readonly<Record<string, Place>>;
  readonly fnMap: Readonly<Record<string, { readonly decl: Place }>>;
  readonly branchMap: Readonly<
    Record<string, { readonly type: string; readonly locations: readonly Place[] }>
  >;
  readonly s: Record<string, number>;
  readonly f: Record<string, number>;
  readonly b: Record<string, number[]>;
}

/**
 * Counts of `more` are added to those of `hits`, place by place. Two compilers name the same place by the same line, but
 * not always by the same column, so a place that has no twin takes the smallest count of its kind in its line.
 */
export function addHits(hits: FileHits, more: FileHits): void {
  const statements = counter(entries(more.statementMap, more.s, (place) => [place]));
  for (const [key, place] of Object.entries(hits.statementMap)) hits.s[key]! += statements(place, '');
  const functions = counter(entries(more.fnMap, more.f, ({ decl }) => [decl]));
  for (const [key, { decl }] of Object.entries(hits.fnMap)) hits.f[key]! += functions(decl, '');
  const branches = counter(
    Object.entries(more.branchMap).flatMap(([key, { type, locations }]) =>
      locations.map((place, n) => ({ place, kind: `${type} ${n}`, count: more.b[key]![n]! })),
    ),
  );
  for (const [key, { type, locations }] of Object.entries(hits.branchMap)) {
    for (const [n, place] of locations.entries()) hits.b[key]![n]! += branches(place, `${type} ${n}`);
  }
}

interface Counted {
  readonly place: Place;
  readonly kind: string;
  readonly count: number;
}

function entries<T>(
  map: Readonly<Record<string, T>>,
  counts: Readonly<Record<string, number>>,
  places: (value: T) => readonly Place[],
): readonly Counted[] {
  return Object.entries(map).flatMap(([key, value]) =>
    places(value).map((place) => ({ place, kind: '', count: counts[key] ?? 0 })),
  );
}

function counter(counted: readonly Counted[]): (place: Place, kind: string) => number {
  const exact = new Map<string, number>();
  const inLine = new Map<string, number>();
  for (const { place, kind, count } of counted) {
    const line = `${kind} ${place.start.line}`;
    exact.set(`${line}:${place.start.column}`, count);
    inLine.set(line, Math.min(inLine.get(line) ?? Number.POSITIVE_INFINITY, count));
  }
  return ({ start }, kind) => {
    const line = `${kind} ${start.line}`;
    return exact.get(`${line}:${start.column}`) ?? inLine.get(line) ?? 0;
  };
}
