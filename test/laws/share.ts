/** How much of random conditions each kind of API does itself: the page docs/pushdown-share.md. */
import fc from 'fast-check';
import { translateFilter } from '../../src/plan/pushdown/translate.js';
import { resolveWanted } from '../../src/plan/request/wanted.js';
import { parseFilter } from '../../src/wix/filter/parse.js';
import { everything } from '../../src/wix/filter/tree.js';
import { filters } from '../oracle/arbitrary.js';
import { startRig } from '../rig.js';
import { makeRows } from '../upstreams/data.js';
import type { DialectCase } from './dialect-case.js';
import { dialectCases } from './dialect-mappings.js';
import { imitationCases } from './imitation-mappings.js';
import { itemsOf, samplesOf } from './products.js';
import { variantCases } from './variant-mappings.js';

export const sharedCases: readonly DialectCase[] = [...dialectCases, ...imitationCases, ...variantCases];

export interface Share {
  readonly name: string;
  readonly whole: number;
  readonly narrowed: number;
  readonly here: number;
  /** Fields and operators that are most often checked here. */
  readonly most: readonly string[];
}

const conditions = 2000;

/** Deterministic: rows and conditions come from fixed seeds. */
export async function measureShare(each: DialectCase): Promise<Share> {
  const rows = makeRows(137, 7);
  const server = await each.start(rows);
  const rig = await startRig(server.url, each.upstream, [each.mapping as never]);
  try {
    const model = rig.model('products');
    const fields = samplesOf(itemsOf(rows, each.keys, each), each.keys);
    const left = new Map<string, number>();
    const counts = { whole: 0, narrowed: 0, here: 0 };
    for (const filter of fc.sample(filters(fields, { depth: 0 }), { numRuns: conditions, seed: 1 })) {
      const { pushed, residual, reasons } = translateFilter(
        resolveWanted(model, parseFilter(filter), []).filter,
        model,
      );
      if (residual === everything) counts.whole += 1;
      else if (pushed.kind === 'condition') counts.narrowed += 1;
      else counts.here += 1;
      for (const { path, operator } of reasons) {
        const name = `${path} ${operator}`;
        left.set(name, (left.get(name) ?? 0) + 1);
      }
    }
    const most = [...left].sort(([, a], [, b]) => b - a).map(([name]) => name);
    return { name: each.name, ...counts, most: most.slice(0, 5) };
  } finally {
    await rig.close();
    await server.close();
  }
}

export function sharePage(shares: readonly Share[]): string {
  const percent = (count: number): string => `${((100 * count) / conditions).toFixed(0)} %`;
  const rows = shares.map(
    (each) =>
      `| ${each.name} | ${percent(each.whole)} | ${percent(each.narrowed)} | ${percent(each.here)} | ${each.most.join(', ')} |`,
  );
  return `# What each kind of API does itself

Shares of ${conditions} random conditions on the fields of one rich table (texts, numbers, dates, lists, enums, relations, JSON), drawn
so that they are often about to match, with operands of wrong types, operators of other types and texts that some APIs read otherwise among them. The upstreams are the imitations of the tests,
each with the semantics of its kind. Written by \`npm run docs:share\`.

- **whole**: the upstream does it exactly; such a query is one request, total included. Conditions that no row can meet, or every row
  meets, count here too.
- **narrowed**: the upstream finds at least the rows, and they are checked again here.
- **here**: the upstream is not told of it; rows are read and checked here, within the limits.

| upstream | whole | narrowed | here | most often checked here |
|---|---|---|---|---|
${rows.join('\n')}
`;
}
