/** How a cost grows: the exponent k of cost ≈ c · size^k, by least squares over the logarithms. */
export interface Point {
  readonly size: number;
  /** More than 0, in any unit. */
  readonly cost: number;
}

/** @param points at least two, of different sizes */
export function exponentOf(points: readonly Point[]): number {
  const logs = points.map(({ size, cost }) => [Math.log(size), Math.log(cost)] as const);
  const mean = (place: 0 | 1): number => logs.reduce((sum, each) => sum + each[place], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const along = logs.reduce((sum, each) => sum + (each[0] - x) * (each[1] - y), 0);
  const squares = logs.reduce((sum, each) => sum + (each[0] - x) ** 2, 0);
  return along / squares;
}
