/** Runs the work of each element with at most `concurrency` at once; results in order. */
export async function inParallel<T, R>(
  concurrency: number,
  elements: readonly T[],
  work: (element: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(elements.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < elements.length) {
      const index = next++;
      results[index] = await work(elements[index]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, elements.length) }, worker));
  return results;
}
