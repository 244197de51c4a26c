/**
 * Runs the work of each element with at most `concurrency` at once. After a failure nothing new begins.
 * @returns the results in the order of the elements
 * @throws what the first failing work throws
 */
export async function inParallel<T, R>(
  concurrency: number,
  elements: readonly T[],
  work: (element: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(elements.length);
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < elements.length && !failed) {
      const index = next++;
      try {
        results[index] = await work(elements[index]!);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, elements.length) }, worker));
  return results;
}
