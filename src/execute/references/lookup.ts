/** Which items refer to given ones: their ids, for a filter that is planned when they are known. */
import type { Lookup } from '../../plan/nodes.js';
import type { Execution } from '../execution.js';
import { readPages } from '../pages.js';
import { createWork } from '../work.js';

/** @returns ids of the items that refer to one of the ids, or to all of them */
export async function lookUp(
  execution: Execution,
  { holder, input, from, to, how, ids }: Lookup,
): Promise<readonly string[]> {
  const model = execution.runtime.collection(holder)!;
  const found = new Map<string, Set<string>>();
  const work = createWork(execution);
  for await (const page of readPages(execution, model, input)) {
    for (const item of page) {
      if (work.pay(1)) await work.rest();
      const [referring, referenced] = [item[from], item[to]];
      if (typeof referring !== 'string' || typeof referenced !== 'string') continue;
      const group = found.get(referring) ?? new Set();
      group.add(referenced);
      found.set(referring, group);
    }
  }
  const enough = how === 'all' ? ids.length : 1;
  return [...found].filter(([, group]) => group.size >= enough).map(([id]) => id);
}
